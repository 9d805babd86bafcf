package dev.rapport.engine.catalog;

import dev.rapport.api.schema.Type;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which type values are of. */
final class Values {
  private Values() {}

  /** Whether a value is of a type, all the way down. */
  static boolean belongs(Object value, Type<?> type) {
    return switch (type) {
      case Type.Scalar<?> scalar -> scalar.javaClass().isInstance(value);
      case Type.EnumOf<?> constants -> constants.javaClass().isInstance(value);
      case Type.RecordOf<?> record -> record.schema().recordClass().isInstance(value);
      case Type.ListOf<?>(var element) ->
          value instanceof List<?> list && list.stream().allMatch(e -> belongs(e, element));
      case Type.SetOf<?>(var element) ->
          value instanceof Set<?> set && set.stream().allMatch(e -> belongs(e, element));
      case Type.MapOf<?, ?>(var key, var each) ->
          value instanceof Map<?, ?> map
              && map.entrySet().stream()
                  .allMatch(e -> belongs(e.getKey(), key) && belongs(e.getValue(), each));
    };
  }

  /** What a value of some {@link Type} is, for a message. */
  static String typeName(Object value) {
    return switch (value) {
      case List<?> _ -> "list";
      case Set<?> _ -> "set";
      case Map<?, ?> _ -> "map";
      default -> {
        for (Type.Scalar<?> scalar : Type.SCALARS) {
          if (scalar.javaClass().isInstance(value)) {
            yield scalar.name();
          }
        }
        yield value.getClass().getSimpleName();
      }
    };
  }
}
