package dev.rapport.engine.definition;

import dev.rapport.api.aggregation.Aggregation;
import dev.rapport.api.aggregation.ExtremeBy;
import dev.rapport.api.feature.Feature;
import dev.rapport.api.feature.Formula;
import dev.rapport.api.feature.Selection;
import dev.rapport.api.schema.DurationText;
import dev.rapport.engine.definition.Description.Field;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** The fields of a feature. */
public final class DescribedFeature {
  private DescribedFeature() {}

  static SequencedMap<String, Field> values(Feature<?> feature) {
    SequencedMap<String, Field> values = new LinkedHashMap<>();
    values.put("kind", Field.text(kind(feature)));
    values.put("type", Field.text(ValueText.ofType(feature.type())));
    switch (feature.formula()) {
      case Formula.Windowed<?, ?> windowed -> windowed(windowed, values);
      case Formula.Computed<?> computed -> {
        values.put("inputs", Field.many(computed.inputs().stream().map(Field::input).toList()));
        values.put("code", new Field.Code(computed.code().written()));
      }
      case Formula.Through<?, ?> through -> {
        values.put("of", Field.uses(through.target()));
        values.put("entity", Field.uses(through.entity()));
        values.put("key", Field.uses(through.key()));
      }
      case Formula.Asked<?, ?> asked -> {
        values.put("service", Field.uses(asked.service()));
        values.put("request", Field.input(asked.request()));
        asked.history().ifPresent(history -> values.put("backfill from", Field.uses(history)));
      }
    }
    feature.defaultValue().ifPresent(v -> values.put("default", Field.text(ValueText.of(v))));
    if (!feature.fallbacks().isEmpty()) {
      values.put("or else", Field.many(feature.fallbacks().stream().map(Field::uses).toList()));
    }
    return values;
  }

  /** Which kind of formula, in one word. */
  static String kind(Feature<?> feature) {
    return switch (feature.formula()) {
      case Formula.Windowed<?, ?> _ -> "windowed";
      case Formula.Computed<?> _ -> "computed";
      case Formula.Through<?, ?> _ -> "through";
      case Formula.Asked<?, ?> _ -> "service";
    };
  }

  private static void windowed(
      Formula.Windowed<?, ?> windowed, SequencedMap<String, Field> values) {
    values.put("source", Field.uses(windowed.source()));
    values.put(
        "by",
        windowed.by().isEmpty()
            ? Field.text("everybody")
            : Field.many(windowed.by().stream().map(Field::uses).toList()));
    if (!windowed.filters().isEmpty()) {
      values.put(
          "where", Field.many(windowed.filters().stream().map(DescribedFeature::test).toList()));
    }
    windowed.per().ifPresent(per -> values.put("per", Field.component(per)));
    windowed
        .bound()
        .ifPresent(bound ->
            values.put(
                "keys",
                Field.text(
                    bound.n()
                        + switch (bound.keep()) {
                          case NEWEST -> " newest";
                          case MOST_FACTS -> " most frequent";
                        })));
    windowed.input().ifPresent(input -> values.put("column", Field.component(input)));
    windowed.aggregation().ifPresent(a -> values.put("aggregation", aggregation(a)));
    windowed.extremeBy().ifPresent(e -> values.put("aggregation", Field.text(text(e))));
    values.put(
        "window",
        Field.text(
            windowed.series().<Object>map(Formula.Repeated::series).orElse(windowed.window())));
    windowed
        .series()
        .flatMap(Formula.Repeated::ofNothing)
        .ifPresent(value -> values.put("of nothing", Field.text(ValueText.of(value))));
    windowed
        .zone()
        .ifPresent(zone ->
            values.put(
                "zone",
                switch (zone) {
                  case Formula.Zone.Fixed(var id) -> Field.text(id);
                  case Formula.Zone.Of(var name) -> Field.uses(name);
                }));
  }

  private static Field test(Selection.Test<?> test) {
    return switch (test) {
      case Selection.Test.Code<?>(var filter) -> new Field.Code(filter);
      case Selection.Test.OnColumn<?, ?>(var column, var condition) ->
          Field.many(
              List.of(Field.component(column), Field.text(ValueText.ofCondition(condition))));
    };
  }

  private static Field aggregation(Aggregation<?, ?> aggregation) {
    return aggregation instanceof Aggregation.Custom<?, ?, ?> custom
        ? Field.many(List.of(Field.text(text(aggregation)), new Field.Code(custom.aggregator())))
        : Field.text(text(aggregation));
  }

  static String text(ExtremeBy<?> extreme) {
    return (extreme.greatest() ? "maxBy(" : "minBy(") + extreme.by().component().name() + ")";
  }

  /** An aggregation as its factory is written. */
  public static String text(Aggregation<?, ?> aggregation) {
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
              + shares.stream()
                  .map(String::valueOf)
                  .collect(java.util.stream.Collectors.joining(", "))
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
          "streak(" + unit.name().toLowerCase(java.util.Locale.ROOT) + ")";
      case Aggregation.Custom<?, ?, ?> custom ->
          custom.aggregator().getClass().getSimpleName().isEmpty()
              ? "custom"
              : custom.aggregator().getClass().getSimpleName();
    };
  }
}
