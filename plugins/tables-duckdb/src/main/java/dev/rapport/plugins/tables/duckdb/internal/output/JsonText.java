package dev.rapport.plugins.tables.duckdb.internal.output;

import dev.rapport.api.schema.Column;
import dev.rapport.api.schema.Type;
import java.math.BigDecimal;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Nested values as JSON. Instants, dates, durations, UUIDs, enums and decimals are text, as are
 * numbers that JSON does not have; keys of maps are text; records are objects.
 */
final class JsonText {
  private JsonText() {}

  /** The JSON of a value of a type. */
  static String of(Type<?> type, Object value) {
    var text = new StringBuilder();
    write(type, value, text);
    return text.toString();
  }

  private static void write(Type<?> type, @Nullable Object value, StringBuilder out) {
    if (value == null) {
      out.append("null");
      return;
    }
    switch (type) {
      case Type.ListOf<?>(Type<?> element) -> elements(element, (Iterable<?>) value, out);
      case Type.SetOf<?>(Type<?> element) -> elements(element, (Iterable<?>) value, out);
      case Type.MapOf<?, ?>(Type<?> key, Type<?> element) -> {
        String separator = "{";
        for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
          out.append(separator);
          quote(scalarText(key, entry.getKey()), out);
          out.append(':');
          write(element, entry.getValue(), out);
          separator = ",";
        }
        out.append(separator.equals("{") ? "{}" : "}");
      }
      case Type.RecordOf<?> record -> components(record, value, out);
      case Type.EnumOf<?> _ -> quote(scalarText(type, value), out);
      case Type.Scalar<?> _ -> {
        if (isBare(value)) {
          out.append(value);
        } else {
          quote(scalarText(type, value), out);
        }
      }
    }
  }

  private static void elements(Type<?> type, Iterable<?> values, StringBuilder out) {
    out.append('[');
    Iterator<?> iterator = values.iterator();
    while (iterator.hasNext()) {
      write(type, iterator.next(), out);
      if (iterator.hasNext()) {
        out.append(',');
      }
    }
    out.append(']');
  }

  private static void components(Type.RecordOf<?> type, Object value, StringBuilder out) {
    List<Column> columns = type.schema().columns();
    out.append('{');
    for (int i = 0; i < columns.size(); i++) {
      out.append(i == 0 ? "" : ",");
      quote(columns.get(i).name(), out);
      out.append(':');
      write(columns.get(i).type(), component(value, i), out);
    }
    out.append('}');
  }

  private static @Nullable Object component(Object value, int index) {
    try {
      var accessor = value.getClass().getRecordComponents()[index].getAccessor();
      accessor.setAccessible(true);
      return accessor.invoke(value);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          value.getClass().getName() + ": a component cannot be read", e);
    }
  }

  private static boolean isBare(Object value) {
    return switch (value) {
      case Boolean _, Integer _, Long _ -> true;
      case Double number -> Double.isFinite(number);
      case Float number -> Float.isFinite(number);
      default -> false;
    };
  }

  /** A scalar as text, in the form that DuckDB casts back. */
  static String scalarText(Type<?> type, @Nullable Object value) {
    return switch (value) {
      case null ->
          throw new IllegalArgumentException("key of a map: null (expected: a " + type + ")");
      case Enum<?> constant -> constant.name();
      case BigDecimal number -> number.toPlainString();
      case Object other -> other.toString();
    };
  }

  private static void quote(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ') {
        out.append(String.format("\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }
}
