package dev.rapport.app.session;

import dev.rapport.api.catalog.CatalogProvider;
import dev.rapport.api.error.RapportException;
import dev.rapport.app.catalog.CatalogFolder;
import dev.rapport.app.output.ProgressLine;
import dev.rapport.app.output.Terminal;
import dev.rapport.app.output.Words;
import dev.rapport.engine.catalog.CatalogLoader;
import dev.rapport.engine.catalog.CheckedCatalog;
import dev.rapport.engine.fact.Intake;
import dev.rapport.examples.travel.Travel;
import dev.rapport.examples.travel.generator.Generator;
import dev.rapport.platform.Options;
import dev.rapport.platform.Rapport;
import dev.rapport.plugins.model.langchain4j.OpenAiCompatibleModel;
import dev.rapport.plugins.tables.duckdb.DuckDbTables;
import dev.rapport.spi.model.ChatModel;
import dev.rapport.spi.table.TableWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One command's use of Rapport: the catalog that the options choose and, opened when first asked
 * for, the platform on its data directory. Not safe for several threads.
 */
public final class Session implements AutoCloseable {
  private static final String DATA = ".rapport";

  private final GlobalOptions options;
  private final Terminal terminal;
  private final ProgressLine progress;
  private final Optional<Path> folder;
  private final Path data;
  private final Optional<TravelExample> travel;
  private OptionalLong datasetMemory = OptionalLong.empty();
  private @Nullable CatalogProvider provider;
  private @Nullable Rapport rapport;

  /** Chooses the catalog; nothing is read yet. */
  public Session(GlobalOptions options, Terminal terminal) {
    this.options = options;
    this.terminal = terminal;
    this.progress = new ProgressLine(terminal, System::nanoTime);
    Path here = Path.of("");
    this.folder =
        options
            .catalog()
            .or(() ->
                CatalogFolder.hasSources(here.toAbsolutePath())
                    ? Optional.of(here)
                    : Optional.empty());
    Path root = options.data().orElse(folder.orElse(here).resolve(DATA));
    this.travel =
        folder.isPresent()
            ? Optional.empty()
            : Optional.of(new TravelExample(root.resolve("travel")));
    this.data = travel.map(TravelExample::data).orElse(root);
  }

  /** The catalog; that of a folder is compiled when it is first asked for. */
  public CatalogProvider provider() {
    CatalogProvider there = provider;
    if (there == null) {
      there = folder.<CatalogProvider>map(this::compiled).orElseGet(this::example);
      provider = there;
    }
    return there;
  }

  private CatalogProvider compiled(Path sources) {
    return new CatalogFolder(sources, data.resolve("classes")).provider(options.provider());
  }

  private CatalogProvider example() {
    note("the travel example, as there are no .java files here (--catalog DIR for your own)");
    return new Travel();
  }

  /** Says how much memory the facts of a dataset may take; before the platform is opened. */
  public void withDatasetMemory(long bytes) {
    datasetMemory = OptionalLong.of(bytes);
  }

  /** The platform on the data directory. */
  public Rapport rapport() {
    Rapport there = rapport;
    if (there == null) {
      there = open();
      rapport = there;
    }
    return there;
  }

  private Rapport open() {
    Options defaults = Options.defaults().withProgress(progress);
    Options opened =
        datasetMemory.isPresent()
            ? defaults.withDatasetMemory(datasetMemory.getAsLong())
            : defaults;
    if (travel.isEmpty()) {
      return Rapport.open(data, opened.withDataRoot(dataRoot()));
    }
    TravelExample example = travel.get().makeFolders();
    Rapport made =
        Rapport.open(data, opened.withDataRoot(dataRoot()).withClock(TravelExample.clock()));
    generate(example, made.tableWriter());
    note("its clock stands at " + Words.of(made.options().clock().instant()) + " UTC");
    return made;
  }

  private void generate(TravelExample example, TableWriter writer) {
    if (!example.isGenerated()) {
      note(Generator.standard().notice());
      example.generate(writer);
    }
  }

  private Path dataRoot() {
    Path given = options.dataRoot().orElse(null);
    if (given != null && !Files.isDirectory(given)) {
      throw RapportException.user(
          "--data-root " + given,
          Files.exists(given) ? "a file" : "no such folder",
          "the folder where relative paths of SQL start");
    }
    if (given == null) {
      folder.ifPresent(CatalogFolder::checkThere);
    }
    return options
        .dataRoot()
        .or(() -> travel.map(TravelExample::facts))
        .orElse(folder.orElse(Path.of("")));
  }

  /** Tells of the rows that the sources read so far set aside; returns how many they are. */
  long noteSetAside() {
    long all = 0;
    for (Map.Entry<String, Intake> entry : new TreeMap<>(rapport().intake()).entrySet()) {
      long count = entry.getValue().setAsideCount();
      if (count > 0) {
        note(
            "source "
                + entry.getKey()
                + ": "
                + Words.count(count, "row")
                + " set aside; 'rapport apply' shows them");
      }
      all += count;
    }
    return all;
  }

  /** Warns of a catalog with nothing in it. */
  public void noteEmpty(CheckedCatalog catalog) {
    if (catalog.features().isEmpty() && catalog.prompts().isEmpty()) {
      note("catalog: empty (expected: features or prompts as the arguments of Catalog.of)");
    }
  }

  /** The checked catalog, ready to be asked; it is not put into production. */
  public CheckedCatalog use() {
    return rapport().use(provider());
  }

  /**
   * Checks the catalog without opening the data directory, which another process may hold.
   *
   * @throws dev.rapport.api.error.CatalogException with every problem
   */
  public CheckedCatalog check() {
    CatalogProvider checked = provider();
    travel.ifPresent(TravelExample::makeFolders);
    try (DuckDbTables tables = DuckDbTables.open(dataRoot())) {
      travel.ifPresent(example -> generate(example, tables));
      return CheckedCatalog.check(
          CatalogLoader.load(checked), tables, CatalogLoader.services(checked));
    }
  }

  /** The language model that the environment names, if it names one. */
  public Optional<ChatModel> model() {
    return OpenAiCompatibleModel.fromEnvironment(terminal.environment());
  }

  /** Tells something that is no result. */
  public void note(String text) {
    if (!options.json()) {
      progress.close();
      terminal.out().flush();
      terminal.err().println("rapport: " + text);
    }
  }

  public GlobalOptions options() {
    return options;
  }

  public Terminal terminal() {
    return terminal;
  }

  /** Shows how far long work is. */
  public ProgressLine progress() {
    return progress;
  }

  @Override
  public void close() {
    progress.close();
    if (rapport != null) {
      rapport.close();
    }
  }
}
