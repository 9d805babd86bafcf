package dev.rapport.api.feature;

import dev.rapport.api.aggregation.Aggregation;
import dev.rapport.api.aggregation.ExtremeBy;
import dev.rapport.api.aggregation.KeyBound;
import dev.rapport.api.aggregation.Series;
import dev.rapport.api.aggregation.Window;
import dev.rapport.api.entity.Entity;
import dev.rapport.api.schema.Accessor;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * How a feature's value comes about, as a value.
 *
 * @param <T> the feature's type
 */
public sealed interface Formula<T> {

  /**
   * An aggregation over the facts of a window.
   *
   * @param by whose facts: none for a feature of everybody
   * @param byDeclared whether {@code by} is certain: said, or the source is about exactly one
   *     entity
   * @param input the column that is aggregated; empty: the fact itself
   * @param per the column whose values key a map
   * @param bound how many keys the map may have; empty: all there are
   * @param aggregation exactly one of this and {@code extremeBy} is there
   * @param window the newest one where there is a series
   * @param zone of a calendar window or a streak; there exactly where one is needed
   */
  record Windowed<T, R>(
      Source<R> source,
      List<Entity<?>> by,
      boolean byDeclared,
      List<Selection.Test<R>> filters,
      Optional<Accessor<R, ?>> input,
      Optional<Accessor<R, ?>> per,
      Optional<KeyBound> bound,
      Optional<Aggregation<?, ?>> aggregation,
      Optional<ExtremeBy<R>> extremeBy,
      Window window,
      Optional<Repeated> series,
      Optional<Zone> zone)
      implements Formula<T> {
    public Windowed {
      by = List.copyOf(by);
      filters = List.copyOf(filters);
    }
  }

  /**
   * One value for each window of a series, as a list, the newest window first. An error in one
   * window is an error of the whole.
   *
   * @param ofNothing stands for a window whose value is absent or null; there where the aggregation
   *     has none for no facts
   */
  record Repeated(Series series, Optional<Object> ofNothing) {}

  /** The zone of a calendar. */
  sealed interface Zone {
    /** The same for everybody. */
    record Fixed(ZoneId id) implements Zone {}

    /**
     * What a feature holds, such as the user's own: the name of a zone. Where that is absent or
     * null the value is absent; where no zone has that name, it is an error.
     */
    record Of(Feature<String> name) implements Zone {}
  }

  /**
   * Code over other inputs. Absent when an input is absent, unless the code takes it as an {@code
   * Optional}.
   */
  record Computed<T>(List<Input<?>> inputs, Code.Any<T> code) implements Formula<T> {
    public Computed {
      inputs = List.copyOf(inputs);
    }
  }

  /** A feature of one entity, read through a feature whose value is that entity's key. */
  record Through<T, K>(Feature<T> target, Entity<K> entity, Feature<K> key) implements Formula<T> {}

  /**
   * What an outside service answers.
   *
   * @param request what it is asked
   * @param history what a past question reads where no answer was recorded
   */
  record Asked<T, I>(Service<I, T> service, Input<I> request, Optional<Feature<T>> history)
      implements Formula<T> {}
}
