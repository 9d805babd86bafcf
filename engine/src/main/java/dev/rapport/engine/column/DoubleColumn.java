package dev.rapport.engine.column;

import dev.rapport.api.schema.Type;
import dev.rapport.spi.table.ColumnVector;
import dev.rapport.spi.table.TableColumn;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** Floating-point numbers. */
public final class DoubleColumn implements ValueColumn {
  private final BitSet nulls = new BitSet();
  private double[] values = new double[16];
  private int size;

  /** The values by row, at least as long as there are rows; a null is any number. */
  public double[] values() {
    return values;
  }

  public boolean hasNulls() {
    return !nulls.isEmpty();
  }

  @Override
  public @Nullable Object get(int row) {
    return nulls.get(row) ? null : (Object) values[row];
  }

  @Override
  public boolean isNull(int row) {
    return nulls.get(row);
  }

  @Override
  public void append(@Nullable Object value) {
    if (value == null) {
      nulls.set(size);
      add(0);
    } else {
      add(((Number) value).doubleValue());
    }
  }

  private void add(double value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, ValueColumn.capacityAfter(size));
    }
    values[size++] = value;
  }

  @Override
  public boolean append(ColumnVector in, TableColumn.Kind kind, int rows, Unreadable unreadable) {
    if (kind == TableColumn.Kind.FLOATING && !in.hasNulls()) {
      if (size + rows > values.length) {
        values = Arrays.copyOf(values, ValueColumn.roomFor(rows, size, values.length));
      }
      in.doubles(0, rows, values, size);
      size += rows;
      return true;
    }
    boolean all = true;
    for (int row = 0; row < rows; row++) {
      if (in.isNull(row)) {
        append((Object) null);
      } else if (kind == TableColumn.Kind.FLOATING) {
        add(in.doubleAt(row));
      } else {
        all &= ValueColumn.convert(this, Type.DOUBLE, in, row, unreadable);
      }
    }
    return all;
  }

  @Override
  public void truncate(int size) {
    nulls.clear(size, Math.max(size, this.size));
    this.size = size;
  }

  @Override
  public void reorder(int[] order) {
    double[] before = values;
    double[] after = new double[size];
    for (int i = 0; i < size; i++) {
      after[i] = before[order[i]];
    }
    values = after;
    ValueColumn.reorderBits(nulls, order, size);
  }

  @Override
  public void reserve(int rows) {
    if (rows > values.length) {
      values = Arrays.copyOf(values, rows);
    }
  }

  @Override
  public Footprint bytes() {
    return Footprint.of(8, values.length, size).plus(Footprint.of(nulls));
  }
}
