package dev.rapport.engine.value;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * Time as the engine computes with it: microseconds since the epoch, UTC. What does not fit is the
 * nearest that does, so that far past and far future stay in order.
 */
public final class Micros {
  /** Before everything: the event time of facts that are true ever. */
  public static final long BEGINNING = Long.MIN_VALUE;

  /** After everything: known never, or valid for good. */
  public static final long NEVER = Long.MAX_VALUE;

  private static final long PER_SECOND = 1_000_000L;

  private Micros() {}

  /** Whole microseconds, rounded down. */
  public static long of(Instant instant) {
    long seconds = instant.getEpochSecond();
    if (seconds > Long.MAX_VALUE / PER_SECOND - 1) {
      return NEVER;
    }
    if (seconds < Long.MIN_VALUE / PER_SECOND + 1) {
      return BEGINNING;
    }
    return seconds * PER_SECOND + instant.getNano() / 1_000;
  }

  /** Whether an instant is so far away that its microseconds have no number. */
  static boolean isBeyond(Instant instant) {
    long micros = of(instant);
    return micros == NEVER || micros == BEGINNING;
  }

  public static Instant instant(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, PER_SECOND), Math.floorMod(micros, PER_SECOND) * 1_000L);
  }

  /** The first instant of a date in UTC. */
  public static long of(LocalDate date) {
    return of(date.atStartOfDay(ZoneOffset.UTC).toInstant());
  }

  /** Whole microseconds of a span that is zero or more, rounded down. */
  public static long of(Duration duration) {
    if (duration.toSeconds() > Long.MAX_VALUE / PER_SECOND - 1) {
      return NEVER;
    }
    return duration.toSeconds() * PER_SECOND + duration.toNanosPart() / 1_000;
  }

  /** {@code time + span}, for a span of zero or more. */
  public static long plus(long time, long span) {
    long sum = time + span;
    return sum < time ? NEVER : sum;
  }

  /** {@code time - span}, for a span of zero or more. */
  public static long minus(long time, long span) {
    long difference = time - span;
    return difference > time ? BEGINNING : difference;
  }

  /** The span from an earlier time to a later one, the longest there is if it is longer. */
  public static long between(long earlier, long later) {
    long span = later - earlier;
    return span < 0 && later >= earlier ? Long.MAX_VALUE : span;
  }
}
