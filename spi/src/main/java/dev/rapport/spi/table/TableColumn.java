package dev.rapport.spi.table;

import java.util.Optional;

/**
 * A column as the reader finds it.
 *
 * @param name as the query names it
 * @param sqlType as the database writes it, for messages
 * @param kind what its values are in Java
 * @param elements of a list, what its elements are, where the reader tells
 * @param cells whether its values are the cells of a file that has no types, such as CSV: a text in
 *     it may mean a value of any type
 */
public record TableColumn(
    String name, String sqlType, Kind kind, Optional<Kind> elements, boolean cells) {
  /** A column of values that have the type of the column. */
  public TableColumn(String name, String sqlType, Kind kind) {
    this(name, sqlType, kind, Optional.empty(), false);
  }

  /** What {@link ColumnVector#valueAt} returns, and which primitive accessor holds. */
  public enum Kind {
    /** {@code Boolean}. */
    BOOLEAN,
    /** {@code Long}; {@code longAt}. */
    INTEGER,
    /** {@code Double}; {@code doubleAt}. */
    FLOATING,
    /** {@code BigDecimal}, also for integers beyond 64 bits. */
    DECIMAL,
    /** {@code String}. */
    TEXT,
    /** {@code Instant}; {@code longAt} holds microseconds since the epoch. */
    INSTANT,
    /** {@code LocalDate}; {@code longAt} holds the microseconds of its first instant in UTC. */
    DATE,
    /** {@code UUID}. */
    UUID,
    /** {@code List<@Nullable Object>}, elements as for the kinds here. */
    LIST,
    /** {@code Map<String, @Nullable Object>} by field name. */
    STRUCT,
    /** {@code Map<Object, @Nullable Object>}. */
    MAP,
    /** Anything else: never readable. */
    OTHER
  }
}
