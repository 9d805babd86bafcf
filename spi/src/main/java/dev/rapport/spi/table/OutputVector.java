package dev.rapport.spi.table;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * The values of one column to write, row by row from 0. A bit in {@code nulls} makes its row null,
 * whatever the value there. The writer reads an array only during the call that hands it over, so
 * that it may be filled again afterwards.
 */
public sealed interface OutputVector {
  /** How many rows it can hold at most. */
  int capacity();

  /**
   * Values of a column of {@code LONG} or {@code INTEGER}; of {@code INSTANT} as microseconds since
   * the epoch; of {@code DATE} as the microseconds of its first instant in UTC.
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Longs(long[] values, BitSet nulls) implements OutputVector {
    /** Values without a null. */
    public Longs(long[] values) {
      this(values, new BitSet());
    }

    @Override
    public int capacity() {
      return values.length;
    }
  }

  /** Values of a column of {@code DOUBLE}. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Doubles(double[] values, BitSet nulls) implements OutputVector {
    /** Values without a null. */
    public Doubles(double[] values) {
      this(values, new BitSet());
    }

    @Override
    public int capacity() {
      return values.length;
    }
  }

  /** Values of a column of {@code STRING}, as codes in a dictionary; -1 is null. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Texts(int[] codes, TextDictionary dictionary) implements OutputVector {
    @Override
    public int capacity() {
      return codes.length;
    }
  }

  /** Values of a column of any type, as objects of that type. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Objects(@Nullable Object[] values) implements OutputVector {
    @Override
    public int capacity() {
      return values.length;
    }
  }
}
