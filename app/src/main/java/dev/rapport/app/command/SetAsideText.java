package dev.rapport.app.command;

import dev.rapport.app.output.Json;
import dev.rapport.app.output.Style;
import dev.rapport.app.output.Terminal;
import dev.rapport.app.output.Words;
import dev.rapport.engine.fact.Intake;
import java.util.Comparator;
import java.util.List;

/** Rows that cannot be facts, with their places and reasons. */
final class SetAsideText {
  private static final int FEW = 10;

  private SetAsideText() {}

  /** Writes the first ten, or all that are at hand; nothing where there is none. */
  static void print(
      String what, List<Intake.SetAside> rows, long count, boolean all, Terminal terminal) {
    if (count == 0) {
      return;
    }
    terminal
        .out()
        .println(
            terminal.paint(Style.YELLOW, what + ": " + Words.count(count, "row") + " set aside"));
    List<Intake.SetAside> sorted = byPlace(rows);
    List<Intake.SetAside> shown = all ? sorted : sorted.subList(0, Math.min(FEW, rows.size()));
    shown.forEach(row -> terminal.out().println("  " + row.place() + ": " + row.reason()));
    if (shown.size() < count) {
      String way = !all && shown.size() < rows.size() ? " (--verbose shows more)" : "";
      terminal.out().println("  and " + Words.number(count - shown.size()) + " more" + way);
    }
  }

  /** {@code line 9} before {@code line 10}. */
  private static List<Intake.SetAside> byPlace(List<Intake.SetAside> rows) {
    return rows.stream()
        .sorted(
            Comparator.comparingInt((Intake.SetAside row) -> row.place().length())
                .thenComparing(Intake.SetAside::place))
        .toList();
  }

  static List<Object> json(List<Intake.SetAside> rows) {
    return byPlace(rows).stream()
        .<Object>map(row -> Json.object("place", row.place(), "reason", row.reason()))
        .toList();
  }
}
