package dev.rapport.app.output;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A table of texts that fits the width of a terminal: the widest columns give way first, and their
 * cells take several lines; words are broken only where there is no other way.
 */
public final class TextTable {
  private static final String GAP = "  ";

  /** No column becomes narrower than this to make room. */
  private static final int NARROWEST = 8;

  private final List<String> headers;
  private final List<List<Cell>> rows = new ArrayList<>();

  /** A text and how it stands out. */
  public record Cell(String text, Style style) {
    public static Cell of(String text) {
      return new Cell(text, Style.PLAIN);
    }
  }

  public TextTable(String... headers) {
    this.headers = List.of(headers);
  }

  /** Adds a row of plain texts, one for each column. */
  public void row(String... texts) {
    row(Arrays.stream(texts).map(Cell::of).toList());
  }

  /** Adds a row, one cell for each column. */
  public void row(List<Cell> cells) {
    if (cells.size() != headers.size()) {
      throw new IllegalArgumentException(
          "cells: " + cells.size() + " (expected: " + headers.size() + ")");
    }
    rows.add(List.copyOf(cells));
  }

  public boolean isEmpty() {
    return rows.isEmpty();
  }

  /** Writes the table; a column without any text is left out. */
  public void print(Terminal terminal) {
    for (String line : lines(terminal)) {
      terminal.out().println(line);
    }
  }

  /** The lines of the table. */
  public List<String> lines(Terminal terminal) {
    int[] shown =
        java.util.stream.IntStream.range(0, headers.size())
            .filter(i -> rows.stream().anyMatch(row -> !row.get(i).text().isEmpty()))
            .toArray();
    int[] widths = fit(shown, terminal.columns());
    List<String> lines = new ArrayList<>();
    List<Cell> head = headers.stream().map(header -> new Cell(header, Style.BOLD)).toList();
    addLines(head, shown, widths, terminal, lines);
    rows.forEach(row -> addLines(row, shown, widths, terminal, lines));
    return lines;
  }

  private int[] fit(int[] shown, int columns) {
    int[] widths = new int[shown.length];
    int[] words = new int[shown.length];
    int[] least = new int[shown.length];
    for (int i = 0; i < shown.length; i++) {
      int header = TextWidth.of(headers.get(shown[i]));
      widths[i] = header;
      words[i] = header;
      least[i] = Math.max(NARROWEST, header);
      for (List<Cell> row : rows) {
        for (String line : row.get(shown[i]).text().split("\n", -1)) {
          widths[i] = Math.max(widths[i], TextWidth.of(line));
          for (String word : line.split(" ", -1)) {
            words[i] = Math.max(words[i], TextWidth.of(word));
          }
        }
      }
    }
    long room = (long) columns - (long) GAP.length() * Math.max(0, shown.length - 1);
    shrink(widths, words, room);
    shrink(widths, least, room);
    return widths;
  }

  /** Makes the widest columns narrower, down to a bound each, until all fit. */
  private static void shrink(int[] widths, int[] bounds, long room) {
    while (Arrays.stream(widths).asLongStream().sum() > room) {
      int widest = -1;
      for (int i = 0; i < widths.length; i++) {
        if (widths[i] > bounds[i] && (widest < 0 || widths[i] > widths[widest])) {
          widest = i;
        }
      }
      if (widest < 0) {
        return;
      }
      widths[widest]--;
    }
  }

  private static void addLines(
      List<Cell> row, int[] shown, int[] widths, Terminal terminal, List<String> lines) {
    List<List<String>> wrapped = new ArrayList<>();
    for (int i = 0; i < shown.length; i++) {
      wrapped.add(TextWidth.wrap(row.get(shown[i]).text(), widths[i]));
    }
    int height = wrapped.stream().mapToInt(List::size).max().orElse(0);
    for (int line = 0; line < height; line++) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < shown.length; i++) {
        String part = line < wrapped.get(i).size() ? wrapped.get(i).get(line) : "";
        text.append(terminal.paint(row.get(shown[i]).style(), part));
        if (i + 1 < shown.length) {
          text.append(" ".repeat(Math.max(0, widths[i] - TextWidth.of(part)))).append(GAP);
        }
      }
      lines.add(text.toString().stripTrailing());
    }
  }
}
