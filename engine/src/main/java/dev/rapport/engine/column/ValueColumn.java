package dev.rapport.engine.column;

import dev.rapport.api.schema.Type;
import dev.rapport.engine.value.Micros;
import dev.rapport.engine.value.TextValues;
import dev.rapport.spi.table.ColumnVector;
import dev.rapport.spi.table.TableColumn;
import java.time.Instant;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * The values of one component, one for each fact, by row. Numbers and times are kept as primitives.
 * Not thread-safe.
 */
public sealed interface ValueColumn
    permits ValueColumn.Longs, ValueColumn.Doubles, TextColumn, ValueColumn.Objects {

  /** An empty column. */
  static ValueColumn of(Type<?> type) {
    if (type.equals(Type.LONG) || type.equals(Type.INTEGER) || type.equals(Type.INSTANT)) {
      return new Longs(type);
    }
    if (type.equals(Type.STRING)) {
      return new TextColumn();
    }
    return type.equals(Type.DOUBLE) ? new Doubles() : new Objects(type);
  }

  /** The value of a row as an object of the column's type. */
  @Nullable Object get(int row);

  boolean isNull(int row);

  /** Adds a value of the column's type, or null. */
  void append(@Nullable Object value);

  /**
   * Adds all rows of a batch; a value that cannot be converted is added as null and reported.
   *
   * @return whether every value could be read
   */
  boolean append(ColumnVector values, TableColumn.Kind kind, int rows, Unreadable unreadable);

  /** Forgets the rows from {@code size} on. */
  void truncate(int size);

  /** Makes room for so many rows in all. */
  void reserve(int rows);

  /**
   * Brings the rows in another order: row {@code i} becomes what row {@code order[i]} was.
   *
   * @param order each row once
   */
  void reorder(int[] order);

  /** What the arrays that hold the values take; objects are counted as references. */
  Footprint bytes();

  /** Told of each value that cannot be read. */
  @FunctionalInterface
  interface Unreadable {
    void value(int rowInBatch, String why);
  }

  /** Integers, and instants as microseconds. */
  final class Longs implements ValueColumn {
    private final Type<?> type;
    private final BitSet nulls = new BitSet();
    private final LongRows values = new LongRows();

    public Longs(Type<?> type) {
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
          all &= convert(this, type, in, row, unreadable);
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
      reorderBits(nulls, order, values.size());
    }

    /** The same where the values in the other order are known. */
    public void reorder(int[] order, long[] ordered) {
      values.replace(ordered);
      reorderBits(nulls, order, values.size());
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

  private static void reorderBits(BitSet bits, int[] order, int size) {
    if (bits.isEmpty()) {
      return;
    }
    BitSet before = (BitSet) bits.clone();
    bits.clear();
    for (int i = 0; i < size; i++) {
      if (before.get(order[i])) {
        bits.set(i);
      }
    }
  }

  /** Floating-point numbers. */
  final class Doubles implements ValueColumn {
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
        values = Arrays.copyOf(values, capacityAfter(size));
      }
      values[size++] = value;
    }

    @Override
    public boolean append(ColumnVector in, TableColumn.Kind kind, int rows, Unreadable unreadable) {
      if (kind == TableColumn.Kind.FLOATING && !in.hasNulls()) {
        if (size + rows > values.length) {
          values = Arrays.copyOf(values, roomFor(rows, size, values.length));
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
          all &= convert(this, Type.DOUBLE, in, row, unreadable);
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
      reorderBits(nulls, order, size);
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

  /** Everything else. */
  final class Objects implements ValueColumn {
    private final Type<?> type;
    private @Nullable Object[] values = new Object[16];
    private int size;

    public Objects(Type<?> type) {
      this.type = type;
    }

    @Override
    public @Nullable Object get(int row) {
      return values[row];
    }

    @Override
    public boolean isNull(int row) {
      return values[row] == null;
    }

    @Override
    public void append(@Nullable Object value) {
      if (size == values.length) {
        values = Arrays.copyOf(values, capacityAfter(size));
      }
      values[size++] = value;
    }

    @Override
    public boolean append(ColumnVector in, TableColumn.Kind kind, int rows, Unreadable unreadable) {
      boolean all = true;
      for (int row = 0; row < rows; row++) {
        if (in.isNull(row)) {
          append((Object) null);
        } else {
          all &= convert(this, type, in, row, unreadable);
        }
      }
      return all;
    }

    @Override
    public void truncate(int size) {
      Arrays.fill(values, size, Math.max(size, this.size), null);
      this.size = size;
    }

    @Override
    public void reorder(int[] order) {
      @Nullable Object[] before = values;
      @Nullable Object[] after = new Object[Math.max(1, size)];
      for (int i = 0; i < size; i++) {
        after[i] = before[order[i]];
      }
      values = after;
    }

    @Override
    public void reserve(int rows) {
      if (rows > values.length) {
        values = Arrays.copyOf(values, rows);
      }
    }

    @Override
    public Footprint bytes() {
      return Footprint.of(4, values.length, size);
    }
  }

  /** Adds a value of another type, converted; null where that cannot be. */
  static boolean convert(
      ValueColumn column, Type<?> type, ColumnVector in, int row, Unreadable unreadable) {
    try {
      column.append(TextValues.ofCell(type, in.valueAt(row)));
      return true;
    } catch (IllegalArgumentException e) {
      column.append(null);
      unreadable.value(row, String.valueOf(e.getMessage()));
      return false;
    }
  }

  /** The most rows that one process keeps of a source. */
  int LARGEST = Integer.MAX_VALUE - 8;

  /** From so many rows on, room for an eighth more is made, not for half as many. */
  int MANY = 1 << 16;

  /** A capacity that holds more rows. */
  static int roomFor(int rows, int size, int capacity) {
    int room = capacity;
    while (room - size < rows) {
      room = capacityAfter(room);
    }
    return room;
  }

  /**
   * The next capacity after one that is full.
   *
   * @throws OutOfMemoryError beyond two thousand million facts of one source in one process
   */
  static int capacityAfter(int full) {
    if (full >= LARGEST) {
      throw new OutOfMemoryError("more than " + LARGEST + " facts of one source");
    }
    int more = full < MANY ? full >> 1 : full >> 3;
    return (int) Math.min(LARGEST, Math.max(16, full + more + 1L));
  }
}
