package dev.rapport.plugins.tables.duckdb.internal.database;

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
public final class Database implements AutoCloseable {
  private @Nullable DuckDBConnection first;
  private boolean closed;

  public Database() {}

  /** A new connection, which the caller closes. */
  public synchronized DuckDBConnection connect() throws SQLException {
    if (closed) {
      throw RapportException.user("tables", "closed", "open");
    }
    if (first == null) {
      Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
      Path spill = temporary.resolve("rapport-" + ProcessHandle.current().pid());
      first = open(spill, null, Runtime.getRuntime().availableProcessors());
    }
    return first.duplicate();
  }

  /**
   * Opens a DuckDB in memory.
   *
   * @param spill the folder for what does not fit; made when needed, removed when closed
   * @param memory how much it may hold, such as {@code 512MB}; null for four fifths of the machine
   * @param threads how many it has, the caller's included
   */
  public static DuckDBConnection open(Path spill, @Nullable String memory, int threads)
      throws SQLException {
    var options = new Properties();
    options.setProperty("autoinstall_known_extensions", "false");
    options.setProperty("autoload_known_extensions", "false");
    options.setProperty("threads", Integer.toString(threads));
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
  public static String quotedName(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /** A text in SQL, in single quotes. */
  public static String quotedText(String text) {
    return '\'' + text.replace("'", "''") + '\'';
  }
}
