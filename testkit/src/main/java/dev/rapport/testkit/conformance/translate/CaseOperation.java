package dev.rapport.testkit.conformance.translate;

import static dev.rapport.api.aggregation.Aggregations.count;
import static dev.rapport.api.aggregation.Aggregations.countDistinct;
import static dev.rapport.api.aggregation.Aggregations.countRows;
import static dev.rapport.api.aggregation.Aggregations.elementMax;
import static dev.rapport.api.aggregation.Aggregations.elementMean;
import static dev.rapport.api.aggregation.Aggregations.elementSum;
import static dev.rapport.api.aggregation.Aggregations.first;
import static dev.rapport.api.aggregation.Aggregations.firstOfAnyRow;
import static dev.rapport.api.aggregation.Aggregations.histogram;
import static dev.rapport.api.aggregation.Aggregations.kurtosis;
import static dev.rapport.api.aggregation.Aggregations.lag;
import static dev.rapport.api.aggregation.Aggregations.largest;
import static dev.rapport.api.aggregation.Aggregations.last;
import static dev.rapport.api.aggregation.Aggregations.lastDistinct;
import static dev.rapport.api.aggregation.Aggregations.lastOfAnyRow;
import static dev.rapport.api.aggregation.Aggregations.latest;
import static dev.rapport.api.aggregation.Aggregations.max;
import static dev.rapport.api.aggregation.Aggregations.mean;
import static dev.rapport.api.aggregation.Aggregations.median;
import static dev.rapport.api.aggregation.Aggregations.min;
import static dev.rapport.api.aggregation.Aggregations.skew;
import static dev.rapport.api.aggregation.Aggregations.smallest;
import static dev.rapport.api.aggregation.Aggregations.stddev;
import static dev.rapport.api.aggregation.Aggregations.stddevPopulation;
import static dev.rapport.api.aggregation.Aggregations.sum;
import static dev.rapport.api.aggregation.Aggregations.sumLong;
import static dev.rapport.api.aggregation.Aggregations.variance;
import static dev.rapport.api.aggregation.Aggregations.variancePopulation;

import dev.rapport.api.aggregation.Aggregation;
import dev.rapport.api.aggregation.Window;
import dev.rapport.api.feature.Feature;
import dev.rapport.api.feature.Selection;
import dev.rapport.api.schema.Accessor;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Which component of a row holds the aggregated column, and what an operation makes of it. */
enum CaseOperation {
  INTEGER,
  NUMBER,
  TEXT,
  FLAG,
  VECTOR;

  /** Where the values of a column's type are. */
  static CaseOperation of(String type) {
    return switch (type.toLowerCase(Locale.ROOT)) {
      case "int", "long", "bigint", "timestamp" -> INTEGER;
      case "double", "float" -> NUMBER;
      case "string", "date" -> TEXT;
      case "bool", "boolean" -> FLAG;
      case "double[]", "float[]" -> VECTOR;
      default -> throw new UnsupportedNotion("column type " + type);
    };
  }

  /** Where the values of two columns are that are aggregated together. */
  CaseOperation or(CaseOperation other) {
    if (this == other) {
      return this;
    }
    if (isNumber() && other.isNumber()) {
      return NUMBER;
    }
    throw new UnsupportedNotion("union of " + label() + " with " + other.label() + " values");
  }

  private boolean isNumber() {
    return this == INTEGER || this == NUMBER;
  }

  private String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The Java value of a JSON value; JSON has no NaN, so a text may say a number. */
  Object value(JsonNode value) {
    return switch (this) {
      case INTEGER -> integer(value);
      case NUMBER -> number(value);
      case TEXT -> {
        if (!value.isString()) {
          throw new IllegalArgumentException(value + " (expected: a text)");
        }
        yield value.asString();
      }
      case FLAG -> {
        if (!value.isBoolean()) {
          throw new IllegalArgumentException(value + " (expected: true or false)");
        }
        yield value.asBoolean();
      }
      case VECTOR -> {
        if (!value.isArray()) {
          throw new IllegalArgumentException(value + " (expected: an array of numbers)");
        }
        yield value.values().stream().map(CaseOperation::number).toList();
      }
    };
  }

  static Long integer(JsonNode value) {
    return PitCase.integer(value)
        .orElseThrow(() -> new IllegalArgumentException(value + " (expected: an integer)"));
  }

  private static Double number(JsonNode value) {
    return asDouble(value)
        .orElseThrow(() -> new IllegalArgumentException(value + " (expected: a number)"));
  }

  /** The number that a value is, or that its text says: NaN or an infinity. */
  static Optional<Double> asDouble(JsonNode value) {
    if (value.isNumber()) {
      return Optional.of(value.doubleValue());
    }
    return switch (value.asString("").toLowerCase(Locale.ROOT)) {
      case "nan" -> Optional.of(Double.NaN);
      case "infinity", "+infinity", "inf", "+inf" -> Optional.of(Double.POSITIVE_INFINITY);
      case "-infinity", "-inf" -> Optional.of(Double.NEGATIVE_INFINITY);
      default -> Optional.empty();
    };
  }

  /** Whether a value is a number with digits. A file may hold NaN and Infinity without quotes. */
  static boolean isFinite(JsonNode value) {
    return value.isNumber() && Double.isFinite(value.asDouble());
  }

  /**
   * The feature of an operation.
   *
   * @param back how many facts a lag counts back from the newest
   */
  Feature<?> feature(
      Selection<CaseRow> selection, PitCase.Feature feature, Window window, int back) {
    return switch (this) {
      case INTEGER ->
          switch (feature.op()) {
            case "sum" -> selection.aggregate(CaseRow::integer, sumLong(), window);
            default -> number(selection, CaseRow::integer, feature, window, back);
          };
      case NUMBER ->
          switch (feature.op()) {
            case "sum" -> selection.aggregate(CaseRow::number, sum(), window);
            default -> number(selection, CaseRow::number, feature, window, back);
          };
      case TEXT -> ordered(selection, CaseRow::text, feature, window, back);
      case FLAG -> ordered(selection, CaseRow::flag, feature, window, back);
      case VECTOR ->
          switch (feature.op()) {
            case "element_sum" -> selection.aggregate(CaseRow::vector, elementSum(), window);
            case "element_avg" -> selection.aggregate(CaseRow::vector, elementMean(), window);
            case "element_max" -> selection.aggregate(CaseRow::vector, elementMax(), window);
            default -> any(selection, CaseRow::vector, feature, window, back);
          };
    };
  }

  private <V extends Number & Comparable<V>> Feature<?> number(
      Selection<CaseRow> selection,
      Accessor<CaseRow, V> column,
      PitCase.Feature feature,
      Window window,
      int back) {
    return switch (feature.op()) {
      case "avg" -> selection.aggregate(column, mean(), window);
      case "median" -> selection.aggregate(column, median(), window);
      case "var_pop" -> selection.aggregate(column, variancePopulation(), window);
      case "var_samp" -> selection.aggregate(column, variance(), window);
      case "stddev_pop" -> selection.aggregate(column, stddevPopulation(), window);
      case "stddev_samp" -> selection.aggregate(column, stddev(), window);
      case "skew_sample" -> selection.aggregate(column, skew(), window);
      case "kurtosis_sample" -> selection.aggregate(column, kurtosis(), window);
      default -> ordered(selection, column, feature, window, back);
    };
  }

  private <V extends Comparable<V>> Feature<?> ordered(
      Selection<CaseRow> selection,
      Accessor<CaseRow, V> column,
      PitCase.Feature feature,
      Window window,
      int back) {
    return switch (feature.op()) {
      case "min" -> selection.aggregate(column, min(), window);
      case "max" -> selection.aggregate(column, max(), window);
      case "top_k" -> selection.aggregate(column, largest(feature.kept()), window);
      case "bottom_k" -> selection.aggregate(column, smallest(feature.kept()), window);
      case "histogram" -> selection.aggregate(column, histogram(), window);
      default -> any(selection, column, feature, window, back);
    };
  }

  private <V> Feature<?> any(
      Selection<CaseRow> selection,
      Accessor<CaseRow, V> column,
      PitCase.Feature feature,
      Window window,
      int back) {
    Aggregation<V, ?> aggregation =
        switch (feature.op()) {
          case "count" -> count();
          case "count_rows" -> countRows();
          case "distinct_count" -> countDistinct();
          case "bounded_distinct_count" -> countDistinct(feature.kept());
          case "first" -> first();
          case "last" -> last();
          case "first_any" -> firstOfAnyRow();
          case "last_any" -> lastOfAnyRow();
          case "first_k" -> first(feature.kept());
          case "last_k" -> last(feature.kept());
          case "last_k_distinct" -> lastDistinct(feature.kept());
          case "lookup" -> latest();
          case "lag" -> lag(back);
          default -> throw new UnsupportedNotion(feature.op() + " of " + label() + " values");
        };
    return selection.aggregate(column, aggregation, window);
  }

  /**
   * The feature of an operation on texts of JSON, null where a fact does not count: what the facts
   * that count come to, whatever they hold.
   */
  static Feature<?> ofText(Selection<CaseRow> selection, PitCase.Feature feature, Window window) {
    return switch (feature.op()) {
      case "count", "count_rows" -> selection.aggregate(CaseRow::text, count(), window);
      case "first_any" -> selection.aggregate(CaseRow::text, first(), window);
      case "last_any", "lookup" -> selection.aggregate(CaseRow::text, last(), window);
      default -> throw new UnsupportedNotion(feature.op() + " of nothing");
    };
  }

  /** What a text of JSON says: null, a boolean, a number, a text or a list of these. */
  static @Nullable Object ofJson(String text) {
    return ofJson(JsonMapper.shared().readTree(text));
  }

  private static @Nullable Object ofJson(JsonNode json) {
    if (json.isNull()) {
      return null;
    }
    if (json.isBoolean()) {
      return json.asBoolean();
    }
    if (json.isNumber()) {
      return json.isIntegralNumber() ? (Object) integer(json) : (Object) json.doubleValue();
    }
    return json.isArray()
        ? json.values().stream().map(CaseOperation::number).toList()
        : json.asString();
  }
}
