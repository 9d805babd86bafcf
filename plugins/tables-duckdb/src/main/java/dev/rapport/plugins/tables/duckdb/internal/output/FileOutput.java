package dev.rapport.plugins.tables.duckdb.internal.output;

import dev.rapport.api.error.RapportException;
import dev.rapport.plugins.tables.duckdb.internal.database.Database;
import dev.rapport.plugins.tables.duckdb.internal.database.Failure;
import dev.rapport.spi.table.OutputVector;
import dev.rapport.spi.table.TableWriter.Output;
import dev.rapport.spi.table.TableWriter.OutputColumn;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * A file in the making: DuckDB writes it in a {@link Workplace} beside it while rows come in, group
 * of rows by group of rows. It is synced, and moved to its name when it is committed. That DuckDB
 * is its own, holds no more than 512 MB, and spills the rest into the workplace.
 */
public final class FileOutput implements Output {
  private static final String MEMORY = "512MB";
  private static final int ROWS_AT_ONCE = 2048;

  private final Path file;
  private final List<WrittenType> types = new ArrayList<>();
  private final List<String> names = new ArrayList<>();
  private final Workplace workplace;
  private final DuckDBConnection connection;
  private final RunningCopy copy;
  private Chunk chunk;
  private boolean finished;

  private FileOutput(Path file, boolean csv, List<OutputColumn> columns, Workplace workplace)
      throws SQLException {
    this.file = file;
    this.workplace = workplace;
    for (OutputColumn column : columns) {
      types.add(new WrittenType(column.name(), column.type(), csv));
      names.add(column.name());
    }
    chunk = new Chunk(types);
    connection = Database.open(workplace.file("spill"), MEMORY, 1);
    try {
      copy = new RunningCopy(connection, types, statement(csv));
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
    workplace.whenProcessEnds(copy::abandon);
  }

  /** Starts a file. */
  public static FileOutput create(Path path, List<OutputColumn> columns) {
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
    Workplace workplace;
    try {
      workplace = Workplace.beside(file);
    } catch (IOException e) {
      if (isFull(String.valueOf(e.getMessage()))) {
        throw failed(file, new SQLException(e.getMessage(), e));
      }
      throw RapportException.dependency(
          "folder: " + folder + " (expected: one that can be written; " + e.getMessage() + ")", e);
    }
    try {
      return new FileOutput(file, name.endsWith(".csv"), columns, workplace);
    } catch (SQLException e) {
      workplace.close();
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

  private Path made() {
    return workplace.file("made");
  }

  private String statement(boolean csv) {
    List<String> columns = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      columns.add(types.get(i).selected("c" + i) + " as " + Database.quotedName(names.get(i)));
    }
    return "copy (select "
        + String.join(", ", columns)
        + " from "
        + RunningCopy.ROWS
        + ") to "
        + Database.quotedText(made().toString())
        + (csv ? " (format csv, header)" : " (format parquet, compression snappy)");
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
    long bytes = 0;
    for (int i = 0; i < forms.length; i++) {
      bytes += chunk.lane(i).put(chunk.rows(), forms[i]);
    }
    added(1, bytes);
  }

  @Override
  public void rows(int count, List<OutputVector> columns) {
    checkOpen();
    try {
      checkSizes(count, columns);
      int done = 0;
      while (done < count) {
        int now = Math.min(Math.min(ROWS_AT_ONCE, chunk.room()), count - done);
        long bytes = 0;
        for (int i = 0; i < types.size(); i++) {
          bytes += types.get(i).put(columns.get(i), done, now, chunk.lane(i), chunk.rows());
        }
        added(now, bytes);
        done += now;
      }
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private void checkSizes(int count, List<OutputVector> columns) {
    if (columns.size() != types.size()) {
      throw RapportException.user(
          "rows of " + file, columns.size() + " columns", types.size() + "");
    }
    for (int i = 0; i < types.size(); i++) {
      if (columns.get(i).capacity() < count) {
        throw RapportException.user(
            "column " + names.get(i), columns.get(i).capacity() + " rows", "at least " + count);
      }
    }
  }

  private void added(int rows, long bytes) {
    chunk.added(rows, bytes);
    if (chunk.isFull()) {
      handOver();
    }
  }

  private void handOver() {
    try {
      chunk = copy.exchange(chunk);
    } catch (SQLException e) {
      close();
      throw failed(file, e);
    }
  }

  @Override
  public Path aside(String name) {
    checkOpen();
    return workplace.file("aside-" + name);
  }

  @Override
  public void commit() {
    checkOpen();
    try {
      chunk = copy.exchange(chunk);
      copy.finish();
      try (FileChannel channel = FileChannel.open(made(), StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      Files.move(made(), file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (SQLException e) {
      throw failed(file, e);
    } catch (IOException e) {
      throw failed(file, new SQLException(e.getMessage(), e));
    } finally {
      close();
    }
  }

  @Override
  public void close() {
    if (finished) {
      return;
    }
    finished = true;
    copy.abandon();
    try (workplace) {
      connection.close();
    } catch (SQLException e) {
      // Nothing of it is kept, whatever it says.
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
            + (isFull(message) ? "no space left on the disk" : Failure.oneLine(message)),
        cause);
  }

  private static boolean isFull(String message) {
    return message.contains("No space left");
  }
}
