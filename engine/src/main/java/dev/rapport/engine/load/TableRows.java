package dev.rapport.engine.load;

import dev.rapport.api.error.RapportException;
import dev.rapport.api.feature.Source;
import dev.rapport.api.schema.Column;
import dev.rapport.engine.catalog.ColumnMatch;
import dev.rapport.engine.fact.Intake;
import dev.rapport.engine.value.Rows;
import dev.rapport.spi.table.TableColumn;
import dev.rapport.spi.table.TableReader;
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
    List<String> names = columns(source, tables, sql).stream().map(TableColumn::name).toList();
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
                row[c] = Rows.cell(schema.get(c), vectors.get(c).valueAt(i));
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

  /**
   * The column of each component of a source, in the record's order.
   *
   * @throws RapportException of kind {@code USER} with every component that has none: the files may
   *     have changed since the catalog was checked
   */
  public static List<TableColumn> columns(Source<?> source, TableReader tables, String sql) {
    ColumnMatch match = ColumnMatch.of(source.schema(), tables.describe(sql));
    if (!match.problems().isEmpty()) {
      throw new RapportException(
          RapportException.Kind.USER, source + ": " + String.join("; ", match.problems()));
    }
    return match.columns();
  }
}
