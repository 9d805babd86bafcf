package dev.rapport.api.schema;

import java.math.BigDecimal;
import java.time.Duration;

/** Durations as people read them: {@code 3 d}, {@code 1 h 30 min}, {@code 0.5 s}. */
public final class DurationText {
  private DurationText() {}

  /**
   * A duration in days, hours, minutes and seconds, those that are 0 left out; exact, so that two
   * durations have the same text only if they are equal. A negative one has its sign before the
   * first unit: {@code -1 d 12 h} is a day and a half before.
   */
  public static String of(Duration duration) {
    BigDecimal seconds =
        BigDecimal.valueOf(duration.getSeconds()).add(BigDecimal.valueOf(duration.getNano(), 9));
    var text = new StringBuilder();
    BigDecimal rest = seconds.abs();
    rest = add(text, rest, 86_400, "d");
    rest = add(text, rest, 3_600, "h");
    rest = add(text, rest, 60, "min");
    if (rest.signum() > 0 || text.isEmpty()) {
      append(text, rest.stripTrailingZeros().toPlainString(), "s");
    }
    return (seconds.signum() < 0 ? "-" : "") + text;
  }

  private static BigDecimal add(StringBuilder text, BigDecimal rest, int seconds, String unit) {
    BigDecimal[] parts = rest.divideAndRemainder(BigDecimal.valueOf(seconds));
    if (parts[0].signum() > 0) {
      append(text, parts[0].toBigInteger().toString(), unit);
    }
    return parts[1];
  }

  private static void append(StringBuilder text, String count, String unit) {
    text.append(text.isEmpty() ? "" : " ").append(count).append(' ').append(unit);
  }
}
