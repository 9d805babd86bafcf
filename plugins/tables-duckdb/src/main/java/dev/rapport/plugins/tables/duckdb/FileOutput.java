package dev.rapport.plugins.tables.duckdb;

import dev.rapport.api.error.RapportException;
import dev.rapport.spi.table.TableWriter.Output;
import dev.rapport.spi.table.TableWriter.OutputColumn;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * A file in the making: rows gather in a DuckDB of its own, which holds no more than 512 MB and
 * spills the rest into a hidden folder beside the file. The file is made there too, synced, and
 * moved to its name when it is committed.
 */
final class FileOutput implements Output {
  private static final String MEMORY = "512MB";

  private final Path file;
  private final boolean csv;
  private final List<WrittenType> types = new ArrayList<>();
  private final List<String> names = new ArrayList<>();
  private final Path workplace;
  private final DuckDBConnection connection;
  private final DuckDBAppender appender;
  private boolean finished;

  private FileOutput(Path file, boolean csv, List<OutputColumn> columns, Path workplace)
      throws SQLException {
    this.file = file;
    this.csv = csv;
    this.workplace = workplace;
    List<String> definitions = new ArrayList<>();
    for (OutputColumn column : columns) {
      var type = new WrittenType(column.name(), column.type(), csv);
      definitions.add("c" + types.size() + " " + type.stored());
      types.add(type);
      names.add(column.name());
    }
    connection = Database.open(workplace.resolve("spill"), MEMORY);
    try (Statement statement = connection.createStatement()) {
      statement.execute("create table t (" + String.join(", ", definitions) + ")");
      appender = connection.createAppender("t");
      appender.unsafeBreakThreadConfinement();
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /** Starts a file. */
  static FileOutput create(Path path, List<OutputColumn> columns) {
    Path file = path.toAbsolutePath().normalize();
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    if (!name.endsWith(".csv") && !name.endsWith(".parquet")) {
      throw RapportException.user("file", file, "a name that ends in .parquet or .csv");
    }
    if (Files.isDirectory(file)) {
      throw RapportException.user("file", file, "a file, not a folder");
    }
    checkNames(file, columns);
    Path folder = file.getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw RapportException.user("folder", folder, "one that is there, for " + name);
    }
    Path workplace;
    try {
      workplace = Files.createTempDirectory(folder, "." + file.getFileName() + "-");
    } catch (IOException e) {
      throw RapportException.user("folder", folder, "one that can be written; " + e.getMessage());
    }
    try {
      return new FileOutput(file, name.endsWith(".csv"), columns, workplace);
    } catch (SQLException e) {
      delete(workplace);
      throw failed(file, e);
    }
  }

  private static void checkNames(Path file, List<OutputColumn> columns) {
    if (columns.isEmpty()) {
      throw RapportException.user("columns of " + file, "none", "at least one");
    }
    Set<String> seen = new HashSet<>();
    for (OutputColumn column : columns) {
      if (!seen.add(column.name().toLowerCase(Locale.ROOT))) {
        throw RapportException.user(
            "column of " + file, column.name(), "each name once; case does not count");
      }
    }
  }

  @Override
  public void row(@Nullable Object[] values) {
    checkOpen();
    if (values.length != types.size()) {
      throw RapportException.user("row of " + file, values.length + " values", types.size() + "");
    }
    @Nullable Object[] forms = new @Nullable Object[values.length];
    for (int i = 0; i < values.length; i++) {
      forms[i] = types.get(i).form(values[i]);
    }
    try {
      appender.beginRow();
      for (Object form : forms) {
        WrittenType.append(appender, form);
      }
      appender.endRow();
    } catch (SQLException e) {
      close();
      throw failed(file, e);
    }
  }

  @Override
  public void commit() {
    checkOpen();
    Path made = workplace.resolve("made");
    try {
      appender.close();
      try (Statement statement = connection.createStatement()) {
        statement.execute(
            "copy ("
                + selection()
                + ") to "
                + Database.quotedText(made.toString())
                + (csv ? " (format csv, header)" : " (format parquet, compression zstd)"));
      }
      try (FileChannel channel = FileChannel.open(made, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      Files.move(made, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (SQLException e) {
      throw failed(file, e);
    } catch (IOException e) {
      throw RapportException.dependency("file: " + file + ": not written: " + e.getMessage(), e);
    } finally {
      close();
    }
  }

  private String selection() {
    List<String> columns = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      columns.add(types.get(i).selected("c" + i) + " as " + Database.quotedName(names.get(i)));
    }
    return "select " + String.join(", ", columns) + " from t";
  }

  @Override
  public void close() {
    if (finished) {
      return;
    }
    finished = true;
    try (connection) {
      appender.close();
    } catch (SQLException e) {
      // Nothing of it is kept, whatever it says.
    } finally {
      delete(workplace);
    }
  }

  private void checkOpen() {
    if (finished) {
      throw new IllegalStateException("file: " + file + ": finished (expected: in the making)");
    }
  }

  private static RapportException failed(Path file, SQLException cause) {
    String message = String.valueOf(cause.getMessage());
    return RapportException.dependency(
        "file: "
            + file
            + ": not written: "
            + (message.contains("No space left")
                ? "no space left on the disk"
                : Failure.oneLine(message)),
        cause);
  }

  private static void delete(Path folder) {
    try (Stream<Path> inside = Files.walk(folder)) {
      for (Path each : inside.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.deleteIfExists(each);
      }
    } catch (IOException e) {
      throw RapportException.dependency(
          "folder: " + folder + ": not removed: " + e.getMessage(), e);
    }
  }
}
