package dev.rapport.api.aggregation;

/**
 * A span of the calendar, in a zone: from the first instant of its first day there to the first
 * instant of the next unit, as {@code LocalDate.atStartOfDay(zone)} has it. So a day may last 23 or
 * 25 hours, and starts at one o'clock where the clocks skip midnight.
 */
public enum CalendarUnit {
  DAY,
  /** Monday to Sunday, as in ISO 8601. */
  WEEK,
  MONTH,
  QUARTER,
  YEAR
}
