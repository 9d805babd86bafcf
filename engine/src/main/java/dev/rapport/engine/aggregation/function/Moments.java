package dev.rapport.engine.aggregation.function;

import dev.rapport.api.aggregation.Aggregation.Spread;
import dev.rapport.api.aggregation.Aggregator;
import java.util.Optional;

/**
 * Variance and standard deviation by running central moments: Welford 1962 for one value, Chan,
 * Golub and LeVeque 1979 for two parts and for the corrected two passes over many values.
 */
public record Moments(Spread.Form form) implements Aggregator<Number, Moments.State, Double> {
  /** Count, mean and sum of squared deviations. Not thread-safe. */
  public static final class State {
    /** So many values are read twice from the nearest cache. */
    private static final int PART = 1_024;

    /** Fewer values than these are added one by one. */
    private static final int FEW = 8;

    private long count;
    private double mean;
    private double squares;

    /** Whether a value is NaN or infinite. */
    private boolean special;

    private State() {}

    private void add(double value) {
      special |= !Double.isFinite(value);
      count++;
      double delta = value - mean;
      mean += delta / count;
      squares += delta * (value - mean);
    }

    private void add(long count, double mean, double squares) {
      if (this.count == 0) {
        this.count = count;
        this.mean = mean;
        this.squares = squares;
      } else if (count > 0) {
        long all = this.count + count;
        double delta = mean - this.mean;
        this.squares += squares + delta * delta * ((double) this.count * count / all);
        this.mean += delta * count / all;
        this.count = all;
      }
    }

    /** NaN over what is not finite; infinite where it is more than a double holds. */
    private double sumOfSquares() {
      if (special) {
        return Double.NaN;
      }
      return Double.isFinite(squares) ? squares : Double.POSITIVE_INFINITY;
    }

    /** Adds {@code values[from, to)}. */
    public void addAll(double[] values, int from, int to) {
      for (int at = from; at < to; at += PART) {
        addPart(values, at, Math.min(at + PART, to));
      }
    }

    /** Adds {@code values[from, to)}. */
    public void addAll(long[] values, int from, int to) {
      double[] part = new double[Math.min(PART, to - from)];
      for (int at = from; at < to; at += PART) {
        int size = Math.min(PART, to - at);
        for (int i = 0; i < size; i++) {
          part[i] = values[at + i];
        }
        addPart(part, 0, size);
      }
    }

    /**
     * Adds a part by its mean and the squared deviations from it, in two passes: several times as
     * fast as one by one, and no less exact. The first value is the origin, so that equal values
     * have no deviation at all. What is not finite is left to {@link #add}.
     */
    private void addPart(double[] values, int from, int to) {
      int size = to - from;
      if (size >= FEW) {
        double[] sums = new double[2];
        deviations(values, from, to, values[from], sums);
        double partMean = values[from] + sums[0] / size;
        deviations(values, from, to, partMean, sums);
        double partSquares = sums[1] - sums[0] * sums[0] / size;
        if (Double.isFinite(partSquares)) {
          add(size, partMean + sums[0] / size, Math.max(0, partSquares));
          return;
        }
      }
      for (int i = from; i < to; i++) {
        add(values[i]);
      }
    }

    /** The sums of the distances from an origin and of their squares, each in four parts. */
    private static void deviations(
        double[] values, int from, int to, double origin, double[] sums) {
      double a = 0;
      double b = 0;
      double c = 0;
      double d = 0;
      double a2 = 0;
      double b2 = 0;
      double c2 = 0;
      double d2 = 0;
      int i = from;
      for (; i < to - 3; i += 4) {
        double x = values[i] - origin;
        double y = values[i + 1] - origin;
        double z = values[i + 2] - origin;
        double w = values[i + 3] - origin;
        a += x;
        b += y;
        c += z;
        d += w;
        a2 += x * x;
        b2 += y * y;
        c2 += z * z;
        d2 += w * w;
      }
      for (; i < to; i++) {
        double x = values[i] - origin;
        a += x;
        a2 += x * x;
      }
      sums[0] = (a + b) + (c + d);
      sums[1] = (a2 + b2) + (c2 + d2);
    }
  }

  @Override
  public State create() {
    return new State();
  }

  @Override
  public State add(State state, Number value) {
    state.add(value.doubleValue());
    return state;
  }

  @Override
  public State merge(State earlier, State later) {
    earlier.special |= later.special;
    earlier.add(later.count, later.mean, later.squares);
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
    double variance = state.sumOfSquares() / (sample ? state.count - 1 : state.count);
    return Optional.of(
        switch (form) {
          case VARIANCE_SAMPLE, VARIANCE_POPULATION -> variance;
          case STDDEV_SAMPLE, STDDEV_POPULATION -> Math.sqrt(variance);
          case SKEW_SAMPLE, KURTOSIS_SAMPLE -> throw new UnsupportedOperationException();
        });
  }
}
