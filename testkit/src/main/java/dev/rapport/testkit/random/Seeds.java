package dev.rapport.testkit.random;

import java.util.Locale;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;

/**
 * The seeds that a random test runs: those of the property {@code rapport.seeds}, {@code 17} or
 * {@code 1000..1999}, or the test's own.
 */
public final class Seeds {
  private static final String PROPERTY = "rapport.seeds";
  private static final long PAUSE_NANOS = 10_000_000_000L;

  private Seeds() {}

  /** The seeds that are asked for, else a number of them from a first one. */
  public static LongStream from(long first, int count) {
    return parse(System.getProperty(PROPERTY, ""), first, count);
  }

  static LongStream parse(String text, long first, int count) {
    if (text.isEmpty()) {
      return LongStream.range(first, first + count);
    }
    try {
      String[] ends = text.split("\\.\\.", 2);
      long from = Long.parseLong(ends[0]);
      long to = Long.parseLong(ends[ends.length - 1]);
      if (0 <= from && from <= to) {
        return LongStream.rangeClosed(from, to);
      }
    } catch (NumberFormatException _) {
      // said below
    }
    throw new IllegalArgumentException(
        PROPERTY + ": " + text + " (expected: a seed such as 17, or a range such as 1000..1999)");
  }

  /**
   * Checks seed after seed; prints now and then how far it is, and at the end how much was
   * compared.
   *
   * @param check throws where something is wrong, else says how many answers it compared
   */
  public static void check(String what, LongStream seeds, LongUnaryOperator check) {
    long[] all = seeds.toArray();
    String range = PROPERTY + "=" + all[0] + ".." + all[all.length - 1];
    print("%s: %s", what, range);
    long start = System.nanoTime();
    long told = start;
    long comparisons = 0;
    for (int i = 0; i < all.length; i++) {
      comparisons += check.applyAsLong(all[i]);
      long now = System.nanoTime();
      if (now - told > PAUSE_NANOS) {
        told = now;
        print(
            "%s: %,d of %,d seeds, %,d comparisons, %,.0f a second",
            what, i + 1, all.length, comparisons, comparisons * 1e9 / (now - start));
      }
    }
    print(
        "%s: %,d comparisons in %,.0f s, no difference, %s",
        what, comparisons, (System.nanoTime() - start) / 1e9, range);
  }

  @SuppressWarnings("SystemOut") // a test says what it ran
  private static void print(String format, Object... values) {
    System.out.printf(Locale.ROOT, format + "%n", values);
  }
}
