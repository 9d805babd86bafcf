package dev.rapport.app.conformance;

import dev.rapport.app.output.Json;
import dev.rapport.app.output.ProgressLine;
import dev.rapport.app.output.Style;
import dev.rapport.app.output.Terminal;
import dev.rapport.app.session.GlobalOptions;
import dev.rapport.testkit.AnswerPath;
import dev.rapport.testkit.conformance.AnswerFile;
import dev.rapport.testkit.conformance.CaseResult;
import dev.rapport.testkit.conformance.Conformance;
import dev.rapport.testkit.replay.Replay;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs files of point-in-time cases and shows what is not as expected. */
@Command(
    name = "conformance",
    description = {
      "Runs files of point-in-time cases (formats pit-case/1 and pit-bound/1) and shows every value"
          + " that is not the expected one.",
      "Cases that ask for what Rapport does not have are unsupported, by name (--verbose)."
    },
    footer = {"%nExample:", "  rapport conformance cases/*.json --path serving --out answers.json"})
public final class ConformanceCommand implements Callable<Integer> {
  /** Who answers. */
  private enum PathName {
    /** The naive reference. */
    replay,
    dataset,
    serving
  }

  @Parameters(paramLabel = "FILE", arity = "1..*", description = "Files of cases.")
  private List<Path> files = List.of();

  @Option(
      names = "--path",
      paramLabel = "PATH",
      defaultValue = "dataset",
      description =
          "Who answers: replay (the naive reference), dataset or serving. Default:"
              + " ${DEFAULT-VALUE}.")
  private PathName path = PathName.dataset;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Write all answers: {\"case id\": [[value per feature] per question]}.")
  private @Nullable Path answers;

  private final GlobalOptions options;
  private final Terminal terminal;

  public ConformanceCommand(GlobalOptions options, Terminal terminal) {
    this.options = options;
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    List<CaseResult> results = new ArrayList<>();
    Conformance.Summary summary;
    try (AnswerPath answering = answerPath();
        ProgressLine progress = new ProgressLine(terminal, System::nanoTime)) {
      summary =
          Conformance.run(
              files,
              answering,
              result -> {
                results.add(result);
                progress.at("cases on " + answering.name(), results.size(), -1);
              });
    }
    if (answers != null) {
      AnswerFile.write(answers, results);
    }
    if (options.json()) {
      terminal
          .out()
          .println(
              Json.text(
                  Json.object(
                      "passed", summary.passed(),
                      "failed", summary.failed(),
                      "unsupported", summary.unsupported(),
                      "unreadable", summary.unreadable(),
                      "cases", results.stream().map(ConformanceCommand::json).toList())));
    } else {
      results.forEach(this::print);
      if (summary.unreadable() < results.size() || results.isEmpty()) {
        terminal.out().println(summary);
      }
    }
    return summary.failed() + summary.unreadable() == 0 ? 0 : 1;
  }

  private AnswerPath answerPath() {
    return switch (path) {
      case replay -> new Replay();
      case dataset -> new DatasetPath();
      case serving -> new ServingPath();
    };
  }

  private void print(CaseResult result) {
    switch (result.verdict()) {
      case CaseResult.Passed _ -> {}
      case CaseResult.Failed(List<String> mismatches) -> {
        terminal.out().println(terminal.paint(Style.RED, "failed " + result.id()));
        mismatches.forEach(mismatch -> terminal.out().println("  " + mismatch));
      }
      case CaseResult.Unreadable(String why) -> terminal.err().println("rapport: " + why);
      case CaseResult.Unsupported(String why) -> {
        if (options.verbose()) {
          terminal
              .out()
              .println(terminal.paint(Style.FAINT, "unsupported " + result.id() + ": " + why));
        }
      }
    }
  }

  private static Object json(CaseResult result) {
    return switch (result.verdict()) {
      case CaseResult.Passed _ -> Json.object("id", result.id(), "verdict", "passed");
      case CaseResult.Failed(List<String> why) ->
          Json.object("id", result.id(), "verdict", "failed", "why", why);
      case CaseResult.Unsupported(String why) ->
          Json.object("id", result.id(), "verdict", "unsupported", "why", why);
      case CaseResult.Unreadable(String why) ->
          Json.object("id", result.id(), "verdict", "unreadable", "why", why);
    };
  }
}
