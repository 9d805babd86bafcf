package dev.rapport.engine.window;

import dev.rapport.api.aggregation.CalendarUnit;
import dev.rapport.api.aggregation.Window;
import dev.rapport.engine.value.CalendarUnits;
import dev.rapport.engine.value.Micros;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * Where the span of a window starts and ends, seen from a moment; in micros, the end not in it.
 *
 * @param length of a span of the last hours or days; 0 for others
 * @param hop to which its start is rounded down; 0: not rounded
 */
record Bounds(Window window, long offset, long length, long hop) {
  static Bounds of(Window window) {
    long length = 0;
    long hop = 0;
    if (window.span() instanceof Window.Span.Last last) {
      length = Micros.of(last.length());
      hop = last.hop().map(Micros::of).orElse(0L);
    }
    return new Bounds(window, Micros.of(window.offset()), length, hop);
  }

  /** The moment that the span is seen from. */
  long seenFrom(long moment) {
    return Micros.minus(moment, offset);
  }

  /** The end of the span. */
  long end(long moment, ZoneId zone) {
    long from = seenFrom(moment);
    return window.span() instanceof Window.Span.Calendar(CalendarUnit unit, int back) && back > 0
        ? unitStart(unit, back - 1, from, zone)
        : from;
  }

  /** The start of the span; that of a session depends on its facts and is not known here. */
  long start(long moment, ZoneId zone) {
    long from = seenFrom(moment);
    return switch (window.span()) {
      case Window.Span.Last _ -> {
        long start = Micros.minus(from, length);
        yield hop == 0 || start == Micros.BEGINNING
            ? start
            : Micros.minus(start, Math.floorMod(start, hop));
      }
      case Window.Span.Lifetime _, Window.Span.Session _ -> Micros.BEGINNING;
      case Window.Span.Calendar(CalendarUnit unit, int back) -> unitStart(unit, back, from, zone);
    };
  }

  /** The start of the unit that lies {@code back} units before the one that holds a time. */
  private static long unitStart(CalendarUnit unit, int back, long micros, ZoneId zone) {
    LocalDate first = CalendarUnits.holding(unit, micros, zone);
    return CalendarUnits.start(CalendarUnits.later(unit, first, -back), zone);
  }
}
