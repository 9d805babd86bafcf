package dev.rapport.testkit.conformance;

import static dev.rapport.api.aggregation.Aggregations.count;
import static dev.rapport.api.aggregation.Aggregations.countDistinct;
import static dev.rapport.api.aggregation.Aggregations.countRows;
import static dev.rapport.api.aggregation.Aggregations.first;
import static dev.rapport.api.aggregation.Aggregations.firstOfAnyRow;
import static dev.rapport.api.aggregation.Aggregations.largest;
import static dev.rapport.api.aggregation.Aggregations.last;
import static dev.rapport.api.aggregation.Aggregations.lastDistinct;
import static dev.rapport.api.aggregation.Aggregations.lastOfAnyRow;
import static dev.rapport.api.aggregation.Aggregations.latest;
import static dev.rapport.api.aggregation.Aggregations.max;
import static dev.rapport.api.aggregation.Aggregations.mean;
import static dev.rapport.api.aggregation.Aggregations.median;
import static dev.rapport.api.aggregation.Aggregations.min;
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

/** Which component of a row holds the aggregated column, and what an operation makes of it. */
enum CaseOperation {
  INTEGER,
  NUMBER,
  TEXT,
  FLAG;

  /** Where the values of a column's type are. */
  static CaseOperation of(String type) {
    return switch (type.toLowerCase(Locale.ROOT)) {
      case "int", "long", "bigint", "timestamp" -> INTEGER;
      case "double", "float" -> NUMBER;
      case "string", "date" -> TEXT;
      case "bool", "boolean" -> FLAG;
      default -> throw new UnsupportedNotion("column type " + type);
    };
  }

  /** The feature of an operation. */
  Feature<?> feature(Selection<CaseRow> selection, PitCase.Feature feature, Window window) {
    return switch (this) {
      case INTEGER ->
          switch (feature.op()) {
            case "sum" -> selection.aggregate(CaseRow::integer, sumLong(), window);
            default -> number(selection, CaseRow::integer, feature, window);
          };
      case NUMBER ->
          switch (feature.op()) {
            case "sum" -> selection.aggregate(CaseRow::number, sum(), window);
            default -> number(selection, CaseRow::number, feature, window);
          };
      case TEXT -> any(selection, CaseRow::text, feature, window);
      case FLAG -> any(selection, CaseRow::flag, feature, window);
    };
  }

  private <V extends Number & Comparable<V>> Feature<?> number(
      Selection<CaseRow> selection,
      Accessor<CaseRow, V> column,
      PitCase.Feature feature,
      Window window) {
    return switch (feature.op()) {
      case "avg" -> selection.aggregate(column, mean(), window);
      case "median" -> selection.aggregate(column, median(), window);
      case "var_pop" -> selection.aggregate(column, variancePopulation(), window);
      case "var_samp" -> selection.aggregate(column, variance(), window);
      case "stddev_pop" -> selection.aggregate(column, stddevPopulation(), window);
      case "stddev_samp" -> selection.aggregate(column, stddev(), window);
      default -> any(selection, column, feature, window);
    };
  }

  private <V extends Comparable<V>> Feature<?> any(
      Selection<CaseRow> selection,
      Accessor<CaseRow, V> column,
      PitCase.Feature feature,
      Window window) {
    Aggregation<V, ?> aggregation =
        switch (feature.op()) {
          case "count" -> count();
          case "count_rows" -> countRows();
          case "min" -> min();
          case "max" -> max();
          case "distinct_count" -> countDistinct();
          case "bounded_distinct_count" -> countDistinct(size(feature));
          case "top_k" -> largest(size(feature));
          case "bottom_k" -> smallest(size(feature));
          case "first" -> first();
          case "last" -> last();
          case "first_any" -> firstOfAnyRow();
          case "last_any" -> lastOfAnyRow();
          case "first_k" -> first(size(feature));
          case "last_k" -> last(size(feature));
          case "last_k_distinct" -> lastDistinct(size(feature));
          case "lookup" -> latest();
          default ->
              throw new UnsupportedNotion(
                  feature.op() + " of " + name().toLowerCase(Locale.ROOT) + " values");
        };
    return selection.aggregate(column, aggregation, window);
  }

  private static int size(PitCase.Feature feature) {
    try {
      int k = feature.k().intValueExact();
      if (k > 0) {
        return k;
      }
    } catch (ArithmeticException _) {
      // named below
    }
    throw new UnsupportedNotion(feature.op() + " of " + feature.k());
  }
}
