package dev.rapport.engine.fact;

import java.util.Arrays;

/**
 * The rows of one key, in the total order of their facts: a stretch of an array that many keys
 * share, until a row is inserted. Not thread-safe.
 */
final class Posting {
  /** Up to here, insertion sort is faster than merging. */
  static final int SMALL = 64;

  private int[] rows;
  private int from;
  private int size;
  private boolean shared;

  /** Compares the facts of two rows in the total order; rows differ, so never 0. */
  @FunctionalInterface
  interface Order {
    int compare(int row, int other);
  }

  Posting() {
    this.rows = new int[4];
  }

  /** The rows {@code rows[from, from + size)}, not sorted yet, and nobody else's. */
  Posting(int[] rows, int from, int size) {
    this.rows = rows;
    this.from = from;
    this.size = size;
    this.shared = true;
  }

  /** Adds a row at the end; {@link #sort} puts it in its place. */
  void append(int row) {
    if (shared) {
      rows = Arrays.copyOfRange(rows, from, from + ValueColumn.capacityAfter(size));
      from = 0;
      shared = false;
    } else if (size == rows.length) {
      rows = Arrays.copyOf(rows, ValueColumn.capacityAfter(size));
    }
    rows[size++] = row;
  }

  /** Adds a row in its place; what is there is sorted. */
  void insert(int row, Order order) {
    append(row);
    settle(size - 1, order);
  }

  private void settle(int at, Order order) {
    int row = rows[from + at];
    int to = at;
    while (to > 0 && order.compare(rows[from + to - 1], row) > 0) {
      rows[from + to] = rows[from + to - 1];
      to--;
    }
    rows[from + to] = row;
  }

  /**
   * Brings the rows in order; linear where they are.
   *
   * @param eventTimes by row; the order is by them first
   * @param times of no use before or after: room for the event times of a small posting, so that
   *     they are fetched once
   */
  void sort(Order order, long[] eventTimes, long[] times) {
    if (size > SMALL) {
      sortLarge(order);
      return;
    }
    for (int at = 0; at < size; at++) {
      int row = rows[from + at];
      long time = eventTimes[row];
      int to = at;
      while (to > 0
          && (times[to - 1] > time
              || (times[to - 1] == time && order.compare(rows[from + to - 1], row) > 0))) {
        times[to] = times[to - 1];
        rows[from + to] = rows[from + to - 1];
        to--;
      }
      times[to] = time;
      rows[from + to] = row;
    }
  }

  private void sortLarge(Order order) {
    for (int at = 1; at < size; at++) {
      if (order.compare(rows[from + at - 1], rows[from + at]) > 0) {
        int[] sorted = Arrays.copyOfRange(rows, from, from + size);
        mergeSort(sorted, sorted.clone(), 0, size, order);
        System.arraycopy(sorted, 0, rows, from, size);
        return;
      }
    }
  }

  /** Sorts {@code target[from, to)}; {@code spare} holds the same there and is used up. */
  private static void mergeSort(int[] target, int[] spare, int from, int to, Order order) {
    if (to - from < 2) {
      return;
    }
    int middle = (from + to) >>> 1;
    mergeSort(spare, target, from, middle, order);
    mergeSort(spare, target, middle, to, order);
    int left = from;
    int right = middle;
    for (int i = from; i < to; i++) {
      boolean takeLeft =
          right >= to || (left < middle && order.compare(spare[left], spare[right]) < 0);
      target[i] = takeLeft ? spare[left++] : spare[right++];
    }
  }

  int size() {
    return size;
  }

  int row(int position) {
    return rows[from + position];
  }

  /** The first position whose event time is at or after {@code micros}; {@link #size} if none. */
  int firstAtOrAfter(long micros, long[] eventTimes) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (eventTimes[rows[from + middle]] < micros) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
