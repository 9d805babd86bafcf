package dev.rapport.plugins.tables.duckdb.internal.output;

import dev.rapport.api.error.RapportException;
import dev.rapport.api.schema.Column;
import dev.rapport.api.schema.Type;
import dev.rapport.plugins.tables.duckdb.internal.database.Database;
import dev.rapport.spi.table.OutputVector;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How the values of a column are written: handed to DuckDB as integers, floating-point numbers or
 * text, nested ones as JSON, and made there into what the file has.
 *
 * @param column its name, for messages
 * @param csv whether the file is CSV, where nested values stay JSON and instants are ISO text
 */
record WrittenType(String column, Type<?> type, boolean csv) {
  /** Decimals have 29 digits before the point and 9 after it. */
  private static final int SCALE = 9;

  private static final String DECIMAL = "decimal(38, " + SCALE + ")";
  private static final BigDecimal DECIMAL_END = BigDecimal.TEN.pow(38 - SCALE);

  /** Instants as DuckDB bounds them; beyond are its infinities. */
  private static final long FIRST_MICROS = -9_223_372_022_400_000_000L;

  private static final long LAST_MICROS = Long.MAX_VALUE - 1;
  private static final String INSTANTS = "an instant of the years -290308 to 294247";
  private static final long MICROS_PER_DAY = 86_400_000_000L;
  private static final long LAST_DAY = Integer.MAX_VALUE - 1L;

  /** A new lane for the values of the column. */
  Lane lane(int capacity) {
    Class<?> javaClass = type.javaClass();
    boolean whole =
        javaClass == Long.class
            || javaClass == Integer.class
            || javaClass == Boolean.class
            || javaClass == LocalDate.class
            || isMicros();
    if (whole) {
      return new Lane.Longs(capacity);
    }
    return javaClass == Double.class || javaClass == Float.class
        ? new Lane.Doubles(capacity)
        : new Lane.Texts(capacity);
  }

  private boolean isMicros() {
    return type.equals(Type.INSTANT) && !csv;
  }

  /** The column that was handed over, in the form in which the file has it. */
  String selected(String handed) {
    if (isNested()) {
      return csv ? handed : "cast(cast(" + handed + " as json) as " + nested(type) + ")";
    }
    if (isMicros()) {
      return "make_timestamptz(" + handed + ")";
    }
    if (type.equals(Type.DATE)) {
      return "make_date(cast(" + handed + " as integer))";
    }
    return type.equals(Type.INSTANT) ? handed : "cast(" + handed + " as " + simple(type) + ")";
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
   * A value in the form in which its lane takes it.
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
      case Boolean bool -> bool ? 1L : 0L;
      case Integer number -> number.longValue();
      case Long number -> number;
      case Float number -> number.doubleValue();
      case Double number -> number;
      case Instant instant -> instant(instant);
      case LocalDate date -> day(date.toEpochDay());
      case BigDecimal number -> decimal(number);
      case Enum<?> constant -> constant.name();
      case Object other -> other.toString();
    };
  }

  private long day(long day) {
    if (Math.abs(day) > LAST_DAY) {
      throw wrong(LocalDate.ofEpochDay(day), "a date of the years -5877641 to 5881580");
    }
    return day;
  }

  private Object instant(Instant instant) {
    Instant micros = instant.truncatedTo(ChronoUnit.MICROS);
    try {
      long since = micros(ChronoUnit.MICROS.between(Instant.EPOCH, micros));
      return csv ? micros.toString() : (Object) since;
    } catch (ArithmeticException e) {
      throw wrong(instant, INSTANTS);
    }
  }

  private long micros(long since) {
    if (since < FIRST_MICROS || since > LAST_MICROS) {
      throw wrong(instantOf(since), INSTANTS);
    }
    return since;
  }

  private static Instant instantOf(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  private Object decimal(BigDecimal number) {
    if (csv) {
      return number.toPlainString();
    }
    BigDecimal rounded = number.setScale(SCALE, RoundingMode.HALF_EVEN);
    if (rounded.abs().compareTo(DECIMAL_END) >= 0) {
      throw wrong(number, "less than 30 digits before the point");
    }
    return rounded.toPlainString();
  }

  private RapportException wrong(Object value, String expected) {
    return RapportException.user("column " + column, value, expected);
  }

  /**
   * Puts values of a vector into the lane of the column.
   *
   * @param from the first of them in the vector
   * @param at where that goes in the lane
   * @return the bytes they take beyond those of their places
   * @throws RapportException of kind {@code USER} for a vector of another kind, a value of another
   *     type or out of range
   */
  long put(OutputVector vector, int from, int count, Lane lane, int at) {
    return switch (vector) {
      case OutputVector.Longs longs -> {
        if (lane instanceof Lane.Longs target && type.javaClass() != Boolean.class) {
          putLongs(longs, from, count, target, at);
          yield 0;
        }
        if (!type.equals(Type.INSTANT)) {
          throw wrong("a vector of longs", "one for a " + type);
        }
        long bytes = 0;
        for (int i = 0; i < count; i++) {
          boolean isNull = longs.nulls().get(from + i);
          Object text = isNull ? null : form(instantOf(longs.values()[from + i]));
          bytes += lane.put(at + i, text);
        }
        yield bytes;
      }
      case OutputVector.Doubles doubles -> {
        if (!(lane instanceof Lane.Doubles target) || !type.equals(Type.DOUBLE)) {
          throw wrong("a vector of doubles", "one for a " + type);
        }
        System.arraycopy(doubles.values(), from, target.values(), at, count);
        lane.putNulls(doubles.nulls(), from, count, at);
        yield 0;
      }
      case OutputVector.Texts texts -> {
        if (!type.equals(Type.STRING)) {
          throw wrong("a vector of texts", "one for a " + type);
        }
        long bytes = 0;
        for (int i = 0; i < count; i++) {
          int code = texts.codes()[from + i];
          bytes += lane.put(at + i, code < 0 ? null : texts.dictionary().text(code));
        }
        yield bytes;
      }
      case OutputVector.Objects objects -> {
        long bytes = 0;
        for (int i = 0; i < count; i++) {
          bytes += lane.put(at + i, form(objects.values()[from + i]));
        }
        yield bytes;
      }
    };
  }

  private void putLongs(OutputVector.Longs longs, int from, int count, Lane.Longs lane, int at) {
    long[] values = longs.values();
    long[] target = lane.values();
    Class<?> javaClass = type.javaClass();
    if (javaClass == Long.class) {
      System.arraycopy(values, from, target, at, count);
    } else {
      for (int i = 0; i < count; i++) {
        if (!longs.nulls().get(from + i)) {
          target[at + i] = checked(javaClass, values[from + i]);
        }
      }
    }
    lane.putNulls(longs.nulls(), from, count, at);
  }

  private long checked(Class<?> javaClass, long value) {
    if (javaClass == Instant.class) {
      return micros(value);
    }
    if (javaClass == LocalDate.class) {
      return day(Math.floorDiv(value, MICROS_PER_DAY));
    }
    if (value != (int) value) {
      throw wrong(value, "an integer of 32 bits");
    }
    return value;
  }
}
