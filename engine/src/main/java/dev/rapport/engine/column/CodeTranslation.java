package dev.rapport.engine.column;

import dev.rapport.spi.table.TextDictionary;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What the codes of a reader's dictionary stand for here, batch after batch: each text is looked at
 * once. Not thread-safe.
 */
public final class CodeTranslation {
  /** What a text stands for that is to be looked at again. */
  public static final int UNKNOWN = -1;

  private @Nullable TextDictionary dictionary;
  private int[] known = new int[0];

  /** Tells what a text stands for. */
  @FunctionalInterface
  public interface Meaning {
    /**
     * A number of zero or more, or {@link #UNKNOWN}.
     *
     * @param at where its code stands
     */
    int of(String text, int at);
  }

  /** Whether the texts that are known are those of a dictionary. */
  public boolean isOf(TextDictionary from) {
    return from.equals(dictionary);
  }

  /**
   * Puts what they stand for in the place of the codes {@code [start, end)}.
   *
   * @param ofNull what stands for null
   */
  public void translate(
      TextDictionary from, int[] codes, int start, int end, int ofNull, Meaning meaning) {
    if (!isOf(from)) {
      dictionary = from;
      known = new int[0];
    }
    int before = known.length;
    if (from.size() > before) {
      known = Arrays.copyOf(known, Math.max(from.size(), before + (before >> 1)));
      Arrays.fill(known, before, known.length, UNKNOWN);
    }
    for (int at = start; at < end; at++) {
      int code = codes[at];
      if (code < 0) {
        codes[at] = ofNull;
      } else {
        if (known[code] == UNKNOWN) {
          known[code] = meaning.of(from.text(code), at);
        }
        codes[at] = known[code];
      }
    }
  }
}
