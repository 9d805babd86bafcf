package dev.rapport.app.command;

import dev.rapport.api.error.RapportException;
import dev.rapport.api.feature.Source;
import dev.rapport.app.output.Interruption;
import dev.rapport.app.output.Json;
import dev.rapport.app.output.Style;
import dev.rapport.app.output.Terminal;
import dev.rapport.app.output.Words;
import dev.rapport.app.session.GlobalOptions;
import dev.rapport.app.session.Session;
import dev.rapport.app.session.SessionCommand;
import dev.rapport.engine.catalog.CheckedCatalog;
import dev.rapport.engine.catalog.Nearest;
import dev.rapport.engine.intake.Receipt;
import dev.rapport.platform.IngestException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "ingest",
    description = {
      "Takes in the events of a file for a stream; what is accepted is on disk and is seen by the"
          + " next question.",
      "A file is JSON Lines (.jsonl: an object a line), CSV or Parquet. Bad events are set aside."
    },
    footer = {"%nExample:", "  rapport --catalog my/context ingest page_views today.jsonl"})
final class IngestCommand extends SessionCommand {
  @Parameters(index = "0", paramLabel = "SOURCE", description = "The stream.")
  private String source;

  @Parameters(index = "1", paramLabel = "FILE", description = "Its events.")
  private Path file;

  @Option(
      names = "--after",
      paramLabel = "N",
      description =
          "Skip the first N lines (JSON Lines) or rows (CSV, Parquet): to go on where a run ended.")
  private long after;

  IngestCommand(GlobalOptions options, Terminal terminal) {
    super(options, terminal);
  }

  @Override
  protected int run(Session session) {
    Source<?> stream = stream(session.use());
    try {
      Receipt receipt = session.rapport().ingest(stream, file, after);
      session.progress().close();
      print(stream, receipt, Json.object("complete", true));
      return exitCode(receipt.setAsideCount());
    } catch (IngestException e) {
      session.progress().close();
      print(stream, e.receipt(), Json.object("complete", false, "read", e.read()));
      session.note("to go on behind what is taken in: --after " + e.read());
      throw e.getCause() instanceof Interruption.Interrupted stopped ? stopped : e;
    }
  }

  /** The source, or the nearest streams where there is none of that name. */
  private Source<?> stream(CheckedCatalog catalog) {
    if (catalog.sources().stream().anyMatch(each -> each.name().equals(source))) {
      return catalog.source(source);
    }
    List<String> streams =
        catalog.sources().stream().filter(Source::isStream).<String>map(Source::name).toList();
    throw streams.isEmpty()
        ? RapportException.user("source " + source, "unknown", "a stream, of which there is none")
        : Nearest.unknown("source", source, streams);
  }

  private void print(Source<?> stream, Receipt receipt, Map<String, @Nullable Object> howFar) {
    if (options().json()) {
      Map<String, @Nullable Object> document =
          Json.object(
              "source", stream.name(),
              "accepted", receipt.accepted(),
              "redelivered", receipt.redelivered(),
              "droppedLate", receipt.droppedLate(),
              "ahead", receipt.ahead(),
              "setAsideCount", receipt.setAsideCount(),
              "setAside", SetAsideText.json(receipt.setAside()));
      document.putAll(howFar);
      printJson(document);
    } else {
      print(stream, receipt);
    }
  }

  private void print(Source<?> stream, Receipt receipt) {
    List<String> parts = new ArrayList<>();
    parts.add(terminal().paint(Style.GREEN, Words.number(receipt.accepted()) + " accepted"));
    add(parts, receipt.redelivered(), "already there");
    add(parts, receipt.droppedLate(), "dropped as too late");
    add(parts, receipt.setAsideCount(), "set aside");
    out().println("source " + stream.name() + ": " + String.join(", ", parts));
    if (receipt.ahead() > 0) {
      out()
          .println(
              "  "
                  + Words.number(receipt.ahead())
                  + (receipt.ahead() == 1
                      ? " of the accepted is ahead of the clock: no question sees it before its time"
                      : " of the accepted are ahead of the clock: no question sees them before their"
                          + " time"));
    }
    SetAsideText.print(
        "source " + stream.name(),
        receipt.setAside(),
        receipt.setAsideCount(),
        options().verbose(),
        terminal());
  }

  private static void add(List<String> parts, long count, String what) {
    if (count > 0) {
      parts.add(Words.number(count) + " " + what);
    }
  }
}
