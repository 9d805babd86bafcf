package dev.rapport.testkit.fakes;

import dev.rapport.api.error.RapportException;
import dev.rapport.api.schema.Type;
import dev.rapport.spi.table.OutputVector;
import dev.rapport.spi.table.TableWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
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
    private @Nullable Path folder;

    private InMemory(Path file, List<OutputColumn> columns) {
      this.file = file;
      this.columns = columns;
    }

    @Override
    public void row(@Nullable Object[] values) {
      if (values.length != columns.size()) {
        throw RapportException.user(
            "row of " + file, values.length + " values", columns.size() + "");
      }
      for (int i = 0; i < values.length; i++) {
        Object value = values[i];
        if (value != null && !columns.get(i).type().javaClass().isInstance(value)) {
          throw wrong(i, value + " of class " + value.getClass().getSimpleName());
        }
      }
      rows.add(Collections.unmodifiableList(new ArrayList<>(Arrays.asList(values))));
    }

    @Override
    public void rows(int count, List<OutputVector> vectors) {
      if (vectors.size() != columns.size()) {
        throw RapportException.user(
            "rows of " + file, vectors.size() + " columns", columns.size() + "");
      }
      for (int row = 0; row < count; row++) {
        @Nullable Object[] values = new Object[columns.size()];
        for (int i = 0; i < values.length; i++) {
          if (vectors.get(i).capacity() < count) {
            throw wrong(i, vectors.get(i).capacity() + " rows");
          }
          values[i] = value(i, vectors.get(i), row);
        }
        row(values);
      }
    }

    private @Nullable Object value(int column, OutputVector vector, int row) {
      return switch (vector) {
        case OutputVector.Longs longs ->
            longs.nulls().get(row) ? null : ofLong(column, longs.values()[row]);
        case OutputVector.Doubles doubles ->
            doubles.nulls().get(row) ? null : (Object) doubles.values()[row];
        case OutputVector.Texts texts ->
            texts.codes()[row] < 0 ? null : texts.dictionary().text(texts.codes()[row]);
        case OutputVector.Objects objects -> objects.values()[row];
      };
    }

    private Object ofLong(int column, long value) {
      Type<?> type = columns.get(column).type();
      if (type.equals(Type.LONG)) {
        return value;
      }
      if (type.equals(Type.INTEGER) && value == (int) value) {
        return (int) value;
      }
      Instant instant = Instant.EPOCH.plus(value, ChronoUnit.MICROS);
      if (type.equals(Type.INSTANT)) {
        return instant;
      }
      if (type.equals(Type.DATE)) {
        return LocalDate.ofInstant(instant, ZoneOffset.UTC);
      }
      throw wrong(column, value);
    }

    private RapportException wrong(int column, Object found) {
      OutputColumn wanted = columns.get(column);
      return RapportException.user("column " + wanted.name(), found, "a " + wanted.type());
    }

    @Override
    public Path aside(String name) {
      try {
        if (folder == null) {
          folder = Files.createTempDirectory("fake-table-writer");
        }
        return folder.resolve(name);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void commit() {
      tables.put(file, new Table(columns, List.copyOf(rows)));
      close();
    }

    @Override
    public void close() {
      rows.clear();
      Path made = folder;
      folder = null;
      if (made == null) {
        return;
      }
      try (Stream<Path> inside = Files.walk(made)) {
        for (Path each : inside.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(each);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
