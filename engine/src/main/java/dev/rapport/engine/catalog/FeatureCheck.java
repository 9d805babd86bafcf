package dev.rapport.engine.catalog;

import dev.rapport.api.aggregation.Aggregation;
import dev.rapport.api.aggregation.Window;
import dev.rapport.api.entity.Entity;
import dev.rapport.api.feature.Feature;
import dev.rapport.api.feature.Formula;
import dev.rapport.api.feature.Input;
import dev.rapport.api.feature.Request;
import dev.rapport.api.feature.Selection;
import dev.rapport.api.feature.Source;
import dev.rapport.api.schema.Accessor;
import dev.rapport.api.schema.Condition;
import dev.rapport.api.schema.Type;
import dev.rapport.engine.definition.Description;
import dev.rapport.engine.definition.ValueText;
import dev.rapport.engine.value.Conversion;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds what is wrong with features, in themselves and against what they read. */
final class FeatureCheck {
  private final Collection<String> problems;

  FeatureCheck(Collection<String> problems) {
    this.problems = problems;
  }

  void check(Feature<?> feature) {
    checkType(feature);
    checkColdStart(feature);
    switch (feature.formula()) {
      case Formula.Windowed<?, ?> windowed -> checkWindowed(feature, windowed);
      case Formula.Through<?, ?> through -> checkThrough(feature, through);
      case Formula.Asked<?, ?> asked -> checkAsked(feature, asked);
      case Formula.Computed<?> _ -> {}
    }
  }

  private void checkType(Feature<?> feature) {
    unusableKey(feature.type())
        .ifPresent(key ->
            report(
                feature,
                "type: " + feature.type() + ", a map with keys of type " + key,
                "keys that are scalars or enums"));
  }

  private void checkColdStart(Feature<?> feature) {
    feature
        .defaultValue()
        .filter(value -> !Values.belongs(value, feature.type()))
        .ifPresent(value ->
            report(
                feature,
                "default: " + ValueText.of(value) + ", " + Values.typeName(value),
                Conversion.article(feature.type().toString())));
    for (Feature<?> fallback : feature.fallbacks()) {
      if (!fallback.type().equals(feature.type())) {
        report(
            feature,
            "orElse: " + fallback.name() + ", " + fallback.type(),
            "a feature of its own type, " + feature.type());
      }
    }
  }

  private void checkWindowed(Feature<?> feature, Formula.Windowed<?, ?> windowed) {
    Source<?> source = windowed.source();
    checkOwners(feature, windowed);
    for (Selection.Test<?> test : windowed.filters()) {
      if (test instanceof Selection.Test.OnColumn<?, ?>(var column, var condition)) {
        checkCondition(feature, column, condition);
      }
    }
    if (windowed.aggregation().isPresent()) {
      Type<?> input =
          windowed
              .input()
              .<Type<?>>map(column -> column.component().type())
              .orElse(new Type.RecordOf<>(source.schema()));
      try {
        windowed.aggregation().get().resultType(input);
      } catch (IllegalArgumentException e) {
        problems.add("feature " + feature.name() + ": " + e.getMessage());
      }
    }
    windowed
        .extremeBy()
        .map(extreme -> extreme.by().component())
        .filter(by -> !Comparable.class.isAssignableFrom(by.type().javaClass()))
        .ifPresent(by ->
            report(
                feature,
                "extreme by: " + by.name() + ", " + by.type(),
                "a component with a natural order"));
    checkSeries(feature, windowed);
    checkZone(feature, windowed);
    if (source.time() instanceof Source.Time.Timeless) {
      checkTimeless(feature, windowed);
    }
    RetentionCheck.problems(windowed)
        .forEach(problem -> problems.add("feature " + feature.name() + ": " + problem));
  }

  private void checkSeries(Feature<?> feature, Formula.Windowed<?, ?> windowed) {
    if (feature.type() instanceof Type.ListOf<?>(var each)) {
      windowed
          .series()
          .flatMap(Formula.Repeated::ofNothing)
          .filter(value -> !Values.belongs(value, each))
          .ifPresent(value ->
              report(
                  feature,
                  "value of an empty window: "
                      + ValueText.of(value)
                      + ", "
                      + Values.typeName(value),
                  Conversion.article(each.toString()) + ", the type of the others"));
    }
  }

  /** The keys that a question about the feature names must be enough to read its zone. */
  private void checkZone(Feature<?> feature, Formula.Windowed<?, ?> windowed) {
    if (!(windowed.zone().orElse(null) instanceof Formula.Zone.Of(Feature<?> zone))) {
      return;
    }
    if (!zone.type().equals(Type.STRING)) {
      report(
          feature,
          "inZone: " + zone.name() + ", " + zone.type(),
          "a string that names a zone, such as Europe/Paris");
    }
    Set<String> owners = windowed.by().stream().map(Entity::name).collect(Collectors.toSet());
    List<Entity<?>> others =
        zone.entities().stream().filter(entity -> !owners.contains(entity.name())).toList();
    if (windowed.byDeclared() && !others.isEmpty()) {
      String through = zone.name().toUpperCase(Locale.ROOT) + ".of(KEY)";
      report(
          feature,
          "inZone: " + zone.name() + ", which is about " + names(others),
          owners.isEmpty()
              ? "a zone of everybody, as the feature is"
              : "a zone of everybody or about "
                  + names(windowed.by())
                  + ", whose feature it is; "
                  + through
                  + " reads it through a feature that holds a key");
    }
  }

  /** Facts that were true ever lie in no stretch of time and have no age. */
  private void checkTimeless(Feature<?> feature, Formula.Windowed<?, ?> windowed) {
    Source<?> source = windowed.source();
    String timed = "declare the event time of " + source.name() + " with .at(...)";
    Window window = windowed.window();
    if (!(window.span() instanceof Window.Span.Lifetime) || !window.offset().isZero()) {
      report(
          feature,
          "window: " + window + " over " + source.name() + ", which is timeless",
          "lifetime(); or " + timed);
    }
    windowed
        .aggregation()
        .filter(FeatureCheck::asksWhen)
        .ifPresent(_ ->
            report(
                feature,
                "aggregation: "
                    + Description.of(feature).text("aggregation")
                    + " over "
                    + source.name()
                    + ", which is timeless",
                "an aggregation that does not ask when facts were; or " + timed));
  }

  /** Whether an aggregation depends on the event times of facts, beyond their order. */
  private static boolean asksWhen(Aggregation<?, ?> aggregation) {
    return switch (aggregation) {
      case Aggregation.Since<?> _,
          Aggregation.TimeOf<?> _,
          Aggregation.Streak<?> _,
          Aggregation.DecayedSum _,
          Aggregation.DecayedCount<?> _ ->
          true;
      case Aggregation.Count<?> _,
          Aggregation.CountRows<?> _,
          Aggregation.Sum _,
          Aggregation.SumLong _,
          Aggregation.Mean _,
          Aggregation.Spread _,
          Aggregation.Median _,
          Aggregation.Extreme<?> _,
          Aggregation.Extremes<?> _,
          Aggregation.First<?> _,
          Aggregation.Last<?> _,
          Aggregation.Latest<?> _,
          Aggregation.FirstN<?> _,
          Aggregation.LastN<?> _,
          Aggregation.MostFrequent<?> _,
          Aggregation.CountDistinct<?> _,
          Aggregation.Lag<?> _,
          Aggregation.Histogram<?> _,
          Aggregation.ApproxCountDistinct<?> _,
          Aggregation.ApproxPercentiles _,
          Aggregation.Elementwise _,
          Aggregation.Seen<?> _,
          Aggregation.Custom<?, ?, ?> _ ->
          false;
    };
  }

  private void checkOwners(Feature<?> feature, Formula.Windowed<?, ?> windowed) {
    Source<?> source = windowed.source();
    List<Entity<?>> known =
        source.about().stream().<Entity<?>>map(Source.About::entity).distinct().toList();
    if (!windowed.byDeclared()) {
      if (known.isEmpty()) {
        report(
            feature,
            "by: undeclared, and source " + source.name() + " is about no entity",
            ".about(ENTITY, "
                + source.schema().recordClass().getSimpleName()
                + "::component) on the source, or .global() for a feature of everybody");
      } else {
        report(
            feature,
            "by: undeclared, and source " + source.name() + " is about " + names(known),
            ".by("
                + known.stream().map(FeatureCheck::constant).collect(Collectors.joining(", "))
                + "), one of them, or .global() for a feature of everybody");
      }
      return;
    }
    Set<String> seen = new HashSet<>();
    for (Entity<?> owner : windowed.by()) {
      if (!seen.add(owner.name())) {
        report(feature, "by: " + owner.name() + " twice", "each entity once");
      }
      if (known.stream().noneMatch(entity -> entity.name().equals(owner.name()))) {
        report(
            feature,
            "by: " + owner.name(),
            known.isEmpty()
                ? ".about(" + constant(owner) + ", ...) on source " + source.name()
                : "an entity that source "
                    + source.name()
                    + " is about: "
                    + names(known)
                    + "; or .about("
                    + constant(owner)
                    + ", ...) on the source");
      }
    }
  }

  private void checkCondition(Feature<?> feature, Accessor<?, ?> column, Condition<?> condition) {
    var component = column.component();
    for (Object operand : condition.operands()) {
      if (!Values.belongs(operand, component.type())) {
        report(
            feature,
            "where "
                + component.name()
                + " "
                + ValueText.ofCondition(condition)
                + ", "
                + Values.typeName(operand),
            Conversion.article(component.type().toString())
                + ", the type of the column; it would never hold");
        return;
      }
    }
  }

  private void checkThrough(Feature<?> feature, Formula.Through<?, ?> through) {
    Entity<?> entity = through.entity();
    Feature<?> key = through.key();
    if (!key.type().equals(entity.keyType())) {
      report(
          feature,
          "of: " + key.name() + ", " + key.type(),
          "the key of " + entity.name() + ", " + entity.keyType());
    }
    Collection<Entity<?>> owners = through.target().entities();
    if (owners.stream().noneMatch(owner -> owner.name().equals(entity.name()))) {
      report(
          feature,
          "of: " + entity.name(),
          owners.isEmpty()
              ? "a feature about " + entity.name() + "; " + through.target().name() + " is global"
              : "an entity of " + through.target().name() + ": " + names(owners));
    }
  }

  private void checkAsked(Feature<?> feature, Formula.Asked<?, ?> asked) {
    Type<?> wanted = asked.service().requestType();
    Optional<Type<?>> given = typeOf(asked.request());
    if (!given.equals(Optional.of(wanted))) {
      report(
          feature,
          "request: "
              + asked.request().name()
              + ", "
              + given.<Object>map(type -> type).orElse("an optional input"),
          "what service " + asked.service().name() + " is asked, " + wanted);
    }
    asked
        .history()
        .filter(history -> !history.type().equals(feature.type()))
        .ifPresent(history ->
            report(
                feature,
                "backfillFrom: " + history.name() + ", " + history.type(),
                "a feature of its own type, " + feature.type()));
  }

  /** The type of what an input holds; empty for one that may be absent. */
  private static Optional<Type<?>> typeOf(Input<?> input) {
    return switch (input) {
      case Feature<?> feature -> Optional.of(feature.type());
      case Request<?> request -> Optional.of(request.type());
      case Input.Moment _ -> Optional.of(Type.INSTANT);
      case Input.Words _ -> Optional.of(Type.STRING);
      case Input.Optionally<?> _ -> Optional.empty();
    };
  }

  /** The first type inside that keys a map but cannot. */
  static Optional<Type<?>> unusableKey(Type<?> type) {
    return switch (type) {
      case Type.Scalar<?> _, Type.EnumOf<?> _ -> Optional.empty();
      case Type.ListOf<?>(var element) -> unusableKey(element);
      case Type.SetOf<?>(var element) -> unusableKey(element);
      case Type.MapOf<?, ?>(var key, var value) ->
          key instanceof Type.Scalar<?> || key instanceof Type.EnumOf<?>
              ? unusableKey(value)
              : Optional.of(key);
      case Type.RecordOf<?> record ->
          record.schema().columns().stream()
              .flatMap(column -> unusableKey(column.type()).stream())
              .findFirst();
    };
  }

  private static String constant(Entity<?> entity) {
    return entity.name().toUpperCase(Locale.ROOT);
  }

  private static String names(Collection<Entity<?>> entities) {
    return entities.stream().map(Entity::name).collect(Collectors.joining(", "));
  }

  private void report(Feature<?> feature, String what, String expected) {
    problems.add("feature " + feature.name() + ": " + what + " (expected: " + expected + ")");
  }
}
