package dev.rapport.plugins.tables.duckdb;

import dev.rapport.api.error.RapportException;
import dev.rapport.plugins.tables.duckdb.internal.database.Database;
import dev.rapport.plugins.tables.duckdb.internal.database.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.duckdb.DuckDBConnection;

/**
 * The columns of several Parquet files that one pattern names. DuckDB takes those of the first and
 * casts the others to them, which rounds a 2.5 where the first file has integers.
 */
final class FileSchemas {
  /** What a type may be in another file without a value changing. */
  private static final Map<String, Set<String>> NARROWER =
      Map.of(
          "DOUBLE", Set.of("FLOAT", "INTEGER", "SMALLINT", "TINYINT"),
          "BIGINT", Set.of("INTEGER", "SMALLINT", "TINYINT", "UINTEGER", "USMALLINT", "UTINYINT"),
          "INTEGER", Set.of("SMALLINT", "TINYINT", "USMALLINT", "UTINYINT"),
          "SMALLINT", Set.of("TINYINT", "UTINYINT"),
          "TIMESTAMP", Set.of("DATE", "TIMESTAMP_MS", "TIMESTAMP_S"),
          "TIMESTAMP_NS", Set.of("DATE", "TIMESTAMP", "TIMESTAMP_MS", "TIMESTAMP_S"));

  private final DuckDBConnection connection;

  FileSchemas(DuckDBConnection connection) {
    this.connection = connection;
  }

  /**
   * Looks for a file that does not fit the first of its pattern. Columns that only a later file has
   * do not matter; nor does anything where the query says {@code union_by_name}.
   *
   * @param read whether a column of the files is read
   * @param mayMiss whether a column may be missing in a file
   * @return the user's mistake, which names file and column
   */
  Optional<RapportException> mistake(Query query, Predicate<String> read, boolean mayMiss)
      throws SQLException {
    if (query.text().toLowerCase(Locale.ROOT).contains("union_by_name")) {
      return Optional.empty();
    }
    for (String pattern : query.files()) {
      if (!Failure.hasGlob(pattern) && !Files.isDirectory(Path.of(pattern))) {
        continue;
      }
      List<Path> files =
          Stamp.files(connection, pattern).stream()
              .filter(file -> file.toString().endsWith(".parquet"))
              .toList();
      if (files.size() > 1) {
        Optional<RapportException> mistake = mistake(files, read, mayMiss);
        if (mistake.isPresent()) {
          return mistake;
        }
      }
    }
    return Optional.empty();
  }

  private Optional<RapportException> mistake(
      List<Path> files, Predicate<String> read, boolean mayMiss) throws SQLException {
    Map<String, String> firstOfSchema = firstOfSchema(files);
    if (firstOfSchema.size() < 2) {
      return Optional.empty();
    }
    String first = files.getFirst().toString();
    Map<String, String> wanted = columns(first);
    for (String file : firstOfSchema.values()) {
      Map<String, String> found = columns(file);
      for (Map.Entry<String, String> column : wanted.entrySet()) {
        String name = column.getKey();
        String type = column.getValue();
        String other = found.getOrDefault(name, "missing");
        boolean fits =
            found.containsKey(name)
                ? type.equals(other) || NARROWER.getOrDefault(type, Set.of()).contains(other)
                : mayMiss;
        if (!fits && read.test(name)) {
          return Optional.of(
              RapportException.user(
                  "file " + file + ": column " + name,
                  other,
                  type + " as in " + first + ", or union_by_name = true in the query"));
        }
      }
    }
    return Optional.empty();
  }

  /** From each schema, as Parquet writes it down, to the first file that has it. */
  private Map<String, String> firstOfSchema(List<Path> files) throws SQLException {
    List<String> quoted = new ArrayList<>();
    for (Path file : files) {
      quoted.add(Database.quotedText(file.toString()));
    }
    Map<String, String> first = new LinkedHashMap<>();
    // A table, as the message is lost when a query fails while its rows are fetched.
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "create or replace temp table rapport_schemas as"
              + " select file_name, string_agg(node, chr(10) order by node) as schema"
              + " from (select file_name, concat_ws(' ', name, type, num_children, converted_type,"
              + " scale, \"precision\", logical_type) as node from parquet_schema(["
              + String.join(", ", quoted)
              + "])) group by file_name");
    }
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select file_name, schema from rapport_schemas order by file_name")) {
      while (rows.next()) {
        first.putIfAbsent(rows.getString(2), rows.getString(1));
      }
    }
    return first;
  }

  private Map<String, String> columns(String file) throws SQLException {
    Map<String, String> columns = new LinkedHashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "describe select * from read_parquet(" + Database.quotedText(file) + ")")) {
      while (rows.next()) {
        columns.put(rows.getString(1), rows.getString(2));
      }
    }
    return columns;
  }
}
