package dev.rapport.engine.value;

import dev.rapport.api.schema.Type;
import java.math.BigDecimal;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Values as people write them: on a command line, in a cell of a CSV file. A text is itself; a
 * number, a list or a record is JSON.
 */
public final class TextValues {
  /** Made when the first JSON is read or written: that takes a tenth of a second. */
  private static final class Json {
    static final JsonMapper MAPPER =
        JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
  }

  private TextValues() {}

  /**
   * The value that a text means.
   *
   * @throws IllegalArgumentException with {@code value (expected: type)} where it means none
   */
  public static <T> T parse(Type<T> type, String text) {
    if (isJson(type)) {
      Object parsed;
      try {
        parsed = Json.MAPPER.readValue(text, Object.class);
      } catch (JacksonException e) {
        throw new IllegalArgumentException(
            "\"" + text + "\" (expected: " + Conversion.article(type.toString()) + " as JSON)", e);
      }
      return Conversion.required(type, parsed);
    }
    return Conversion.required(type, text);
  }

  /**
   * The value that a cell of a table means. A text of another type is read as people write such
   * values: {@code +3}, {@code 007}, {@code 1.5e3}, {@code TRUE}, nested ones as JSON.
   *
   * @throws IllegalArgumentException with {@code value (expected: type)} where it means none
   */
  public static <T> @Nullable T ofCell(Type<T> type, @Nullable Object cell) {
    if (!(cell instanceof String text) || !isJson(type)) {
      return Conversion.to(type, cell);
    }
    if (type instanceof Type.Scalar<?>) {
      Object meant = type.equals(Type.BOOLEAN) ? truth(text.strip()) : number(text.strip());
      return Conversion.to(type, meant == null ? text : meant);
    }
    return parse(type, text);
  }

  private static @Nullable Boolean truth(String text) {
    return text.equalsIgnoreCase("true")
        ? Boolean.TRUE
        : text.equalsIgnoreCase("false") ? Boolean.FALSE : null;
  }

  /** A number, as exact as it is written; {@code nan} and {@code inf} as databases write them. */
  private static @Nullable Number number(String text) {
    try {
      return new BigDecimal(text);
    } catch (NumberFormatException e) {
      return switch (text.toLowerCase(Locale.ROOT)) {
        case "nan" -> Double.NaN;
        case "inf", "+inf", "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
        case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
        default -> null;
      };
    }
  }

  /** A value as JSON. */
  public static String json(Object value) {
    return Json.MAPPER.writeValueAsString(value);
  }

  private static boolean isJson(Type<?> type) {
    return switch (type) {
      case Type.Scalar<?> scalar ->
          scalar.javaClass() == Boolean.class || Number.class.isAssignableFrom(scalar.javaClass());
      case Type.EnumOf<?> _ -> false;
      case Type.ListOf<?> _, Type.SetOf<?> _, Type.MapOf<?, ?> _, Type.RecordOf<?> _ -> true;
    };
  }
}
