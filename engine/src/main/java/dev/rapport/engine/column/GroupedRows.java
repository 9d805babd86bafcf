package dev.rapport.engine.column;

import java.util.Arrays;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Rows grouped by a code and, within a group, ordered by a time: a counting sort by code that
 * carries the times along, so that each group is then sorted in memory that lies side by side. Uses
 * all processors for many rows. Immutable; the arrays are handed out as they are.
 */
public final class GroupedRows {
  /** Below this, one thread is faster. */
  private static final int MANY = 1 << 16;

  /** About so many rows are sorted by one task. */
  private static final int ROWS_IN_TASK = 1 << 14;

  private final int[] starts;
  private final int[] rows;
  private final long[] times;

  private GroupedRows(int[] starts, int[] rows, long[] times) {
    this.starts = starts;
    this.rows = rows;
    this.times = times;
  }

  /** The order of rows with equal times. */
  @FunctionalInterface
  public interface Ties {
    /** Negative where {@code row} comes before {@code other}; never 0 for two rows. */
    int compare(int row, int other);
  }

  /**
   * Groups rows.
   *
   * @param codes by row, all below {@code groups}; a row with a negative one is in no group
   * @param ties asked by many threads
   */
  public static GroupedRows of(int[] codes, int size, int groups, LongRows times, Ties ties) {
    int stripes = size < MANY || groups > size / 4 ? 1 : Runtime.getRuntime().availableProcessors();
    int[][] next = new int[stripes][];
    each(
        stripes,
        stripe -> {
          int[] counts = new int[groups];
          for (int row = bound(stripe, stripes, size);
              row < bound(stripe + 1, stripes, size);
              row++) {
            if (codes[row] >= 0) {
              counts[codes[row]]++;
            }
          }
          next[stripe] = counts;
        });
    int[] starts = new int[groups + 1];
    int start = 0;
    for (int code = 0; code < groups; code++) {
      starts[code] = start;
      for (int[] counts : next) {
        int count = counts[code];
        counts[code] = start;
        start += count;
      }
    }
    starts[groups] = start;
    GroupedRows grouped = new GroupedRows(starts, new int[start], new long[start]);
    each(
        stripes,
        stripe ->
            grouped.scatter(
                codes,
                bound(stripe, stripes, size),
                bound(stripe + 1, stripes, size),
                times,
                next[stripe]));
    grouped.sort(ties);
    return grouped;
  }

  private static void each(int tasks, IntConsumer task) {
    if (tasks == 1) {
      task.accept(0);
    } else {
      IntStream.range(0, tasks).parallel().forEach(task);
    }
  }

  private static int bound(int part, int parts, int size) {
    return (int) ((long) size * part / parts);
  }

  private void scatter(int[] codes, int from, int to, LongRows moments, int[] next) {
    long[] plain = moments.plain();
    for (int row = from; row < to; row++) {
      int code = codes[row];
      if (code >= 0) {
        int at = next[code]++;
        rows[at] = row;
        times[at] = plain == null ? moments.at(row) : plain[row];
      }
    }
  }

  private void sort(Ties ties) {
    int groups = starts.length - 1;
    int tasks = Math.max(1, Math.min(groups, rows.length / ROWS_IN_TASK));
    each(
        tasks,
        task -> {
          Sorter sorter = new Sorter(rows, times, ties);
          for (int code = bound(task, tasks, groups);
              code < bound(task + 1, tasks, groups);
              code++) {
            sorter.sort(starts[code], starts[code + 1]);
          }
        });
  }

  /** Where each group starts in {@link #rows}, and last where the last one ends. */
  public int[] starts() {
    return starts;
  }

  /** The rows of all groups, one after the other. */
  public int[] rows() {
    return rows;
  }

  /** The times of {@link #rows}. */
  public long[] times() {
    return times;
  }

  /** Sorts stretches of rows by their times, equal ones by other means. Not thread-safe. */
  private static final class Sorter {
    /** Up to here, insertion sort is faster than merging. */
    private static final int RUN = 16;

    private final int[] rows;
    private final long[] times;
    private final Ties ties;
    private int[] otherRows = new int[0];
    private long[] otherTimes = new long[0];

    Sorter(int[] rows, long[] times, Ties ties) {
      this.rows = rows;
      this.times = times;
      this.ties = ties;
    }

    /** Brings a stretch in order; linear where it is. */
    void sort(int from, int to) {
      long least = Long.MAX_VALUE;
      long greatest = Long.MIN_VALUE;
      boolean inOrder = true;
      for (int at = from; at < to; at++) {
        inOrder &= times[at] >= greatest;
        least = Math.min(least, times[at]);
        greatest = Math.max(greatest, times[at]);
      }
      if (!inOrder) {
        int count = to - from;
        makeRoom(count);
        int placeBits = Integer.SIZE - Integer.numberOfLeadingZeros(count - 1);
        long range = greatest - least;
        if (range >= 0 && Long.numberOfLeadingZeros(range) > placeBits) {
          sortPacked(from, count, least, placeBits);
        } else {
          mergeSort(from, to, false);
        }
      }
      sortTies(from, to);
    }

    private void makeRoom(int count) {
      if (otherRows.length < count) {
        int room = Math.max(count, 2 * otherRows.length);
        otherRows = new int[room];
        otherTimes = new long[room];
      }
    }

    /** Sorts numbers that are a time, less the least one, and below it the place of its row. */
    private void sortPacked(int from, int count, long least, int placeBits) {
      for (int i = 0; i < count; i++) {
        otherTimes[i] = (times[from + i] - least) << placeBits | i;
        otherRows[i] = rows[from + i];
      }
      Arrays.sort(otherTimes, 0, count);
      int mask = (1 << placeBits) - 1;
      for (int i = 0; i < count; i++) {
        times[from + i] = least + (otherTimes[i] >>> placeBits);
        rows[from + i] = otherRows[(int) otherTimes[i] & mask];
      }
    }

    /** Brings the rows of equal times in order. */
    private void sortTies(int from, int to) {
      for (int at = from + 1; at < to; at++) {
        if (times[at] == times[at - 1] && ties.compare(rows[at - 1], rows[at]) > 0) {
          int first = at - 1;
          while (first > from && times[first - 1] == times[at]) {
            first--;
          }
          int end = at + 1;
          while (end < to && times[end] == times[at]) {
            end++;
          }
          makeRoom(end - first);
          mergeSort(first, end, true);
          at = end - 1;
        }
      }
    }

    /** A stable merge sort by time, or where all times are equal by the other means. */
    private void mergeSort(int from, int to, boolean tied) {
      for (int start = from; start < to; start += RUN) {
        insertionSort(start, Math.min(to, start + RUN), tied);
      }
      for (long width = RUN; width < to - from; width *= 2) {
        for (long start = from; start + width < to; start += 2 * width) {
          merge((int) start, (int) (start + width), (int) Math.min(to, start + 2 * width), tied);
        }
      }
    }

    private boolean inverted(int row, long time, int otherRow, long otherTime, boolean tied) {
      return tied ? ties.compare(row, otherRow) > 0 : time > otherTime;
    }

    private void insertionSort(int from, int to, boolean tied) {
      for (int at = from + 1; at < to; at++) {
        long time = times[at];
        int row = rows[at];
        int place = at;
        while (place > from && inverted(rows[place - 1], times[place - 1], row, time, tied)) {
          times[place] = times[place - 1];
          rows[place] = rows[place - 1];
          place--;
        }
        times[place] = time;
        rows[place] = row;
      }
    }

    private void merge(int from, int middle, int to, boolean tied) {
      int count = middle - from;
      System.arraycopy(rows, from, otherRows, 0, count);
      System.arraycopy(times, from, otherTimes, 0, count);
      int left = 0;
      int right = middle;
      for (int at = from; left < count; at++) {
        boolean takeRight =
            right < to
                && inverted(otherRows[left], otherTimes[left], rows[right], times[right], tied);
        rows[at] = takeRight ? rows[right] : otherRows[left];
        times[at] = takeRight ? times[right] : otherTimes[left];
        if (takeRight) {
          right++;
        } else {
          left++;
        }
      }
    }
  }
}
