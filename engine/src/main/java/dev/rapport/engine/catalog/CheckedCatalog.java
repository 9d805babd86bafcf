package dev.rapport.engine.catalog;

import dev.rapport.api.catalog.Catalog;
import dev.rapport.api.entity.Definition;
import dev.rapport.api.entity.Entity;
import dev.rapport.api.error.CatalogException;
import dev.rapport.api.error.RapportException;
import dev.rapport.api.feature.Feature;
import dev.rapport.api.feature.FeatureSet;
import dev.rapport.api.feature.Request;
import dev.rapport.api.feature.Service;
import dev.rapport.api.feature.Source;
import dev.rapport.api.knowledge.Knowledge;
import dev.rapport.api.prompt.Prompt;
import dev.rapport.engine.definition.DefinitionKind;
import dev.rapport.spi.service.ServiceBindings;
import dev.rapport.spi.table.TableReader;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * Everything the roots of a catalog reach, without a problem. Within a kind each definition comes
 * after those it uses: a feature after its inputs. A lookup by a name that is not there is a {@code
 * USER} error with the nearest names. Immutable.
 */
public final class CheckedCatalog {
  private final Map<DefinitionKind, Map<String, Definition>> byKind;

  private CheckedCatalog(Map<DefinitionKind, Map<String, Definition>> byKind) {
    this.byKind = byKind;
  }

  private static CheckedCatalog of(Reach reach) {
    Map<DefinitionKind, Map<String, Definition>> byKind = new EnumMap<>(DefinitionKind.class);
    for (DefinitionKind kind : DefinitionKind.values()) {
      byKind.put(kind, Collections.unmodifiableMap(new LinkedHashMap<>(reach.all(kind))));
    }
    return new CheckedCatalog(byKind);
  }

  /**
   * Checks a catalog.
   *
   * @param reader describes the tables of its sources; nothing is read
   * @throws CatalogException with every problem at once, sorted, each naming its definition
   * @throws RapportException of kind {@code DEPENDENCY} where nothing is wrong but that a table
   *     could not be described
   */
  public static CheckedCatalog check(
      Catalog catalog, TableReader reader, ServiceBindings services) {
    Set<String> problems = new TreeSet<>();
    Reach reach = new Reach(problems);
    catalog.roots().forEach(reach::add);
    CheckedCatalog checked = CheckedCatalog.of(reach);

    SourceCheck sources = new SourceCheck(reader, problems);
    checked.sources().forEach(sources::check);
    checked.checkUses(problems);
    checked.services().forEach(service -> checkBound(service, services, problems));

    if (problems.size() == 1 && sources.failure().isPresent()) {
      throw RapportException.dependency(problems.iterator().next(), sources.failure().get());
    }
    if (!problems.isEmpty()) {
      throw new CatalogException(List.copyOf(problems));
    }
    return checked;
  }

  /**
   * Checks a catalog in itself alone: no table is described and no service needs a client. For
   * listing what is defined.
   *
   * @throws CatalogException with every problem at once, sorted, each naming its definition
   */
  public static CheckedCatalog checkAlone(Catalog catalog) {
    Set<String> problems = new TreeSet<>();
    Reach reach = new Reach(problems);
    catalog.roots().forEach(reach::add);
    CheckedCatalog checked = CheckedCatalog.of(reach);
    checked.checkUses(problems);
    if (!problems.isEmpty()) {
      throw new CatalogException(List.copyOf(problems));
    }
    return checked;
  }

  /** What can be wrong with features, prompts and names. */
  private void checkUses(Set<String> problems) {
    FeatureCheck features = new FeatureCheck(problems);
    features().forEach(features::check);
    PromptCheck prompts = new PromptCheck(problems);
    knowledges().forEach(prompts::check);
    prompts().forEach(prompts::check);
    checkNamesTogether(problems);
  }

  private static void checkBound(
      Service<?, ?> service, ServiceBindings services, Collection<String> problems) {
    if (services.client(service).isEmpty()) {
      problems.add(
          "service "
              + service.name()
              + ": unbound (expected: a client; bind it where Rapport is opened, or let the"
              + " catalog's class implement ServiceBindings.Provider)");
    }
  }

  /**
   * Files have one column for each entity, request input and moment; a set may stand for features.
   */
  private void checkNamesTogether(Collection<String> problems) {
    Set<String> entities = byName(DefinitionKind.ENTITY).keySet();
    Set<String> requests = byName(DefinitionKind.REQUEST).keySet();
    for (String name : requests) {
      if (entities.contains(name)) {
        problems.add(
            "request input "
                + name
                + ": also the name of an entity (expected: another name; questions in a file have"
                + " a column for each)");
      }
    }
    for (DefinitionKind kind : List.of(DefinitionKind.ENTITY, DefinitionKind.REQUEST)) {
      if (byName(kind).containsKey("at")) {
        problems.add(
            kind.label()
                + " at: reserved (expected: another name; the column at of a file of questions is"
                + " the moment)");
      }
    }
    for (String name : byName(DefinitionKind.FEATURE_SET).keySet()) {
      if (byName(DefinitionKind.FEATURE).containsKey(name)) {
        problems.add(
            "feature set "
                + name
                + ": also the name of a feature (expected: another name; a set may stand where a"
                + " feature does)");
      }
    }
  }

  public List<Entity<?>> entities() {
    return this.<Entity<?>>all(DefinitionKind.ENTITY);
  }

  public List<Request<?>> requests() {
    return this.<Request<?>>all(DefinitionKind.REQUEST);
  }

  public List<Service<?, ?>> services() {
    return this.<Service<?, ?>>all(DefinitionKind.SERVICE);
  }

  public List<Source<?>> sources() {
    return this.<Source<?>>all(DefinitionKind.SOURCE);
  }

  /** Each after everything that its formula, its fallbacks and its history read. */
  public List<Feature<?>> features() {
    return this.<Feature<?>>all(DefinitionKind.FEATURE);
  }

  public List<FeatureSet> featureSets() {
    return this.<FeatureSet>all(DefinitionKind.FEATURE_SET);
  }

  public List<Knowledge<?>> knowledges() {
    return this.<Knowledge<?>>all(DefinitionKind.KNOWLEDGE);
  }

  public List<Prompt> prompts() {
    return this.<Prompt>all(DefinitionKind.PROMPT);
  }

  /** Every definition, each after those it uses. */
  public List<Definition> definitions() {
    return byKind.values().stream().flatMap(byName -> byName.values().stream()).toList();
  }

  public Entity<?> entity(String name) {
    return (Entity<?>) definition(DefinitionKind.ENTITY, name);
  }

  public Request<?> request(String name) {
    return (Request<?>) definition(DefinitionKind.REQUEST, name);
  }

  public Service<?, ?> service(String name) {
    return (Service<?, ?>) definition(DefinitionKind.SERVICE, name);
  }

  public Source<?> source(String name) {
    return (Source<?>) definition(DefinitionKind.SOURCE, name);
  }

  public Feature<?> feature(String name) {
    return (Feature<?>) definition(DefinitionKind.FEATURE, name);
  }

  public FeatureSet featureSet(String name) {
    return (FeatureSet) definition(DefinitionKind.FEATURE_SET, name);
  }

  public Knowledge<?> knowledge(String name) {
    return (Knowledge<?>) definition(DefinitionKind.KNOWLEDGE, name);
  }

  public Prompt prompt(String name) {
    return (Prompt) definition(DefinitionKind.PROMPT, name);
  }

  /**
   * The features that names stand for, in order, each once: a feature's own name, or that of a
   * feature set for all of its features.
   */
  public List<Feature<?>> featuresOf(Collection<String> names) {
    Map<String, Feature<?>> features = new LinkedHashMap<>();
    for (String name : names) {
      List<Feature<?>> meant =
          byName(DefinitionKind.FEATURE_SET).get(name) instanceof FeatureSet set
              ? set.features()
              : List.of(feature(name));
      meant.forEach(feature -> features.putIfAbsent(feature.name(), feature));
    }
    return List.copyOf(features.values());
  }

  /**
   * The definition of a kind and name.
   *
   * @throws RapportException of kind {@code USER} with the nearest names, if there is none
   */
  public Definition definition(DefinitionKind kind, String name) {
    Definition definition = byName(kind).get(name);
    if (definition == null) {
      throw unknown(kind, name);
    }
    return definition;
  }

  private RapportException unknown(DefinitionKind kind, String name) {
    Set<String> names = new TreeSet<>(byName(kind).keySet());
    if (kind != DefinitionKind.FEATURE) {
      return Nearest.unknown(kind.label(), name, names);
    }
    names.addAll(byName(DefinitionKind.FEATURE_SET).keySet());
    return Nearest.unknown("feature", name, names);
  }

  private Map<String, Definition> byName(DefinitionKind kind) {
    return Objects.requireNonNull(byKind.get(kind));
  }

  @SuppressWarnings({
    "unchecked",
    "TypeParameterUnusedInFormals"
  }) // a kind holds definitions of one class; the callers above name it
  private <D extends Definition> List<D> all(DefinitionKind kind) {
    return (List<D>) List.copyOf(byName(kind).values());
  }
}
