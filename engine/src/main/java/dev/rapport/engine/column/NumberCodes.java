package dev.rapport.engine.column;

import java.util.Arrays;

/**
 * The different numbers of a column, each with a code: 0, 1, 2... in the order in which they came.
 * An open-addressed table (linear probing, at most half full). Not thread-safe for writing.
 */
public final class NumberCodes {
  private long[] numbers = new long[16];
  private int size;

  /** A code + 1; 0: free. */
  private int[] table = new int[64];

  public int size() {
    return size;
  }

  /** The code of a number; -1 where it never came. */
  public int find(long number) {
    return table[slot(number)] - 1;
  }

  /** The code of a number, a new one where it comes for the first time. */
  public int code(long number) {
    int slot = slot(number);
    if (table[slot] != 0) {
      return table[slot] - 1;
    }
    if (size == numbers.length) {
      numbers = Arrays.copyOf(numbers, ValueColumn.capacityAfter(size));
    }
    numbers[size++] = number;
    table[slot] = size;
    if (size * 2 > table.length) {
      grow();
    }
    return size - 1;
  }

  private int slot(long number) {
    int mask = table.length - 1;
    int slot = spread(number) & mask;
    while (table[slot] != 0 && numbers[table[slot] - 1] != number) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    table = new int[table.length * 2];
    int mask = table.length - 1;
    for (int code = 0; code < size; code++) {
      int slot = spread(numbers[code]) & mask;
      while (table[slot] != 0) {
        slot = (slot + 1) & mask;
      }
      table[slot] = code + 1;
    }
  }

  /** Mixes the bits of a number (the finalizer of MurmurHash3 for 64 bits). */
  private static int spread(long number) {
    long h = (number ^ (number >>> 33)) * 0xff51afd7ed558ccdL;
    h = (h ^ (h >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return (int) (h ^ (h >>> 33));
  }
}
