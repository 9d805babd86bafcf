package dev.rapport.plugins.tables.duckdb.internal.output;

import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBWritableVector;
import org.jspecify.annotations.Nullable;

/** The values of one column in a {@link Chunk}, in one of the three forms that DuckDB is given. */
abstract sealed class Lane {
  private final BitSet nulls = new BitSet();

  abstract DuckDBColumnType type();

  /**
   * Keeps a value.
   *
   * @param form as {@link WrittenType#form} gives it
   * @return the bytes it takes beyond those of its place
   */
  final int put(int row, @Nullable Object form) {
    if (form == null) {
      putNull(row);
      return 0;
    }
    return putValue(row, form);
  }

  abstract int putValue(int row, Object form);

  void putNull(int row) {
    nulls.set(row);
  }

  /** Makes rows null as the bits say. */
  final void putNulls(BitSet bits, int from, int count, int at) {
    int bit = bits.nextSetBit(from);
    while (bit >= 0 && bit < from + count) {
      putNull(at + bit - from);
      bit = bits.nextSetBit(bit + 1);
    }
  }

  /** Gives rows to DuckDB. */
  final void emit(int from, int count, DuckDBWritableVector vector) {
    emitValues(from, count, vector);
    int row = nulls.nextSetBit(from);
    while (row >= 0 && row < from + count) {
      vector.setNull(row - from);
      row = nulls.nextSetBit(row + 1);
    }
  }

  abstract void emitValues(int from, int count, DuckDBWritableVector vector);

  void clear() {
    nulls.clear();
  }

  /** Integers, times and booleans. */
  static final class Longs extends Lane {
    private final long[] values;

    Longs(int capacity) {
      values = new long[capacity];
    }

    /** Where values may be put many at once. */
    long[] values() {
      return values;
    }

    @Override
    DuckDBColumnType type() {
      return DuckDBColumnType.BIGINT;
    }

    @Override
    int putValue(int row, Object form) {
      values[row] = (Long) form;
      return 0;
    }

    @Override
    void emitValues(int from, int count, DuckDBWritableVector vector) {
      for (int i = 0; i < count; i++) {
        vector.setLong(i, values[from + i]);
      }
    }
  }

  /** Floating-point numbers. */
  static final class Doubles extends Lane {
    private final double[] values;

    Doubles(int capacity) {
      values = new double[capacity];
    }

    /** Where values may be put many at once. */
    double[] values() {
      return values;
    }

    @Override
    DuckDBColumnType type() {
      return DuckDBColumnType.DOUBLE;
    }

    @Override
    int putValue(int row, Object form) {
      values[row] = (Double) form;
      return 0;
    }

    @Override
    void emitValues(int from, int count, DuckDBWritableVector vector) {
      for (int i = 0; i < count; i++) {
        vector.setDouble(i, values[from + i]);
      }
    }
  }

  /** Everything else, as text. */
  static final class Texts extends Lane {
    private static final byte[] EMPTY = {};

    private final byte[][] values;

    Texts(int capacity) {
      values = new byte[capacity][];
    }

    @Override
    DuckDBColumnType type() {
      return DuckDBColumnType.VARCHAR;
    }

    @Override
    int putValue(int row, Object form) {
      byte[] bytes = ((String) form).getBytes(StandardCharsets.UTF_8);
      values[row] = bytes;
      return bytes.length;
    }

    @Override
    void putNull(int row) {
      super.putNull(row);
      values[row] = EMPTY;
    }

    @Override
    void emitValues(int from, int count, DuckDBWritableVector vector) {
      byte[][] part = new byte[count][];
      System.arraycopy(values, from, part, 0, count);
      vector.setStringUtf8Batch(0, part);
    }
  }
}
