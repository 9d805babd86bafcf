package dev.rapport.engine.value;

import dev.rapport.api.schema.Type;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Values as people write them: on a command line, in a cell of a CSV file. A text is itself; a
 * number, a list or a record is JSON.
 */
public final class TextValues {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

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
        parsed = JSON.readValue(text, Object.class);
      } catch (JacksonException e) {
        throw new IllegalArgumentException(
            "\"" + text + "\" (expected: a " + type + " as JSON)", e);
      }
      return Conversion.required(type, parsed);
    }
    return Conversion.required(type, text);
  }

  /** As {@link #parse} where the value is a text and the type is not, else as it is. */
  public static <T> @Nullable T convert(Type<T> type, @Nullable Object value) {
    return value instanceof String text && isJson(type)
        ? parse(type, text)
        : Conversion.to(type, value);
  }

  /** A value as JSON. */
  public static String json(Object value) {
    return JSON.writeValueAsString(value);
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
