package dev.rapport.app.command;

import dev.rapport.app.output.Json;
import dev.rapport.app.output.Terminal;
import dev.rapport.app.output.TextTable;
import dev.rapport.app.output.Words;
import dev.rapport.app.session.GlobalOptions;
import dev.rapport.app.session.Session;
import dev.rapport.app.session.SessionCommand;
import dev.rapport.engine.fact.Intake;
import dev.rapport.platform.Applied;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

@Command(
    name = "apply",
    description = {
      "Puts the catalog into production: checks it, reads what it needs and records it.",
      "Applying the same catalog again changes nothing."
    },
    footer = {"%nExample:", "  rapport --catalog my/context apply"})
final class ApplyCommand extends SessionCommand {
  ApplyCommand(GlobalOptions options, Terminal terminal) {
    super(options, terminal);
  }

  @Override
  protected int run(Session session) {
    long began = System.nanoTime();
    Applied applied = session.rapport().apply(session.provider());
    session.progress().close();
    session.noteEmpty(session.rapport().catalog());
    long setAside = applied.loaded().values().stream().mapToLong(Intake::setAsideCount).sum();
    if (options().json()) {
      Map<String, @Nullable Object> loaded = new LinkedHashMap<>();
      new TreeMap<>(applied.loaded()).forEach((name, intake) -> loaded.put(name, json(intake)));
      printJson(Json.object("plan", Json.parse(applied.plan().toJson()), "loaded", loaded));
      return exitCode(setAside);
    }
    PlanText.print(applied.plan(), terminal());
    if (!applied.plan().isEmpty()) {
      printFacts(applied.loaded());
    }
    printSetAside(applied.loaded());
    if (!applied.plan().isEmpty()) {
      out().println("Applied in " + Words.took(Duration.ofNanos(System.nanoTime() - began)) + ".");
    }
    return exitCode(setAside);
  }

  private void printFacts(Map<String, Intake> loaded) {
    TextTable table = new TextTable("source", "facts", "redelivered", "too late", "set aside");
    new TreeMap<>(loaded)
        .forEach((name, intake) ->
            table.row(
                name,
                Words.number(intake.acceptedCount()),
                some(intake.redeliveredCount()),
                some(intake.droppedLateCount()),
                some(intake.setAsideCount())));
    if (!table.isEmpty()) {
      out().println();
      table.print(terminal());
    }
  }

  private void printSetAside(Map<String, Intake> loaded) {
    new TreeMap<>(loaded)
        .forEach((name, intake) ->
            SetAsideText.print(
                "source " + name,
                intake.firstSetAside(),
                intake.setAsideCount(),
                options().verbose(),
                terminal()));
  }

  private static String some(long count) {
    return count == 0 ? "" : Words.number(count);
  }

  private static Object json(Intake intake) {
    return Json.object(
        "accepted", intake.acceptedCount(),
        "redelivered", intake.redeliveredCount(),
        "droppedLate", intake.droppedLateCount(),
        "setAside", intake.setAsideCount(),
        "firstSetAside", SetAsideText.json(intake.firstSetAside()));
  }
}
