package dev.rapport.testkit.replay;

import dev.rapport.api.aggregation.CalendarUnit;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Aggregations that look at when facts were, by their definitions. */
final class Timed {
  private Timed() {}

  /** A value of a window and the event time of its fact. */
  record Row(@Nullable Object value, long event) {
    boolean hasTime() {
      return event != Micros.BEGINNING;
    }
  }

  /**
   * From where a window is looked at.
   *
   * @param moment the question's
   * @param end of the window
   * @param zone of the feature's calendar
   */
  record View(long moment, long end, ZoneId zone) {}

  /**
   * A sum of which each part counts half after each half-life. NaN and infinities do not decay;
   * what was true ever has decayed to nothing.
   */
  static double decayed(List<Row> rows, ToDoubleFunction<Row> part, Duration halfLife, View view) {
    BigDecimal exact = BigDecimal.ZERO;
    double special = 0;
    for (Row row : rows) {
      double value = part.applyAsDouble(row);
      if (!Double.isFinite(value)) {
        special += value;
      } else if (row.hasTime()) {
        double age = Micros.between(row.event(), view.end());
        double weight = Math.pow(2, -age / Micros.of(halfLife));
        exact = exact.add(new BigDecimal(value).multiply(new BigDecimal(weight)));
      }
    }
    return special == 0 ? exact.doubleValue() : special;
  }

  /** The event time of the oldest or newest row that has one. */
  static Outcome time(List<Row> rows, boolean last) {
    Row found = end(rows, last);
    return found == null ? Folds.none() : Outcome.of(Micros.instant(found.event()));
  }

  static Outcome since(List<Row> rows, boolean last, View view) {
    Row found = end(rows, last);
    return found == null
        ? Folds.none()
        : Outcome.of(Duration.of(Micros.between(found.event(), view.moment()), ChronoUnit.MICROS));
  }

  private static @Nullable Row end(List<Row> rows, boolean last) {
    List<Row> timed = rows.stream().filter(Row::hasTime).toList();
    return timed.isEmpty() ? null : last ? timed.getLast() : timed.getFirst();
  }

  /** Back from the unit that holds the end, which may be empty, as long as each holds a fact. */
  static long streak(List<Row> rows, CalendarUnit unit, View view) {
    Set<LocalDate> held =
        rows.stream()
            .filter(Row::hasTime)
            .map(row -> Calendars.unitOf(row.event(), unit, view.zone()))
            .collect(Collectors.toSet());
    LocalDate at = Calendars.unitOf(view.end(), unit, view.zone());
    if (!held.contains(at)) {
      at = Calendars.later(at, unit, -1);
    }
    long streak = 0;
    while (held.contains(at) || isLeftOut(at, unit, view.zone())) {
      streak += held.contains(at) ? 1 : 0;
      at = Calendars.later(at, unit, -1);
    }
    return streak;
  }

  /** A day that a zone skipped when it changed sides of the date line. */
  private static boolean isLeftOut(LocalDate first, CalendarUnit unit, ZoneId zone) {
    return Calendars.start(first, zone) == Calendars.start(Calendars.later(first, unit, 1), zone);
  }
}
