package dev.rapport.app.command;

import dev.rapport.app.output.Style;
import dev.rapport.app.output.Terminal;
import dev.rapport.app.output.Words;
import dev.rapport.engine.plan.Plan;
import java.util.ArrayList;
import java.util.List;

/** A plan as a person reads it. */
final class PlanText {
  private PlanText() {}

  static void print(Plan plan, Terminal terminal) {
    if (plan.isEmpty()) {
      terminal.out().println("Nothing to change: this catalog is applied.");
      return;
    }
    for (Plan.Change change : plan.changes()) {
      terminal
          .out()
          .println(
              terminal.paint(
                  style(change.action()),
                  sign(change.action()) + " " + change.kind().label() + " " + change.name()));
      // A new definition's fields are in the code in front of the reader.
      if (change.action() != Plan.Action.ADD) {
        change.what().forEach(what -> terminal.out().println("    " + what));
      }
    }
    for (Plan.Backfill backfill : plan.backfills()) {
      terminal
          .out()
          .println(
              terminal.paint(Style.BLUE, "> read " + backfill.source()) + ": " + backfill.reason());
    }
    terminal.out().println(summary(plan));
  }

  private static String summary(Plan plan) {
    List<String> parts = new ArrayList<>();
    for (Plan.Action action : Plan.Action.values()) {
      long count = plan.changes().stream().filter(c -> c.action() == action).count();
      if (count > 0) {
        parts.add(Words.number(count) + " " + word(action));
      }
    }
    if (!plan.backfills().isEmpty()) {
      parts.add(Words.count(plan.backfills().size(), "source") + " to read");
    }
    return String.join(", ", parts);
  }

  private static String sign(Plan.Action action) {
    return switch (action) {
      case ADD -> "+";
      case CHANGE, PAPERS -> "~";
      case REMOVE -> "-";
    };
  }

  private static String word(Plan.Action action) {
    return switch (action) {
      case ADD -> "new";
      case CHANGE -> "changed";
      case REMOVE -> "removed";
      case PAPERS -> "described otherwise";
    };
  }

  private static Style style(Plan.Action action) {
    return switch (action) {
      case ADD -> Style.GREEN;
      case CHANGE -> Style.YELLOW;
      case REMOVE -> Style.RED;
      case PAPERS -> Style.FAINT;
    };
  }
}
