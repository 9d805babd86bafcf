package dev.rapport.testkit.fakes;

import dev.rapport.api.error.RapportException;
import dev.rapport.spi.table.ColumnVector;
import dev.rapport.spi.table.TableColumn;
import dev.rapport.spi.table.TableReader;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Tables in memory, known by the text of their queries. Reading hands out batches of at most 1,000
 * rows. Safe for use by many threads.
 */
public final class FakeTableReader implements TableReader {
  private static final int BATCH = 1_000;

  private final Map<String, Table> tables = new ConcurrentHashMap<>();

  public FakeTableReader() {}

  private record Table(
      List<TableColumn> columns, List<? extends Map<String, ? extends @Nullable Object>> rows) {}

  /**
   * Says what a query answers, instead of what it answered before.
   *
   * @param rows from a column's name to its value, as {@link TableColumn.Kind} says; a name that is
   *     not there means null
   */
  public void put(
      String sql,
      List<TableColumn> columns,
      List<? extends Map<String, ? extends @Nullable Object>> rows) {
    tables.put(sql, new Table(List.copyOf(columns), List.copyOf(rows)));
  }

  @Override
  public List<TableColumn> describe(String sql) {
    return table(sql).columns();
  }

  @Override
  public String stamp(String sql) {
    return Integer.toHexString(table(sql).hashCode());
  }

  @Override
  public void read(String sql, List<String> columns, BatchVisitor visitor) {
    Table table = table(sql);
    for (String name : columns) {
      if (table.columns().stream().noneMatch(column -> column.name().equals(name))) {
        throw RapportException.user("column", name, "one of " + table.columns());
      }
    }
    for (int from = 0; from < table.rows().size(); from += BATCH) {
      var rows = table.rows().subList(from, Math.min(from + BATCH, table.rows().size()));
      List<ColumnVector> vectors =
          columns.stream().<ColumnVector>map(name -> new Column(name, rows)).toList();
      visitor.batch(rows.size(), vectors);
    }
  }

  @Override
  public void close() {}

  private Table table(String sql) {
    Table table = tables.get(sql);
    if (table == null) {
      throw RapportException.user("query", sql, "one of " + tables.keySet());
    }
    return table;
  }

  private record Column(String name, List<? extends Map<String, ? extends @Nullable Object>> rows)
      implements ColumnVector {
    @Override
    public boolean isNull(int row) {
      return valueAt(row) == null;
    }

    @Override
    public long longAt(int row) {
      return switch (valueAt(row)) {
        case Long value -> value;
        case Instant value -> ChronoUnit.MICROS.between(Instant.EPOCH, value);
        case LocalDate value ->
            ChronoUnit.MICROS.between(
                Instant.EPOCH, value.atStartOfDay(ZoneOffset.UTC).toInstant());
        case null, default -> 0;
      };
    }

    @Override
    public double doubleAt(int row) {
      return valueAt(row) instanceof Double value ? value : 0;
    }

    @Override
    public @Nullable Object valueAt(int row) {
      return rows.get(row).get(name);
    }
  }
}
