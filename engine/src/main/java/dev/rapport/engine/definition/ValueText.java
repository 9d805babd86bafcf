package dev.rapport.engine.definition;

import dev.rapport.api.schema.Condition;
import dev.rapport.api.schema.DurationText;
import dev.rapport.api.schema.Type;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Values and types as text that is the same on every run: sets and maps, whose order has no
 * meaning, are sorted, and records are written out with their components.
 */
public final class ValueText {
  private ValueText() {}

  /** A value of any {@link Type}. */
  public static String of(Object value) {
    return switch (value) {
      case String text -> '"' + text + '"';
      case Enum<?> constant -> constant.name();
      case Duration duration -> DurationText.of(duration);
      case List<?> list -> joined(list.stream().map(ValueText::of).toList(), "[", "]");
      case Set<?> set -> joined(set.stream().map(ValueText::of).sorted().toList(), "{", "}");
      case Map<?, ?> map ->
          joined(
              map.entrySet().stream()
                  .map(entry -> of(entry.getKey()) + ": " + of(entry.getValue()))
                  .sorted()
                  .toList(),
              "{",
              "}");
      case Record record -> ofRecord(record);
      default -> value.toString();
    };
  }

  /** A condition, as it reads. */
  public static String ofCondition(Condition<?> condition) {
    List<String> operands = condition.operands().stream().map(ValueText::of).toList();
    return switch (condition.operator()) {
      case AT_LEAST -> ">= " + operands.getFirst();
      case MORE_THAN -> "> " + operands.getFirst();
      case AT_MOST -> "<= " + operands.getFirst();
      case LESS_THAN -> "< " + operands.getFirst();
      case EQUAL_TO -> "= " + operands.getFirst();
      case NOT_EQUAL_TO -> "!= " + operands.getFirst();
      case BETWEEN -> "between " + operands.getFirst() + " and " + operands.getLast();
      case ONE_OF -> "one of " + joined(operands.stream().sorted().toList(), "{", "}");
    };
  }

  /** A type, with the components of its records and the constants of its enums. */
  public static String ofType(Type<?> type) {
    return switch (type) {
      case Type.Scalar<?> scalar -> scalar.name();
      case Type.EnumOf<?> constants ->
          constants
              + joined(
                  java.util.Arrays.stream(constants.javaClass().getEnumConstants())
                      .map(constant -> ((Enum<?>) constant).name())
                      .toList(),
                  "{",
                  "}");
      case Type.ListOf<?>(var element) -> "list<" + ofType(element) + ">";
      case Type.SetOf<?>(var element) -> "set<" + ofType(element) + ">";
      case Type.MapOf<?, ?>(var key, var value) ->
          "map<" + ofType(key) + ", " + ofType(value) + ">";
      case Type.RecordOf<?> record ->
          record
              + joined(
                  record.schema().columns().stream()
                      .map(column -> column.name() + ": " + ofType(column.type()))
                      .toList(),
                  "{",
                  "}");
    };
  }

  private static String ofRecord(Record record) {
    StringBuilder text = new StringBuilder(record.getClass().getSimpleName()).append('[');
    String separator = "";
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      text.append(separator).append(component.getName()).append('=');
      separator = ", ";
      try {
        component.getAccessor().setAccessible(true);
        Object value = component.getAccessor().invoke(record);
        text.append(value == null ? "null" : of(value));
      } catch (IllegalAccessException | InvocationTargetException e) {
        throw new IllegalArgumentException(record + ": cannot be read", e);
      }
    }
    return text.append(']').toString();
  }

  private static String joined(Collection<String> texts, String open, String close) {
    return texts.stream().collect(Collectors.joining(", ", open, close));
  }
}
