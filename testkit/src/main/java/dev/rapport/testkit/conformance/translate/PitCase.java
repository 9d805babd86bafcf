package dev.rapport.testkit.conformance.translate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A case as its file says it: tables of JSON values, features over them, expected values.
 *
 * @param selfStream the stream whose events the rows of the spine are
 * @param expected for each row of the spine the value of each feature
 * @param tolerance what a number may be off, relative to its size
 */
public record PitCase(
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

  /**
   * Reads a case.
   *
   * @throws IllegalArgumentException if something is missing or of the wrong shape
   */
  public static PitCase of(JsonNode json) {
    Map<String, Table> streams = new LinkedHashMap<>();
    for (var stream : required(json, "streams").properties()) {
      streams.put(stream.getKey(), Table.of(stream.getValue()));
    }
    List<Feature> features = new ArrayList<>();
    array(json, "features").values().forEach(feature -> features.add(new Feature(feature)));
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

  /** An array, perhaps an empty one. */
  static JsonNode array(JsonNode json, String name) {
    JsonNode value = required(json, name);
    if (!value.isArray()) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: an array)");
    }
    return value;
  }

  static Optional<String> text(JsonNode json, String name) {
    JsonNode value = json.path(name);
    return value.isString() ? Optional.of(value.asString()) : Optional.empty();
  }

  /** The integer of a time or an offset; empty where it is none, as NaN is. */
  static Optional<Long> integer(JsonNode value) {
    if (!value.isNumber() || Double.isNaN(value.asDouble())) {
      return Optional.empty();
    }
    if (CaseOperation.isFinite(value)) {
      try {
        return Optional.of(value.decimalValue().longValueExact());
      } catch (ArithmeticException _) {
        // told below
      }
    }
    throw new UnsupportedNotion("number that is no 64-bit integer: " + value);
  }

  /** Rows under named and typed columns. */
  public record Table(
      List<String> names,
      List<String> types,
      List<String> key,
      Optional<String> ts,
      List<JsonNode> rows) {
    static Table of(JsonNode json) {
      List<String> names = new ArrayList<>();
      List<String> types = new ArrayList<>();
      for (JsonNode column : array(json, "columns").values()) {
        names.add(required(column, "name").asString());
        types.add(text(column, "type").orElse(""));
      }
      List<JsonNode> rows = List.copyOf(array(json, "rows").values());
      for (JsonNode row : rows) {
        if (!row.isArray() || row.size() != names.size()) {
          throw new IllegalArgumentException(
              "row: " + row + " (expected: " + names.size() + " values)");
        }
      }
      return new Table(names, types, strings(array(json, "key")), text(json, "ts"), rows);
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
  public record Feature(JsonNode json) {
    private static final Set<String> KEEPING =
        Set.of(
            "top_k", "bottom_k", "first_k", "last_k", "last_k_distinct", "bounded_distinct_count");

    public String name() {
      return text(json, "name").orElse("");
    }

    String op() {
      return required(json, "op").asString();
    }

    /** In order of priority, one at least. */
    List<String> streams() {
      List<String> streams = strings(array(json, "streams"));
      if (streams.isEmpty()) {
        throw new IllegalArgumentException(name() + ": streams: [] (expected: one at least)");
      }
      return streams;
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

    boolean isLag() {
      return op().equals("lag");
    }

    /** Whether facts are counted back from the row of the spine. */
    boolean countsFromOwnRow() {
      return isLag() || window().path("kind").asString("").equals("rows");
    }

    /** Whether a window of time is cut to its newest facts before anything else looks at them. */
    boolean isCounted() {
      return countsFromOwnRow() || picksOne() || !window().path("maxSize").isMissingNode();
    }

    /** A lookup whose one fact an operation looks at. */
    boolean picksOne() {
      return isLookup() && !op().equals("lookup");
    }

    /** Whether the window leaves the row of the spine out. */
    boolean excludesOwnRow() {
      return window().path("excludeCurrentRow").asBoolean(false);
    }

    /** Whether the window leaves out all others of the row's time. */
    boolean excludesOwnTime() {
      return window().path("excludeCurrentTime").asBoolean(false);
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

    /** The number of values, the bound or the distance that the operation names: 0 or more. */
    int size() {
      JsonNode k = json.path("args").path("k");
      Optional<Long> size = integer(k);
      if (size.isEmpty()) {
        throw new IllegalArgumentException(
            op() + ": args.k: " + (k.isMissingNode() ? "nothing" : k) + " (expected: an integer)");
      }
      if (size.get() < 0 || size.get() > Integer.MAX_VALUE) {
        throw new UnsupportedNotion(op() + " of " + size.get());
      }
      return size.get().intValue();
    }

    /** Whether the operation keeps so many values, and so none of zero. */
    boolean keepsNothing() {
      return KEEPING.contains(op()) && size() == 0;
    }

    /**
     * How many values the operation keeps, one at least: of a window of none where it keeps none.
     */
    int kept() {
      return Math.max(size(), 1);
    }

    /** Whether the operation adds up, so that what it comes to may be too large for an answer. */
    public boolean isSum() {
      return op().equals("sum");
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
