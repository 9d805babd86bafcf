package dev.rapport.plugins.tables.duckdb;

import dev.rapport.plugins.tables.duckdb.internal.database.Database;
import dev.rapport.spi.table.ColumnVector;
import dev.rapport.spi.table.TableColumn.Kind;
import dev.rapport.spi.table.TableReader.BatchVisitor;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.duckdb.DuckDBChunkedResult;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBPreparedStatement;
import org.duckdb.DuckDBReadableVector;
import org.jspecify.annotations.Nullable;

/**
 * Runs a query in DuckDB. Flat columns are read from DuckDB's own chunks of 2,048 rows, which takes
 * half the time of a JDBC result set; nested ones are only in the latter.
 */
final class DuckDbScan {
  private static final int BUFFERED_ROWS = 2048;

  /**
   * A column to read.
   *
   * @param onlyNulls whether its values do not matter, but where there are nulls
   */
  record Column(String name, SqlType type, boolean onlyNulls) {
    /** What is selected to see the nulls of a list; nothing where its values are read. */
    private Optional<String> nullElement() {
      return onlyNulls ? type.nullElement(Database.quotedName(name)) : Optional.empty();
    }
  }

  private final DuckDBConnection connection;

  DuckDbScan(DuckDBConnection connection) {
    this.connection = connection;
  }

  void read(Query query, List<Column> columns, BatchVisitor visitor) throws SQLException {
    List<String> selected = new ArrayList<>();
    boolean nested = false;
    for (Column column : columns) {
      nested |= column.type().isNested() && column.nullElement().isEmpty();
    }
    for (Column column : columns) {
      String values = column.type().readable(Database.quotedName(column.name()));
      selected.add(nested ? values : column.nullElement().orElse(values));
    }
    if (selected.isEmpty()) {
      selected.add("true");
    }
    String sql = "select " + String.join(", ", selected) + " from (" + query.sql() + "\n)";
    if (nested) {
      readRows(sql, columns, visitor);
    } else {
      readChunks(sql, columns, visitor);
    }
  }

  private void readChunks(String sql, List<Column> columns, BatchVisitor visitor)
      throws SQLException {
    connection.setAutoCommit(false);
    try (PreparedStatement statement = connection.prepareStatement(sql);
        DuckDBChunkedResult result = statement.unwrap(DuckDBPreparedStatement.class).query()) {
      while (result.nextChunk()) {
        var chunk = result.chunk();
        List<ColumnVector> vectors = new ArrayList<>(columns.size());
        for (int i = 0; i < columns.size(); i++) {
          vectors.add(vector(columns.get(i), chunk.vector(i)));
        }
        if (chunk.rowCount() > 0) {
          visitor.batch((int) chunk.rowCount(), vectors);
        }
      }
    }
    checkComplete(sql);
  }

  /**
   * Chunks end in the same way whether a query is done or has failed on the way; a failure shows in
   * that the transaction is lost. The query is then run again for what DuckDB says of it.
   */
  private void checkComplete(String sql) throws SQLException {
    try (Statement probe = connection.createStatement()) {
      probe.execute("select 1");
    } catch (SQLException e) {
      connection.rollback();
      readRows(sql, List.of(), (rows, columns) -> {});
      throw new SQLException("INTERNAL Error: the query broke off", e);
    }
  }

  private static ColumnVector vector(Column column, DuckDBReadableVector values) {
    SqlType type = column.type();
    Kind kind = type.kind();
    return switch (kind) {
      case INTEGER, INSTANT, DATE -> new Longs(kind, values, type.isNanoseconds());
      case FLOATING -> new Doubles(values);
      case BOOLEAN, DECIMAL, TEXT, UUID, OTHER -> new Objects(kind, values);
      case LIST -> new NullElements(values);
      case STRUCT, MAP -> throw new AssertionError(type);
    };
  }

  private static final class Longs extends Vectors.OfLongs {
    private final DuckDBReadableVector values;
    private final boolean nanoseconds;

    Longs(Kind kind, DuckDBReadableVector values, boolean nanoseconds) {
      super(kind);
      this.values = values;
      this.nanoseconds = nanoseconds;
    }

    @Override
    public boolean isNull(int row) {
      return values.isNull(row);
    }

    @Override
    public long longAt(int row) {
      long value = values.getLong(row, 0);
      return nanoseconds ? Math.floorDiv(value, 1000L) : value;
    }
  }

  private static final class Doubles extends Vectors.OfDoubles {
    private final DuckDBReadableVector values;

    Doubles(DuckDBReadableVector values) {
      this.values = values;
    }

    @Override
    public boolean isNull(int row) {
      return values.isNull(row);
    }

    @Override
    public double doubleAt(int row) {
      return values.getDouble(row, 0);
    }
  }

  private static final class Objects extends Vectors.OfObjects {
    private final Kind kind;
    private final DuckDBReadableVector values;

    Objects(Kind kind, DuckDBReadableVector values) {
      this.kind = kind;
      this.values = values;
    }

    @Override
    public boolean isNull(int row) {
      return values.isNull(row);
    }

    @Override
    public @Nullable Object valueAt(int row) {
      if (values.isNull(row)) {
        return null;
      }
      return kind == Kind.BOOLEAN
          ? (Object) values.getBoolean(row)
          : SqlType.ofText(kind, values.getString(row));
    }
  }

  /** Lists of which only the nulls were read. */
  private static final class NullElements extends Vectors.OfObjects {
    private final DuckDBReadableVector found;

    NullElements(DuckDBReadableVector found) {
      this.found = found;
    }

    @Override
    public boolean isNull(int row) {
      return found.isNull(row);
    }

    @Override
    public boolean hasNullElement(int row) {
      return !found.isNull(row) && found.getBoolean(row);
    }

    @Override
    public @Nullable Object valueAt(int row) {
      throw new UnsupportedOperationException("valueAt: only nulls were read");
    }
  }

  private void readRows(String sql, List<Column> columns, BatchVisitor visitor)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet rows = statement.executeQuery()) {
      boolean more = rows.next();
      while (more) {
        List<@Nullable Object[]> buffers = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
          buffers.add(new @Nullable Object[BUFFERED_ROWS]);
        }
        int count = 0;
        while (more && count < BUFFERED_ROWS) {
          for (int i = 0; i < buffers.size(); i++) {
            buffers.get(i)[count] = value(columns.get(i).type(), rows, i + 1);
          }
          count++;
          more = rows.next();
        }
        List<ColumnVector> vectors = new ArrayList<>();
        for (@Nullable Object[] buffer : buffers) {
          vectors.add(new Vectors.Buffered(buffer));
        }
        visitor.batch(count, vectors);
      }
    }
  }

  private static @Nullable Object value(SqlType type, ResultSet rows, int index)
      throws SQLException {
    Object value = rows.getObject(index);
    if (value == null) {
      return null;
    }
    Kind kind = type.kind();
    return switch (kind) {
      case BOOLEAN, FLOATING, INTEGER -> value;
      case INSTANT, DATE -> {
        long raw = (Long) value;
        yield Vectors.boxed(kind, type.isNanoseconds() ? Math.floorDiv(raw, 1000L) : raw);
      }
      case DECIMAL, TEXT, UUID, OTHER -> SqlType.ofText(kind, value.toString());
      case LIST, STRUCT, MAP -> type.value(value);
    };
  }
}
