package dev.rapport.engine.aggregation.function;

import dev.rapport.api.aggregation.Aggregator;

/**
 * An aggregation of numbers that takes them as doubles, without a box.
 *
 * @param <S> the state, which {@link #add} changes
 */
public interface OverDoubles<S> extends Aggregator<Number, S, Double> {
  void add(S state, double value);

  @Override
  default S add(S state, Number value) {
    add(state, value.doubleValue());
    return state;
  }

  /** The aggregation whose states this one finishes: itself, or one for all that share them. */
  default OverDoubles<S> states() {
    return this;
  }
}
