package dev.rapport.examples.travel.generator;

import dev.rapport.api.schema.Column;
import dev.rapport.api.schema.Schema;
import dev.rapport.spi.table.TableWriter;
import dev.rapport.spi.table.TableWriter.OutputColumn;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A file of facts in the making: its columns are the record's components, in snake case. */
final class Table<R extends Record> implements AutoCloseable {
  private final TableWriter.Output output;
  private final RecordComponent[] components;
  private long rows;

  Table(TableWriter writer, Path file, Class<R> record) {
    this.components = record.getRecordComponents();
    List<Column> columns = Schema.of(record).columns();
    this.output =
        writer.create(
            file,
            columns.stream()
                .map(column -> new OutputColumn(snakeCase(column.name()), column.type()))
                .toList());
  }

  void add(R fact) {
    @Nullable Object[] values = new @Nullable Object[components.length];
    try {
      for (int i = 0; i < values.length; i++) {
        values[i] = components[i].getAccessor().invoke(fact);
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("fact " + fact + ": cannot be read", e);
    }
    output.row(values);
    rows++;
  }

  long rows() {
    return rows;
  }

  void commit() {
    output.commit();
  }

  @Override
  public void close() {
    output.close();
  }

  private static String snakeCase(String name) {
    return name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
  }
}
