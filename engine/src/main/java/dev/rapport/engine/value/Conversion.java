package dev.rapport.engine.value;

import dev.rapport.api.schema.Column;
import dev.rapport.api.schema.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Values from outside (rows of tables, JSON) as values of a type. Only what loses nothing is
 * converted: {@code 3} is a double, {@code 3.5} is no long; a text is an instant where it is one in
 * ISO 8601 (without a zone: UTC; a date: its first instant).
 */
public final class Conversion {
  /** No 64-bit integer has more digits. */
  private static final int LONG_DIGITS = 19;

  private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
  private static final Pattern SPACE_AFTER_DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2} ");
  private static final Pattern WITH_OFFSET = Pattern.compile(".*T.*(Z|[+-]\\d{2}(:?\\d{2})?)$");

  private Conversion() {}

  /**
   * A value as a value of a type.
   *
   * @param value null, or what {@code TableColumn.Kind} or a JSON parser makes: Boolean, Number,
   *     String, Instant, LocalDate, UUID, List, Map
   * @throws IllegalArgumentException with {@code value (expected: type)} where it is none
   */
  @SuppressWarnings("unchecked") // each branch makes a value of the type
  public static <T> @Nullable T to(Type<T> type, @Nullable Object value) {
    if (value == null) {
      return null;
    }
    return (T)
        switch (type) {
          case Type.Scalar<?> scalar -> scalar(scalar, value);
          case Type.EnumOf<?> e -> constant(e, value);
          case Type.ListOf<?> list -> {
            List<@Nullable Object> elements = new ArrayList<>();
            for (Object element : elements(type, value)) {
              elements.add(required(list.element(), element));
            }
            yield java.util.Collections.unmodifiableList(elements);
          }
          case Type.SetOf<?> set -> {
            Set<Object> elements = new LinkedHashSet<>();
            for (Object element : elements(type, value)) {
              elements.add(required(set.element(), element));
            }
            yield java.util.Collections.unmodifiableSet(elements);
          }
          case Type.MapOf<?, ?> map -> {
            Map<Object, Object> entries = new LinkedHashMap<>();
            for (Map.Entry<?, ?> entry : fields(type, value).entrySet()) {
              entries.put(
                  required(map.key(), mapKey(map.key(), entry.getKey())),
                  required(map.value(), entry.getValue()));
            }
            yield java.util.Collections.unmodifiableMap(entries);
          }
          case Type.RecordOf<?> record -> record(record, fields(type, value));
        };
  }

  /** As {@link #to}, and null is refused. */
  public static <T> T required(Type<T> type, @Nullable Object value) {
    T converted = to(type, value);
    if (converted == null) {
      throw refuse(type, null);
    }
    return converted;
  }

  private static Object scalar(Type.Scalar<?> type, Object value) {
    Object converted =
        switch (type.name()) {
          case "string" ->
              value instanceof String || value instanceof UUID ? value.toString() : null;
          case "boolean" -> value instanceof Boolean ? value : null;
          case "integer" -> {
            Long exact = exactLong(value);
            yield exact != null && exact == exact.intValue() ? (Object) exact.intValue() : null;
          }
          case "long" -> exactLong(value);
          case "float" -> {
            Number real = real(value);
            yield real != null && isReal(real, real.floatValue())
                ? (Object) real.floatValue()
                : null;
          }
          case "double" -> {
            Number real = real(value);
            yield real != null && isReal(real, real.doubleValue())
                ? (Object) real.doubleValue()
                : null;
          }
          case "decimal" -> decimal(value);
          case "instant" -> instant(value);
          case "date" -> date(value);
          case "duration" -> duration(value);
          case "uuid" -> uuid(value);
          default -> null;
        };
    if (converted == null) {
      throw refuse(type, value);
    }
    return converted;
  }

  /** A number; JSON has none for NaN and the infinities, so their names stand for them. */
  private static @Nullable Number real(Object value) {
    if (value instanceof String text) {
      return switch (text) {
        case "NaN" -> Double.NaN;
        case "Infinity" -> Double.POSITIVE_INFINITY;
        case "-Infinity" -> Double.NEGATIVE_INFINITY;
        default -> null;
      };
    }
    return value instanceof Number number ? number : null;
  }

  /** Whether a number can be said to be its conversion: an infinity only if it is one itself. */
  private static boolean isReal(Number value, double converted) {
    boolean finite = !(value instanceof Double d) || Double.isFinite(d);
    return (!(value instanceof Long l) || Math.abs(l) <= 1L << 53)
        && (!finite || Double.isFinite(converted));
  }

  private static @Nullable Long exactLong(Object value) {
    return switch (value) {
      case Long l -> l;
      case Integer i -> (long) i;
      case Short s -> (long) s;
      case Byte b -> (long) b;
      case BigInteger big when big.bitLength() < 64 -> big.longValue();
      case BigDecimal big
          when big.stripTrailingZeros().scale() <= 0
              && (long) big.precision() - big.scale() <= LONG_DIGITS
              && big.toBigInteger().bitLength() < 64 ->
          big.longValue();
      default -> null;
    };
  }

  private static @Nullable BigDecimal decimal(Object value) {
    return switch (value) {
      case BigDecimal big -> big;
      case BigInteger big -> new BigDecimal(big);
      case Double d when Double.isFinite(d) -> BigDecimal.valueOf(d);
      default -> {
        Long exact = exactLong(value);
        yield exact == null ? null : BigDecimal.valueOf(exact);
      }
    };
  }

  private static @Nullable Instant instant(Object value) {
    Instant instant =
        switch (value) {
          case Instant i -> i;
          case LocalDate d -> d.atStartOfDay(ZoneOffset.UTC).toInstant();
          case String text -> parseInstant(text);
          default -> null;
        };
    // One that microseconds do not reach would come back as another.
    return instant == null || Micros.isBeyond(instant)
        ? null
        : instant.truncatedTo(ChronoUnit.MICROS);
  }

  /** An ISO 8601 instant, date-time or date; null where the text is none. */
  private static @Nullable Instant parseInstant(String text) {
    String stripped = text.strip();
    String iso =
        SPACE_AFTER_DATE.matcher(stripped).lookingAt()
            ? stripped.substring(0, 10) + "T" + stripped.substring(11)
            : stripped;
    try {
      if (DATE.matcher(iso).matches()) {
        return LocalDate.parse(iso).atStartOfDay(ZoneOffset.UTC).toInstant();
      }
      if (WITH_OFFSET.matcher(iso).matches()) {
        return OffsetDateTime.parse(iso).toInstant();
      }
      return LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static @Nullable LocalDate date(Object value) {
    try {
      return switch (value) {
        case LocalDate d -> d;
        case String text -> LocalDate.parse(text.strip());
        default -> null;
      };
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static @Nullable Duration duration(Object value) {
    try {
      return switch (value) {
        case Duration d -> d;
        case String text -> Duration.parse(text.strip());
        default -> null;
      };
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static @Nullable UUID uuid(Object value) {
    try {
      return switch (value) {
        case UUID u -> u;
        case String text -> UUID.fromString(text.strip());
        default -> null;
      };
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static Object constant(Type.EnumOf<?> type, Object value) {
    if (type.javaClass().isInstance(value)) {
      return value;
    }
    Object[] constants = type.javaClass().getEnumConstants();
    for (Object constant : constants) {
      if (((Enum<?>) constant).name().equals(value)) {
        return constant;
      }
    }
    throw new IllegalArgumentException(
        show(value) + " (expected: one of " + java.util.Arrays.toString(constants) + ")");
  }

  private static Collection<?> elements(Type<?> type, Object value) {
    if (value instanceof Collection<?> elements) {
      return elements;
    }
    throw refuse(type, value);
  }

  private static Map<?, ?> fields(Type<?> type, Object value) {
    if (value instanceof Map<?, ?> fields) {
      return fields;
    }
    throw refuse(type, value);
  }

  /** JSON knows only texts as keys of maps. */
  private static Object mapKey(Type<?> type, Object key) {
    if (key instanceof String text && (type.equals(Type.LONG) || type.equals(Type.INTEGER))) {
      try {
        return Long.parseLong(text);
      } catch (NumberFormatException e) {
        return key;
      }
    }
    return key;
  }

  private static Object record(Type.RecordOf<?> type, Map<?, ?> fields) {
    List<Column> columns = type.schema().columns();
    @Nullable Object[] values = new Object[columns.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = component(columns.get(i), fields);
    }
    return RecordShapes.of(type.schema()).make(values);
  }

  /**
   * The value of one component in fields by name.
   *
   * @throws IllegalArgumentException with {@code component: value (expected: type)}
   */
  public static @Nullable Object component(Column column, Map<?, ?> fields) {
    Object value = fields.get(column.name());
    boolean there = fields.containsKey(column.name());
    if (value == null && !there) {
      for (Map.Entry<?, ?> field : fields.entrySet()) {
        if (column.isNamed(String.valueOf(field.getKey()))) {
          value = field.getValue();
          there = true;
          break;
        }
      }
    }
    if (!there && !column.nullable()) {
      throw new IllegalArgumentException(
          column.name() + ": missing (expected: " + article(column.type()) + ")");
    }
    try {
      return column.nullable() ? to(column.type(), value) : required(column.type(), value);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(column.name() + ": " + e.getMessage(), e);
    }
  }

  private static IllegalArgumentException refuse(Type<?> type, @Nullable Object value) {
    boolean tooLarge = type.equals(Type.INTEGER) && value != null && exactLong(value) != null;
    String expected = article(type) + (tooLarge ? " of 32 bits; the type long takes more" : "");
    return new IllegalArgumentException(show(value) + " (expected: " + expected + ")");
  }

  private static String article(Type<?> type) {
    String hint = type.equals(Type.INSTANT) ? ", such as 2026-06-01T12:00:00Z" : "";
    return article(type.toString()) + hint;
  }

  /** {@code an integer}, {@code a double}. */
  public static String article(String noun) {
    return ("aeiou".indexOf(Character.toLowerCase(noun.charAt(0))) >= 0 ? "an " : "a ") + noun;
  }

  private static String show(@Nullable Object value) {
    String text = value instanceof String ? "\"" + value + "\"" : String.valueOf(value);
    return text.length() <= 80 ? text : text.substring(0, 77) + "...";
  }
}
