package dev.rapport.app.demo;

import dev.rapport.api.prompt.Candidate;
import dev.rapport.api.prompt.Part;
import dev.rapport.api.prompt.RenderedPrompt;
import dev.rapport.app.output.Style;
import dev.rapport.app.output.Terminal;
import dev.rapport.app.output.TextTable;
import dev.rapport.app.output.TextTable.Cell;
import dev.rapport.app.output.TextWidth;
import dev.rapport.app.output.Words;
import java.util.ArrayList;
import java.util.List;

/**
 * Prompts of several levels: in columns on a terminal in which they fit, else in full, one after
 * another.
 */
final class LevelTexts {
  /** Below this width columns are too narrow to read. */
  private static final int COLUMNS_FROM = 120;

  /** The widest that is still easy to read. */
  private static final int WIDEST = 200;

  private static final String GAP = " │ ";
  private static final int FEW = 5;

  private final Terminal terminal;

  LevelTexts(Terminal terminal) {
    this.terminal = terminal;
  }

  /**
   * One level and its prompt.
   *
   * @param label what to call it in a table
   */
  record Level(int number, String label, RenderedPrompt prompt) {
    Level(int number, RenderedPrompt prompt) {
      this(number, String.valueOf(number), prompt);
    }

    Level labelled(String label) {
      return new Level(number, label, prompt);
    }

    String title() {
      return "Level " + number + ", " + Words.count(prompt.tokens(), "token");
    }
  }

  void print(List<Level> levels) {
    int width = Math.min(terminal.columns(), WIDEST);
    // Columns cut the lines of places: into a file or another program goes all of them.
    if (levels.size() == 1 || width < COLUMNS_FROM || !terminal.isLimited()) {
      levels.forEach(this::printAlone);
    } else {
      printColumns(levels, (width - GAP.length() * (levels.size() - 1)) / levels.size());
    }
  }

  private void printAlone(Level level) {
    terminal.out().println();
    terminal.out().println(terminal.paint(Style.BOLD, level.title()));
    terminal
        .out()
        .println(terminal.paint(Style.FAINT, level.prompt().prompt().metadata().description()));
    terminal.out().println();
    level.prompt().text().strip().lines().forEach(line -> terminal.out().println("  " + line));
  }

  private void printColumns(List<Level> levels, int width) {
    List<List<Cell>> columns = levels.stream().map(level -> column(level, width)).toList();
    int height = columns.stream().mapToInt(List::size).max().orElse(0);
    terminal.out().println();
    for (int row = 0; row < height; row++) {
      StringBuilder line = new StringBuilder();
      for (List<Cell> column : columns) {
        Cell cell = row < column.size() ? column.get(row) : Cell.of("");
        line.append(line.isEmpty() ? "" : terminal.paint(Style.FAINT, GAP));
        line.append(terminal.paint(cell.style(), cell.text()));
        line.append(" ".repeat(Math.max(0, width - TextWidth.of(cell.text()))));
      }
      terminal.out().println(line.toString().stripTrailing());
    }
  }

  /** The lines of a level: its prompt wrapped, the table of places cut. */
  private static List<Cell> column(Level level, int width) {
    List<Cell> cells = new ArrayList<>();
    add(cells, level.title(), width, Style.BOLD);
    add(cells, level.prompt().prompt().metadata().description(), width, Style.FAINT);
    cells.add(Cell.of(""));
    int rows = -1;
    for (String line : level.prompt().text().strip().lines().toList()) {
      if (line.isEmpty() && rows >= 0) {
        if (rows > FEW + 1) {
          add(cells, "... and " + (rows - FEW - 1) + " more", width, Style.FAINT);
        }
        rows = -1;
      }
      if (rows >= 0) {
        rows++;
        if (rows <= FEW + 1) {
          cells.add(new Cell(TextWidth.cut(line, width), rows == 1 ? Style.FAINT : Style.PLAIN));
        }
      } else {
        add(cells, line, width, Style.PLAIN);
      }
      if (isTitle(line, level.prompt())) {
        rows = 0;
      }
    }
    return cells;
  }

  /** Whether the rows of an offer follow. */
  private static boolean isTitle(String line, RenderedPrompt prompt) {
    return prompt.prompt().parts().stream()
        .anyMatch(part -> part instanceof Part.Offer offer && line.equals(offer.title() + ":"));
  }

  private static void add(List<Cell> cells, String text, int width, Style style) {
    TextWidth.wrap(text, width).forEach(line -> cells.add(new Cell(line, style)));
  }

  /** A table of levels and ranks with the first five places; the true one stands out. */
  void printCandidates(List<Level> levels, String trueBest) {
    TextTable table =
        new TextTable("level", "tokens", "first", "second", "third", "fourth", "fifth");
    for (Level level : levels) {
      List<Cell> row = new ArrayList<>();
      row.add(Cell.of(level.label()));
      row.add(Cell.of(Words.number(level.prompt().tokens())));
      for (int rank = 0; rank < FEW; rank++) {
        row.add(candidate(level.prompt().candidates(), rank, trueBest));
      }
      table.row(row);
    }
    terminal.out().println();
    table.print(terminal);
  }

  private static Cell candidate(List<Candidate> candidates, int rank, String trueBest) {
    if (rank >= candidates.size()) {
      return Cell.of("");
    }
    String key = candidates.get(rank).key().toString();
    return key.equals(trueBest) ? new Cell(key + " *", Style.GREEN) : Cell.of(key);
  }
}
