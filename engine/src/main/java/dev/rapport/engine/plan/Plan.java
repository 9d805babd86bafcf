package dev.rapport.engine.plan;

import dev.rapport.engine.catalog.CheckedCatalog;
import dev.rapport.engine.definition.DefinitionKind;
import dev.rapport.engine.plan.DeployedCatalog.Deployed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What applying a catalog would change. Immutable.
 *
 * @param changes of definitions, sorted by kind and name
 * @param backfills the sources whose rows must be read, sorted by name
 */
public record Plan(List<Change> changes, List<Backfill> backfills) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  public Plan {
    changes = List.copyOf(changes);
    backfills = List.copyOf(backfills);
  }

  /** What happens to a definition. */
  public enum Action {
    /** It is new. */
    ADD,
    /** It, or something it uses, computes something else. */
    CHANGE,
    /** It is no longer there. */
    REMOVE,
    /** Only its description, owner or tags are others. */
    PAPERS
  }

  /**
   * A change of one definition.
   *
   * @param what the differences for people, such as {@code window: PT1H -> PT2H}; of a new
   *     definition its fields
   */
  public record Change(Action action, DefinitionKind kind, String name, List<String> what) {
    public Change {
      what = List.copyOf(what);
    }
  }

  /**
   * A source whose rows must be read, those of before replaced.
   *
   * @param reason why, such as {@code new} or {@code rows changed}
   */
  public record Backfill(String source, String reason) {}

  /** Whether applying would change nothing. */
  public boolean isEmpty() {
    return changes.isEmpty() && backfills.isEmpty();
  }

  /** The difference between what is deployed and a catalog; see the other {@code between}. */
  public static Plan between(
      Optional<DeployedCatalog> deployed,
      CheckedCatalog catalog,
      Map<String, String> stampsThen,
      Map<String, String> stampsNow) {
    return between(deployed, DeployedCatalog.of(catalog), stampsThen, stampsNow);
  }

  /**
   * The difference between what is deployed and what will be.
   *
   * @param deployed empty where nothing ever was
   * @param stampsThen by source, the stamp of the rows that were read to the end; a source that is
   *     not there was never read
   * @param stampsNow by source, the stamp of the rows there are; a source that is not there is
   *     taken as unchanged
   */
  public static Plan between(
      Optional<DeployedCatalog> deployed,
      DeployedCatalog next,
      Map<String, String> stampsThen,
      Map<String, String> stampsNow) {
    DeployedCatalog before = deployed.orElse(new DeployedCatalog(List.of()));
    List<Change> changes = new ArrayList<>();
    List<Backfill> backfills = new ArrayList<>();
    for (DefinitionKind kind : DefinitionKind.values()) {
      Differences.sorted(kind, before, next)
          .forEach(name -> change(kind, name, before, next).ifPresent(changes::add));
    }
    for (Deployed source : next.definitions()) {
      if (source.kind() == DefinitionKind.SOURCE) {
        backfill(source, before, stampsThen, stampsNow)
            .ifPresent(reason -> backfills.add(new Backfill(source.name(), reason)));
      }
    }
    return new Plan(changes, backfills);
  }

  private static Optional<Change> change(
      DefinitionKind kind, String name, DeployedCatalog before, DeployedCatalog next) {
    Optional<Deployed> then = before.find(kind, name);
    Optional<Deployed> now = next.find(kind, name);
    if (then.isEmpty()) {
      return now.map(added -> new Change(Action.ADD, kind, name, Differences.fields(added)));
    }
    if (now.isEmpty()) {
      return Optional.of(new Change(Action.REMOVE, kind, name, List.of()));
    }
    boolean values = !then.get().values().equals(now.get().values());
    if (!values && then.get().papers().equals(now.get().papers())) {
      return Optional.empty();
    }
    List<String> what = new ArrayList<>(Differences.between(then.get(), now.get()));
    if (values) {
      what.addAll(Differences.ofUses(now.get(), before, next));
    }
    return Optional.of(new Change(values ? Action.CHANGE : Action.PAPERS, kind, name, what));
  }

  private static Optional<String> backfill(
      Deployed source,
      DeployedCatalog before,
      Map<String, String> stampsThen,
      Map<String, String> stampsNow) {
    boolean isTable = source.fields().containsKey("sql");
    if (!isTable && !source.fields().containsKey("history")) {
      return Optional.empty();
    }
    Optional<Deployed> then = before.find(DefinitionKind.SOURCE, source.name());
    if (then.isEmpty()) {
      return Optional.of("new");
    }
    if (!then.get().values().equals(source.values())) {
      return Optional.of("definition changed");
    }
    String stampThen = stampsThen.get(source.name());
    if (stampThen == null) {
      return Optional.of("not read yet");
    }
    // A stream's history is loaded once, before its events; only a table follows its files.
    String stampNow = stampsNow.getOrDefault(source.name(), stampThen);
    return isTable && !stampThen.equals(stampNow) ? Optional.of("rows changed") : Optional.empty();
  }

  /** As JSON text: the same plan, the same text. */
  public String toJson() {
    ObjectNode root = JSON.createObjectNode();
    ArrayNode changed = root.putArray("changes");
    for (Change change : changes) {
      ObjectNode node = changed.addObject();
      node.put("action", change.action().name().toLowerCase(java.util.Locale.ROOT));
      node.put("kind", change.kind().label());
      node.put("name", change.name());
      ArrayNode what = node.putArray("what");
      change.what().forEach(what::add);
    }
    ArrayNode filled = root.putArray("backfills");
    for (Backfill backfill : backfills) {
      filled.addObject().put("source", backfill.source()).put("reason", backfill.reason());
    }
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root);
  }
}
