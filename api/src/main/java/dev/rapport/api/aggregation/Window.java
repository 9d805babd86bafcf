package dev.rapport.api.aggregation;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * The span of event time that a feature looks back over from a moment {@code t}: {@code [t - offset
 * - length, t - offset)}, exact at both ends. With a hop, the start is rounded down to a multiple
 * of the hop since the epoch, so the window is up to one hop longer; the end stays exact.
 *
 * @param length empty for a window without a start
 * @param hop empty for an exact start
 * @param offset how far both ends lie in the past, zero or more
 */
public record Window(Optional<Duration> length, Optional<Duration> hop, Duration offset) {
  public Window {
    Objects.requireNonNull(offset, "window offset: null (expected: a duration)");
    length.ifPresent(d -> positive("length", d));
    hop.ifPresent(d -> positive("hop", d));
    if (offset.isNegative() || offset.toNanosPart() % 1_000 != 0) {
      throw new IllegalArgumentException(
          "window offset: " + offset + " (expected: zero or more, in whole microseconds)");
    }
    if (hop.isPresent() && length.isEmpty()) {
      throw new IllegalArgumentException(
          "window hop: " + hop.get() + " on lifetime() (expected: a window with a length)");
    }
  }

  /** {@code [t - length, t)}. */
  public static Window last(Duration length) {
    Objects.requireNonNull(length, "window length: null (expected: a duration such as ofDays(30))");
    return new Window(Optional.of(length), Optional.empty(), Duration.ZERO);
  }

  /** Everything before {@code t}. */
  public static Window lifetime() {
    return new Window(Optional.empty(), Optional.empty(), Duration.ZERO);
  }

  /** Rounds the start down to a multiple of {@code hop} (a sawtooth window), to save memory. */
  public Window every(Duration hop) {
    Objects.requireNonNull(hop, "window hop: null (expected: a duration)");
    return new Window(length, Optional.of(hop), offset);
  }

  /** Shifts both ends into the past. */
  public Window offsetBy(Duration offset) {
    return new Window(length, hop, offset);
  }

  private static void positive(String what, Duration d) {
    if (d.isNegative() || d.isZero() || d.toNanosPart() % 1_000 != 0) {
      throw new IllegalArgumentException(
          "window " + what + ": " + d + " (expected: more than zero, in whole microseconds)");
    }
  }

  @Override
  public String toString() {
    return length.map(Object::toString).orElse("lifetime")
        + hop.map(h -> " every " + h).orElse("")
        + (offset.isZero() ? "" : " offset by " + offset);
  }
}
