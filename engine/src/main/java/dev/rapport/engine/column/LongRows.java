package dev.rapport.engine.column;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Integers, and times in microseconds, by row. What is loaded in batches lies in one array. What
 * comes one by one is packed in pages of 1,024 rows: each value is its distance from the least of
 * its page, in whole seconds or milliseconds where all distances are such, in as many of 0, 1, 2, 4
 * or 8 bytes as the greatest of them needs. So a time takes 4 bytes where the facts of a page are
 * less than 49 days apart in milliseconds, or 71 minutes in microseconds. Not thread-safe for
 * writing.
 */
public final class LongRows {
  private static final int BITS = 10;
  private static final int PAGE = 1 << BITS;
  private static final int MASK = PAGE - 1;

  /** What distances may be whole multiples of. */
  private static final long SECOND = 1_000_000;

  private static final long MILLI = 1_000;

  /** Four bytes a value; twice and four times as many values in an int; see {@link #rare}. */
  private static final byte INTS = 0;

  private static final byte SHORTS = 1;
  private static final byte BYTES = 2;
  private static final byte SAME = 3;
  private static final byte WIDE = 4;

  /** The values by row where they lie in one array. */
  private long @Nullable [] plain;

  private int size;

  /** The values that fill no page yet. */
  private long[] tail = new long[16];

  private int packed;
  private int[][] pages = new int[4][];
  private byte[] widths = new byte[4];

  /** For each page, its least value and its unit. */
  private long[] heads = new long[8];

  public int size() {
    return size;
  }

  /** The value of a row. */
  public long at(int row) {
    long[] all = plain;
    if (all != null) {
      return all[row];
    }
    int page = row >>> BITS;
    if (page >= packed) {
      return tail[row & MASK];
    }
    return widths[page] == INTS
        ? heads[2 * page] + heads[2 * page + 1] * (pages[page][row & MASK] & 0xFFFF_FFFFL)
        : rare(page, row & MASK);
  }

  private long rare(int page, int at) {
    int[] words = pages[page];
    if (widths[page] == WIDE) {
      return (long) words[2 * at + 1] << 32 | (words[2 * at] & 0xFFFF_FFFFL);
    }
    long distance =
        switch (widths[page]) {
          case SHORTS -> (words[at >>> 1] >>> ((at & 1) << 4)) & 0xFFFF;
          case BYTES -> (words[at >>> 2] >>> ((at & 3) << 3)) & 0xFF;
          default -> 0;
        };
    return heads[2 * page] + heads[2 * page + 1] * distance;
  }

  /** The values by row, at least as long as there are rows, where they lie in one array. */
  public long @Nullable [] plain() {
    return plain;
  }

  /** Copies the values of rows {@code [from, to)}. */
  public void copy(int from, int to, long[] into) {
    if (plain != null) {
      System.arraycopy(plain, from, into, 0, to - from);
    } else {
      for (int row = from; row < to; row++) {
        into[row - from] = at(row);
      }
    }
  }

  /** Adds a value. */
  public void add(long value) {
    if (plain != null) {
      if (size == plain.length) {
        plain = Arrays.copyOf(plain, ValueColumn.capacityAfter(size));
      }
      plain[size++] = value;
      return;
    }
    int at = size & MASK;
    if (at == tail.length) {
      tail = Arrays.copyOf(tail, Math.min(PAGE, 2 * at));
    }
    tail[at] = value;
    size++;
    if (at == MASK) {
      pack();
    }
  }

  /** Packs the tail, which is full. */
  private void pack() {
    if (packed == pages.length) {
      int more = packed + (packed >> 1);
      pages = Arrays.copyOf(pages, more);
      widths = Arrays.copyOf(widths, more);
      heads = Arrays.copyOf(heads, 2 * more);
    }
    long least = Long.MAX_VALUE;
    long greatestOfAll = Long.MIN_VALUE;
    for (long value : tail) {
      least = Math.min(least, value);
      greatestOfAll = Math.max(greatestOfAll, value);
    }
    long range = greatestOfAll - least;
    long unit = range < 0 ? 1 : unit(least);
    long greatest = range / unit;
    byte width =
        range < 0 || greatest > 0xFFFF_FFFFL
            ? WIDE
            : greatest > 0xFFFF ? INTS : greatest > 0xFF ? SHORTS : greatest > 0 ? BYTES : SAME;
    int[] words =
        switch (width) {
          case WIDE -> new int[2 * PAGE];
          case INTS -> new int[PAGE];
          case SHORTS -> new int[PAGE / 2];
          case BYTES -> new int[PAGE / 4];
          default -> new int[0];
        };
    for (int at = 0; at < PAGE && width != SAME; at++) {
      if (width == WIDE) {
        words[2 * at] = (int) tail[at];
        words[2 * at + 1] = (int) (tail[at] >>> 32);
      } else {
        int inWord = at & ((1 << width) - 1);
        words[at >>> width] |= (int) inUnits(tail[at] - least, unit) << (inWord * (32 >>> width));
      }
    }
    pages[packed] = words;
    widths[packed] = width;
    heads[2 * packed] = least;
    heads[2 * packed + 1] = unit;
    packed++;
  }

  /** The greatest unit that all distances are whole multiples of. */
  private long unit(long least) {
    int seconds = 0;
    int millis = 0;
    for (long value : tail) {
      long distance = value - least;
      if (distance % MILLI != 0) {
        return 1;
      }
      millis++;
      seconds += distance % SECOND == 0 ? 1 : 0;
    }
    return seconds == millis ? SECOND : MILLI;
  }

  /** Divisions by constants, which are no divisions for the machine. */
  private static long inUnits(long distance, long unit) {
    return unit == 1 ? distance : unit == MILLI ? distance / MILLI : distance / SECOND;
  }

  /**
   * The array of all values with room for more behind them; see {@link #filled}. From now on all
   * lie in one array.
   */
  long[] room(int rows) {
    long[] all = plain;
    if (all == null) {
      all = new long[Math.max(rows + size, ValueColumn.capacityAfter(size))];
      copy(0, size, all);
      unpack(all);
    } else if (size + rows > all.length) {
      all = Arrays.copyOf(all, ValueColumn.roomFor(rows, size, all.length));
      plain = all;
    }
    return all;
  }

  private void unpack(long[] all) {
    plain = all;
    tail = new long[0];
    packed = 0;
    pages = new int[0][];
    widths = new byte[0];
    heads = new long[0];
  }

  /** Takes so many values that were put behind the others. */
  void filled(int rows) {
    size += rows;
  }

  /** Makes room in one array for so many rows in all. */
  void reserve(int rows) {
    if (rows > size) {
      room(rows - size);
    }
  }

  /** Forgets the rows from {@code to} on. */
  void truncate(int to) {
    int page = to >>> BITS;
    if (plain == null && page < packed) {
      tail = new long[PAGE];
      copy(page << BITS, to, tail);
      Arrays.fill(pages, page, packed, null);
      packed = page;
    }
    size = to;
  }

  /** Takes other values for all rows, in one array that is now theirs. */
  public void replace(long[] values) {
    unpack(values);
  }

  /** Row {@code i} becomes what row {@code order[i]} was. */
  public void reorder(int[] order) {
    LongRows ordered = new LongRows();
    long[] before = plain;
    if (before != null) {
      long[] after = new long[size];
      for (int i = 0; i < size; i++) {
        after[i] = before[order[i]];
      }
      plain = after;
      return;
    }
    for (int i = 0; i < size; i++) {
      ordered.add(at(order[i]));
    }
    tail = ordered.tail;
    packed = ordered.packed;
    pages = ordered.pages;
    widths = ordered.widths;
    heads = ordered.heads;
  }

  /** Bytes of the arrays. */
  public long bytes() {
    if (plain != null) {
      return 8L * plain.length;
    }
    long words = 0;
    for (int page = 0; page < packed; page++) {
      words += pages[page].length + 4; // the array's own head too
    }
    return 4 * words + 8L * (tail.length + heads.length) + 5L * widths.length;
  }

  /** Bytes without the room for more. */
  public long bytesInUse() {
    return plain != null
        ? 8L * size
        : bytes() - 8L * (tail.length - (size & MASK)) - 21L * (widths.length - packed);
  }
}
