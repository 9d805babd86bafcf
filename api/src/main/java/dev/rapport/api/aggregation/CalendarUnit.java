package dev.rapport.api.aggregation;

/** A span of the calendar, in a zone: it starts at midnight there, whatever the clocks do. */
public enum CalendarUnit {
  DAY,
  /** Monday to Sunday, as in ISO 8601. */
  WEEK,
  MONTH,
  QUARTER,
  YEAR
}
