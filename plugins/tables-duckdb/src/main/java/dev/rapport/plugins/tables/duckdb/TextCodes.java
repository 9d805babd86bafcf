package dev.rapport.plugins.tables.duckdb;

import dev.hardwood.reader.Validity;
import dev.rapport.api.error.RapportException;
import dev.rapport.spi.table.TextDictionary;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The different texts of one column while it is read, told apart as bytes: a text becomes a string
 * when it is asked for. Not thread-safe.
 *
 * <p>An open-addressed table of pairs, at most half full: a key, and a code + 1. The key of a text
 * of up to seven bytes is the text itself with its length; that of a longer one is a hash, and the
 * bytes are compared too. A batch is done in blocks, each step for the whole block, so that the
 * memory is waited for once and not for each text.
 */
final class TextCodes implements TextDictionary {
  /** Beyond this, what it holds is no longer small beside a batch. */
  static final int MOST_TEXTS = 1 << 21;

  private static final int MOST_BYTES = 1 << 28;
  private static final int BLOCK = 512;
  private static final int LONGEST_IN_KEY = 7;
  private static final long HASHED = Long.MIN_VALUE;
  private static final char REPLACEMENT = '\uFFFD';
  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private byte[] bytes = new byte[1 << 10];
  private int[] ends = new int[1 << 8];
  private int size;
  private long[] table = new long[1 << 10];
  private boolean overflown;
  private final int mostTexts;
  private final long[] keys = new long[BLOCK];
  private final long[] found = new long[BLOCK];

  /**
   * No texts yet.
   *
   * @param mostTexts how many different ones there may be
   */
  TextCodes(int mostTexts) {
    this.mostTexts = mostTexts;
  }

  /**
   * The codes of a batch, -1 for null.
   *
   * @param offsets where the text of a row begins in {@code batch}; that of the next row begins
   *     where it ends
   * @return false where there are too many different texts, from now on
   */
  boolean codes(byte[] batch, int[] offsets, Validity nulls, int rows, int[] codes) {
    boolean mayBeNull = nulls.hasNulls();
    for (int from = 0; from < rows && !overflown; from += BLOCK) {
      int count = Math.min(BLOCK, rows - from);
      for (int i = 0; i < count; i++) {
        int start = offsets[from + i];
        keys[i] = key(batch, start, offsets[from + i + 1] - start);
      }
      int mask = table.length / 2 - 1;
      for (int i = 0; i < count; i++) {
        int slot = slot(keys[i], mask);
        found[i] = table[slot] == keys[i] && keys[i] > 0 ? table[slot + 1] : 0;
      }
      for (int i = 0; i < count; i++) {
        if (mayBeNull && nulls.isNull(from + i)) {
          codes[from + i] = -1;
        } else if (found[i] != 0) {
          codes[from + i] = (int) found[i] - 1;
        } else {
          int start = offsets[from + i];
          codes[from + i] = code(keys[i], batch, start, offsets[from + i + 1] - start);
        }
      }
    }
    return !overflown;
  }

  private static long key(byte[] batch, int start, int length) {
    if (length <= LONGEST_IN_KEY) {
      long word = 0;
      if (start + Long.BYTES <= batch.length) {
        // Shifted in two steps: a shift by 64 bits is none.
        int spare = Byte.SIZE * (LONGEST_IN_KEY - length);
        word = ((long) WORD.get(batch, start) << spare) << Byte.SIZE;
        word = (word >>> spare) >>> Byte.SIZE;
      } else {
        for (int i = length - 1; i >= 0; i--) {
          word = (word << 8) | (batch[start + i] & 0xFF);
        }
      }
      return word | ((length + 1L) << (Byte.SIZE * LONGEST_IN_KEY));
    }
    long hash = length;
    int at = start;
    for (; at + Long.BYTES <= start + length; at += Long.BYTES) {
      hash = mixed(hash ^ (long) WORD.get(batch, at));
    }
    if (at < start + length) {
      hash = mixed(hash ^ (long) WORD.get(batch, start + length - Long.BYTES));
    }
    return hash | HASHED;
  }

  private static long mixed(long word) {
    long product = word * 0x9E3779B97F4A7C15L;
    return product ^ (product >>> 32);
  }

  /** Where the pair of a key is, or begins to be looked for. */
  private static int slot(long key, int mask) {
    return (int) (mixed(key ^ (key >>> 32)) & mask) * 2;
  }

  private int code(long key, byte[] batch, int start, int length) {
    int mask = table.length / 2 - 1;
    int slot = slot(key, mask);
    while (table[slot + 1] != 0) {
      int code = (int) table[slot + 1] - 1;
      if (table[slot] == key && (key > 0 || isText(code, batch, start, length))) {
        return code;
      }
      slot = (slot + 2) & (2 * mask);
    }
    if (size == mostTexts || (long) start(size) + length > MOST_BYTES) {
      overflown = true;
      return -1;
    }
    table[slot] = key;
    table[slot + 1] = size + 1L;
    keep(batch, start, length);
    if (size * 4 > table.length) {
      grow();
    }
    return size - 1;
  }

  private boolean isText(int code, byte[] batch, int start, int length) {
    return Arrays.equals(bytes, start(code), ends[code], batch, start, start + length);
  }

  private int start(int code) {
    return code == 0 ? 0 : ends[code - 1];
  }

  private void keep(byte[] batch, int start, int length) {
    int at = start(size);
    if (at + length > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(at + length, bytes.length * 2));
    }
    System.arraycopy(batch, start, bytes, at, length);
    if (size == ends.length) {
      ends = Arrays.copyOf(ends, size * 2);
    }
    ends[size++] = at + length;
  }

  private void grow() {
    long[] before = table;
    table = new long[before.length * 2];
    int mask = table.length / 2 - 1;
    for (int i = 0; i < before.length; i += 2) {
      if (before[i + 1] != 0) {
        int slot = slot(before[i], mask);
        while (table[slot + 1] != 0) {
          slot = (slot + 2) & (2 * mask);
        }
        table[slot] = before[i];
        table[slot + 1] = before[i + 1];
      }
    }
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public String text(int code) {
    return text(bytes, start(code), ends[code]);
  }

  /**
   * Looks for bytes that are no text, without making texts of those that are ASCII.
   *
   * @param offsets where the text of a row begins and, with the next, ends
   * @throws RapportException as {@link #text(byte[], int, int)} does
   */
  static void check(byte[] bytes, int[] offsets, int rows) {
    int together = 0;
    for (int i = offsets[0]; i < offsets[rows]; i++) {
      together |= bytes[i];
    }
    for (int row = 0; together < 0 && row < rows; row++) {
      text(bytes, offsets[row], offsets[row + 1]);
    }
  }

  /**
   * Text from bytes.
   *
   * @throws RapportException of kind {@code USER} where they are not UTF-8
   */
  static String text(byte[] bytes, int start, int end) {
    String text = new String(bytes, start, end - start, StandardCharsets.UTF_8);
    if (text.indexOf(REPLACEMENT) >= 0) {
      byte[] again = text.getBytes(StandardCharsets.UTF_8);
      if (!Arrays.equals(again, 0, again.length, bytes, start, end)) {
        throw RapportException.user("text in a Parquet file", text, "UTF-8");
      }
    }
    return text;
  }
}
