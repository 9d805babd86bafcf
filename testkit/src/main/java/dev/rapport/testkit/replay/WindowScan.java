package dev.rapport.testkit.replay;

import dev.rapport.api.aggregation.CalendarUnit;
import dev.rapport.api.aggregation.KeyBound;
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
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A windowed feature by its definition: which facts it uses, and what they come to. */
final class WindowScan {
  private WindowScan() {}

  /**
   * One window as a question sees it.
   *
   * @param facts that it uses, oldest first
   */
  record Looked<R>(List<Version<R>> facts, Timed.View view) {}

  /** A window of a feature: the only one, or one of its series. */
  static <R> Looked<R> look(
      Formula.Windowed<?, R> windowed,
      Window window,
      ZoneId zone,
      History<R> history,
      Question question,
      long moment) {
    long end = Micros.minus(moment, Micros.of(window.offset()));
    return switch (window.span()) {
      case Window.Span.Last(Duration length, Optional<Duration> hop) -> {
        long start = Micros.minus(end, Micros.of(length));
        long first = hop.map(h -> Micros.floor(start, Micros.of(h))).orElse(start);
        yield between(first, end, windowed, window, zone, history, question, moment);
      }
      case Window.Span.Lifetime _ ->
          between(Micros.BEGINNING, end, windowed, window, zone, history, question, moment);
      case Window.Span.Calendar(CalendarUnit unit, int back) -> {
        LocalDate first = Calendars.later(Calendars.unitOf(end, unit, zone), unit, -back);
        long next = Calendars.start(Calendars.later(first, unit, 1), zone);
        long start = Calendars.start(first, zone);
        yield between(
            start, Math.min(end, next), windowed, window, zone, history, question, moment);
      }
      case Window.Span.Session(Duration gap) -> {
        List<Version<R>> before =
            passing(Micros.BEGINNING, end, windowed, history, question, moment);
        List<Version<R>> visit = visit(before, end, Micros.of(gap));
        yield new Looked<>(counted(visit, window), new Timed.View(moment, end, zone));
      }
    };
  }

  private static <R> Looked<R> between(
      long first,
      long end,
      Formula.Windowed<?, R> windowed,
      Window window,
      ZoneId zone,
      History<R> history,
      Question question,
      long moment) {
    return new Looked<>(
        counted(passing(first, end, windowed, history, question, moment), window),
        new Timed.View(moment, end, zone));
  }

  /** The facts of a stretch of time that count, oldest first. */
  private static <R> List<Version<R>> passing(
      long first,
      long end,
      Formula.Windowed<?, R> windowed,
      History<R> history,
      Question question,
      long moment) {
    return seen(windowed, history, question, moment).stream()
        .filter(version -> first <= version.event() && version.event() < end)
        .filter(
            version -> windowed.filters().stream().allMatch(test -> holds(test, version.fact())))
        .filter(version ->
            windowed.per().isEmpty() || History.value(windowed.per().get(), version.fact()) != null)
        .toList();
  }

  /** What the question sees of its key, oldest first: as many facts as the source retains. */
  private static <R> List<Version<R>> seen(
      Formula.Windowed<?, R> windowed, History<R> history, Question question, long moment) {
    List<Version<R>> all =
        history.visibleAt(moment).stream()
            .filter(version -> isAbout(windowed, version.fact(), question))
            .toList();
    int n = windowed.source().retainNewest().orElse(all.size());
    return all.subList(Math.max(0, all.size() - n), all.size());
  }

  /** Back from an end as long as the gaps are short enough. */
  private static <R> List<Version<R>> visit(List<Version<R>> facts, long end, long gap) {
    int first = facts.size();
    long next = end;
    while (first > 0 && Micros.between(facts.get(first - 1).event(), next) < gap) {
      first--;
      next = facts.get(first).event();
    }
    return facts.subList(first, facts.size());
  }

  /** Without the newest that are skipped, and of the others no more than the window takes. */
  private static <R> List<Version<R>> counted(List<Version<R>> facts, Window window) {
    int to = Math.max(0, facts.size() - window.skipped());
    int from = window.limit().map(n -> Math.max(0, to - n)).orElse(0);
    return facts.subList(from, to);
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
  static <R> Outcome outcome(Formula.Windowed<?, R> windowed, Looked<R> looked) {
    return windowed
        .per()
        .map(column -> perKey(windowed, column, looked))
        .orElseGet(() -> folded(windowed, looked.facts(), looked.view()));
  }

  private static <R> Outcome folded(
      Formula.Windowed<?, R> windowed, List<Version<R>> facts, Timed.View view) {
    return windowed
        .extremeBy()
        .map(extreme ->
            Folds.chosen(
                windowed.input().orElseThrow(),
                extreme,
                facts.stream().map(Version::fact).toList()))
        .orElseGet(
            () -> Folds.fold(windowed.aggregation().orElseThrow(), inputs(windowed, facts), view));
  }

  private static <R> Outcome perKey(
      Formula.Windowed<?, R> windowed, Accessor<R, ?> column, Looked<R> looked) {
    Map<@Nullable Object, List<Version<R>>> groups = new LinkedHashMap<>();
    for (Version<R> version : looked.facts()) {
      groups
          .computeIfAbsent(History.value(column, version.fact()), _ -> new ArrayList<>())
          .add(version);
    }
    List<@Nullable Object> keys = kept(windowed.bound(), groups);
    keys.sort(NaturalOrder.INSTANCE);
    Map<@Nullable Object, @Nullable Object> result = new LinkedHashMap<>();
    for (Object key : keys) {
      Outcome outcome = folded(windowed, groups.getOrDefault(key, List.of()), looked.view());
      if (outcome.status() == Status.ERROR) {
        return Outcome.error(key + ": " + outcome.reason());
      }
      if (outcome.value() != null) {
        result.put(key, outcome.value());
      }
    }
    return Outcome.of(Collections.unmodifiableMap(result));
  }

  /** The keys that stay; the facts of each are there, oldest first. */
  private static <R> List<@Nullable Object> kept(
      Optional<KeyBound> bound, Map<@Nullable Object, List<Version<R>>> groups) {
    Comparator<List<Version<R>>> byNewest =
        Comparator.comparing(List::getLast, Version.ORDER_OF_FACTS);
    Comparator<List<Version<R>>> order =
        bound.filter(b -> b.keep() == KeyBound.Keep.MOST_FACTS).isPresent()
            ? Comparator.<List<Version<R>>>comparingInt(List::size).thenComparing(byNewest)
            : byNewest;
    return new ArrayList<>(
        groups.entrySet().stream()
            .sorted(
                Map.Entry.<@Nullable Object, List<Version<R>>>comparingByValue(order).reversed())
            .limit(bound.map(KeyBound::n).orElse(Integer.MAX_VALUE))
            .map(Map.Entry::getKey)
            .toList());
  }

  private static <R> List<Timed.Row> inputs(
      Formula.Windowed<?, R> windowed, List<Version<R>> facts) {
    return facts.stream()
        .map(version -> new Timed.Row(input(windowed, version), version.event()))
        .toList();
  }

  private static <R> @Nullable Object input(Formula.Windowed<?, R> windowed, Version<R> version) {
    return windowed.input().isPresent()
        ? History.value(windowed.input().get(), version.fact())
        : version.fact();
  }
}
