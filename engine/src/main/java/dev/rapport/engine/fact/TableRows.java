package dev.rapport.engine.fact;

import dev.rapport.api.error.RapportException;
import dev.rapport.api.feature.Source;
import dev.rapport.api.schema.Column;
import dev.rapport.spi.table.TableColumn;
import dev.rapport.spi.table.TableReader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of a query as rows of a source, one by one. */
public final class TableRows {
  private TableRows() {}

  /** Takes rows in the query's order. */
  @FunctionalInterface
  public interface Visitor {
    void row(String place, @Nullable Object[] row);
  }

  /** Visits every row that can be read; the others are set aside. */
  public static void read(
      Source<?> source, TableReader tables, String sql, Intake intake, Visitor visitor) {
    List<Column> schema = source.schema().columns();
    List<TableColumn> there = tables.describe(sql);
    List<String> names = new ArrayList<>();
    for (Column column : schema) {
      names.add(find(source, column, there).name());
    }
    long[] rowsRead = {0};
    tables.read(
        sql,
        names,
        (rows, vectors) -> {
          for (int i = 0; i < rows; i++) {
            String place = place(rowsRead[0] + i);
            @Nullable Object[] row = new Object[names.size()];
            try {
              for (int c = 0; c < row.length; c++) {
                row[c] = Rows.component(schema.get(c), vectors.get(c).valueAt(i));
              }
            } catch (IllegalArgumentException e) {
              intake.setAside(place, String.valueOf(e.getMessage()));
              continue;
            }
            visitor.row(place, row);
          }
          rowsRead[0] += rows;
        });
  }

  /** How a row, counted from 0, is named to people. */
  static String place(long row) {
    return "row " + (row + 1);
  }

  /** The column of a component: by its exact name, else case and underscores do not count. */
  static TableColumn find(Source<?> source, Column column, List<TableColumn> there) {
    for (TableColumn candidate : there) {
      if (candidate.name().equals(column.name())) {
        return candidate;
      }
    }
    for (TableColumn candidate : there) {
      if (column.isNamed(candidate.name())) {
        return candidate;
      }
    }
    throw RapportException.user(
        source + ": column " + column.name(),
        "missing",
        "one of " + there.stream().map(TableColumn::name).toList());
  }
}
