package dev.rapport.testkit.conformance.translate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/**
 * A filter of a case: a comparison of a column, a constant or a column of the spine row, or whether
 * one of these is null. A comparison with null does not hold.
 */
final class CaseFilter {
  private final JsonNode json;

  CaseFilter(JsonNode json) {
    this.json = json;
  }

  boolean isEmpty() {
    return json.isMissingNode() || json.isNull();
  }

  /** What it needs of a spine row, so that rows with equal values can share a filter. */
  List<JsonNode> spineValues(PitCase.Table spine, int row) {
    List<JsonNode> values = new ArrayList<>();
    for (String side : new String[] {"left", "right"}) {
      JsonNode column = json.path(side).path("spineColumn");
      if (column.isString()) {
        values.add(spine.value(row, column.asString()));
      }
    }
    return values;
  }

  /**
   * Whether an event passes, beside the spine row it was made for.
   *
   * @param columns the columns of the event
   */
  boolean holds(Function<String, JsonNode> columns, PitCase.Table spine, int row) {
    if (isEmpty()) {
      return true;
    }
    JsonNode left = operand(json.path("left"), columns, spine, row);
    String op = json.path("op").asString("").toLowerCase(Locale.ROOT).replace('_', ' ');
    return switch (op) {
      case "is null" -> left.isNull();
      case "is not null" -> !left.isNull();
      default -> holds(op, left, operand(json.path("right"), columns, spine, row));
    };
  }

  private static boolean holds(String op, JsonNode left, JsonNode right) {
    if (left.isNull() || right.isNull()) {
      return false;
    }
    int order = compare(left, right);
    return switch (op) {
      case "=", "==" -> order == 0;
      case "!=", "<>" -> order != 0;
      case "<" -> order < 0;
      case "<=" -> order <= 0;
      case ">" -> order > 0;
      case ">=" -> order >= 0;
      default -> throw new UnsupportedNotion("filter " + op);
    };
  }

  private static JsonNode operand(
      JsonNode side, Function<String, JsonNode> columns, PitCase.Table spine, int row) {
    if (side.path("column").isString()) {
      return columns.apply(side.path("column").asString());
    }
    if (side.path("spineColumn").isString()) {
      return spine.value(row, side.path("spineColumn").asString());
    }
    if (side.has("value")) {
      return side.get("value");
    }
    throw new UnsupportedNotion("filter operand " + side);
  }

  /** The order of two values of a column, in which nulls are least. */
  static int compareNullsFirst(JsonNode left, JsonNode right) {
    return left.isNull() || right.isNull()
        ? Boolean.compare(right.isNull(), left.isNull())
        : compare(left, right);
  }

  private static int compare(JsonNode left, JsonNode right) {
    if (left.isNumber() || right.isNumber()) {
      return compareNumbers(left, right);
    }
    if (left.isString() && right.isString()) {
      return left.asString().compareTo(right.asString());
    }
    if (left.isBoolean() && right.isBoolean()) {
      return Boolean.compare(left.asBoolean(), right.asBoolean());
    }
    throw incomparable(left, right);
  }

  /** As doubles are ordered where one is NaN or infinite, which a text may say: NaN is greatest. */
  private static int compareNumbers(JsonNode left, JsonNode right) {
    if (CaseOperation.isFinite(left) && CaseOperation.isFinite(right)) {
      return left.decimalValue().compareTo(right.decimalValue());
    }
    return Double.compare(
        CaseOperation.asDouble(left).orElseThrow(() -> incomparable(left, right)),
        CaseOperation.asDouble(right).orElseThrow(() -> incomparable(left, right)));
  }

  private static UnsupportedNotion incomparable(JsonNode left, JsonNode right) {
    return new UnsupportedNotion("comparison of " + left + " with " + right);
  }
}
