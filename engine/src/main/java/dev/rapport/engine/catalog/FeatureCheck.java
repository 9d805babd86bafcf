package dev.rapport.engine.catalog;

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
import dev.rapport.engine.definition.ValueText;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
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
                "a " + feature.type()));
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
    Window window = windowed.window();
    if (source.time() instanceof Source.Time.Timeless
        && (!(window.span() instanceof Window.Span.Lifetime) || !window.offset().isZero())) {
      report(
          feature,
          "window: " + window + " over " + source.name() + ", which is timeless",
          "lifetime(); or declare the event time of " + source.name() + " with .at(...)");
    }
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
            "a " + component.type() + ", the type of the column; it would never hold");
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
    return entity.name().toUpperCase(java.util.Locale.ROOT);
  }

  private static String names(Collection<Entity<?>> entities) {
    return entities.stream().map(Entity::name).collect(Collectors.joining(", "));
  }

  private void report(Feature<?> feature, String what, String expected) {
    problems.add("feature " + feature.name() + ": " + what + " (expected: " + expected + ")");
  }
}
