package dev.rapport.api.aggregation;

import dev.rapport.api.schema.DurationText;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Aggregations as their factories in {@link Aggregations} are written, for messages and plans. */
public final class AggregationText {
  private AggregationText() {}

  /** The choice of a fact as its factory is written, such as {@code maxBy(rating)}. */
  public static String of(ExtremeBy<?> extreme) {
    return (extreme.greatest() ? "maxBy(" : "minBy(") + extreme.by().component().name() + ")";
  }

  /** An aggregation, such as {@code mean} or {@code last(5)}. */
  public static String of(Aggregation<?, ?> aggregation) {
    return switch (aggregation) {
      case Aggregation.Count<?> _ -> "count";
      case Aggregation.CountRows<?> _ -> "countRows";
      case Aggregation.Sum _ -> "sum";
      case Aggregation.SumLong _ -> "sumLong";
      case Aggregation.Mean _ -> "mean";
      case Aggregation.Spread(var form) ->
          switch (form) {
            case VARIANCE_SAMPLE -> "variance";
            case VARIANCE_POPULATION -> "variancePopulation";
            case STDDEV_SAMPLE -> "stddev";
            case STDDEV_POPULATION -> "stddevPopulation";
            case SKEW_SAMPLE -> "skew";
            case KURTOSIS_SAMPLE -> "kurtosis";
          };
      case Aggregation.Median _ -> "median";
      case Aggregation.Extreme<?>(boolean greatest) -> greatest ? "max" : "min";
      case Aggregation.Extremes<?>(boolean greatest, int n) ->
          (greatest ? "largest(" : "smallest(") + n + ")";
      case Aggregation.First<?>(boolean anyRow) -> anyRow ? "firstOfAnyRow" : "first";
      case Aggregation.Last<?>(boolean anyRow) -> anyRow ? "lastOfAnyRow" : "last";
      case Aggregation.Latest<?> _ -> "latest";
      case Aggregation.FirstN<?>(int n) -> "first(" + n + ")";
      case Aggregation.LastN<?>(int n, boolean distinct) ->
          (distinct ? "lastDistinct(" : "last(") + n + ")";
      case Aggregation.MostFrequent<?>(int n) -> "mostFrequent(" + n + ")";
      case Aggregation.CountDistinct<?>(long bound) ->
          bound == Long.MAX_VALUE ? "countDistinct" : "countDistinct(" + bound + ")";
      case Aggregation.Lag<?>(int back) -> "lag(" + back + ")";
      case Aggregation.Histogram<?>(int n) ->
          n == Integer.MAX_VALUE ? "histogram" : "histogram(" + n + ")";
      case Aggregation.ApproxCountDistinct<?>(int precision) ->
          "approxCountDistinct(" + precision + ")";
      case Aggregation.ApproxPercentiles(List<Double> shares) ->
          "approxPercentiles("
              + shares.stream().map(String::valueOf).collect(Collectors.joining(", "))
              + ")";
      case Aggregation.DecayedSum(var halfLife) -> "decayedSum(" + DurationText.of(halfLife) + ")";
      case Aggregation.DecayedCount<?>(var halfLife) ->
          "decayedCount(" + DurationText.of(halfLife) + ")";
      case Aggregation.Elementwise(var form) ->
          switch (form) {
            case SUM -> "elementSum";
            case MEAN -> "elementMean";
            case MAX -> "elementMax";
          };
      case Aggregation.Seen<?> _ -> "seen";
      case Aggregation.Since<?>(boolean last) -> last ? "sinceLast" : "sinceFirst";
      case Aggregation.TimeOf<?>(boolean last) -> last ? "lastTime" : "firstTime";
      case Aggregation.Streak<?>(var unit) ->
          "streak(" + unit.name().toLowerCase(Locale.ROOT) + ")";
      case Aggregation.Custom<?, ?, ?> custom ->
          custom.aggregator().getClass().getSimpleName().isEmpty()
              ? "custom"
              : custom.aggregator().getClass().getSimpleName();
    };
  }
}
