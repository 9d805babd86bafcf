package dev.rapport.engine.column;

import dev.rapport.api.schema.Type;
import dev.rapport.engine.value.TextValues;
import dev.rapport.spi.table.ColumnVector;
import dev.rapport.spi.table.TableColumn;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * The values of one component, one for each fact, by row. Numbers and times are kept as primitives.
 * Not thread-safe.
 */
public sealed interface ValueColumn permits LongColumn, DoubleColumn, TextColumn, ObjectColumn {

  /** An empty column. */
  static ValueColumn of(Type<?> type) {
    if (type.equals(Type.LONG) || type.equals(Type.INTEGER) || type.equals(Type.INSTANT)) {
      return new LongColumn(type);
    }
    if (type.equals(Type.STRING)) {
      return new TextColumn();
    }
    return type.equals(Type.DOUBLE) ? new DoubleColumn() : new ObjectColumn(type);
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

  /** Brings the bits of rows in another order, as {@link #reorder} does. */
  static void reorderBits(BitSet bits, int[] order, int size) {
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
}
