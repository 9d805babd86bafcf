package dev.rapport.engine.catalog;

import dev.rapport.api.error.RapportException;
import dev.rapport.spi.table.TableColumn;
import dev.rapport.spi.table.TableReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A reader of tables that are columns only: what a query has is said beforehand. */
final class DescribedTables implements TableReader {
  private final Map<String, List<TableColumn>> tables = new HashMap<>();

  /** Says what a query has: {@code "user_id TEXT, rating INTEGER"}. */
  DescribedTables with(String sql, String columns) {
    List<TableColumn> described = new ArrayList<>();
    for (String column : columns.split(", ", -1)) {
      String[] parts = column.split(" ", -1);
      TableColumn.Kind kind = TableColumn.Kind.valueOf(parts[1]);
      described.add(new TableColumn(parts[0], kind.name().toLowerCase(Locale.ROOT), kind));
    }
    tables.put(sql, described);
    return this;
  }

  @Override
  public List<TableColumn> describe(String sql) {
    if (sql.contains("unreachable")) {
      throw RapportException.dependency("storage: cannot be reached", null);
    }
    List<TableColumn> columns = tables.get(sql);
    if (columns == null) {
      throw RapportException.user("file " + sql, "missing", "a file");
    }
    return columns;
  }

  @Override
  public String stamp(String sql) {
    return sql;
  }

  @Override
  public void read(String sql, List<String> columns, BatchVisitor visitor) {
    throw new UnsupportedOperationException("columns only");
  }

  @Override
  public void close() {}
}
