package dev.rapport.plugins.tables.duckdb;

import dev.rapport.plugins.tables.duckdb.internal.database.Database;
import dev.rapport.spi.table.TableColumn.Kind;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.duckdb.DuckDBStruct;
import org.jspecify.annotations.Nullable;

/**
 * A type of DuckDB: what kind of value it holds, in which form to ask for it so that JDBC adds
 * nothing of its own (such as the zone of the machine), and how to read that form.
 */
sealed interface SqlType {

  /** A type without parts, by the name that DESCRIBE gives. */
  record Simple(String name) implements SqlType {}

  /** A list, or an array of fixed length. */
  record ListOf(SqlType element) implements SqlType {}

  /** A struct with its fields in order. */
  record StructOf(Map<String, SqlType> fields) implements SqlType {}

  /** A map. */
  record MapOf(SqlType key, SqlType value) implements SqlType {}

  /** Nanoseconds, as text: a cast to microseconds would round. */
  DateTimeFormatter TIMESTAMP_TEXT =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .appendLiteral(' ')
          .append(DateTimeFormatter.ISO_LOCAL_TIME)
          .toFormatter();

  /** Reads a type as DESCRIBE writes it; what is not understood is a simple type. */
  static SqlType parse(String text) {
    return new Parser(text).parse();
  }

  default boolean isNested() {
    return !(this instanceof Simple);
  }

  default Kind kind() {
    return switch (this) {
      case ListOf _ -> Kind.LIST;
      case StructOf _ -> Kind.STRUCT;
      case MapOf _ -> Kind.MAP;
      case Simple(String name) -> kindOf(name);
    };
  }

  private static Kind kindOf(String name) {
    int arguments = name.indexOf('(');
    return switch (arguments < 0 ? name : name.substring(0, arguments)) {
      case "BOOLEAN" -> Kind.BOOLEAN;
      case "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER" ->
          Kind.INTEGER;
      case "FLOAT", "DOUBLE" -> Kind.FLOATING;
      case "DECIMAL", "HUGEINT", "UHUGEINT", "UBIGINT" -> Kind.DECIMAL;
      case "VARCHAR", "ENUM", "JSON" -> Kind.TEXT;
      case "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS", "TIMESTAMP WITH TIME ZONE" ->
          Kind.INSTANT;
      case "DATE" -> Kind.DATE;
      case "UUID" -> Kind.UUID;
      default -> Kind.OTHER;
    };
  }

  /** Of a list, the kind of its elements. */
  default Optional<Kind> elementKind() {
    return this instanceof ListOf(SqlType element) ? Optional.of(element.kind()) : Optional.empty();
  }

  /**
   * Tells of a list whether it has an element that is null; null of null. Nothing where only the
   * elements themselves tell, such as an infinite time, which is read as null.
   */
  default Optional<String> nullElement(String column) {
    return elementKind()
        .flatMap(kind ->
            switch (kind) {
              case BOOLEAN, INTEGER, FLOATING, DECIMAL, TEXT, UUID ->
                  Optional.of(
                      "if("
                          + column
                          + " is null, null, list_position("
                          + column
                          + ", null) is not null)");
              case INSTANT, DATE, LIST, STRUCT, MAP, OTHER -> Optional.empty();
            });
  }

  /** Whether its values are nanoseconds. */
  default boolean isNanoseconds() {
    return equals(new Simple("TIMESTAMP_NS"));
  }

  /**
   * A column in the form that {@link DuckDbScan} reads: BOOLEAN, BIGINT, DOUBLE or VARCHAR, with
   * instants and dates as microseconds since the epoch (nanoseconds for TIMESTAMP_NS), null where
   * they are infinite or out of range; nested types by {@link #readableType}.
   */
  default String readable(String column) {
    return switch (kind()) {
      case BOOLEAN -> column;
      case INTEGER -> column + "::bigint";
      case FLOATING -> column + "::double";
      case DECIMAL, TEXT, UUID -> column + "::varchar";
      case INSTANT ->
          isNanoseconds()
              ? "epoch_ns(" + column + ")"
              : equals(new Simple("TIMESTAMP WITH TIME ZONE"))
                  ? "epoch_us(" + column + ")"
                  : "epoch_us(try_cast(" + column + " as timestamp))";
      case DATE -> "epoch_us(try_cast(" + column + " as timestamp))";
      case LIST, STRUCT, MAP -> "cast(" + column + " as " + readableType() + ")";
      case OTHER -> "null::varchar";
    };
  }

  /** The type to which a part of a nested value is cast. */
  private String readableType() {
    return switch (this) {
      case ListOf(SqlType element) -> element.readableType() + "[]";
      case MapOf(SqlType key, SqlType value) ->
          "map(" + key.readableType() + ", " + value.readableType() + ")";
      case StructOf(Map<String, SqlType> fields) -> {
        List<String> parts = new ArrayList<>();
        fields.forEach(
            (name, type) -> parts.add(Database.quotedName(name) + " " + type.readableType()));
        yield "struct(" + String.join(", ", parts) + ")";
      }
      case Simple(String name) ->
          switch (kind()) {
            case BOOLEAN, DATE, OTHER -> name;
            case INTEGER -> "bigint";
            case FLOATING -> "double";
            case INSTANT -> isNanoseconds() ? "varchar" : "timestamp with time zone";
            case DECIMAL, TEXT, UUID -> "varchar";
            case LIST, STRUCT, MAP -> throw new AssertionError(name);
          };
    };
  }

  /** The Java value of a part of a nested value that was cast to {@link #readableType}. */
  default @Nullable Object value(@Nullable Object jdbc) throws SQLException {
    if (jdbc == null) {
      return null;
    }
    return switch (this) {
      case ListOf(SqlType element) -> {
        List<@Nullable Object> values = new ArrayList<>();
        for (Object each : (Object[]) ((Array) jdbc).getArray()) {
          values.add(element.value(each));
        }
        yield values;
      }
      case StructOf(Map<String, SqlType> fields) -> {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        Map<String, Object> given = ((DuckDBStruct) jdbc).getMap();
        for (var field : fields.entrySet()) {
          values.put(field.getKey(), field.getValue().value(given.get(field.getKey())));
        }
        yield values;
      }
      case MapOf(SqlType key, SqlType value) -> {
        Map<Object, @Nullable Object> values = new LinkedHashMap<>();
        for (var entry : ((Map<?, ?>) jdbc).entrySet()) {
          Object mapKey = key.value(entry.getKey());
          if (mapKey != null) {
            values.put(mapKey, value.value(entry.getValue()));
          }
        }
        yield values;
      }
      case Simple _ -> simpleValue(jdbc);
    };
  }

  private @Nullable Object simpleValue(Object jdbc) {
    return switch (kind()) {
      case BOOLEAN, INTEGER, FLOATING -> jdbc;
      case DECIMAL, TEXT, UUID -> ofText(kind(), jdbc.toString());
      case INSTANT ->
          jdbc instanceof OffsetDateTime time
              ? finite(time.toInstant())
              : nanoseconds(jdbc.toString());
      case DATE -> finite((LocalDate) jdbc);
      case LIST, STRUCT, MAP, OTHER -> null;
    };
  }

  private static @Nullable Instant nanoseconds(String text) {
    return text.endsWith("infinity")
        ? null
        : LocalDateTime.parse(text, TIMESTAMP_TEXT)
            .toInstant(ZoneOffset.UTC)
            .truncatedTo(ChronoUnit.MICROS);
  }

  private static @Nullable Instant finite(Instant instant) {
    long micros;
    try {
      micros = ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    } catch (ArithmeticException e) {
      return null;
    }
    return Math.abs(micros) == Long.MAX_VALUE ? null : instant;
  }

  private static @Nullable LocalDate finite(LocalDate date) {
    return Math.abs(date.getLong(ChronoField.EPOCH_DAY)) == Integer.MAX_VALUE ? null : date;
  }

  /** The value of a kind that is asked for as text. */
  static Object ofText(Kind kind, String text) {
    return switch (kind) {
      case DECIMAL -> new BigDecimal(text);
      case UUID -> UUID.fromString(text);
      case BOOLEAN, INTEGER, FLOATING, TEXT, INSTANT, DATE, LIST, STRUCT, MAP, OTHER -> text;
    };
  }

  /** Reads types as DESCRIBE writes them: {@code STRUCT("a b" INTEGER, c MAP(VARCHAR, DATE))[]}. */
  final class Parser {
    private final String text;
    private int at;

    Parser(String text) {
      this.text = text;
    }

    /** The type; a simple one of the whole text where it is not understood. */
    SqlType parse() {
      try {
        SqlType type = type();
        return at == text.length() ? type : new Simple(text);
      } catch (IllegalStateException e) {
        return new Simple(text);
      }
    }

    private SqlType type() {
      SqlType type;
      if (takes("STRUCT(")) {
        Map<String, SqlType> fields = new LinkedHashMap<>();
        do {
          String name = name();
          expect(" ");
          fields.put(name, type());
        } while (takes(", "));
        expect(")");
        type = new StructOf(fields);
      } else if (takes("MAP(")) {
        SqlType key = type();
        expect(", ");
        SqlType value = type();
        expect(")");
        type = new MapOf(key, value);
      } else {
        type = new Simple(simple());
      }
      while (takes("[")) {
        while (at < text.length() && Character.isDigit(text.charAt(at))) {
          at++;
        }
        expect("]");
        type = new ListOf(type);
      }
      return type;
    }

    /** Up to the comma or the bracket that closes what is around; with its own brackets. */
    private String simple() {
      int start = at;
      int depth = 0;
      while (at < text.length()) {
        char c = text.charAt(at);
        if (c == '\'' || c == '"') {
          quoted(c);
          continue;
        }
        if (depth == 0 && (c == ',' || c == ')' || c == '[')) {
          break;
        }
        depth += c == '(' ? 1 : c == ')' ? -1 : 0;
        at++;
      }
      if (at == start) {
        throw new IllegalStateException(text);
      }
      return text.substring(start, at);
    }

    private String name() {
      if (at < text.length() && text.charAt(at) == '"') {
        int start = at;
        quoted('"');
        return text.substring(start + 1, at - 1).replace("\"\"", "\"");
      }
      int start = at;
      while (at < text.length() && text.charAt(at) != ' ') {
        at++;
      }
      return text.substring(start, at);
    }

    private void quoted(char quote) {
      at++;
      while (at < text.length()) {
        if (text.charAt(at) != quote) {
          at++;
        } else if (at + 1 < text.length() && text.charAt(at + 1) == quote) {
          at += 2;
        } else {
          at++;
          return;
        }
      }
      throw new IllegalStateException(text);
    }

    private boolean takes(String expected) {
      if (text.startsWith(expected, at)) {
        at += expected.length();
        return true;
      }
      return false;
    }

    private void expect(String expected) {
      if (!takes(expected)) {
        throw new IllegalStateException(text);
      }
    }
  }
}
