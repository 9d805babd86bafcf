package dev.rapport.testkit.conformance;

import java.util.ArrayList;
import java.util.List;
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
          expected.decimalValue().longValueExact() == integer;
      case Number number -> matches(expected, number.doubleValue(), tolerance);
      case List<?> list -> matches(expected, list, tolerance);
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

  private static boolean matches(JsonNode expected, double actual, double tolerance) {
    if (!Double.isFinite(actual)) {
      return expected.asString("").equals(Double.toString(actual));
    }
    if (!expected.isNumber()) {
      return false;
    }
    double value = expected.asDouble();
    double scale = Math.max(Math.abs(value), Math.abs(actual));
    return Math.abs(value - actual) <= tolerance * scale + ABOUT_ZERO;
  }
}
