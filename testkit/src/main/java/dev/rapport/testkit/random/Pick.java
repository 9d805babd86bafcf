package dev.rapport.testkit.random;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Picks values from a seed: few different ones, so that they meet, and some at the edges. */
final class Pick {
  /** Two weeks each: with a leap day, days that a zone left out, clocks that go back or on. */
  private static final List<Instant> STARTS =
      List.of(
          Instant.parse("2024-02-26T00:00:00Z"),
          Instant.parse("2024-02-26T00:00:00Z"),
          Instant.parse("2024-02-26T00:00:00Z"),
          Instant.parse("2011-12-24T00:00:00Z"),
          Instant.parse("2024-03-28T00:00:00Z"),
          Instant.parse("2023-10-25T00:00:00Z"));

  private static final List<Instant> FAR =
      List.of(
          Instant.parse("1900-01-01T00:00:00.000001Z"),
          Instant.parse("1969-12-31T23:59:59.999999Z"),
          Instant.EPOCH,
          Instant.parse("2200-12-31T23:59:59Z"),
          Instant.parse("-200000-06-01T00:00:00Z"),
          Instant.parse("+200000-06-01T00:00:00Z"));
  private static final List<Double> EDGES =
      List.of(
          Double.NaN,
          Double.POSITIVE_INFINITY,
          Double.NEGATIVE_INFINITY,
          -0.0,
          0.0,
          1e300,
          1e-300,
          Double.MIN_VALUE,
          -Double.MIN_VALUE,
          Double.MIN_NORMAL / 2,
          Double.MAX_VALUE);
  private static final String[] WORDS = {
    "hiking", "food", "beach", "art", "surf", "Straße", "東京", "", "a \"quoted\", word"
  };

  /** Times of facts, which questions and other facts come back to. */
  private final List<Instant> times = new ArrayList<>();

  private final SplittableRandom random;
  private final Instant start;

  Pick(SplittableRandom random) {
    this.random = random;
    this.start = of(STARTS);
    for (int i = 0; i < 25; i++) {
      times.add(fresh());
    }
  }

  boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  int upTo(int bound) {
    return random.nextInt(bound);
  }

  <T> T of(List<? extends T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  @SafeVarargs
  @SuppressWarnings("varargs") // only read
  final <T> T of(T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  <T> @Nullable T orNull(double probability, T value) {
    return chance(probability) ? null : value;
  }

  /** A time of a fact, or for a few facts one far away. */
  Instant time() {
    return chance(0.02) ? of(FAR) : of(times);
  }

  /** A time at, just before or just after something happened, or where a window ends. */
  Instant moment() {
    Instant time = chance(0.06) ? of(FAR) : of(times);
    Duration later =
        of(
            Duration.ZERO,
            Duration.ZERO,
            micros(1),
            micros(2),
            micros(-1),
            Duration.ofHours(1),
            Duration.ofDays(1),
            Duration.ofDays(1).plus(micros(1)),
            Duration.ofDays(3),
            Duration.ofDays(40));
    return time.plus(later);
  }

  static Duration micros(long micros) {
    return Duration.of(micros, ChronoUnit.MICROS);
  }

  private Instant fresh() {
    Instant hour = start.plus(Duration.ofHours(random.nextInt(14 * 24)));
    return switch (random.nextInt(4)) {
      case 0 -> hour.truncatedTo(ChronoUnit.DAYS);
      case 1 -> hour;
      case 2 -> hour.plus(micros(random.nextInt(3) - 1));
      default -> hour.plus(micros(random.nextLong(3_600_000_000L)));
    };
  }

  String user() {
    return "u" + random.nextInt(5);
  }

  Long place() {
    return (long) random.nextInt(5);
  }

  String text() {
    return of(WORDS);
  }

  /** At most 10,000 with two decimals: sums of them are right to the last digit that counts. */
  double calm() {
    return random.nextInt(-1_000_000, 1_000_000) / 100.0;
  }

  /** Two numbers, now and then three. */
  List<Double> vector() {
    return chance(0.02) ? List.of(calm(), calm(), calm()) : List.of(calm(), calm());
  }

  /** Anything a double can be, but no two that cancel out. */
  double wild() {
    return chance(0.3) ? of(EDGES) : calm();
  }

  /** Small, or so large that a few exceed 64 bits. */
  long large() {
    return switch (random.nextInt(6)) {
      case 0 -> Long.MAX_VALUE - random.nextInt(3);
      case 1 -> Long.MIN_VALUE + random.nextInt(3);
      case 2 -> random.nextLong();
      default -> random.nextInt(-100, 100);
    };
  }

  UUID uuid() {
    return new UUID(random.nextInt(3) - 1, random.nextInt(6));
  }
}
