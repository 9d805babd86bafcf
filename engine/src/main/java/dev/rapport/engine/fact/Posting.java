package dev.rapport.engine.fact;

import java.util.Arrays;

/** The rows of one key, in the total order of their facts. Not thread-safe. */
final class Posting {
  private int[] rows = new int[4];
  private int size;
  private boolean sorted = true;

  /** Compares the facts of two rows in the total order; rows differ, so never 0. */
  @FunctionalInterface
  interface Order {
    int compare(int row, int other);
  }

  /** Adds a row at the end; {@link #sort} puts it in its place. */
  void append(int row) {
    if (size == rows.length) {
      rows = Arrays.copyOf(rows, ValueColumn.capacityAfter(size));
    }
    rows[size++] = row;
    sorted = false;
  }

  /** Adds a row in its place; what is there is sorted. */
  void insert(int row, Order order) {
    append(row);
    int at = size - 1;
    while (at > 0 && order.compare(rows[at - 1], row) > 0) {
      rows[at] = rows[at - 1];
      at--;
    }
    rows[at] = row;
    sorted = true;
  }

  /** Brings the rows in order; linear where they are. */
  void sort(Order order) {
    if (sorted) {
      return;
    }
    sorted = true;
    for (int i = 1; i < size; i++) {
      if (order.compare(rows[i - 1], rows[i]) > 0) {
        mergeSort(rows, Arrays.copyOf(rows, size), 0, size, order);
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
    return rows[position];
  }

  /** The first position whose event time is at or after {@code micros}; {@link #size} if none. */
  int firstAtOrAfter(long micros, long[] eventTimes) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (eventTimes[rows[middle]] < micros) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
