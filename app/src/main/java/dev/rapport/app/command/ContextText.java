package dev.rapport.app.command;

import dev.rapport.api.prompt.Candidate;
import dev.rapport.api.question.Answer;
import dev.rapport.api.question.Context;
import dev.rapport.api.question.Status;
import dev.rapport.app.output.Style;
import dev.rapport.app.output.Terminal;
import dev.rapport.app.output.TextTable;
import dev.rapport.app.output.TextTable.Cell;
import dev.rapport.app.output.Words;
import java.util.List;
import java.util.Locale;

/** Answers and candidates as a person reads them, with what they rest on. */
final class ContextText {
  private ContextText() {}

  static void print(Context context, Terminal terminal) {
    terminal
        .out()
        .println("as of " + context.moment() + (context.question().at().isEmpty() ? " (now)" : ""));
    TextTable table =
        new TextTable(
            "feature", "value", "status", "source", "event time", "age", "facts", "reason");
    context.answers().forEach(answer -> table.row(cells(answer)));
    if (!table.isEmpty()) {
      table.print(terminal);
    }
  }

  private static List<Cell> cells(Answer<?> answer) {
    Answer.Evidence evidence = answer.evidence();
    return List.of(
        new Cell(answer.feature().name(), Style.CYAN),
        Cell.of(Words.ofValue(answer.value())),
        status(answer.status()),
        Cell.of(evidence.source()),
        Cell.of(evidence.eventTime().map(Words::of).orElse("")),
        Cell.of(evidence.age().map(Words::of).orElse("")),
        Cell.of(evidence.facts() == 0 ? "" : Words.number(evidence.facts())),
        Cell.of(answer.reason()));
  }

  private static Cell status(Status status) {
    Style style =
        switch (status) {
          case VALUE -> Style.GREEN;
          case FALLBACK, DEFAULT -> Style.YELLOW;
          case NULL, ABSENT -> Style.FAINT;
          case ERROR -> Style.RED;
        };
    return new Cell(status.name().toLowerCase(Locale.ROOT), style);
  }

  /** Writes candidates by rank, with what each term of the ranking contributed. */
  static void print(List<Candidate> candidates, Terminal terminal) {
    if (candidates.isEmpty()) {
      return;
    }
    TextTable table = new TextTable("rank", "candidate", "score", "terms");
    int rank = 1;
    for (Candidate candidate : candidates) {
      table.row(
          String.valueOf(rank++),
          String.valueOf(candidate.key()),
          number(candidate.score()),
          String.join(
              "  ",
              candidate.terms().stream()
                  .filter(term -> term.contribution() != 0)
                  .map(term -> term.name() + " " + number(term.contribution()))
                  .toList()));
    }
    table.print(terminal);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }
}
