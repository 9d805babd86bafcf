package dev.rapport.engine.column;

import dev.rapport.api.schema.Type;
import dev.rapport.engine.value.Micros;
import dev.rapport.spi.table.ColumnVector;
import dev.rapport.spi.table.TableColumn;
import java.time.Instant;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** Integers, and instants as microseconds. */
public final class LongColumn implements ValueColumn {
  private final Type<?> type;
  private final BitSet nulls = new BitSet();
  private final LongRows values = new LongRows();

  public LongColumn(Type<?> type) {
    this.type = type;
  }

  /** The values by row; a null is any number. */
  public LongRows values() {
    return values;
  }

  public boolean hasNulls() {
    return !nulls.isEmpty();
  }

  public Type<?> type() {
    return type;
  }

  public long longAt(int row) {
    return values.at(row);
  }

  @Override
  public @Nullable Object get(int row) {
    return nulls.get(row) ? null : boxed(values.at(row));
  }

  /** A value as an object of the column's type. */
  public Object boxed(long value) {
    if (type.equals(Type.LONG)) {
      return value;
    }
    return type.equals(Type.INTEGER) ? (Object) (int) value : Micros.instant(value);
  }

  @Override
  public boolean isNull(int row) {
    return nulls.get(row);
  }

  @Override
  public void append(@Nullable Object value) {
    switch (value) {
      case null -> {
        nulls.set(values.size());
        add(0);
      }
      case Instant instant -> add(Micros.of(instant));
      case Number number -> add(number.longValue());
      default -> throw new IllegalArgumentException(value + " (expected: " + type + ")");
    }
  }

  /** Adds a value that is not null. */
  public void add(long value) {
    values.add(value);
  }

  @Override
  public boolean append(ColumnVector in, TableColumn.Kind kind, int rows, Unreadable unreadable) {
    boolean direct =
        type.equals(Type.INSTANT)
            ? kind == TableColumn.Kind.INSTANT || kind == TableColumn.Kind.DATE
            : kind == TableColumn.Kind.INTEGER;
    boolean narrow = type.equals(Type.INTEGER);
    if (direct && !narrow && !in.hasNulls()) {
      in.longs(0, rows, values.room(rows), values.size());
      values.filled(rows);
      return true;
    }
    boolean all = true;
    for (int row = 0; row < rows; row++) {
      if (in.isNull(row)) {
        append((Object) null);
      } else if (direct && (!narrow || in.longAt(row) == (int) in.longAt(row))) {
        add(in.longAt(row));
      } else {
        all &= ValueColumn.convert(this, type, in, row, unreadable);
      }
    }
    return all;
  }

  @Override
  public void truncate(int size) {
    nulls.clear(size, Math.max(size, values.size()));
    values.truncate(size);
  }

  @Override
  public void reorder(int[] order) {
    values.reorder(order);
    ValueColumn.reorderBits(nulls, order, values.size());
  }

  /** The same where the values in the other order are known. */
  public void reorder(int[] order, long[] ordered) {
    values.replace(ordered);
    ValueColumn.reorderBits(nulls, order, values.size());
  }

  @Override
  public void reserve(int rows) {
    values.reserve(rows);
  }

  @Override
  public Footprint bytes() {
    return new Footprint(values.bytes(), values.bytesInUse()).plus(Footprint.of(nulls));
  }
}
