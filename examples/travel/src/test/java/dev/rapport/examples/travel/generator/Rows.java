package dev.rapport.examples.travel.generator;

import dev.rapport.spi.table.TableWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A table writer that keeps the committed rows, by the file's name. */
final class Rows implements TableWriter {
  final Map<String, List<List<@Nullable Object>>> committed = new LinkedHashMap<>();
  final Map<String, List<OutputColumn>> columns = new LinkedHashMap<>();

  /** The committed rows of a file. */
  List<List<@Nullable Object>> of(String file) {
    return Objects.requireNonNull(committed.get(file), file);
  }

  /** The values of one column of the committed rows of a file. */
  List<@Nullable Object> of(String file, String column) {
    List<String> names =
        Objects.requireNonNull(columns.get(file), file).stream().map(OutputColumn::name).toList();
    int index = names.indexOf(column);
    return of(file).stream().<@Nullable Object>map(row -> row.get(index)).toList();
  }

  @Override
  public Output create(Path file, List<OutputColumn> columns) {
    String name = file.getFileName().toString();
    this.columns.put(name, columns);
    List<List<@Nullable Object>> rows = new ArrayList<>();
    return new Output() {
      @Override
      public void row(@Nullable Object[] values) {
        rows.add(Arrays.asList(values.clone()));
      }

      @Override
      public void commit() {
        committed.put(name, rows);
      }

      @Override
      public void close() {}
    };
  }
}
