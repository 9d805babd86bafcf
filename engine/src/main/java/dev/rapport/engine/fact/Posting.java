package dev.rapport.engine.fact;

import dev.rapport.engine.column.Footprint;
import dev.rapport.engine.column.LongRows;
import dev.rapport.engine.column.ValueColumn;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one key, in the total order of their facts: a stretch of rows that lie side by side,
 * or a list of them, perhaps in an array that many keys share. Reading is safe in any number of
 * threads while nobody writes.
 */
public final class Posting {
  /** Null where the rows lie side by side from {@link #from} on. */
  private int @Nullable [] rows;

  private int from;
  private int size;

  /** Whether the array is this posting's own. */
  private boolean own;

  /** The last row that ended the validity of one that is here; -1: none since this was made. */
  private int ender = -1;

  /** The last row, as they came in, that is followed by one that came before it; -1: none is. */
  private int overtaken = -1;

  Posting() {
    this.rows = new int[4];
    this.own = true;
  }

  /** The rows {@code rows[from, from + size)}, in order, and nobody else's. */
  Posting(int[] rows, int from, int size) {
    this.rows = rows;
    this.from = from;
    this.size = size;
    int least = Integer.MAX_VALUE;
    for (int at = size - 1; at >= 0; at--) {
      int row = rows[from + at];
      if (row > least) {
        overtaken = Math.max(overtaken, row);
      }
      least = Math.min(least, row);
    }
  }

  /** The first of the rows of another, which it shares. */
  private Posting(Posting all, int size) {
    this.rows = all.rows;
    this.from = all.from;
    this.size = size;
    this.overtaken = all.overtaken;
  }

  private Posting(int from, int size) {
    this.from = from;
    this.size = size;
  }

  /** The rows from {@code from} on, which are in order. */
  static Posting stretch(int from, int size) {
    return new Posting(from, size);
  }

  /** Whether a row comes after all that are here. */
  boolean isNext(int row, FactStore<?> store) {
    return size == 0 || store.compare(row(size - 1), row) < 0;
  }

  /** Adds a row that comes after all that are here. */
  void append(int row) {
    own(1)[size++] = row;
  }

  /** Adds a row in its place, and returns that. */
  int insert(int row, FactStore<?> store) {
    int[] list = own(1);
    int place = place(row, store, size);
    System.arraycopy(list, place, list, place + 1, size - place);
    list[place] = row;
    size++;
    overtaken = Math.max(overtaken, row);
    return place;
  }

  /**
   * Adds rows in their places, each of those behind moved once.
   *
   * @param more rows in order, at least one
   * @return the first place
   */
  int merge(List<Integer> more, FactStore<?> store) {
    int[] list = own(more.size());
    int end = size;
    for (int left = more.size(); left > 0; left--) {
      int row = more.get(left - 1);
      int place = place(row, store, end);
      System.arraycopy(list, place, list, place + left, end - place);
      list[place + left - 1] = row;
      overtaken = Math.max(overtaken, row);
      end = place;
    }
    size += more.size();
    return end;
  }

  /** The list of rows, this posting's own, with room for more. */
  private int[] own(int more) {
    int[] list = rows;
    if (list == null || !own) {
      int[] mine = new int[room(more)];
      for (int i = 0; i < size; i++) {
        mine[i] = row(i);
      }
      list = mine;
      rows = mine;
      from = 0;
      own = true;
    } else if (size + more > list.length) {
      list = Arrays.copyOf(list, room(more));
      rows = list;
    }
    return list;
  }

  private int room(int more) {
    return Math.max(size + more, ValueColumn.capacityAfter(size));
  }

  /** Takes note that a row ended the validity of one that is here. */
  void endedBy(int row) {
    ender = Math.max(ender, row);
  }

  /**
   * Whether those that were here when a store had so many rows are still the first, and as valid as
   * then, as far as it was seen since this was made.
   */
  boolean onlyGrew(int storeRows) {
    return overtaken < storeRows && ender < storeRows;
  }

  /** Whether these are what they were when a store had so many rows, in the same sense. */
  boolean isAsOf(int storeRows) {
    return onlyGrew(storeRows) && (size == 0 || row(size - 1) < storeRows);
  }

  /** Those that were here when a store had so many rows; good until others come in. */
  public Posting asOf(int storeRows) {
    if (overtaken < storeRows) {
      return new Posting(this, sizeAsOf(storeRows));
    }
    int[] before = IntStream.range(0, size).map(this::row).filter(row -> row < storeRows).toArray();
    return new Posting(before, 0, before.length);
  }

  /** How many were here, where no row is followed by one that came before so many. */
  private int sizeAsOf(int storeRows) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (row(middle) < storeRows) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** How many of the first so many rows come before a row. */
  private int place(int row, FactStore<?> store, int limit) {
    int low = 0;
    int high = limit;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (store.compare(row(middle), row) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The position of a row of the store; -1 where it is not here. */
  public int find(int row, FactStore<?> store) {
    int place = positionOf(row, store);
    return place < size && row(place) == row ? place : -1;
  }

  /** The position of a row that is here. */
  int positionOf(int row, FactStore<?> store) {
    return place(row, store, size);
  }

  public int size() {
    return size;
  }

  /** The row at a position. */
  public int row(int position) {
    return rows == null ? from + position : rows[from + position];
  }

  /** The row at position 0 where the rows lie side by side; negative where they do not. */
  public int firstOfStretch() {
    return rows == null ? from : -1;
  }

  /** The first position whose event time is at or after {@code micros}; {@link #size} if none. */
  public int firstAtOrAfter(long micros, LongRows eventTimes) {
    return firstAtOrAfter(micros, eventTimes, size);
  }

  /**
   * The first position before {@code limit} whose event time is at or after {@code micros}; the
   * limit if none. Looks at the newest facts first: short windows are found in few steps.
   */
  public int firstAtOrAfter(long micros, LongRows eventTimes, int limit) {
    long[] plain = eventTimes.plain();
    if (rows == null && plain != null) {
      return firstOfStretch(micros, plain, limit);
    }
    int low = 0;
    int high = limit;
    for (int step = 1; high > 0 && low == 0; step *= 2) {
      int at = Math.max(0, limit - step);
      if (eventTimes.at(row(at)) < micros) {
        low = at + 1;
      } else {
        high = at;
      }
    }
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (eventTimes.at(row(middle)) < micros) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /**
   * The position of the oldest of the newest facts that are known, of those before a position; 0
   * where there are fewer.
   *
   * @param n how many, 1 or more
   */
  public int startOfNewest(int n, int end, IntPredicate isKnown) {
    int at = end;
    for (int left = n; left > 0 && at > 0; ) {
      at--;
      left -= isKnown.test(row(at)) ? 1 : 0;
    }
    return at;
  }

  /** The same in an array, where rows lie side by side. */
  private int firstOfStretch(long micros, long[] eventTimes, int limit) {
    int low = from;
    int high = from + limit;
    for (int step = 1; high > from && low == from; step *= 2) {
      int at = Math.max(from, from + limit - step);
      if (eventTimes[at] < micros) {
        low = at + 1;
      } else {
        high = at;
      }
    }
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (eventTimes[middle] < micros) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low - from;
  }

  /** Its own list of rows, or its part of a shared one. */
  Footprint bytes() {
    return rows == null ? Footprint.NONE : Footprint.of(4, own ? rows.length : size, size);
  }
}
