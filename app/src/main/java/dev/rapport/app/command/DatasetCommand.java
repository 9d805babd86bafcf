package dev.rapport.app.command;

import dev.rapport.api.error.RapportException;
import dev.rapport.api.feature.Feature;
import dev.rapport.app.output.Json;
import dev.rapport.app.output.Style;
import dev.rapport.app.output.Terminal;
import dev.rapport.app.output.Words;
import dev.rapport.app.session.GlobalOptions;
import dev.rapport.app.session.Session;
import dev.rapport.app.session.SessionCommand;
import dev.rapport.engine.dataset.Dataset;
import dev.rapport.engine.dataset.Questions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "dataset",
    description = {
      "Answers features at many past moments, from a file to a file; each question sees only what"
          + " was known strictly before its moment.",
      "The file of questions (Parquet, CSV, JSON) has a column for each entity, 'at', one for each"
          + " request input, 'words' for the user's words if there are any. Other columns are passed"
          + " through; every row comes back, in its order."
    },
    footer = {
      "%nExample:",
      "  rapport dataset --questions questions.parquet --features last_places,recent_topics"
          + " --out training.parquet"
    })
final class DatasetCommand extends SessionCommand {
  @Option(
      names = "--questions",
      required = true,
      paramLabel = "FILE",
      description = "The questions: .parquet, .csv, .json or .jsonl.")
  private Path questions = Path.of("");

  @Option(
      names = "--features",
      required = true,
      arity = "1..*",
      paramLabel = "FEATURES",
      description = "Names of features or feature sets, separated by commas or spaces.")
  private List<String> features = List.of();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "What to write: .parquet or .csv.")
  private Path file = Path.of("");

  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      converter = Bytes.class,
      description =
          "About how much memory facts and values may take, such as 800m or 2g; Java, its libraries"
              + " and the writer take 400 to 700 MB in addition. Where facts need more than three"
              + " quarters of it they are read in several passes. Default: two thirds of what Java may"
              + " take, less what reading takes.")
  private OptionalLong memory = OptionalLong.empty();

  DatasetCommand(GlobalOptions options, Terminal terminal) {
    super(options, terminal);
  }

  private static boolean isSame(Path one, Path other) {
    try {
      return Files.exists(one) && Files.exists(other) && Files.isSameFile(one, other);
    } catch (IOException e) {
      throw RapportException.dependency(one + ": cannot be read: " + e.getMessage(), e);
    }
  }

  @Override
  protected int run(Session session) {
    long began = System.nanoTime();
    memory.ifPresent(session::withDatasetMemory);
    if (isSame(questions, file)) {
      throw RapportException.user(
          "--out " + file, "the file of the questions", "another, as it would be replaced");
    }
    List<Feature<?>> asked = session.use().featuresOf(GetCommand.names(features));
    Dataset.Written written =
        session.rapport().dataset(Questions.file(questions), asked).write(file);
    session.progress().close();
    double seconds = (System.nanoTime() - began) / 1e9;
    long rate = Math.round(written.rows() / Math.max(seconds, 1e-9));
    if (options().json()) {
      printJson(
          Json.object(
              "rows", written.rows(),
              "problems", written.problems(),
              "firstProblems", written.firstProblems(),
              "errors", written.errors().stream().map(DatasetCommand::json).toList(),
              "seconds", seconds,
              "file", file.toString()));
      return answered(session, bad(written));
    }
    printProblems(written);
    out()
        .println(
            Words.count(written.rows(), "row")
                + " in "
                + Words.took(Duration.ofMillis(Math.round(seconds * 1_000)))
                + ", "
                + Words.number(rate)
                + " rows/s: "
                + file);
    return answered(session, bad(written));
  }

  private static Object json(Dataset.Errors errors) {
    return Json.object(
        "feature", errors.feature(),
        "rows", errors.rows(),
        "firstRow", errors.firstRow(),
        "reason", errors.reason());
  }

  /** How many rows could not be asked, and values be computed. */
  private static long bad(Dataset.Written written) {
    return written.problems() + written.errors().stream().mapToLong(Dataset.Errors::rows).sum();
  }

  private void printProblems(Dataset.Written written) {
    if (written.problems() > 0) {
      out()
          .println(
              terminal()
                  .paint(
                      Style.YELLOW,
                      Words.count(written.problems(), "row")
                          + " could not be asked, without values:"));
      written.firstProblems().stream()
          .limit(options().verbose() ? Long.MAX_VALUE : 10)
          .forEach(problem -> out().println("  " + problem));
    }
    for (Dataset.Errors errors : written.errors()) {
      String what = "feature " + errors.feature() + ": " + Words.count(errors.rows(), "row");
      out()
          .println(
              terminal().paint(Style.YELLOW, what + " in error, without a value:")
                  + " row "
                  + Words.number(errors.firstRow())
                  + ": "
                  + errors.reason().replaceAll("\\s*\\R\\s*", " "));
    }
  }
}
