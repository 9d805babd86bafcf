package dev.rapport.testkit.conformance;

import dev.rapport.testkit.conformance.translate.PitCase;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Compares answers with expected values. */
final class Mismatches {
  /** What a number may be off where the expected one is about zero. */
  private static final double ABOUT_ZERO = 1e-12;

  private Mismatches() {}

  /** One sentence for each value that is not the expected one. */
  static List<String> of(PitCase pitCase, List<List<@Nullable Object>> actual) {
    List<String> mismatches = new ArrayList<>();
    JsonNode expected = pitCase.expected();
    if (expected.size() != actual.size()) {
      mismatches.add(actual.size() + " rows (expected: " + expected.size() + ")");
      return mismatches;
    }
    for (int row = 0; row < actual.size(); row++) {
      for (int j = 0; j < actual.get(row).size(); j++) {
        JsonNode value = expected.get(row).path(j);
        Object answer = actual.get(row).get(j);
        if (!matches(value, answer, pitCase.tolerance())) {
          mismatches.add(
              "row %d, feature %s: %s (expected: %s)"
                  .formatted(row, pitCase.features().get(j).name(), answer, value));
        }
      }
    }
    return mismatches;
  }

  private static boolean matches(JsonNode expected, @Nullable Object actual, double tolerance) {
    return switch (actual) {
      case null -> expected.isNull();
      case Boolean flag -> expected.isBoolean() && expected.asBoolean() == flag;
      case Long integer when expected.isIntegralNumber() ->
          expected.decimalValue().compareTo(BigDecimal.valueOf(integer)) == 0;
      case Number number -> matches(expected, number.doubleValue(), tolerance);
      case List<?> list -> matches(expected, list, tolerance);
      case Map<?, ?> map -> matches(expected, map, tolerance);
      default -> expected.isString() && expected.asString().equals(actual.toString());
    };
  }

  private static boolean matches(JsonNode expected, List<?> actual, double tolerance) {
    if (!expected.isArray() || expected.size() != actual.size()) {
      return false;
    }
    for (int i = 0; i < actual.size(); i++) {
      if (!matches(expected.get(i), actual.get(i), tolerance)) {
        return false;
      }
    }
    return true;
  }

  /** An object has a member for each key, whose name is the key as text. */
  private static boolean matches(JsonNode expected, Map<?, ?> actual, double tolerance) {
    if (!expected.isObject() || expected.size() != actual.size()) {
      return false;
    }
    for (var entry : actual.entrySet()) {
      JsonNode value = member(expected, entry.getKey());
      if (value == null || !matches(value, entry.getValue(), tolerance)) {
        return false;
      }
    }
    return true;
  }

  private static @Nullable JsonNode member(JsonNode object, Object key) {
    JsonNode exact = object.get(key.toString());
    if (exact == null && key instanceof Number n && Double.isFinite(n.doubleValue())) {
      BigDecimal number = new BigDecimal(key.toString());
      for (var member : object.properties()) {
        try {
          if (new BigDecimal(member.getKey()).compareTo(number) == 0) {
            return member.getValue();
          }
        } catch (NumberFormatException _) {
          // another key
        }
      }
    }
    return exact;
  }

  private static boolean matches(JsonNode expected, double actual, double tolerance) {
    if (!Double.isFinite(actual)) {
      return switch (expected.asString("").toLowerCase(Locale.ROOT)) {
        case "nan" -> Double.isNaN(actual);
        case "infinity", "+infinity", "inf", "+inf" -> actual == Double.POSITIVE_INFINITY;
        case "-infinity", "-inf" -> actual == Double.NEGATIVE_INFINITY;
        default -> false;
      };
    }
    if (!expected.isNumber()) {
      return false;
    }
    double value = expected.asDouble();
    double scale = Math.max(Math.abs(value), Math.abs(actual));
    return Math.abs(value - actual) <= tolerance * scale + ABOUT_ZERO;
  }
}
