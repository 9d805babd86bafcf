package dev.rapport.plugins.tables.duckdb;

import dev.rapport.spi.table.ColumnVector;
import dev.rapport.spi.table.TableColumn;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Files for tests, made by DuckDB itself, and whole tables as lists. */
final class Sample {
  private Sample() {}

  /** Runs a statement of DuckDB in which {@code $} stands for the folder. */
  static void make(Path folder, String sql) {
    try (var connection = DriverManager.getConnection("jdbc:duckdb:");
        var statement = connection.createStatement()) {
      statement.execute("set TimeZone = 'UTC'");
      statement.execute(sql.replace("$", folder.toString()));
    } catch (SQLException e) {
      throw new AssertionError(e.getMessage(), e);
    }
  }

  /** All rows of some columns. */
  static List<List<@Nullable Object>> rows(
      DuckDbTables tables, String sql, List<String> columns, boolean mayUseHardwood) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    tables.read(
        sql,
        columns,
        Set.of(),
        (count, vectors) -> {
          for (int row = 0; row < count; row++) {
            List<@Nullable Object> values = new ArrayList<>();
            for (ColumnVector vector : vectors) {
              values.add(vector.valueAt(row));
            }
            rows.add(values);
          }
        },
        mayUseHardwood);
    return rows;
  }

  /** All rows of all columns that can be read. */
  static List<List<@Nullable Object>> rows(DuckDbTables tables, String sql) {
    return rows(tables, sql, names(tables, sql), true);
  }

  static List<String> names(DuckDbTables tables, String sql) {
    return tables.describe(sql).stream()
        .filter(column -> column.kind() != TableColumn.Kind.OTHER)
        .map(TableColumn::name)
        .toList();
  }
}
