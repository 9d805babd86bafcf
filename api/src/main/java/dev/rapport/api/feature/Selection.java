package dev.rapport.api.feature;

import dev.rapport.api.aggregation.Aggregation;
import dev.rapport.api.aggregation.AggregationText;
import dev.rapport.api.aggregation.ExtremeBy;
import dev.rapport.api.aggregation.KeyBound;
import dev.rapport.api.aggregation.Series;
import dev.rapport.api.aggregation.Window;
import dev.rapport.api.entity.Definition;
import dev.rapport.api.entity.Entity;
import dev.rapport.api.schema.Accessor;
import dev.rapport.api.schema.Condition;
import dev.rapport.api.schema.Type;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The facts of a source that a feature looks at, and whose it is; {@code aggregate} makes the
 * feature of it. Immutable.
 *
 * @param <R> the record of one fact
 * @param source where the facts come from
 * @param name the feature's name
 * @param by whose feature it is; empty where nothing was said: then whoever the source is about
 * @param filters which facts count; all must hold
 * @param zone where calendar windows and streaks are; empty where nothing was said
 */
public record Selection<R>(
    Source<R> source,
    String name,
    Optional<List<Entity<?>>> by,
    List<Test<R>> filters,
    Optional<Formula.Zone> zone) {
  public Selection {
    Definition.checkName("feature", name);
    by = by.map(List::copyOf);
    filters = List.copyOf(filters);
  }

  /** One filter of a feature. */
  public sealed interface Test<R> {
    /** Ordinary Java over the whole fact. */
    record Code<R>(Filter<R> filter) implements Test<R> {}

    /** A condition on one column, which readers understand. */
    record OnColumn<R, V>(Accessor<R, V> column, Condition<V> condition) implements Test<R> {}
  }

  static <R> Selection<R> of(Source<R> source, String name) {
    return new Selection<>(source, name, Optional.empty(), List.of(), Optional.empty());
  }

  /** Only the facts for which the code holds. */
  public Selection<R> where(Filter<R> filter) {
    Objects.requireNonNull(filter, () -> "feature " + name + ": where: null (expected: a filter)");
    return with(new Test.Code<>(filter));
  }

  /** Only the facts whose column meets a condition; null meets none. */
  public <V> Selection<R> where(Accessor<R, V> column, Condition<? super V> condition) {
    Objects.requireNonNull(
        condition,
        () -> "feature " + name + ": where: null (expected: a condition such as atLeast(4))");
    @SuppressWarnings("unchecked") // a condition only consumes values
    Condition<V> narrowed = (Condition<V>) condition;
    return with(new Test.OnColumn<>(checked("where", column), narrowed));
  }

  /** Whose feature it is, where the source is about several: one entity, or a pair. */
  public Selection<R> by(Entity<?>... entities) {
    for (Entity<?> entity : entities) {
      Objects.requireNonNull(entity, () -> "feature " + name + ": by: null (expected: an entity)");
    }
    if (entities.length == 0) {
      throw new IllegalArgumentException(
          "feature " + name + ": by() (expected: an entity; .global() for a feature of everybody)");
    }
    return new Selection<>(source, name, Optional.of(List.of(entities)), filters, zone);
  }

  /** One value for everybody, over all facts. */
  public Selection<R> global() {
    return new Selection<>(source, name, Optional.of(List.of()), filters, zone);
  }

  /** The zone of its calendar: the same for everybody. */
  public Selection<R> inZone(ZoneId zone) {
    Objects.requireNonNull(zone, () -> "feature " + name + ": inZone: null (expected: a zone)");
    return new Selection<>(source, name, by, filters, Optional.of(new Formula.Zone.Fixed(zone)));
  }

  /** The zone of its calendar: the one whose name a feature holds, such as the user's own. */
  public Selection<R> inZone(Feature<String> zone) {
    Objects.requireNonNull(zone, () -> "feature " + name + ": inZone: null (expected: a feature)");
    return new Selection<>(source, name, by, filters, Optional.of(new Formula.Zone.Of(zone)));
  }

  /** One value for each value of a column: a map. Facts where the column is null do not count. */
  public <P> Each<R, P> per(Accessor<R, P> column) {
    return new Each<>(this, checked("per", column), Optional.empty());
  }

  /** Aggregates the facts themselves over the last {@code length}. */
  public <A> Feature<A> aggregate(Aggregation<? super R, A> aggregation, Duration length) {
    return aggregate(aggregation, last(length));
  }

  /** Aggregates the facts themselves, such as {@code countRows()} or {@code latest()}. */
  public <A> Feature<A> aggregate(Aggregation<? super R, A> aggregation, Window window) {
    return windowed(null, null, aggregation, null, window);
  }

  /** Aggregates the facts of each window of a series. */
  public <A> Feature<List<A>> aggregate(Aggregation<? super R, A> aggregation, Series series) {
    return repeated(null, aggregation, null, series, null);
  }

  /**
   * Aggregates the facts of each window of a series.
   *
   * @param ofNothing stands for a window without a value
   */
  public <A> Feature<List<A>> aggregate(
      Aggregation<? super R, A> aggregation, Series series, A ofNothing) {
    return repeated(null, aggregation, null, series, ofNothing(ofNothing));
  }

  /** Aggregates a column over each window of a series. */
  public <V, A> Feature<List<A>> aggregate(
      Accessor<R, V> column, Aggregation<? super V, A> aggregation, Series series) {
    return repeated(checked("aggregate", column), aggregation, null, series, null);
  }

  /**
   * Aggregates a column over each window of a series.
   *
   * @param ofNothing stands for a window without a value
   */
  public <V, A> Feature<List<A>> aggregate(
      Accessor<R, V> column, Aggregation<? super V, A> aggregation, Series series, A ofNothing) {
    return repeated(checked("aggregate", column), aggregation, null, series, ofNothing(ofNothing));
  }

  private <A> A ofNothing(A value) {
    return Objects.requireNonNull(
        value, () -> "feature " + name + ": value of an empty window: null (expected: a value)");
  }

  /** Aggregates a column over the last {@code length}. */
  public <V, A> Feature<A> aggregate(
      Accessor<R, V> column, Aggregation<? super V, A> aggregation, Duration length) {
    return aggregate(column, aggregation, last(length));
  }

  /** Aggregates a column over a window. */
  public <V, A> Feature<A> aggregate(
      Accessor<R, V> column, Aggregation<? super V, A> aggregation, Window window) {
    return windowed(checked("aggregate", column), null, aggregation, null, window);
  }

  /** A column of the fact that is least or greatest by another, over the last {@code length}. */
  public <V> Feature<V> aggregate(Accessor<R, V> column, ExtremeBy<R> extreme, Duration length) {
    return aggregate(column, extreme, last(length));
  }

  /** A column of the fact that is least or greatest by another. */
  public <V> Feature<V> aggregate(Accessor<R, V> column, ExtremeBy<R> extreme, Window window) {
    return windowed(checked("aggregate", column), null, null, extreme, window);
  }

  /**
   * A column of the fact that is least or greatest by another, in each window of a series.
   *
   * @param ofNothing stands for a window without a value
   */
  public <V> Feature<List<V>> aggregate(
      Accessor<R, V> column, ExtremeBy<R> extreme, Series series, V ofNothing) {
    return repeated(checked("aggregate", column), null, extreme, series, ofNothing(ofNothing));
  }

  /**
   * A selection whose aggregate is a map from each value of a column.
   *
   * @param <P> the type of the column
   * @param bound how many keys the map may have; empty: all there are
   */
  public record Each<R, P>(
      Selection<R> selection, Accessor<R, P> column, Optional<KeyBound> bound) {

    /** At most n keys: those whose newest fact is newest. */
    public Each<R, P> newest(int n) {
      return bounded(n, KeyBound.Keep.NEWEST);
    }

    /** At most n keys: those with the most facts, of equal ones the newer. */
    public Each<R, P> mostFrequent(int n) {
      return bounded(n, KeyBound.Keep.MOST_FACTS);
    }

    private Each<R, P> bounded(int n, KeyBound.Keep keep) {
      try {
        return new Each<>(selection, column, Optional.of(new KeyBound(n, keep)));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("feature " + selection.name + ": " + e.getMessage(), e);
      }
    }

    /** Aggregates the facts of each value over the last {@code length}. */
    public <A> Feature<Map<P, A>> aggregate(
        Aggregation<? super R, A> aggregation, Duration length) {
      return aggregate(aggregation, selection.last(length));
    }

    /** Aggregates the facts of each value. */
    public <A> Feature<Map<P, A>> aggregate(Aggregation<? super R, A> aggregation, Window window) {
      return selection.windowed(null, this, aggregation, null, window);
    }

    /** Aggregates the facts of each value in each window of a series: a list of maps. */
    public <A> Feature<List<Map<P, A>>> aggregate(
        Aggregation<? super R, A> aggregation, Series series) {
      return selection.repeated(null, this, aggregation, null, series, null);
    }

    /** Aggregates a column for each value over the last {@code length}. */
    public <V, A> Feature<Map<P, A>> aggregate(
        Accessor<R, V> input, Aggregation<? super V, A> aggregation, Duration length) {
      return aggregate(input, aggregation, selection.last(length));
    }

    /** Aggregates a column for each value. */
    public <V, A> Feature<Map<P, A>> aggregate(
        Accessor<R, V> input, Aggregation<? super V, A> aggregation, Window window) {
      return selection.windowed(
          selection.checked("aggregate", input), this, aggregation, null, window);
    }

    /** Aggregates a column for each value in each window of a series: a list of maps. */
    public <V, A> Feature<List<Map<P, A>>> aggregate(
        Accessor<R, V> input, Aggregation<? super V, A> aggregation, Series series) {
      return selection.repeated(
          selection.checked("aggregate", input), this, aggregation, null, series, null);
    }

    /** For each value a column of its fact that is least or greatest by another. */
    public <V> Feature<Map<P, V>> aggregate(
        Accessor<R, V> input, ExtremeBy<R> extreme, Duration length) {
      return aggregate(input, extreme, selection.last(length));
    }

    /** For each value a column of its fact that is least or greatest by another. */
    public <V> Feature<Map<P, V>> aggregate(
        Accessor<R, V> input, ExtremeBy<R> extreme, Window window) {
      return selection.windowed(selection.checked("aggregate", input), this, null, extreme, window);
    }

    /** The same in each window of a series: a list of maps. */
    public <V> Feature<List<Map<P, V>>> aggregate(
        Accessor<R, V> input, ExtremeBy<R> extreme, Series series) {
      return selection.repeated(
          selection.checked("aggregate", input), this, null, extreme, series, null);
    }
  }

  private Window last(Duration length) {
    Objects.requireNonNull(
        length,
        () -> "feature " + name + ": window: null (expected: a duration such as ofDays(30))");
    try {
      return Window.last(length);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("feature " + name + ": " + e.getMessage(), e);
    }
  }

  private <T> Feature<T> windowed(
      @Nullable Accessor<R, ?> input,
      @Nullable Each<R, ?> each,
      @Nullable Aggregation<?, ?> aggregation,
      @Nullable ExtremeBy<R> extremeBy,
      Window window) {
    return windowed(input, each, aggregation, extremeBy, window, null);
  }

  private <A> Feature<List<A>> repeated(
      @Nullable Accessor<R, ?> input,
      @Nullable Aggregation<?, A> aggregation,
      @Nullable ExtremeBy<R> extremeBy,
      Series series,
      @Nullable A ofNothing) {
    if (ofNothing == null && aggregation != null && !aggregation.hasValueOfNothing()) {
      throw new IllegalArgumentException(
          "feature "
              + name
              + ": series of "
              + AggregationText.of(aggregation)
              + ", which has no value where there are no facts (expected: the value that stands for"
              + " an empty window as the last argument, such as 0.0)");
    }
    return repeated(input, null, aggregation, extremeBy, series, ofNothing);
  }

  private <T> Feature<T> repeated(
      @Nullable Accessor<R, ?> input,
      @Nullable Each<R, ?> each,
      @Nullable Aggregation<?, ?> aggregation,
      @Nullable ExtremeBy<R> extremeBy,
      Series series,
      @Nullable Object ofNothing) {
    Objects.requireNonNull(series, () -> "feature " + name + ": series: null (expected: a series)");
    return windowed(
        input,
        each,
        aggregation,
        extremeBy,
        series.newest(),
        new Formula.Repeated(series, Optional.ofNullable(ofNothing)));
  }

  @SuppressWarnings(
      "unchecked") // the public methods bind the type of the result to the aggregation
  private <T> Feature<T> windowed(
      @Nullable Accessor<R, ?> input,
      @Nullable Each<R, ?> each,
      @Nullable Aggregation<?, ?> aggregation,
      @Nullable ExtremeBy<R> extremeBy,
      Window window,
      Formula.@Nullable Repeated series) {
    Objects.requireNonNull(window, () -> "feature " + name + ": window: null (expected: a window)");
    if (aggregation == null && extremeBy == null) {
      throw new NullPointerException(
          "feature " + name + ": aggregation: null (expected: an aggregation such as count())");
    }
    if (extremeBy != null) {
      checked("aggregate", extremeBy.by());
    }
    boolean needsZone = window.isCalendar() || aggregation instanceof Aggregation.Streak<?>;
    if (needsZone && zone.isEmpty()) {
      throw new IllegalArgumentException(
          "feature "
              + name
              + ": zone: none for "
              + (window.isCalendar() ? "window " + window : "a streak")
              + " (expected: .inZone(ZoneId.of(\"Europe/Paris\")) or .inZone(FEATURE) before"
              + " aggregate)");
    }
    Type<?> inputType =
        input == null ? new Type.RecordOf<>(source.schema()) : input.component().type();
    Type<?> type = inputType;
    try {
      if (aggregation != null) {
        type = aggregation.resultType(inputType);
      }
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("feature " + name + ": " + e.getMessage(), e);
    }
    if (each != null) {
      type = Type.mapOf(each.column().component().type(), type);
    }
    if (series != null) {
      type = Type.listOf(type);
    }
    List<Entity<?>> owners =
        by.orElseGet(() -> source.about().stream().<Entity<?>>map(Source.About::entity).toList());
    return Feature.of(
        name,
        (Type<T>) type,
        new Formula.Windowed<T, R>(
            source,
            owners,
            by.isPresent() || source.about().size() == 1,
            filters,
            Optional.ofNullable(input),
            Optional.ofNullable(each).map(Each::column),
            Optional.ofNullable(each).flatMap(Each::bound),
            Optional.ofNullable(aggregation),
            Optional.ofNullable(extremeBy),
            window,
            Optional.ofNullable(series),
            zone.filter(_ -> needsZone)));
  }

  private <A extends Accessor<?, ?>> A checked(String verb, A accessor) {
    return Source.checkAccessor("feature " + name + ": " + verb, source.schema(), accessor);
  }

  private Selection<R> with(Test<R> test) {
    List<Test<R>> more = new ArrayList<>(filters);
    more.add(test);
    return new Selection<>(source, name, by, more, zone);
  }
}
