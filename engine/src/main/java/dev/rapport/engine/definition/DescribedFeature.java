package dev.rapport.engine.definition;

import dev.rapport.api.aggregation.Aggregation;
import dev.rapport.api.aggregation.AggregationText;
import dev.rapport.api.feature.Feature;
import dev.rapport.api.feature.Formula;
import dev.rapport.api.feature.Selection;
import dev.rapport.engine.definition.Description.Field;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** The fields of a feature. */
final class DescribedFeature {
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
    windowed
        .extremeBy()
        .ifPresent(e -> values.put("aggregation", Field.text(AggregationText.of(e))));
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
        ? Field.many(
            List.of(
                Field.text(AggregationText.of(aggregation)), new Field.Code(custom.aggregator())))
        : Field.text(AggregationText.of(aggregation));
  }
}
