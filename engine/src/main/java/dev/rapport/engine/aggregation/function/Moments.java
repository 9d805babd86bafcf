package dev.rapport.engine.aggregation.function;

import dev.rapport.api.aggregation.Aggregation.Spread;
import dev.rapport.api.aggregation.Aggregator;
import java.util.Optional;

/**
 * Variance and standard deviation by running central moments: Welford 1962 for one value, Chan,
 * Golub and LeVeque 1979 for two parts.
 */
public record Moments(Spread.Form form) implements Aggregator<Number, Moments.State, Double> {
  /** Count, mean and sum of squared deviations. */
  static final class State {
    private long count;
    private double mean;
    private double squares;
  }

  @Override
  public State create() {
    return new State();
  }

  @Override
  public State add(State state, Number value) {
    double x = value.doubleValue();
    state.count++;
    double delta = x - state.mean;
    state.mean += delta / state.count;
    state.squares += delta * (x - state.mean);
    return state;
  }

  @Override
  public State merge(State earlier, State later) {
    if (later.count == 0) {
      return earlier;
    }
    if (earlier.count == 0) {
      earlier.count = later.count;
      earlier.mean = later.mean;
      earlier.squares = later.squares;
      return earlier;
    }
    long count = earlier.count + later.count;
    double delta = later.mean - earlier.mean;
    earlier.squares +=
        later.squares + delta * delta * ((double) earlier.count * later.count / count);
    earlier.mean += delta * later.count / count;
    earlier.count = count;
    return earlier;
  }

  @Override
  public Optional<Double> finish(State state) {
    boolean sample =
        switch (form) {
          case VARIANCE_SAMPLE, STDDEV_SAMPLE, SKEW_SAMPLE, KURTOSIS_SAMPLE -> true;
          case VARIANCE_POPULATION, STDDEV_POPULATION -> false;
        };
    if (state.count < (sample ? 2 : 1)) {
      return Optional.empty();
    }
    double variance = state.squares / (sample ? state.count - 1 : state.count);
    return Optional.of(
        switch (form) {
          case VARIANCE_SAMPLE, VARIANCE_POPULATION -> variance;
          case STDDEV_SAMPLE, STDDEV_POPULATION -> Math.sqrt(variance);
          case SKEW_SAMPLE, KURTOSIS_SAMPLE -> throw new UnsupportedOperationException();
        });
  }
}
