package dev.rapport.api.aggregation;

import dev.rapport.api.schema.DurationText;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * The facts that a feature looks back over from a moment {@code t}: those of a {@link Span} of
 * event time that ends before {@code t - offset}, and of these perhaps only the newest few. Only
 * facts that {@code t} sees, that pass the feature's filters and hold a value where it is {@code
 * per} a column take part: sessions and counts know of no others. The newest is the last in the
 * total order of facts, which also decides among facts of one instant.
 *
 * @param span which stretch of event time
 * @param offset how far the end lies in the past, zero or more
 * @param skipped how many of the newest facts are left out
 * @param limit how many of the newest facts are looked at, after those that are skipped; empty: all
 */
public record Window(Span span, Duration offset, int skipped, Optional<Integer> limit) {

  /** A stretch of event time, seen from its end {@code e}, which is not part of it. */
  public sealed interface Span {
    /**
     * {@code [e - length, e)}, exact at both ends. With a hop, the start is rounded down to a
     * multiple of the hop since the epoch, so that it is up to one hop longer; the end stays exact.
     */
    record Last(Duration length, Optional<Duration> hop) implements Span {
      public Last {
        positive("length", length);
        hop.ifPresent(d -> positive("hop", d));
      }
    }

    /** Everything before {@code e}. */
    record Lifetime() implements Span {}

    /**
     * This visit: the newest fact before {@code e} if it is less than {@code gap} old, and before
     * it each fact that is less than {@code gap} older than the next.
     */
    record Session(Duration gap) implements Span {
      public Session {
        positive("gap", gap);
      }
    }

    /**
     * The unit of the calendar that holds {@code e}, up to {@code e}; with {@code back} the whole
     * unit that lies so many units before it. In the zone that the feature names.
     */
    record Calendar(CalendarUnit unit, int back) implements Span {
      /** The furthest unit that lies before, far beyond all dates there are. */
      public static final int MOST = 1_000_000;

      public Calendar {
        Objects.requireNonNull(unit, "calendar unit: null (expected: a unit such as DAY)");
        if (back < 0 || back > MOST) {
          throw new IllegalArgumentException("previous: " + back + " (expected: 0 to 1,000,000)");
        }
      }
    }

    private static void positive(String what, Duration d) {
      Objects.requireNonNull(d, "window " + what + ": null (expected: a duration)");
      if (d.isNegative() || d.isZero() || d.toNanosPart() % 1_000 != 0) {
        throw new IllegalArgumentException(
            "window "
                + what
                + ": "
                + DurationText.of(d)
                + " (expected: more than zero, in whole microseconds)");
      }
    }
  }

  public Window {
    Objects.requireNonNull(span, "window span: null (expected: a span)");
    Objects.requireNonNull(offset, "window offset: null (expected: a duration)");
    if (offset.isNegative() || offset.toNanosPart() % 1_000 != 0) {
      throw new IllegalArgumentException(
          "window offset: "
              + DurationText.of(offset)
              + " (expected: zero or more, in whole microseconds)");
    }
    if (skipped < 0) {
      throw new IllegalArgumentException(
          "window skipping: " + skipped + " facts (expected: 0 or more)");
    }
    limit.ifPresent(Window::checkLimit);
  }

  private static void checkLimit(int n) {
    if (n < 1) {
      throw new IllegalArgumentException("window of: " + n + " facts (expected: 1 or more)");
    }
  }

  private static Window of(Span span) {
    return new Window(span, Duration.ZERO, 0, Optional.empty());
  }

  /** {@code [t - length, t)}. */
  public static Window last(Duration length) {
    Objects.requireNonNull(length, "window length: null (expected: a duration such as ofDays(30))");
    return of(new Span.Last(length, Optional.empty()));
  }

  /** Everything before {@code t}. */
  public static Window lifetime() {
    return of(new Span.Lifetime());
  }

  /** The n newest facts before {@code t}, however old. */
  public static Window lastFacts(int n) {
    return lifetime().atMost(n);
  }

  /**
   * This visit: the facts before {@code t} that follow each other within less than {@code gap}, the
   * newest within less than {@code gap} of {@code t}. Nothing once the visit is over.
   */
  public static Window session(Duration gap) {
    return of(new Span.Session(gap));
  }

  /** From midnight to {@code t}, in the zone that the feature names. */
  public static Window today() {
    return calendar(CalendarUnit.DAY);
  }

  /** From Monday's midnight to {@code t}. */
  public static Window thisWeek() {
    return calendar(CalendarUnit.WEEK);
  }

  /** From the first of the month to {@code t}. */
  public static Window thisMonth() {
    return calendar(CalendarUnit.MONTH);
  }

  /** From the first of January to {@code t}. */
  public static Window thisYear() {
    return calendar(CalendarUnit.YEAR);
  }

  /** From the start of a unit of the calendar to {@code t}. */
  public static Window calendar(CalendarUnit unit) {
    return of(new Span.Calendar(unit, 0));
  }

  /**
   * Rounds the start down to a multiple of {@code hop} since 1970-01-01T00:00Z (a sawtooth window);
   * the end stays exact. In a process that lets facts leave it, a state for each hop may take their
   * place, where all features of the stream allow it.
   */
  public Window every(Duration hop) {
    Objects.requireNonNull(hop, "window hop: null (expected: a duration)");
    return switch (span) {
      case Span.Last(Duration length, var _) ->
          new Window(new Span.Last(length, Optional.of(hop)), offset, skipped, limit);
      case Span.Lifetime _, Span.Session _, Span.Calendar _ ->
          throw new IllegalArgumentException(
              "window hop: "
                  + DurationText.of(hop)
                  + " on "
                  + this
                  + " (expected: a window with a length)");
    };
  }

  /** Shifts both ends into the past. */
  public Window offsetBy(Duration offset) {
    return new Window(span, offset, skipped, limit);
  }

  /** The whole unit of the calendar that lies {@code units} before: yesterday, last month. */
  public Window previous(int units) {
    if (!(span instanceof Span.Calendar(CalendarUnit unit, int back))) {
      throw new IllegalArgumentException(
          "previous(" + units + ") of " + this + " (expected: a calendar window such as today())");
    }
    int further = (int) Math.min((long) back + units, Integer.MAX_VALUE);
    return new Window(new Span.Calendar(unit, further), offset, skipped, limit);
  }

  /** Of these facts only the n newest. */
  public Window atMost(int n) {
    return new Window(span, offset, skipped, Optional.of(n));
  }

  /** Leaves the {@code facts} newest of these facts out. */
  public Window skipping(int facts) {
    return new Window(span, offset, facts, limit);
  }

  /** This window and those before it, n (at most 1,000) together: each of the past n days. */
  public Series series(int n) {
    return new Series(this, n);
  }

  /** Whether facts are counted, beside the span of time. */
  public boolean isCounted() {
    return skipped > 0 || limit.isPresent();
  }

  /** Whether the span needs a zone. */
  public boolean isCalendar() {
    return span instanceof Span.Calendar;
  }

  @Override
  public String toString() {
    String text =
        switch (span) {
          case Span.Last(Duration length, Optional<Duration> hop) ->
              DurationText.of(length) + hop.map(h -> " every " + DurationText.of(h)).orElse("");
          case Span.Lifetime _ -> "lifetime";
          case Span.Session(Duration gap) -> "session with gaps under " + DurationText.of(gap);
          case Span.Calendar(CalendarUnit unit, int back) ->
              (back == 0 ? "this " : back + " before this ")
                  + unit.name().toLowerCase(java.util.Locale.ROOT);
        };
    return text
        + (offset.isZero() ? "" : " offset by " + DurationText.of(offset))
        + (skipped == 0 ? "" : " skipping " + skipped)
        + limit.map(n -> " at most " + n).orElse("");
  }
}
