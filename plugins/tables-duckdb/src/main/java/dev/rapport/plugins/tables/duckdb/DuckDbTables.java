package dev.rapport.plugins.tables.duckdb;

import dev.rapport.api.error.RapportException;
import dev.rapport.plugins.tables.duckdb.internal.database.Database;
import dev.rapport.plugins.tables.duckdb.internal.database.Failure;
import dev.rapport.plugins.tables.duckdb.internal.output.FileOutput;
import dev.rapport.spi.table.TableColumn;
import dev.rapport.spi.table.TableReader;
import dev.rapport.spi.table.TableWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.duckdb.DuckDBConnection;

/**
 * Tables by SQL over Parquet, CSV and JSON files, in DuckDB; plain columns of Parquet files are
 * read by Hardwood. Safe for use by many threads; DuckDB is loaded when first needed.
 *
 * <p>A query is one that begins with {@code select}, {@code from} or {@code with} and names its
 * files by constants; relative paths start at the root. Timestamps without a zone are UTC.
 * Nanoseconds are cut to the microsecond before. Infinite times, and those beyond 64 bits of
 * microseconds, are read as null. {@code UBIGINT} and {@code HUGEINT} are decimals, enums and JSON
 * are text; {@code BLOB}, {@code INTERVAL} and {@code TIME} cannot be read, and inside a nested
 * value are null.
 *
 * <p>In Parquet an instant is a TIMESTAMP WITH TIME ZONE, a decimal a DECIMAL(38, 9), rounded half
 * to even, an enum or a duration text, a set a LIST, a record a STRUCT. In CSV instants are ISO
 * text and nested values JSON, in which decimals are text. A file in the making lives in a hidden
 * folder beside it, which goes when the process is ended, such as by Ctrl-C; only a crash leaves
 * it.
 */
public final class DuckDbTables implements TableReader, TableWriter {
  private final Path root;
  private final Database database = new Database();
  private final HardwoodScan hardwood = new HardwoodScan();

  private DuckDbTables(Path root) {
    this.root = root.toAbsolutePath().normalize();
  }

  /**
   * Opens tables.
   *
   * @param root the folder at which relative paths in queries start
   */
  public static DuckDbTables open(Path root) {
    return new DuckDbTables(root);
  }

  /**
   * Loads DuckDB's library in the background, which takes a third of a second that the caller may
   * use for something else. A failure shows at the first use.
   */
  public void warmUp() {
    Thread.ofPlatform()
        .daemon()
        .name("tables-warm-up")
        .start(() -> {
          try {
            database.connect().close();
          } catch (SQLException | RuntimeException e) {
            return; // the first use meets it again, and tells
          }
        });
  }

  @Override
  public List<TableColumn> describe(String sql) {
    return run(
        sql,
        connection -> {
          Query query = Query.parse(connection, root, sql);
          Map<String, String> types = types(connection, query);
          if (query.csvCells().isPresent()) {
            refuseEmpty(Stamp.files(connection, query));
          }
          refuseLines(connection, query, types);
          List<TableColumn> columns = new ArrayList<>();
          types.forEach((name, type) -> {
            boolean cells = query.csvCells().map(all -> all.has(name)).orElse(false);
            SqlType parsed = SqlType.parse(type);
            columns.add(new TableColumn(name, type, parsed.kind(), parsed.elementKind(), cells));
          });
          return columns;
        });
  }

  /** CSV files with a line that keeps DuckDB from seeing the columns, where all are selected. */
  private static void refuseLines(
      DuckDBConnection connection, Query query, Map<String, String> types) throws SQLException {
    if (query.csvCells().isPresent() && query.csvCells().get().names().isEmpty()) {
      Optional<RapportException> mistake =
          new CsvLines(connection).mistake(query, Optional.of(types.keySet()));
      if (mistake.isPresent()) {
        throw mistake.get();
      }
    }
  }

  /** CSV files of which not even one has a header. */
  private static void refuseEmpty(List<Path> files) {
    boolean allEmpty = !files.isEmpty();
    for (Path file : files) {
      allEmpty &= file.toFile().isFile() && file.toFile().length() == 0;
    }
    if (allEmpty) {
      throw RapportException.user(
          "file",
          files.getFirst(),
          "a CSV file that begins with the names of columns; it is empty");
    }
  }

  @Override
  public String stamp(String sql) {
    return run(sql, connection -> Stamp.of(connection, root, Query.parse(connection, root, sql)));
  }

  /** Known of plain columns of Parquet files, whose footers say it. */
  @Override
  public OptionalLong rows(String sql) {
    return run(
        sql,
        connection -> {
          Query query = Query.parse(connection, root, sql);
          if (query.plainScan().isEmpty()) {
            return OptionalLong.empty();
          }
          try (Statement statement = connection.createStatement();
              ResultSet count =
                  statement.executeQuery("select count(*) from (" + query.sql() + ")")) {
            count.next();
            return OptionalLong.of(count.getLong(1));
          }
        });
  }

  @Override
  public void read(String sql, List<String> columns, BatchVisitor visitor) {
    read(sql, columns, Set.of(), visitor);
  }

  @Override
  public void read(String sql, List<String> columns, Set<String> onlyNulls, BatchVisitor visitor) {
    read(sql, columns, onlyNulls, visitor, true);
  }

  /** Reads, by DuckDB alone where Hardwood is not allowed. */
  void read(
      String sql,
      List<String> columns,
      Set<String> onlyNulls,
      BatchVisitor visitor,
      boolean mayUseHardwood) {
    run(
        sql,
        connection -> {
          Query query = Query.parse(connection, root, sql);
          Map<String, String> types = types(connection, query);
          List<DuckDbScan.Column> selected = new ArrayList<>();
          for (String column : columns) {
            selected.add(
                new DuckDbScan.Column(
                    column, readable(sql, column, types), onlyNulls.contains(column)));
          }
          Optional<List<HardwoodScan.Column>> plain = plainColumns(query, selected);
          checkFiles(connection, query, plain);
          if (!mayUseHardwood
              || plain.isEmpty()
              || !hardwood.read(Stamp.files(connection, query), plain.get(), visitor)) {
            new DuckDbScan(connection).read(query, selected, visitor);
          }
          return true;
        });
  }

  /** Refuses files of one pattern whose columns differ; of a plain scan those that are read. */
  private static void checkFiles(
      DuckDBConnection connection, Query query, Optional<List<HardwoodScan.Column>> plain)
      throws SQLException {
    Set<String> names = new HashSet<>();
    plain.ifPresent(columns -> columns.forEach(column -> names.add(column.inFile())));
    Optional<RapportException> mistake =
        new FileSchemas(connection)
            .mistake(query, name -> plain.isEmpty() || names.contains(name), plain.isEmpty());
    if (mistake.isPresent()) {
      throw mistake.get();
    }
  }

  /** What is read where the query is nothing but columns of Parquet files. */
  private static Optional<List<HardwoodScan.Column>> plainColumns(
      Query query, List<DuckDbScan.Column> selected) {
    if (query.plainScan().isEmpty()
        || query.files().stream().anyMatch(file -> Files.isDirectory(Path.of(file)))) {
      return Optional.empty();
    }
    List<Query.PlainColumn> plain = query.plainScan().get().columns();
    List<HardwoodScan.Column> columns = new ArrayList<>();
    for (DuckDbScan.Column column : selected) {
      String inFile = plain.isEmpty() ? column.name() : null;
      for (Query.PlainColumn each : plain) {
        if (each.name().equals(column.name())) {
          inFile = each.inFile();
        }
      }
      if (inFile == null) {
        return Optional.empty();
      }
      columns.add(new HardwoodScan.Column(inFile, column.type()));
    }
    return Optional.of(columns);
  }

  private static SqlType readable(String sql, String column, Map<String, String> types) {
    String type = types.get(column);
    if (type == null) {
      throw RapportException.user(
          "column", column, "one of " + types.keySet() + " of " + Failure.shortened(sql));
    }
    SqlType parsed = SqlType.parse(type);
    if (parsed.kind() == TableColumn.Kind.OTHER) {
      throw RapportException.user(
          "column " + column,
          type,
          "a type that can be read: cast it in " + Failure.shortened(sql));
    }
    return parsed;
  }

  /** The columns of a query, each under the name by which it can be selected. */
  private static Map<String, String> types(DuckDBConnection connection, Query query)
      throws SQLException {
    Map<String, String> types = new LinkedHashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("describe select * from (" + query.sql() + "\n)")) {
      while (rows.next()) {
        types.put(rows.getString(1), rows.getString(2));
      }
    } catch (SQLException e) {
      // A column that DuckDB does not know may be one that it did not see.
      Optional<RapportException> line = new CsvLines(connection).mistake(query, Optional.empty());
      throw line.isPresent() ? line.get() : Failure.of(query.text(), e);
    }
    return types;
  }

  private <T> T run(String sql, Work<T> work) {
    try (DuckDBConnection connection = database.connect()) {
      return work.on(connection);
    } catch (SQLException e) {
      throw Failure.areOtherColumns(e)
          ? line(sql).orElseGet(() -> Failure.of(sql, e))
          : Failure.of(sql, e);
    }
  }

  /** The line of a CSV file because of which its columns are not those of another. */
  private Optional<RapportException> line(String sql) {
    try (DuckDBConnection connection = database.connect()) {
      return new CsvLines(connection).mistake(Query.parse(connection, root, sql), Optional.empty());
    } catch (SQLException e) {
      return Optional.empty(); // what DuckDB said first is told
    }
  }

  /** What is done with a connection. */
  @FunctionalInterface
  private interface Work<T> {
    T on(DuckDBConnection connection) throws SQLException;
  }

  @Override
  public Output create(Path file, List<OutputColumn> columns) {
    return FileOutput.create(file, columns);
  }

  @Override
  public void close() {
    hardwood.close();
    database.close();
  }
}
