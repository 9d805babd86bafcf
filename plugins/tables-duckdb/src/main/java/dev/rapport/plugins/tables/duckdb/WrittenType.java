package dev.rapport.plugins.tables.duckdb;

import dev.rapport.api.error.RapportException;
import dev.rapport.api.schema.Column;
import dev.rapport.api.schema.Type;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.duckdb.DuckDBAppender;
import org.jspecify.annotations.Nullable;

/**
 * How the values of a column are written: first into a table of DuckDB, nested ones as JSON, then
 * from there into the file.
 *
 * @param column its name, for messages
 * @param csv whether the file is CSV, where nested values stay JSON and instants are ISO text
 */
record WrittenType(String column, Type<?> type, boolean csv) {
  /** Decimals have 29 digits before the point and 9 after it. */
  private static final int SCALE = 9;

  private static final String DECIMAL = "decimal(38, " + SCALE + ")";
  private static final BigDecimal DECIMAL_END = BigDecimal.TEN.pow(38 - SCALE);

  /** The type of the column in the table. */
  String stored() {
    return isNested() ? "varchar" : type.equals(Type.INSTANT) && csv ? "varchar" : simple(type);
  }

  /** The column of the table in the form in which the file has it. */
  String selected(String stored) {
    return isNested() && !csv
        ? "cast(cast(" + stored + " as json) as " + nested(type) + ")"
        : stored;
  }

  private boolean isNested() {
    return switch (type) {
      case Type.ListOf<?> _, Type.SetOf<?> _, Type.MapOf<?, ?> _, Type.RecordOf<?> _ -> true;
      case Type.EnumOf<?> _, Type.Scalar<?> _ -> false;
    };
  }

  private String simple(Type<?> scalar) {
    Class<?> javaClass = scalar.javaClass();
    if (javaClass == Boolean.class) {
      return "boolean";
    } else if (javaClass == Integer.class) {
      return "integer";
    } else if (javaClass == Long.class) {
      return "bigint";
    } else if (javaClass == Float.class) {
      return "float";
    } else if (javaClass == Double.class) {
      return "double";
    } else if (javaClass == BigDecimal.class) {
      return csv ? "varchar" : DECIMAL;
    } else if (javaClass == Instant.class) {
      return "timestamp with time zone";
    } else if (javaClass == LocalDate.class) {
      return "date";
    } else if (javaClass == UUID.class) {
      return "uuid";
    }
    return "varchar";
  }

  private String nested(Type<?> each) {
    return switch (each) {
      case Type.ListOf<?>(Type<?> element) -> nested(element) + "[]";
      case Type.SetOf<?>(Type<?> element) -> nested(element) + "[]";
      case Type.MapOf<?, ?>(Type<?> key, Type<?> value) ->
          "map(" + nested(key) + ", " + nested(value) + ")";
      case Type.RecordOf<?> record -> {
        List<String> fields = new ArrayList<>();
        for (Column component : record.schema().columns()) {
          fields.add(Database.quotedName(component.name()) + " " + nested(component.type()));
        }
        yield "struct(" + String.join(", ", fields) + ")";
      }
      case Type.EnumOf<?> _, Type.Scalar<?> _ -> simple(each);
    };
  }

  /**
   * A value in the form in which it is appended.
   *
   * @throws RapportException of kind {@code USER} for a value of another type or out of range
   */
  @Nullable Object form(@Nullable Object value) {
    if (value == null) {
      return null;
    }
    if (!type.javaClass().isInstance(value)) {
      throw wrong(value + " of class " + value.getClass().getSimpleName(), "a " + type);
    }
    try {
      return isNested() ? JsonText.of(type, value) : scalarForm(value);
    } catch (ClassCastException | IllegalArgumentException e) {
      throw wrong(value, "a " + type);
    }
  }

  private Object scalarForm(Object value) {
    return switch (value) {
      case Instant instant -> instant(instant);
      case LocalDate date when Math.abs(date.toEpochDay()) >= Integer.MAX_VALUE ->
          throw wrong(date, "a date of the years -5877641 to 5881580");
      case BigDecimal number -> decimal(number);
      case Duration duration -> duration.toString();
      case Enum<?> constant -> constant.name();
      case Object other -> other;
    };
  }

  private Object instant(Instant instant) {
    Instant micros = instant.truncatedTo(ChronoUnit.MICROS);
    try {
      long since = ChronoUnit.MICROS.between(Instant.EPOCH, micros);
      return csv ? micros.toString() : (Object) Vectors.instant(since);
    } catch (ArithmeticException e) {
      throw wrong(instant, "an instant within 64 bits of microseconds");
    }
  }

  private Object decimal(BigDecimal number) {
    if (csv) {
      return number.toPlainString();
    }
    BigDecimal rounded = number.setScale(SCALE, RoundingMode.HALF_EVEN);
    if (rounded.abs().compareTo(DECIMAL_END) >= 0) {
      throw wrong(number, "less than 30 digits before the point");
    }
    return rounded;
  }

  private RapportException wrong(Object value, String expected) {
    return RapportException.user("column " + column, value, expected);
  }

  /** Appends what {@link #form} gave. */
  static void append(DuckDBAppender appender, @Nullable Object form) throws SQLException {
    switch (form) {
      case null -> appender.appendNull();
      case String value -> appender.append(value);
      case Boolean value -> appender.append(value.booleanValue());
      case Integer value -> appender.append(value.intValue());
      case Long value -> appender.append(value.longValue());
      case Float value -> appender.append(value.floatValue());
      case Double value -> appender.append(value.doubleValue());
      case BigDecimal value -> appender.append(value);
      case Instant value ->
          appender.appendEpochMicros(ChronoUnit.MICROS.between(Instant.EPOCH, value));
      case LocalDate value -> appender.append(value);
      case UUID value -> appender.append(value);
      case Object other -> throw new IllegalStateException(other.getClass().getName());
    }
  }
}
