package dev.rapport.testkit.replay;

import dev.rapport.api.aggregation.Aggregation;
import dev.rapport.api.aggregation.ExtremeBy;
import dev.rapport.api.aggregation.Window;
import dev.rapport.api.entity.Entity;
import dev.rapport.api.feature.Formula;
import dev.rapport.api.feature.Selection;
import dev.rapport.api.feature.Source;
import dev.rapport.api.question.Question;
import dev.rapport.api.question.Status;
import dev.rapport.api.schema.Accessor;
import dev.rapport.api.schema.Condition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A windowed feature by its definition: which facts it uses, and what they come to. */
final class WindowScan {
  private WindowScan() {}

  /** The facts that a question at a moment uses, oldest first. */
  static <R> List<Version<R>> facts(
      Formula.Windowed<?, R> windowed, History<R> history, Question question, long moment) {
    Window window = windowed.window();
    long end = Micros.minus(moment, Micros.of(window.offset()));
    long first =
        switch (window.span()) {
          case Window.Span.Last(Duration length, Optional<Duration> hop) -> {
            long start = Micros.minus(end, Micros.of(length));
            yield hop.map(h -> Micros.floor(start, Micros.of(h))).orElse(start);
          }
          case Window.Span.Lifetime _ -> Micros.BEGINNING;
          case Window.Span.Session _, Window.Span.Calendar _ ->
              throw new UnsupportedOperationException(window.toString());
        };
    return history.visibleAt(moment).stream()
        .filter(version -> first <= version.event() && version.event() < end)
        .filter(version -> isAbout(windowed, version.fact(), question))
        .filter(
            version -> windowed.filters().stream().allMatch(test -> holds(test, version.fact())))
        .filter(version ->
            windowed.per().isEmpty() || History.value(windowed.per().get(), version.fact()) != null)
        .toList();
  }

  private static <R> boolean isAbout(Formula.Windowed<?, R> windowed, R fact, Question question) {
    for (Entity<?> entity : windowed.by()) {
      Source.About<R, ?> about =
          windowed
              .source()
              .about(entity)
              .orElseThrow(() ->
                  new IllegalArgumentException(windowed.source() + ": not about " + entity.name()));
      Object key = History.value(about.key(), fact);
      if (key == null || !key.equals(question.keys().get(entity.name()))) {
        return false;
      }
    }
    return true;
  }

  private static <R> boolean holds(Selection.Test<R> test, R fact) {
    return switch (test) {
      case Selection.Test.Code<R> code -> code.filter().test(fact);
      case Selection.Test.OnColumn<R, ?> on -> holds(on, fact);
    };
  }

  private static <R, V> boolean holds(Selection.Test.OnColumn<R, V> on, R fact) {
    @Nullable V value = on.column().apply(fact);
    Condition<V> condition = on.condition();
    return condition.holds(value);
  }

  /** What the facts of a window come to. */
  static <R> Outcome outcome(Formula.Windowed<?, R> windowed, List<Version<R>> facts) {
    if (windowed.extremeBy().isPresent()) {
      return extreme(windowed, windowed.extremeBy().get(), facts);
    }
    Aggregation<?, ?> aggregation = windowed.aggregation().orElseThrow();
    return windowed
        .per()
        .map(column -> perKey(windowed, column, aggregation, facts))
        .orElseGet(() -> Folds.fold(aggregation, inputs(windowed, facts)));
  }

  private static <R> Outcome perKey(
      Formula.Windowed<?, R> windowed,
      Accessor<R, ?> column,
      Aggregation<?, ?> aggregation,
      List<Version<R>> facts) {
    Map<@Nullable Object, List<Version<R>>> groups = new LinkedHashMap<>();
    for (Version<R> version : facts) {
      groups
          .computeIfAbsent(History.value(column, version.fact()), _ -> new ArrayList<>())
          .add(version);
    }
    List<@Nullable Object> keys = new ArrayList<>(groups.keySet());
    keys.sort(NaturalOrder.INSTANCE);
    Map<@Nullable Object, @Nullable Object> result = new LinkedHashMap<>();
    for (Object key : keys) {
      Outcome outcome =
          Folds.fold(aggregation, inputs(windowed, groups.getOrDefault(key, List.of())));
      if (outcome.status() == Status.ERROR) {
        return Outcome.error(key + ": " + outcome.reason());
      }
      if (outcome.value() != null) {
        result.put(key, outcome.value());
      }
    }
    return Outcome.of(Collections.unmodifiableMap(result));
  }

  /** Ties go to the newest fact. */
  private static <R> Outcome extreme(
      Formula.Windowed<?, R> windowed, ExtremeBy<R> extreme, List<Version<R>> facts) {
    Object best = null;
    Object found = null;
    for (Version<R> version : facts) {
      Object by = History.value(extreme.by(), version.fact());
      Object value = input(windowed, version);
      if (by != null && value != null) {
        int order = best == null ? 0 : NaturalOrder.INSTANCE.compare(by, best);
        if (extreme.greatest() ? order >= 0 : order <= 0) {
          best = by;
          found = value;
        }
      }
    }
    return found == null ? Outcome.absent("no value in the window") : Outcome.of(found);
  }

  private static <R> List<@Nullable Object> inputs(
      Formula.Windowed<?, R> windowed, List<Version<R>> facts) {
    List<@Nullable Object> inputs = new ArrayList<>();
    facts.forEach(version -> inputs.add(input(windowed, version)));
    return inputs;
  }

  private static <R> @Nullable Object input(Formula.Windowed<?, R> windowed, Version<R> version) {
    return windowed.input().isPresent()
        ? History.value(windowed.input().get(), version.fact())
        : version.fact();
  }
}
