package dev.rapport.api.feature;

import dev.rapport.api.aggregation.Aggregation;
import dev.rapport.api.aggregation.ExtremeBy;
import dev.rapport.api.aggregation.Window;
import dev.rapport.api.entity.Entity;
import dev.rapport.api.schema.Accessor;
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
   * @param aggregation exactly one of this and {@code extremeBy} is there
   */
  record Windowed<T, R>(
      Source<R> source,
      List<Entity<?>> by,
      boolean byDeclared,
      List<Selection.Test<R>> filters,
      Optional<Accessor<R, ?>> input,
      Optional<Accessor<R, ?>> per,
      Optional<Aggregation<?, ?>> aggregation,
      Optional<ExtremeBy<R>> extremeBy,
      Window window)
      implements Formula<T> {
    public Windowed {
      by = List.copyOf(by);
      filters = List.copyOf(filters);
    }
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
