package dev.rapport.plugins.tables.duckdb;

import dev.rapport.api.error.RapportException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * One DuckDB in memory. It is loaded when it is first used, as unpacking its library takes a third
 * of a second. Safe for use by many threads: each call takes a connection of its own.
 */
final class Database implements AutoCloseable {
  private @Nullable DuckDBConnection first;
  private boolean closed;

  /** A new connection, which the caller closes. */
  synchronized DuckDBConnection connect() throws SQLException {
    if (closed) {
      throw RapportException.user("tables", "closed", "open");
    }
    if (first == null) {
      Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
      first = open(temporary.resolve("rapport-" + ProcessHandle.current().pid()), null);
    }
    return first.duplicate();
  }

  /**
   * Opens a DuckDB in memory.
   *
   * @param spill the folder for what does not fit; made when needed, removed when closed
   * @param memory how much it may hold, such as {@code 512MB}; null for four fifths of the machine
   */
  static DuckDBConnection open(Path spill, @Nullable String memory) throws SQLException {
    var options = new Properties();
    options.setProperty("autoinstall_known_extensions", "false");
    options.setProperty("autoload_known_extensions", "false");
    options.setProperty("threads", Integer.toString(Runtime.getRuntime().availableProcessors()));
    options.setProperty("preserve_insertion_order", "true");
    options.setProperty("jdbc_stream_results", "true");
    options.setProperty("temp_directory", spill.toString());
    if (memory != null) {
      options.setProperty("memory_limit", memory);
    }
    var connection =
        DriverManager.getConnection("jdbc:duckdb:", options).unwrap(DuckDBConnection.class);
    try (Statement statement = connection.createStatement()) {
      statement.execute("set global TimeZone = 'UTC'");
    }
    return connection;
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (first != null) {
      try {
        first.close();
      } catch (SQLException e) {
        throw RapportException.dependency("tables: DuckDB did not close: " + e.getMessage(), e);
      }
      first = null;
    }
  }

  /** A name or a file in SQL, in double quotes. */
  static String quotedName(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /** A text in SQL, in single quotes. */
  static String quotedText(String text) {
    return '\'' + text.replace("'", "''") + '\'';
  }
}
