package dev.rapport.testkit.replay;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Times in microseconds since the epoch. What lies further away than a {@code long} can say is the
 * beginning or the end of time; arithmetic stops there instead of wrapping.
 */
final class Micros {
  static final long BEGINNING = Long.MIN_VALUE;
  static final long END = Long.MAX_VALUE;

  private Micros() {}

  /** Rounded down to a microsecond. */
  static long of(Instant instant) {
    try {
      return Math.addExact(
          Math.multiplyExact(instant.getEpochSecond(), 1_000_000L), instant.getNano() / 1_000);
    } catch (ArithmeticException _) {
      return instant.getEpochSecond() < 0 ? BEGINNING : END;
    }
  }

  /** A span of zero or more, rounded down to a microsecond. */
  static long of(Duration span) {
    try {
      return Math.addExact(
          Math.multiplyExact(span.getSeconds(), 1_000_000L), span.getNano() / 1_000);
    } catch (ArithmeticException _) {
      return END;
    }
  }

  static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  /** A time later by a span of zero or more; the beginning of time stays. */
  static long plus(long time, long span) {
    if (time == BEGINNING) {
      return time;
    }
    long sum = time + span;
    return sum < time ? END : sum;
  }

  /** A time earlier by a span of zero or more. */
  static long minus(long time, long span) {
    long difference = time - span;
    return difference > time ? BEGINNING : difference;
  }

  /** The span from an earlier time to a later one. */
  static long between(long earlier, long later) {
    long span = later - earlier;
    return span < 0 && later >= earlier ? END : span;
  }

  /** Rounded down to a multiple of a hop, before the epoch too. */
  static long floor(long time, long hop) {
    long rounded = Math.floorDiv(time, hop) * hop;
    return rounded > time ? BEGINNING : rounded;
  }
}
