package dev.rapport.platform;

import dev.rapport.api.catalog.CatalogProvider;
import dev.rapport.api.error.RapportException;
import dev.rapport.api.feature.Feature;
import dev.rapport.api.feature.FeatureSet;
import dev.rapport.api.feature.Source;
import dev.rapport.api.knowledge.Candidates;
import dev.rapport.api.prompt.Candidate;
import dev.rapport.api.prompt.Prompt;
import dev.rapport.api.prompt.RenderedPrompt;
import dev.rapport.api.question.Context;
import dev.rapport.api.question.Question;
import dev.rapport.engine.catalog.CheckedCatalog;
import dev.rapport.engine.dataset.Dataset;
import dev.rapport.engine.dataset.Questions;
import dev.rapport.engine.fact.Intake;
import dev.rapport.engine.intake.FactBase;
import dev.rapport.engine.intake.Receipt;
import dev.rapport.engine.plan.Plan;
import dev.rapport.engine.value.Micros;
import dev.rapport.plugins.log.rocksdb.RocksFactLog;
import dev.rapport.plugins.tables.duckdb.DuckDbTables;
import dev.rapport.spi.log.FactLog;
import dev.rapport.spi.table.TableReader;
import dev.rapport.spi.table.TableWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Rapport on one machine: a data directory, and what may be asked of it. Open it, apply a catalog,
 * ask. One process holds a data directory at a time. Thread-safe.
 *
 * <p>Errors are {@link RapportException}; their kind says who must act.
 */
public final class Rapport implements AutoCloseable {
  private static final String A_CATALOG = "a catalog such as new MyCatalog()";
  private static final String A_QUESTION = "a question such as Question.about(USER, \"ann\")";
  private static final String A_FEATURE =
      "a feature; is it a constant used before it is initialised?";
  private static final String A_SOURCE =
      "a source; is it a constant used before it is initialised?";

  private final Options options;
  private final FactLog log;
  private final DuckDbTables tables;

  /**
   * Held shared by who pushes facts, alone by who replaces the catalog: no fact is missed between.
   */
  private final ReentrantReadWriteLock replacing = new ReentrantReadWriteLock();

  /** Held by who applies a catalog or takes one into use. */
  private final Object changing = new Object();

  private volatile @Nullable Deployment deployment;

  private Rapport(Options options, FactLog log, DuckDbTables tables) {
    this.options = options;
    this.log = log;
    this.tables = tables;
  }

  /** Opens a data directory, which is made if it is not there. */
  public static Rapport open(Path directory) {
    return open(directory, Options.defaults());
  }

  /**
   * Opens a data directory, which is made if it is not there.
   *
   * @throws RapportException of kind {@code USER} if another process holds it, or the data root is
   *     no directory
   */
  public static Rapport open(Path directory, Options options) {
    given("data directory", directory, "the path of a folder");
    given("options", options, "options such as Options.defaults()");
    Path root = options.dataRoot().toAbsolutePath().normalize();
    if (!Files.isDirectory(root)) {
      throw RapportException.user("data root", options.dataRoot(), "a directory");
    }
    DuckDbTables tables = DuckDbTables.open(root);
    tables.warmUp();
    try {
      return new Rapport(options, RocksFactLog.open(directory.resolve("log")), tables);
    } catch (RuntimeException | Error e) {
      tables.close();
      throw e;
    }
  }

  /**
   * What {@link #apply} would change, and which sources it would read for that.
   *
   * @throws dev.rapport.api.error.CatalogException with every problem of the catalog
   */
  public Plan plan(CatalogProvider provider) {
    given("catalog", provider, A_CATALOG);
    return Deployment.check(provider, options, log, tables, null).plan();
  }

  /**
   * Puts a catalog into production: checks it, loads what it needs and records it. Applying the
   * same catalog again changes nothing. Where it fails, what was applied before stays. Questions
   * and pushed facts go on meanwhile; they wait only while the one catalog takes the place of the
   * other. Histories and vectors that no definition uses any more are removed from the disk.
   *
   * @throws dev.rapport.api.error.CatalogException with every problem of the catalog
   */
  public Applied apply(CatalogProvider provider) {
    given("catalog", provider, A_CATALOG);
    synchronized (changing) {
      Deployment next = Deployment.check(provider, options, log, tables, deployment);
      Deployment.Loaded loaded = next.load();
      Applied applied = replace(next, () -> next.record(loaded));
      next.removeOthers();
      return applied;
    }
  }

  /**
   * Reads with a catalog without putting it into production: checks it and loads the histories of
   * streams that are not loaded yet; tables are read when they are asked for.
   *
   * @throws dev.rapport.api.error.CatalogException with every problem of the catalog
   */
  public CheckedCatalog use(CatalogProvider provider) {
    given("catalog", provider, A_CATALOG);
    synchronized (changing) {
      Deployment next = Deployment.check(provider, options, log, tables, deployment);
      next.loadHistories();
      return replace(next, next::catalog);
    }
  }

  /** Puts a catalog in the place of the other; returns when nothing is done with that any more. */
  private <T> T replace(Deployment next, Supplier<T> decision) {
    Deployment before = deployment;
    T decided;
    replacing.writeLock().lock();
    try {
      next.catchUp();
      decided = decision.get();
      deployment = next;
    } finally {
      replacing.writeLock().unlock();
    }
    if (before != null) {
      before.retire();
    }
    return decided;
  }

  /** The catalog that was applied or taken into use last. */
  public CheckedCatalog catalog() {
    return current().catalog();
  }

  /** The answers of features to a question, now or at its moment. */
  public Context ask(Question question, Feature<?>... features) {
    return ask(question, Arrays.asList(features));
  }

  /** The answers of a feature set to a question, now or at its moment. */
  public Context ask(Question question, FeatureSet features) {
    return ask(question, given("feature set", features, "a feature set").features());
  }

  /** The answers of features to a question, now or at its moment. */
  public Context ask(Question question, Collection<? extends Feature<?>> features) {
    return ask(List.of(given("question", question, A_QUESTION)), features).getFirst();
  }

  /**
   * The answers of features to several questions, in their order: of all users on a page, say. All
   * that have no moment of their own are asked at the same one, and services are called once for
   * all.
   */
  public List<Context> ask(List<Question> questions, Feature<?>... features) {
    return ask(questions, Arrays.asList(features));
  }

  /** The answers of features to several questions, in their order. */
  public List<Context> ask(List<Question> questions, Collection<? extends Feature<?>> features) {
    List<Question> asked = all("question", questions, A_QUESTION);
    List<Feature<?>> wanted = all("feature", features, A_FEATURE);
    return asked.isEmpty() ? List.of() : asking(deployment -> deployment.ask(asked, wanted));
  }

  /** The finished prompt for a question. */
  public RenderedPrompt render(Prompt prompt, Question question) {
    given("prompt", prompt, "a prompt; is it a constant used before it is initialised?");
    given("question", question, A_QUESTION);
    return asking(deployment -> deployment.render(prompt, question));
  }

  /** The candidates for a question, best first, with what each term of the ranking contributed. */
  public List<Candidate> rank(Candidates<?> candidates, Question question) {
    given("candidates", candidates, "candidates; is it a constant used before it is initialised?");
    given("question", question, A_QUESTION);
    return asking(deployment -> deployment.rank(candidates, question));
  }

  /** What features were at the moments of questions. Tables that changed are read anew. */
  public Dataset dataset(Questions questions, Feature<?>... features) {
    return dataset(questions, Arrays.asList(features));
  }

  /** What features were at the moments of questions. Tables that changed are read anew. */
  public Dataset dataset(List<Question> questions, Feature<?>... features) {
    return dataset(Questions.of(all("question", questions, A_QUESTION)), Arrays.asList(features));
  }

  /** What features were at the moments of questions. Tables that changed are read anew. */
  public Dataset dataset(Questions questions, List<? extends Feature<?>> features) {
    given("questions", questions, "Questions.of(...) or Questions.file(...)");
    List<Feature<?>> wanted = all("feature", features, A_FEATURE);
    return asking(deployment -> deployment.dataset(questions, wanted, tables));
  }

  /** Takes pushed facts: what the receipt counts as accepted is on disk and is seen from now on. */
  @SafeVarargs
  public final <R> Receipt ingest(Source<R> source, R... facts) {
    String expected = "a fact; is it a variable that was never set?";
    given("fact", facts, expected);
    if (facts.length == 1) {
      given("fact", facts[0], expected);
    }
    List<R> all = new ArrayList<>();
    for (R fact : facts) {
      all.add(fact);
    }
    return ingest(source, all);
  }

  /**
   * Takes pushed facts: what the receipt counts as accepted is on disk and is seen from now on. A
   * null among them is set aside with its place.
   *
   * @throws Receipt.NotSeen where they are on disk and memory did not suffice to take them in
   */
  public <R> Receipt ingest(Source<R> source, List<R> facts) {
    given("source", source, A_SOURCE);
    given("facts", facts, "a list of facts");
    return pushing(() -> current().facts(source).ingest(source, facts));
  }

  /**
   * Takes the facts of a file: JSON Lines, CSV or Parquet. The good ones are taken; a bad one is
   * set aside with its line and reason.
   *
   * @throws IngestException if it ends after some of them, such as when the disk is full; it says
   *     how many were taken
   */
  public <R> Receipt ingest(Source<R> source, Path file) {
    return ingest(source, file, 0);
  }

  /**
   * The same behind the first lines of JSON, or rows of a table.
   *
   * @param after how many of them to skip; {@link IngestException#read} to go on where one ended
   */
  public <R> Receipt ingest(Source<R> source, Path file, long after) {
    given("source", source, A_SOURCE);
    given("file", file, "the path of a .jsonl, .csv or .parquet file");
    return new FactFile(
            source,
            tables,
            (batch, malformed) -> ingestFields(source, batch, malformed),
            options.progress())
        .ingest(file, after);
  }

  private <R> Receipt ingestFields(
      Source<R> source, List<FactBase.Incoming> facts, List<Intake.SetAside> malformed) {
    return pushing(() -> current().facts(source).ingestFields(source, facts, malformed));
  }

  private Receipt pushing(Supplier<Receipt> push) {
    replacing.readLock().lock();
    try {
      return push.get();
    } finally {
      replacing.readLock().unlock();
    }
  }

  /**
   * Reads tables whose files have changed since they were read, and streams whose facts are on disk
   * and could not be taken into memory.
   */
  public void refresh() {
    asking(deployment -> {
      deployment.refresh();
      return deployment;
    });
  }

  /** What became of the rows of each source that was read or pushed so far, by its name. */
  public Map<String, Intake> intake() {
    return current().intake();
  }

  /** A moment after everything that was acknowledged. */
  public Instant now() {
    return Micros.instant(current().now());
  }

  public TableReader tableReader() {
    return tables;
  }

  public TableWriter tableWriter() {
    return tables;
  }

  public Options options() {
    return options;
  }

  /** Refuses a null, which callers whose compiler does not check for it may pass. */
  private static <T> T given(String what, @Nullable T value, String expected) {
    if (value == null) {
      throw RapportException.user(what, null, expected);
    }
    return value;
  }

  private static <T> List<T> all(
      String what, @Nullable Collection<? extends T> values, String expected) {
    List<T> all = new ArrayList<>();
    for (T value : given(what + "s", values, "a list")) {
      all.add(given(what, value, expected));
    }
    return List.copyOf(all);
  }

  /** Does something with the catalog that is in use, which stays so meanwhile. */
  private <T> T asking(Function<Deployment, T> work) {
    while (true) {
      Optional<T> done = current().whileInUse(work);
      if (done.isPresent()) { // else the catalog was replaced just now
        return done.get();
      }
    }
  }

  private Deployment current() {
    Deployment now = deployment;
    if (now == null) {
      throw RapportException.user(
          "catalog", "none applied", "apply(new MyCatalog()) before anything is asked");
    }
    return now;
  }

  /** Releases the data directory; idempotent. */
  @Override
  public void close() {
    try {
      tables.close();
    } finally {
      log.close();
    }
  }
}
