package dev.rapport.plugins.tables.duckdb;

import dev.rapport.spi.table.ColumnVector;
import dev.rapport.spi.table.TableColumn.Kind;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** What the vectors of both readers have in common. */
final class Vectors {
  static final long MICROS_PER_SECOND = 1_000_000;
  static final long MICROS_PER_DAY = 86_400 * MICROS_PER_SECOND;

  private Vectors() {}

  /** The value of a kind that is held as a long. */
  static Object boxed(Kind kind, long value) {
    return switch (kind) {
      case INSTANT -> instant(value);
      case DATE -> LocalDate.ofEpochDay(Math.floorDiv(value, MICROS_PER_DAY));
      case INTEGER, BOOLEAN, FLOATING, DECIMAL, TEXT, UUID, LIST, STRUCT, MAP, OTHER -> value;
    };
  }

  static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  /** A column of numbers that can be asked for as longs. */
  abstract static class OfLongs implements ColumnVector {
    private final Kind kind;

    OfLongs(Kind kind) {
      this.kind = kind;
    }

    @Override
    public double doubleAt(int row) {
      throw new UnsupportedOperationException("doubleAt: " + kind + " (expected: FLOATING)");
    }

    @Override
    public @Nullable Object valueAt(int row) {
      return isNull(row) ? null : boxed(kind, longAt(row));
    }
  }

  /** A column of numbers that can be asked for as doubles. */
  abstract static class OfDoubles implements ColumnVector {
    @Override
    public long longAt(int row) {
      throw new UnsupportedOperationException(
          "longAt: FLOATING (expected: INTEGER, INSTANT or DATE)");
    }

    @Override
    public @Nullable Object valueAt(int row) {
      return isNull(row) ? null : doubleAt(row);
    }
  }

  /** A column without a primitive form. */
  abstract static class OfObjects implements ColumnVector {
    @Override
    public long longAt(int row) {
      throw new UnsupportedOperationException("longAt: not INTEGER, INSTANT or DATE");
    }

    @Override
    public double doubleAt(int row) {
      throw new UnsupportedOperationException("doubleAt: not FLOATING");
    }
  }

  /** Values that were read before. */
  static final class Buffered implements ColumnVector {
    private final @Nullable Object[] values;

    Buffered(@Nullable Object[] values) {
      this.values = values;
    }

    @Override
    public boolean isNull(int row) {
      return values[row] == null;
    }

    @Override
    public long longAt(int row) {
      return switch (values[row]) {
        case Long value -> value;
        case Instant value -> ChronoUnit.MICROS.between(Instant.EPOCH, value);
        case LocalDate value -> value.toEpochDay() * MICROS_PER_DAY;
        case null -> 0;
        case Object other ->
            throw new UnsupportedOperationException("longAt: " + other.getClass().getSimpleName());
      };
    }

    @Override
    public double doubleAt(int row) {
      return values[row] instanceof Double value ? value : 0;
    }

    @Override
    public @Nullable Object valueAt(int row) {
      return values[row];
    }
  }
}
