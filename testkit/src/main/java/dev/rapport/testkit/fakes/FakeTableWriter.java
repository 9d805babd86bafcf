package dev.rapport.testkit.fakes;

import dev.rapport.api.error.RapportException;
import dev.rapport.spi.table.TableWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Keeps the tables that are written to it. Safe for use by many threads. */
public final class FakeTableWriter implements TableWriter {
  private final Map<Path, Table> tables = new ConcurrentHashMap<>();

  public FakeTableWriter() {}

  /** A table as it was committed. */
  public record Table(List<OutputColumn> columns, List<List<@Nullable Object>> rows) {}

  /** What was committed under a path. */
  public Optional<Table> table(Path file) {
    return Optional.ofNullable(tables.get(file));
  }

  @Override
  public Output create(Path file, List<OutputColumn> columns) {
    String name = file.toString();
    if (!name.endsWith(".parquet") && !name.endsWith(".csv")) {
      throw RapportException.user("file", file, "a name that ends in .parquet or .csv");
    }
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw RapportException.user("file", file, "a folder that is there");
    }
    return new InMemory(file, List.copyOf(columns));
  }

  private final class InMemory implements Output {
    private final Path file;
    private final List<OutputColumn> columns;
    private final List<List<@Nullable Object>> rows = new ArrayList<>();

    private InMemory(Path file, List<OutputColumn> columns) {
      this.file = file;
      this.columns = columns;
    }

    @Override
    public void row(@Nullable Object[] values) {
      if (values.length != columns.size()) {
        throw new IllegalArgumentException(
            "row: " + values.length + " values (expected: " + columns.size() + ")");
      }
      rows.add(Collections.unmodifiableList(new ArrayList<>(Arrays.asList(values))));
    }

    @Override
    public void commit() {
      tables.put(file, new Table(columns, List.copyOf(rows)));
    }

    @Override
    public void close() {
      rows.clear();
    }
  }
}
