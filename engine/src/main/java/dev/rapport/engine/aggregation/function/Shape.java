package dev.rapport.engine.aggregation.function;

import java.util.Optional;

/**
 * Bias-corrected skewness or excess kurtosis (G1 and G2 of Joanes and Gill 1998) by running central
 * moments (Pébay 2008).
 *
 * @param kurtosis not skewness
 */
public record Shape(boolean kurtosis) implements OverDoubles<Shape.State> {
  /** Count, mean, and the sums of the second to fourth powers of the distances from it. */
  static final class State {
    private long count;
    private double mean;
    private double m2;
    private double m3;
    private double m4;
    private double least = Double.POSITIVE_INFINITY;
    private double greatest = Double.NEGATIVE_INFINITY;
    private boolean special;
  }

  @Override
  public State create() {
    return new State();
  }

  @Override
  public void add(State state, double x) {
    if (Double.isFinite(x)) {
      state.least = Math.min(state.least, x);
      state.greatest = Math.max(state.greatest, x);
    } else {
      state.special = true;
    }
    join(state, 1, x, 0, 0, 0);
  }

  @Override
  public Shape states() {
    return new Shape(false);
  }

  @Override
  public State merge(State earlier, State later) {
    earlier.least = Math.min(earlier.least, later.least);
    earlier.greatest = Math.max(earlier.greatest, later.greatest);
    earlier.special |= later.special;
    if (later.count > 0) {
      join(earlier, later.count, later.mean, later.m2, later.m3, later.m4);
    }
    return earlier;
  }

  private static void join(State a, long count, double mean, double m2, double m3, double m4) {
    if (a.count == 0) {
      a.count = count;
      a.mean = mean;
      a.m2 = m2;
      a.m3 = m3;
      a.m4 = m4;
      return;
    }
    double na = a.count;
    double nb = count;
    double n = na + nb;
    double delta = mean - a.mean;
    double step = delta / n;
    double square = delta * step * na * nb;
    a.m4 +=
        m4
            + square * step * step * (na * na - na * nb + nb * nb)
            + 6 * step * step * (na * na * m2 + nb * nb * a.m2)
            + 4 * step * (na * m3 - nb * a.m3);
    a.m3 += m3 + square * step * (na - nb) + 3 * step * (na * m2 - nb * a.m2);
    a.m2 += m2 + square;
    a.mean += step * nb;
    a.count += count;
  }

  @Override
  public Optional<Double> finish(State state) {
    double n = state.count;
    if (n < (kurtosis ? 4 : 3) || (!state.special && state.least == state.greatest)) {
      return Optional.empty();
    }
    if (state.special) {
      return Optional.of(Double.NaN);
    }
    if (kurtosis) {
      double excess = n * ratio(state.m4, state.m2 * state.m2) - 3;
      return Optional.of((n - 1) / ((n - 2) * (n - 3)) * ((n + 1) * excess + 6));
    }
    return Optional.of(
        n * Math.sqrt(n - 1) / (n - 2) * ratio(state.m3, state.m2 * Math.sqrt(state.m2)));
  }

  /** NaN where the powers do not fit a double. */
  private static double ratio(double above, double below) {
    return Double.isFinite(above) && Double.isFinite(below) ? above / below : Double.NaN;
  }
}
