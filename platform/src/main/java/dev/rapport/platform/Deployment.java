package dev.rapport.platform;

import dev.rapport.api.catalog.CatalogProvider;
import dev.rapport.api.error.RapportException;
import dev.rapport.api.feature.Feature;
import dev.rapport.api.feature.Source;
import dev.rapport.api.knowledge.Candidates;
import dev.rapport.api.knowledge.Knowledge;
import dev.rapport.api.prompt.Candidate;
import dev.rapport.api.prompt.Part;
import dev.rapport.api.prompt.Prompt;
import dev.rapport.api.prompt.RenderedPrompt;
import dev.rapport.api.question.Context;
import dev.rapport.api.question.Question;
import dev.rapport.engine.Progress;
import dev.rapport.engine.answer.Answering;
import dev.rapport.engine.answer.FeatureGraph;
import dev.rapport.engine.catalog.CatalogLoader;
import dev.rapport.engine.catalog.CheckedCatalog;
import dev.rapport.engine.dataset.Dataset;
import dev.rapport.engine.dataset.Heap;
import dev.rapport.engine.dataset.Passes;
import dev.rapport.engine.dataset.Questions;
import dev.rapport.engine.fact.Intake;
import dev.rapport.engine.intake.FactBase;
import dev.rapport.engine.knowledge.KnowledgeBase;
import dev.rapport.engine.load.Allowance;
import dev.rapport.engine.plan.DeployedCatalog;
import dev.rapport.engine.plan.Fingerprints;
import dev.rapport.engine.plan.Plan;
import dev.rapport.engine.prompt.Rendering;
import dev.rapport.engine.service.ServiceAnswers;
import dev.rapport.engine.value.Micros;
import dev.rapport.plugins.tables.duckdb.DuckDbTables;
import dev.rapport.spi.log.FactLog;
import dev.rapport.spi.service.ServiceBindings;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One checked catalog over the facts of a data directory. Thread-safe. */
final class Deployment {
  private static final String CATALOG = "deployed/catalog";
  private static final String STAMPS = "deployed/stamp/";

  private final CheckedCatalog catalog;
  private final Options options;
  private final FactLog log;
  private final DuckDbTables tables;
  private final FactBase facts;
  private final ServiceAnswers services;
  private final Answering answering;
  private final KnowledgeBase knowledge;
  private final Rendering rendering;

  private final Set<Feature<?>> preparedFeatures = new LinkedHashSet<>();
  private final Set<Knowledge<?>> preparedKnowledge = new LinkedHashSet<>();
  private volatile Set<Object> prepared = Set.of();

  /** Held shared by who asks, alone by who takes this out of use. */
  private final ReentrantReadWriteLock use = new ReentrantReadWriteLock();

  private boolean retired;

  /** What the passes of the last dataset that had several read, by source. */
  private volatile Map<String, Intake> readInPasses = Map.of();

  private Deployment(
      CheckedCatalog catalog,
      ServiceBindings services,
      Options options,
      FactLog log,
      DuckDbTables tables,
      @Nullable Deployment before) {
    this.catalog = catalog;
    this.options = options;
    this.log = log;
    this.tables = tables;
    if (before == null) {
      int few = options.expiry() ? FactBase.FEW : FactBase.ALL_STAY;
      this.facts = new FactBase(log, tables, options.clock(), Fingerprints::of, few);
      this.services = new ServiceAnswers(log, services, facts);
      this.knowledge = new KnowledgeBase(facts, log, options.embedding());
    } else {
      this.facts = before.facts.successor(catalog.sources());
      this.services = before.services.successor(services, facts);
      this.knowledge = before.knowledge.successor(facts);
    }
    this.answering = new Answering(facts, this.services);
    this.rendering = new Rendering(answering, knowledge, options.tokenizer());
  }

  /**
   * A catalog that has no problem, over the facts there are.
   *
   * @param before what is in use, whose place this may take
   */
  static Deployment check(
      CatalogProvider provider,
      Options options,
      FactLog log,
      DuckDbTables tables,
      @Nullable Deployment before) {
    ServiceBindings services = CatalogLoader.services(provider).overriddenBy(options.services());
    CheckedCatalog catalog = CheckedCatalog.check(CatalogLoader.load(provider), tables, services);
    return new Deployment(catalog, services, options, log, tables, before);
  }

  /** Does something with this, unless it is out of use: then it is not done, and empty returned. */
  <T> Optional<T> whileInUse(Function<Deployment, T> work) {
    use.readLock().lock();
    try {
      return retired ? Optional.empty() : Optional.of(work.apply(this));
    } finally {
      use.readLock().unlock();
    }
  }

  /** Takes this out of use, once everything that is done with it is done. */
  void retire() {
    use.writeLock().lock();
    try {
      retired = true;
    } finally {
      use.writeLock().unlock();
    }
  }

  CheckedCatalog catalog() {
    return catalog;
  }

  /** What applying would change. */
  Plan plan() {
    Optional<DeployedCatalog> before = text(CATALOG).map(DeployedCatalog::fromJson);
    Map<String, String> stampsThen = new HashMap<>();
    log.properties(STAMPS)
        .forEach((key, value) ->
            stampsThen.put(
                key.substring(STAMPS.length()), new String(value, StandardCharsets.UTF_8)));
    return Plan.between(before, catalog, stampsThen, stamps());
  }

  /** An application whose facts are loaded and that is not in production yet. */
  record Loaded(Applied applied, Map<String, String> stamps) {}

  /** Loads everything the catalog needs. */
  Loaded load() {
    Plan plan = plan();
    Map<String, String> stamps = stamps();
    Map<String, Intake> loaded = new LinkedHashMap<>(loadHistories());
    prepare(catalog.features(), catalog.knowledges());
    for (Source<?> source : catalog.sources()) {
      if (!source.isStream() && facts.isPrepared(source)) {
        loaded.put(source.name(), facts.store(source).intake());
      }
    }
    return new Loaded(new Applied(plan, loaded), stamps);
  }

  /** Takes in what was pushed while this was loaded; nobody pushes meanwhile. */
  void catchUp() {
    facts.catchUp();
  }

  /** Records the catalog as the one in production. */
  Applied record(Loaded loaded) {
    if (!loaded.applied().plan().isEmpty()) {
      Map<String, byte[]> properties = new HashMap<>();
      log.properties(STAMPS).keySet().forEach(key -> properties.put(key, new byte[0]));
      loaded.stamps().forEach((source, stamp) -> properties.put(STAMPS + source, bytes(stamp)));
      properties.put(CATALOG, bytes(DeployedCatalog.of(catalog).toJson()));
      log.append("deployments", List.of(), properties);
    }
    return loaded.applied();
  }

  /** Removes the histories and vectors on disk that this, which is in production, does not use. */
  void removeOthers() {
    facts.removeOtherHistories(catalog.sources());
    knowledge.removeOtherVectors(catalog.knowledges());
  }

  /** Loads the histories of streams that are not loaded yet as they are defined now. */
  Map<String, Intake> loadHistories() {
    Map<String, Intake> loaded = new LinkedHashMap<>();
    for (Source<?> source : catalog.sources()) {
      if (source.origin() instanceof Source.Origin.Stream(Optional<String> history)
          && history.isPresent()) {
        if (!facts.hasHistory(source)) {
          loaded.put(source.name(), facts.loadHistory(source, history.get(), options.progress()));
        }
      }
    }
    return loaded;
  }

  /** By source, what its rows are read from: a table's files, the definition of a history. */
  private Map<String, String> stamps() {
    Map<String, String> stamps = new LinkedHashMap<>();
    for (Source<?> source : catalog.sources()) {
      switch (source.origin()) {
        case Source.Origin.Table table -> stamps.put(source.name(), tables.stamp(table.sql()));
        case Source.Origin.Stream stream -> {
          if (stream.history().isPresent()) {
            stamps.put(source.name(), Fingerprints.of(source));
          }
        }
      }
    }
    return stamps;
  }

  List<Context> ask(List<Question> questions, Collection<? extends Feature<?>> features) {
    known(features);
    prepare(features, List.of());
    return answering.answer(questions, features);
  }

  RenderedPrompt render(Prompt prompt, Question question) {
    if (!catalog.prompt(prompt.name()).equals(prompt)) {
      throw otherThanApplied("prompt", prompt.name());
    }
    List<Feature<?>> features = new ArrayList<>();
    List<Knowledge<?>> knowledges = new ArrayList<>();
    for (Part part : prompt.parts()) {
      switch (part) {
        case Part.Instruction _ -> {}
        case Part.Fact fact -> features.add(fact.feature());
        case Part.Offer offer -> {
          features.addAll(features(offer.candidates()));
          knowledges.add(offer.candidates().knowledge());
        }
      }
    }
    prepare(features, knowledges);
    return rendering.render(prompt, question);
  }

  List<Candidate> rank(Candidates<?> candidates, Question question) {
    List<Feature<?>> features = features(candidates);
    known(features);
    prepare(features, List.of(candidates.knowledge()));
    return rendering.rank(candidates, question);
  }

  private static List<Feature<?>> features(Candidates<?> candidates) {
    List<Feature<?>> features = new ArrayList<>(candidates.like());
    candidates.filters().forEach(filter -> features.add(filter.feature()));
    candidates.terms().forEach(term -> features.add(term.feature()));
    features.addAll(candidates.shown());
    return features;
  }

  Dataset dataset(Questions questions, List<Feature<?>> features, DuckDbTables writer) {
    known(features);
    Optional<Answering> whole = whole(features, questions.earliest().map(Micros::of));
    if (whole.isPresent()) {
      return dataset(whole.get(), questions, features, writer);
    }
    Passes passes =
        Passes.plan(
            facts,
            answering,
            features,
            Dataset.forFacts(options.datasetMemory()),
            read -> readInPasses = read,
            options.progress());
    return dataset(answering, questions, features, writer).in(passes);
  }

  private Dataset dataset(
      Answering answering, Questions questions, List<Feature<?>> features, DuckDbTables writer) {
    return new Dataset(answering, tables, writer, questions, features, options.progress())
        .within(options.datasetMemory());
  }

  /**
   * Loads what features read, also what had left memory; empty where it takes more memory than a
   * dataset may.
   *
   * @param earliest the moment, in micros, of the earliest question; empty: any
   */
  private synchronized Optional<Answering> whole(
      Collection<? extends Feature<?>> features, Optional<Long> earliest) {
    Set<Feature<?>> all = new LinkedHashSet<>(preparedFeatures);
    all.addAll(FeatureGraph.closure(features));
    Allowance allowance = Allowance.of(Dataset.forFacts(options.datasetMemory()));
    Heap heap = Heap.near(options.datasetMemory());
    Progress progress = heap.tidying(options.progress());
    try {
      facts.prepare(all, sources(preparedKnowledge), allowance, progress);
      prepare(features, List.of());
      refresh();
      return Optional.of(
          answering.complete(features, earliest.orElse(Micros.BEGINNING), allowance, progress));
    } catch (Allowance.Exceeded e) {
      return Optional.empty();
    }
  }

  FactBase facts(Source<?> source) {
    Source<?> applied = catalog.source(source.name());
    if (!applied.equals(source)) {
      throw otherThanApplied("source", source.name());
    }
    if (!source.isStream()) {
      throw RapportException.user(
          source.toString(), "a table", "a stream; a table takes facts through its files");
    }
    List<Feature<?>> over =
        catalog.features().stream().filter(feature -> reads(feature, source)).toList();
    prepare(over, List.of());
    if (facts.isBroken(source)) {
      refresh();
    }
    if (!facts.isPrepared(source) || facts.isBroken(source)) {
      facts.prepare(List.of(), List.of(source), options.progress());
    }
    return facts;
  }

  private static boolean reads(Feature<?> feature, Source<?> source) {
    return feature.formula() instanceof dev.rapport.api.feature.Formula.Windowed<?, ?> windowed
        && windowed.source().equals(source);
  }

  /** Reads what changed in the files of tables that were read before. */
  synchronized void refresh() {
    facts.prepare(preparedFeatures, sources(preparedKnowledge), options.progress());
    knowledge.prepare(preparedKnowledge, options.progress());
  }

  Map<String, Intake> intake() {
    Map<String, Intake> intake = new LinkedHashMap<>();
    for (Source<?> source : catalog.sources()) {
      if (facts.isPrepared(source)) {
        intake.put(source.name(), facts.intake(source));
      }
    }
    readInPasses.forEach(intake::putIfAbsent);
    return intake;
  }

  long now() {
    return facts.now();
  }

  /** Reads the sources of features and knowledges that were not read yet. */
  private void prepare(
      Collection<? extends Feature<?>> features, Collection<? extends Knowledge<?>> knowledges) {
    if (prepared.containsAll(features) && prepared.containsAll(knowledges)) {
      return;
    }
    synchronized (this) {
      preparedFeatures.addAll(FeatureGraph.closure(features));
      preparedKnowledge.addAll(knowledges);
      refresh();
      Set<Object> both = new LinkedHashSet<>(preparedFeatures);
      both.addAll(preparedKnowledge);
      prepared = Set.copyOf(both);
    }
  }

  private static List<Source<?>> sources(Collection<? extends Knowledge<?>> knowledges) {
    List<Source<?>> sources = new ArrayList<>();
    knowledges.forEach(one -> sources.add(one.source()));
    return sources;
  }

  private void known(Collection<? extends Feature<?>> features) {
    for (Feature<?> feature : features) {
      if (!catalog.feature(feature.name()).equals(feature)) {
        throw otherThanApplied("feature", feature.name());
      }
    }
  }

  private static RapportException otherThanApplied(String kind, String name) {
    return RapportException.user(
        kind + " " + name,
        "another definition than the applied one of that name",
        "the definition that was applied; apply the catalog again after a change");
  }

  private Optional<String> text(String property) {
    return log.property(property).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
