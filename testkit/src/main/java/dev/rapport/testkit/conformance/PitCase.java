package dev.rapport.testkit.conformance;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A case as its file says it: tables of JSON values, features over them, expected values. */
record PitCase(
    String id,
    Map<String, Table> streams,
    Table spine,
    Optional<String> selfStream,
    JsonNode semantics,
    List<Feature> features,
    JsonNode expected,
    double tolerance) {

  /** The tolerance of a case that names none. */
  private static final double EXACT = 1e-9;

  static PitCase of(JsonNode json) {
    Map<String, Table> streams = new LinkedHashMap<>();
    for (var stream : required(json, "streams").properties()) {
      streams.put(stream.getKey(), Table.of(stream.getValue()));
    }
    List<Feature> features = new ArrayList<>();
    required(json, "features").values().forEach(feature -> features.add(new Feature(feature)));
    JsonNode spine = required(json, "spine");
    return new PitCase(
        required(json, "id").asString(),
        streams,
        Table.of(spine),
        text(spine, "selfStream"),
        json.path("semantics"),
        features,
        required(required(json, "expected"), "values"),
        json.path("tolerance").isNumber() ? json.path("tolerance").asDouble() : EXACT);
  }

  Table stream(String name) {
    Table stream = streams.get(name);
    if (stream == null) {
      throw new IllegalArgumentException(
          "stream: " + name + " (expected: one of " + streams.keySet() + ")");
    }
    return stream;
  }

  static JsonNode required(JsonNode json, String name) {
    JsonNode value = json.path(name);
    if (value.isMissingNode() || value.isNull()) {
      throw new IllegalArgumentException(name + ": nothing (expected: a value)");
    }
    return value;
  }

  static Optional<String> text(JsonNode json, String name) {
    JsonNode value = json.path(name);
    return value.isString() ? Optional.of(value.asString()) : Optional.empty();
  }

  /** The integer of a time or an offset; empty where it is none. */
  static Optional<Long> integer(JsonNode value) {
    if (!value.isNumber()) {
      return Optional.empty();
    }
    try {
      return Optional.of(value.decimalValue().longValueExact());
    } catch (ArithmeticException _) {
      throw new UnsupportedNotion("time that is no 64-bit integer");
    }
  }

  /** Rows under named and typed columns. */
  record Table(
      List<String> names,
      List<String> types,
      List<String> key,
      Optional<String> ts,
      List<JsonNode> rows) {
    static Table of(JsonNode json) {
      List<String> names = new ArrayList<>();
      List<String> types = new ArrayList<>();
      for (JsonNode column : required(json, "columns").values()) {
        names.add(required(column, "name").asString());
        types.add(text(column, "type").orElse(""));
      }
      List<JsonNode> rows = List.copyOf(required(json, "rows").values());
      for (JsonNode row : rows) {
        if (row.size() != names.size()) {
          throw new IllegalArgumentException(
              "row: " + row + " (expected: " + names.size() + " values)");
        }
      }
      return new Table(names, types, strings(required(json, "key")), text(json, "ts"), rows);
    }

    int column(String name) {
      int index = names.indexOf(name);
      if (index < 0) {
        throw new IllegalArgumentException("column: " + name + " (expected: one of " + names + ")");
      }
      return index;
    }

    JsonNode value(int row, String column) {
      return rows.get(row).get(column(column));
    }

    String type(String column) {
      return types.get(column(column));
    }
  }

  /** A feature, with the defaults of what it does not say. */
  record Feature(JsonNode json) {
    String name() {
      return text(json, "name").orElse("");
    }

    String op() {
      return required(json, "op").asString();
    }

    List<String> streams() {
      return strings(required(json, "streams"));
    }

    Optional<String> column() {
      return text(json, "column").filter(column -> !column.equals("*"));
    }

    JsonNode window() {
      return required(json, "window");
    }

    boolean includesSpineRow() {
      return json.path("includeSpineRow").asBoolean(false);
    }

    boolean isLookup() {
      return window().path("kind").asString("").equals("lookup");
    }

    /** No time condition at all: the newest there is. */
    boolean isUnbounded() {
      return isLookup() && window().path("unbounded").asBoolean(false);
    }

    List<String> key(String override, Table table) {
      JsonNode key = json.path(override);
      return key.isArray() ? strings(key) : table.key();
    }

    Optional<String> ts(String override, Table table) {
      return text(json, override).or(table::ts);
    }

    /** The number of values or the bound that the operation names. */
    BigDecimal k() {
      JsonNode k = json.path("args").path("k");
      if (!k.isNumber()) {
        throw new IllegalArgumentException(op() + ": args.k: " + k + " (expected: a number)");
      }
      return k.decimalValue();
    }
  }

  static List<String> strings(JsonNode array) {
    return array.values().stream().map(JsonNode::asString).toList();
  }

  /**
   * Keys of any number and type of columns as one canonical text. Equal numbers have equal texts. A
   * null equals null where the case groups nulls, and matches nothing where it does not.
   */
  record Key(List<String> columns, boolean groupsNulls) {
    /** The key of a question that matches nothing: no canonical text looks like it. */
    static final String NOBODY = "nobody";

    /** The key of a row, null where it matches nothing. */
    @Nullable String of(Table table, int row) {
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
}
