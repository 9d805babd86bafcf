package dev.rapport.engine.catalog;

import dev.rapport.api.schema.Column;
import dev.rapport.api.schema.Schema;
import dev.rapport.api.schema.Type;
import dev.rapport.engine.value.TextValues;
import dev.rapport.spi.table.ColumnVector;
import dev.rapport.spi.table.TableColumn;
import dev.rapport.spi.table.TableReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Looks at columns of text in files without types. For facts only one of which no cell means a
 * value of the type that is asked for is a problem: where some do, the others are their rows' own.
 */
public final class CellCheck {
  private final TableReader reader;
  private final String sql;

  public CellCheck(TableReader reader, String sql) {
    this.reader = reader;
    this.sql = sql;
  }

  /** Ends reading. */
  private static final class Enough extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Enough() {
      super("enough", null, false, false);
    }
  }

  /** What is wrong with the columns of a query as those of a record. */
  List<String> problems(Schema<?> schema, List<TableColumn> columns) {
    List<String> problems = new ArrayList<>();
    for (Column component : schema.columns()) {
      for (TableColumn column : columns) {
        if (component.isNamed(column.name())
            && ColumnTypes.isCells(column)
            && !ColumnTypes.accepts(column.kind(), component.type())) {
          firstOfNone(column.name(), component.type())
              .ifPresent(first ->
                  problems.add(ColumnMatch.mistyped(component, column, first + " and other text")));
        }
      }
    }
    return problems;
  }

  /** The first cell of a column, where none means a value of the type. */
  private Optional<String> firstOfNone(String column, Type<?> type) {
    @Nullable String[] first = new String[1];
    try {
      reader.read(
          sql,
          List.of(column),
          (rows, vectors) -> {
            ColumnVector cells = vectors.getFirst();
            for (int row = 0; row < rows; row++) {
              Object cell = cells.valueAt(row);
              if (cell != null && means(type, cell)) {
                throw new Enough();
              }
              if (cell != null && first[0] == null) {
                first[0] = "\"" + cell + "\"";
              }
            }
          });
    } catch (Enough e) {
      return Optional.empty();
    }
    return Optional.ofNullable(first[0]);
  }

  /** The first cell of a column that does not mean a value of the type: its row, and why. */
  public Optional<String> firstBad(String column, Type<?> type) {
    long[] rowsBefore = {0};
    @Nullable String[] first = new String[1];
    try {
      reader.read(
          sql,
          List.of(column),
          (rows, vectors) -> {
            for (int row = 0; row < rows; row++) {
              try {
                TextValues.ofCell(type, vectors.getFirst().valueAt(row));
              } catch (IllegalArgumentException e) {
                first[0] =
                    "row " + (rowsBefore[0] + row + 1) + ": " + column + ": " + e.getMessage();
                throw new Enough();
              }
            }
            rowsBefore[0] += rows;
          });
    } catch (Enough e) { // it is found
    }
    return Optional.ofNullable(first[0]);
  }

  private static boolean means(Type<?> type, Object cell) {
    try {
      TextValues.ofCell(type, cell);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
