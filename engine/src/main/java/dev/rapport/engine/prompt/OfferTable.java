package dev.rapport.engine.prompt;

import dev.rapport.engine.value.Wording;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Candidates as a table: one row each, the best first. Immutable.
 *
 * @param header the name of each column, the key's first
 * @param rows a cell for each column; empty where there is no value
 */
record OfferTable(String title, List<String> header, List<List<String>> rows) {
  OfferTable {
    header = List.copyOf(header);
    rows = List.copyOf(rows);
  }

  int size() {
    return rows.size();
  }

  /** The table with only the first rows; empty where none is left of those there were. */
  String text(int first) {
    if (rows.isEmpty()) {
      return title + ": none";
    }
    if (first == 0) {
      return "";
    }
    List<List<String>> shown = rows.subList(0, first);
    List<Integer> columns = new ArrayList<>();
    StringJoiner common = new StringJoiner("; ", "Same for all: ", "\n").setEmptyValue("");
    for (int column = 0; column < header.size(); column++) {
      String value = common(shown, column);
      if (column == 0 || value == null) {
        columns.add(column);
      } else if (!value.isEmpty()) {
        common.add(header.get(column) + ": " + Wording.quotedIfNeeded(value, ";\""));
      }
    }
    StringBuilder text = new StringBuilder(title).append(":\n").append(common);
    addRow(text, header, columns);
    for (List<String> row : shown) {
      text.append('\n');
      addRow(text, row, columns);
    }
    return text.toString();
  }

  /** What a column holds in every row; null where rows differ, or there is one with a value. */
  private static @Nullable String common(List<List<String>> rows, int column) {
    String first = rows.getFirst().get(column);
    boolean same = rows.stream().allMatch(row -> row.get(column).equals(first));
    return same && (rows.size() > 1 || first.isEmpty()) ? first : null;
  }

  private static void addRow(StringBuilder text, List<String> row, List<Integer> columns) {
    for (int i = 0; i < columns.size(); i++) {
      String cell = row.get(columns.get(i));
      if (i > 0) {
        text.append(',');
      }
      if (i == 0) {
        text.append(Wording.quotedIfNeeded(cell, ",\":")); // or it could pass for a fact
      } else if (!cell.isEmpty()) {
        text.append(Wording.quotedIfNeeded(cell, ",\""));
      }
    }
  }
}
