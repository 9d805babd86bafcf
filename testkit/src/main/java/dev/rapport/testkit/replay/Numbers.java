package dev.rapport.testkit.replay;

import java.math.BigDecimal;
import java.util.Arrays;

/**
 * Floating-point results by their definitions. Sums are exact before they are rounded once, so they
 * are what a compensated sum is within 1e-12 x the sum of absolute values of. Among the inputs, NaN
 * makes a sum NaN, and so do infinities of both signs; an infinity of one sign makes it that
 * infinity.
 */
final class Numbers {
  private Numbers() {}

  static double sum(double[] values) {
    BigDecimal exact = BigDecimal.ZERO;
    double special = 0;
    for (double value : values) {
      if (Double.isFinite(value)) {
        exact = exact.add(new BigDecimal(value));
      } else {
        special += value;
      }
    }
    return special == 0 ? exact.doubleValue() : special;
  }

  static double mean(double[] values) {
    return sum(values) / values.length;
  }

  /** The variance in two passes. */
  static double variance(double[] values, boolean sample) {
    double mean = mean(values);
    double[] squares = Arrays.stream(values).map(x -> (x - mean) * (x - mean)).toArray();
    return sum(squares) / (sample ? values.length - 1 : values.length);
  }

  /** By the order of {@code Double.compare}: NaN is the greatest. */
  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
