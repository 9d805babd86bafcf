package dev.rapport.engine.column;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The different texts of a column, each with a code: 0, 1, 2... in the order in which they came. An
 * open-addressed table (linear probing, at most half full) that compares hashes before texts. Not
 * thread-safe.
 */
public final class Dictionary {
  private String[] texts = new String[16];
  private int size;

  /** A hash in the high half, a code + 1 in the low half; 0: free. */
  private long[] table = new long[64];

  public int size() {
    return size;
  }

  public String text(int code) {
    return texts[code];
  }

  /** The code of a text; -1 where it never came. */
  public int find(@Nullable Object text) {
    return text instanceof String string ? code(table[slot(string, spread(string))]) : -1;
  }

  /** The code of a text, a new one where it comes for the first time. */
  int code(String text) {
    int hash = spread(text);
    int slot = slot(text, hash);
    if (table[slot] != 0) {
      return code(table[slot]);
    }
    if (size == texts.length) {
      texts = Arrays.copyOf(texts, ValueColumn.capacityAfter(size));
    }
    texts[size++] = text;
    table[slot] = (long) hash << 32 | size;
    if (size * 2 > table.length) {
      grow();
    }
    return size - 1;
  }

  /**
   * The codes of many texts, -1 for null, as {@link #code(String)} gives them one by one. Each step
   * is done for all texts before the next, so that the memory is waited for once and not for each.
   *
   * @param codes takes the codes; as long as {@code texts} at least
   */
  void codes(@Nullable String[] texts, int count, int[] codes) {
    int[] hashes = new int[count];
    long[] entries = new long[count];
    for (int i = 0; i < count; i++) {
      String text = texts[i];
      hashes[i] = text == null ? 0 : spread(text);
    }
    int mask = table.length - 1;
    for (int i = 0; i < count; i++) {
      entries[i] = table[hashes[i] & mask];
    }
    String[] found = new String[count];
    for (int i = 0; i < count; i++) {
      if ((int) (entries[i] >>> 32) != hashes[i]) {
        entries[i] = 0;
      }
      found[i] = entries[i] == 0 ? "" : this.texts[code(entries[i])];
    }
    for (int i = 0; i < count; i++) {
      String text = texts[i];
      if (text == null) {
        codes[i] = -1;
      } else {
        boolean same = entries[i] != 0 && found[i].equals(text);
        codes[i] = same ? code(entries[i]) : code(text);
      }
    }
  }

  private static int code(long entry) {
    return (int) entry - 1;
  }

  /** The slot of a text, or the free one where it belongs. */
  private int slot(String text, int hash) {
    int mask = table.length - 1;
    int slot = hash & mask;
    while (table[slot] != 0
        && ((int) (table[slot] >>> 32) != hash || !texts[code(table[slot])].equals(text))) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    long[] before = table;
    table = new long[before.length * 2];
    int mask = table.length - 1;
    for (long entry : before) {
      if (entry != 0) {
        int slot = (int) (entry >>> 32) & mask;
        while (table[slot] != 0) {
          slot = (slot + 1) & mask;
        }
        table[slot] = entry;
      }
    }
  }

  /**
   * Mixes the bits of a hash (the finalizer of MurmurHash3), since the low ones choose the slot.
   */
  private static int spread(String text) {
    int h = text.hashCode();
    h = (h ^ (h >>> 16)) * 0x85ebca6b;
    h = (h ^ (h >>> 13)) * 0xc2b2ae35;
    return h ^ (h >>> 16);
  }
}
