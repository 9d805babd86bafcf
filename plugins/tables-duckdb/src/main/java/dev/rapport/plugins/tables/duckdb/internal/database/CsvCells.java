package dev.rapport.plugins.tables.duckdb.internal.database;

import java.util.ArrayList;
import java.util.List;

/** A line of a CSV file, split where delimiters are outside quotes; a quote twice is one quote. */
public final class CsvCells {
  private CsvCells() {}

  /** The cells of a line. */
  public static List<String> of(String line, char delimiter, char quote) {
    List<String> cells = new ArrayList<>();
    var cell = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      boolean escaped =
          quoted && c == quote && i + 1 < line.length() && line.charAt(i + 1) == quote;
      if (escaped) {
        cell.append(c);
        i++;
      } else if (c == quote) {
        quoted = !quoted;
      } else if (c == delimiter && !quoted) {
        cells.add(cell.toString());
        cell.setLength(0);
      } else {
        cell.append(c);
      }
    }
    cells.add(cell.toString());
    return cells;
  }
}
