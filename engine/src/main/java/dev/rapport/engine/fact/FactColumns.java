package dev.rapport.engine.fact;

import dev.rapport.api.schema.Column;
import dev.rapport.engine.column.Footprint;
import dev.rapport.engine.column.ValueColumn;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The components of facts that are kept, in columns by row. Not thread-safe for writing. */
final class FactColumns<R> {
  private final FactShape<R> shape;
  private final @Nullable ValueColumn[] columns;

  /**
   * Empty columns.
   *
   * @param wanted the components to keep; times are kept too, and all where facts have ids
   */
  FactColumns(FactShape<R> shape, Set<String> wanted) {
    this.shape = shape;
    List<Column> schema = shape.source().schema().columns();
    this.columns = new ValueColumn[schema.size()];
    for (int i = 0; i < columns.length; i++) {
      if (shape.id().isPresent() || shape.isTime(i) || wanted.contains(schema.get(i).name())) {
        columns[i] = ValueColumn.of(schema.get(i).type());
      }
    }
  }

  /** The column of a component; null where it is not kept. */
  @Nullable ValueColumn find(int component) {
    return columns[component];
  }

  /** The column of a component that is kept. */
  ValueColumn kept(int component) {
    ValueColumn column = columns[component];
    if (column == null) {
      throw new IllegalStateException(
          shape.source() + ": column " + shape.source().schema().columns().get(component).name());
    }
    return column;
  }

  /** The names of the components that are kept. */
  Set<String> names() {
    Set<String> names = new HashSet<>();
    List<Column> schema = shape.source().schema().columns();
    for (int i = 0; i < columns.length; i++) {
      if (columns[i] != null) {
        names.add(schema.get(i).name());
      }
    }
    return names;
  }

  /** Adds a value for each component; those not kept are not looked at. */
  void append(@Nullable Object[] row) {
    for (int i = 0; i < columns.length; i++) {
      ValueColumn column = columns[i];
      if (column != null) {
        column.append(row[i]);
      }
    }
  }

  /** Adds a row of others that keep the same. */
  void append(FactColumns<R> from, int row) {
    for (int i = 0; i < columns.length; i++) {
      ValueColumn column = columns[i];
      if (column != null) {
        column.append(from.kept(i).get(row));
      }
    }
  }

  /** Makes room for so many rows in all, where they are no more than one process can keep. */
  void reserve(long rows) {
    for (ValueColumn column : columns) {
      if (column != null && rows <= ValueColumn.LARGEST) {
        column.reserve((int) rows);
      }
    }
  }

  /** Row {@code i} becomes what row {@code order[i]} was, but for some columns. */
  void reorder(int[] order, @Nullable ValueColumn one, @Nullable ValueColumn other) {
    Arrays.stream(columns)
        .parallel()
        .filter(column -> column != null && column != one && column != other)
        .forEach(column -> Objects.requireNonNull(column).reorder(order));
  }

  /** All components of a row; all are kept. */
  @Nullable Object[] row(int row) {
    @Nullable Object[] values = new Object[columns.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = kept(i).get(row);
    }
    return values;
  }

  Footprint bytes() {
    Footprint bytes = Footprint.NONE;
    for (ValueColumn column : columns) {
      bytes = column == null ? bytes : bytes.plus(column.bytes());
    }
    return bytes;
  }
}
