package dev.rapport.testkit.replay;

import java.math.BigDecimal;
import java.math.MathContext;
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
    double special = special(values);
    return special == 0 ? exactSum(values).doubleValue() : special;
  }

  private static BigDecimal exactSum(double[] values) {
    BigDecimal exact = BigDecimal.ZERO;
    for (double value : values) {
      exact = Double.isFinite(value) ? exact.add(new BigDecimal(value)) : exact;
    }
    return exact;
  }

  /** The sum of what is not finite; 0 where all is. */
  private static double special(double[] values) {
    double special = 0;
    for (double value : values) {
      special += Double.isFinite(value) ? 0 : value;
    }
    return special;
  }

  /** Finite where all values are, even if their sum is not. */
  static double mean(double[] values) {
    double sum = sum(values);
    return Double.isFinite(sum) || special(values) != 0
        ? sum / values.length
        : exactSum(values)
            .divide(BigDecimal.valueOf(values.length), MathContext.DECIMAL128)
            .doubleValue();
  }

  /** The variance in two passes; NaN or infinite where the sums on the way are. */
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
    if (sorted.length % 2 == 1) {
      return sorted[middle];
    }
    double lower = sorted[middle - 1];
    double upper = sorted[middle];
    return Double.isFinite(lower) && Double.isFinite(upper)
        ? new BigDecimal(lower).add(new BigDecimal(upper)).divide(BigDecimal.TWO).doubleValue()
        : lower + upper;
  }

  /** The skewness that is right on average of samples (G1 of Joanes and Gill 1998). */
  static double skew(double[] values) {
    double n = values.length;
    double m2 = moment(values, 2);
    return ratio(n * Math.sqrt(n - 1) / (n - 2), moment(values, 3), m2 * Math.sqrt(m2));
  }

  /** The excess kurtosis that is right on average of normal samples (G2 of the same). */
  static double kurtosis(double[] values) {
    double n = values.length;
    double m2 = moment(values, 2);
    double excess = ratio(n, moment(values, 4), m2 * m2) - 3;
    return (n - 1) / ((n - 2) * (n - 3)) * ((n + 1) * excess + 6);
  }

  /** NaN where the powers do not fit a double. */
  private static double ratio(double factor, double above, double below) {
    return Double.isFinite(above) && Double.isFinite(below) ? factor * (above / below) : Double.NaN;
  }

  /** The sum of powers of the distances from the mean, in 100 digits. */
  private static double moment(double[] values, int power) {
    MathContext digits = new MathContext(100);
    BigDecimal sum = BigDecimal.ZERO;
    for (double value : values) {
      if (!Double.isFinite(value)) {
        return Double.NaN;
      }
      sum = sum.add(new BigDecimal(value));
    }
    BigDecimal mean = sum.divide(BigDecimal.valueOf(values.length), digits);
    BigDecimal moment = BigDecimal.ZERO;
    for (double value : values) {
      moment = moment.add(new BigDecimal(value).subtract(mean).pow(power, digits));
    }
    return moment.doubleValue();
  }
}
