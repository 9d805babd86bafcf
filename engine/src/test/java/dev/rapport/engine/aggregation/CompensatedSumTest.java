package dev.rapport.engine.aggregation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.engine.aggregation.function.CompensatedSum;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sums against exact decimals, whatever the size of their terms and the order of the work. */
class CompensatedSumTest {
  private static double exact(double[] values) {
    return Arrays.stream(values)
        .mapToObj(BigDecimal::new)
        .reduce(BigDecimal.ZERO, BigDecimal::add)
        .doubleValue();
  }

  /** Adds values one by one, or in stretches, or as sums of their own. */
  private static CompensatedSum added(double[] values, RandomGenerator random) {
    CompensatedSum sum = new CompensatedSum();
    for (int from = 0; from < values.length; ) {
      int to = Math.min(values.length, from + 1 + random.nextInt(6));
      switch (random.nextInt(3)) {
        case 0 -> {
          for (int i = from; i < to; i++) {
            sum.add(values[i]);
          }
        }
        case 1 -> sum.addAll(values, from, to);
        default -> sum.add(added(Arrays.copyOfRange(values, from, to), random));
      }
      from = to;
    }
    return sum;
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 1e100, 0x1p899, 0x1p900, Double.MAX_VALUE / 3, Double.MAX_VALUE})
  void a_sum_is_right_however_large_its_terms_are(double scale) {
    for (int seed = 0; seed < 500; seed++) {
      RandomGenerator random = new Random(seed);
      double[] values = new double[1 + random.nextInt(30)];
      for (int i = 0; i < values.length; i++) {
        values[i] =
            switch (random.nextInt(4)) {
              case 0 -> scale;
              case 1 -> -scale;
              case 2 -> random.nextDouble();
              default -> scale * (2 * random.nextDouble() - 1);
            };
      }
      double exact = exact(values);
      CompensatedSum sum = added(values, random);
      assertThat(sum.count()).isEqualTo(values.length);
      if (Math.abs(exact) > Double.MAX_VALUE * (1 - 1e-12)) { // within the error of the end
        assertThat(sum.total()).isIn(exact, Math.copySign(Double.POSITIVE_INFINITY, exact));
      } else {
        double allowed = 1e-12 * Arrays.stream(values).map(v -> Math.abs(v) / 16).sum() * 16;
        assertThat(Math.abs(sum.total() - exact)).as("seed %d", seed).isLessThanOrEqualTo(allowed);
      }
    }
  }

  @Test
  void what_cancels_out_leaves_the_small_to_the_last_bit() {
    double[] values = {Double.MAX_VALUE, 0.1, Double.MAX_VALUE, -Double.MAX_VALUE, -1.7e308, 0.2};
    double[] rest = {-(Double.MAX_VALUE - 1.7e308)};
    CompensatedSum sum = new CompensatedSum();
    sum.addAll(values, 0, values.length);
    sum.addAll(rest, 0, 1);
    assertThat(sum.total()).isEqualTo(0.1 + 0.2);
  }

  @Test
  void a_mean_is_a_number_where_the_sum_is_none() {
    CompensatedSum sum = new CompensatedSum();
    sum.addAll(new double[] {Double.MAX_VALUE, Double.MAX_VALUE, Double.MAX_VALUE}, 0, 3);
    assertThat(sum.total()).isInfinite();
    assertThat(sum.mean()).isEqualTo(Double.MAX_VALUE);
    sum.add(Double.POSITIVE_INFINITY);
    assertThat(sum.mean()).isInfinite();
    sum.add(Double.NEGATIVE_INFINITY);
    assertThat(sum.total()).isNaN();
  }
}
