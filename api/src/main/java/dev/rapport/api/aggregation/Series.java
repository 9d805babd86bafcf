package dev.rapport.api.aggregation;

import java.util.Objects;

/**
 * Several windows of one kind, one behind the other, the newest first: each of the past seven days.
 * A feature over a series is a list with one value for each window.
 *
 * @param newest the newest of the windows
 * @param n how many there are, the newest included: 1 to {@value #MOST}
 */
public record Series(Window newest, int n) {
  /** As many windows at most: more than two years of days, or 41 days of hours. */
  public static final int MOST = 1_000;

  public Series {
    Objects.requireNonNull(newest, "series: null (expected: a window)");
    if (n < 1 || n > MOST) {
      throw new IllegalArgumentException("series n: " + n + " (expected: 1 to " + MOST + ")");
    }
    boolean repeats =
        switch (newest.span()) {
          case Window.Span.Last(var _, var hop) -> hop.isEmpty();
          case Window.Span.Calendar _ -> true;
          case Window.Span.Lifetime _, Window.Span.Session _ -> false;
        };
    if (!repeats || newest.isCounted()) {
      throw new IllegalArgumentException(
          "series of: "
              + newest
              + " (expected: a window with a length and no hop, or a calendar"
              + " window; no bound on the number of facts)");
    }
  }

  /** The window that lies {@code back} windows behind the newest. */
  public Window window(int back) {
    return switch (newest.span()) {
      case Window.Span.Last(var length, var _) ->
          newest.offsetBy(newest.offset().plus(length.multipliedBy(back)));
      case Window.Span.Calendar _ -> newest.previous(back);
      case Window.Span.Lifetime _, Window.Span.Session _ ->
          throw new IllegalStateException("series of " + newest);
    };
  }

  @Override
  public String toString() {
    return n + " x " + newest;
  }
}
