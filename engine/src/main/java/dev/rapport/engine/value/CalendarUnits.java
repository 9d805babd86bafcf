package dev.rapport.engine.value;

import dev.rapport.api.aggregation.CalendarUnit;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;

/** Days, weeks, months, quarters and years of the calendar, by their first days. */
public final class CalendarUnits {
  private CalendarUnits() {}

  /** The first day of the unit that holds a time, in micros. */
  public static LocalDate holding(CalendarUnit unit, long micros, ZoneId zone) {
    LocalDate day = Micros.instant(micros).atZone(zone).toLocalDate();
    LocalDate first =
        switch (unit) {
          case DAY -> day;
          case WEEK -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
          case MONTH -> day.withDayOfMonth(1);
          case QUARTER -> day.withDayOfMonth(1).withMonth((day.getMonthValue() - 1) / 3 * 3 + 1);
          case YEAR -> day.withDayOfYear(1);
        };
    LocalDate next = later(unit, first, 1);
    // where clocks go back over midnight, dates go back to a day that has ended
    return start(next, zone) <= micros ? next : first;
  }

  /** The first day of the unit that comes so many units after the one of a first day. */
  public static LocalDate later(CalendarUnit unit, LocalDate first, long units) {
    return switch (unit) {
      case DAY -> first.plusDays(units);
      case WEEK -> first.plusWeeks(units);
      case MONTH -> first.plusMonths(units);
      case QUARTER -> first.plusMonths(3 * units);
      case YEAR -> first.plusYears(units);
    };
  }

  /** When a day starts, in micros. */
  public static long start(LocalDate day, ZoneId zone) {
    return Micros.of(day.atStartOfDay(zone).toInstant());
  }
}
