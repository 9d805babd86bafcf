package dev.rapport.testkit.replay;

import dev.rapport.api.aggregation.CalendarUnit;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;

/**
 * Units of the calendar, each named by its first date. A unit holds the instants from the start of
 * its first day up to the start of the first day of the next unit.
 */
final class Calendars {
  private Calendars() {}

  /** The unit that holds a time. */
  static LocalDate unitOf(long time, CalendarUnit unit, ZoneId zone) {
    LocalDate date = Micros.instant(time).atZone(zone).toLocalDate();
    LocalDate first =
        switch (unit) {
          case DAY -> date;
          case WEEK -> date.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
          case MONTH -> date.withDayOfMonth(1);
          case QUARTER -> date.with(IsoFields.DAY_OF_QUARTER, 1);
          case YEAR -> date.withDayOfYear(1);
        };
    // where the clocks go back over midnight, the date goes back after its day has ended
    return start(later(first, unit, 1), zone) <= time ? later(first, unit, 1) : first;
  }

  /** The unit that lies {@code n} units later; earlier where n is negative. */
  static LocalDate later(LocalDate first, CalendarUnit unit, long n) {
    return switch (unit) {
      case DAY -> first.plusDays(n);
      case WEEK -> first.plusWeeks(n);
      case MONTH -> first.plusMonths(n);
      case QUARTER -> first.plusMonths(3 * n);
      case YEAR -> first.plusYears(n);
    };
  }

  /** The first instant of a date. */
  static long start(LocalDate date, ZoneId zone) {
    return Micros.of(date.atStartOfDay(zone).toInstant());
  }
}
