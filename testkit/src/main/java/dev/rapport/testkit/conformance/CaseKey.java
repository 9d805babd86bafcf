package dev.rapport.testkit.conformance;

import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * Keys of any number and type of columns as one canonical text. Equal numbers have equal texts. A
 * null equals null where the case groups nulls, and matches nothing where it does not.
 */
record CaseKey(List<String> columns, boolean groupsNulls) {
  /** The key of a question that matches nothing: no canonical text looks like it. */
  static final String NOBODY = "nobody";

  /** The key of a row, null where it matches nothing. */
  @org.jspecify.annotations.Nullable
  String of(PitCase.Table table, int row) {
    StringBuilder text = new StringBuilder("[");
    for (String column : columns) {
      JsonNode value = table.value(row, column);
      if (value.isNull() && !groupsNulls) {
        return null;
      }
      text.append(text.length() > 1 ? "," : "").append(canonical(value));
    }
    return text.append(']').toString();
  }

  private static String canonical(JsonNode value) {
    if (value.isNumber() && Double.isFinite(value.asDouble())) {
      return value.decimalValue().stripTrailingZeros().toString();
    }
    return value.toString();
  }
}
