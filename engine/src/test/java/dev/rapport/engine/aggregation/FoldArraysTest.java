package dev.rapport.engine.aggregation;

import static dev.rapport.api.aggregation.Aggregations.variance;
import static dev.rapport.api.aggregation.Aggregations.variancePopulation;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.api.aggregation.Aggregation;
import dev.rapport.api.aggregation.Aggregations;
import dev.rapport.engine.aggregation.fold.Fold;
import dev.rapport.engine.aggregation.fold.Outcome;
import dev.rapport.engine.aggregation.fold.Viewpoint;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Numbers that are folded as arrays come to what they come to one by one. */
class FoldArraysTest extends FoldSamples {
  @ParameterizedTest
  @MethodSource("samples")
  void numbers_in_arrays_fold_as_objects_do(Sample sample) {
    Fold fold = sample.fold();
    Viewpoint at = new Viewpoint(0, 0, ZONE);
    for (long seed = 0; seed < 60; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      int size = seed % 2 == 0 ? random.nextInt(40) : random.nextInt(5_000);
      int from = random.nextInt(size + 1);
      long[] longs = random.longs(size, -1_000, 1_000).toArray();
      double[] doubles = random.doubles(size, -10, 1_000).toArray();
      double[] special = {-0.0, 0.0, Double.NaN, -1e300, Double.POSITIVE_INFINITY};
      for (int i = 0; i < size && seed % 4 > 1; i += 1 + random.nextInt(1 + size / 4)) {
        doubles[i] = special[random.nextInt(1 + (int) (seed % special.length))];
      }
      if (fold instanceof Fold.OfDoubles ofDoubles) {
        Object one = fold.create();
        for (double value : doubles) {
          one = fold.add(one, value, 0);
        }
        Object all = ofDoubles.addDoubles(fold.create(), doubles, 0, from);
        all = ofDoubles.addDoubles(all, doubles, from, size);
        assertSame(sample, fold.finish(one, at), fold.finish(all, at), seed);
      }
      if (fold instanceof Fold.OfLongs ofLongs) {
        Object one = fold.create();
        for (long value : longs) {
          one = fold.add(one, (int) value, 0);
        }
        Object all = ofLongs.addLongs(fold.create(), longs, 0, from, value -> (int) value);
        all = ofLongs.addLongs(all, longs, from, size, value -> (int) value);
        assertSame(sample, fold.finish(one, at), fold.finish(all, at), seed);
      }
    }
  }

  /** To the bit, but for what is made of sums of doubles. */
  private static void assertSame(Sample sample, Outcome one, Outcome all, long seed) {
    boolean rounded = sample.fold() instanceof Spreads || sample.fold() instanceof Sums.Floating;
    assertThat(all)
        .as("%s, seed %d", sample, seed)
        .matches(outcome -> rounded ? areClose(one, outcome) : one.equals(outcome), "is " + one);
  }

  @Test
  void extremes_tell_zeros_apart_and_put_what_is_no_number_last() {
    double[] some = {-0.0, 0.0, Double.NaN, Double.POSITIVE_INFINITY, -1, Double.NEGATIVE_INFINITY};
    Viewpoint at = new Viewpoint(0, 0, ZONE);
    for (Aggregation<Double, Double> extreme :
        List.of(Aggregations.<Double>min(), Aggregations.<Double>max())) {
      Fold.OfDoubles fold = (Fold.OfDoubles) Folds.of(extreme);
      for (int i = 0; i < some.length * some.length * some.length; i++) {
        double[] three = {
          some[i % some.length],
          some[i / some.length % some.length],
          some[i / some.length / some.length]
        };
        Object one = fold.create();
        for (double value : three) {
          one = fold.add(one, value, 0);
        }
        assertThat(fold.finish(fold.addDoubles(fold.create(), three, 0, 3), at))
            .as("%s of %s", extreme, Arrays.toString(three))
            .isEqualTo(fold.finish(one, at));
      }
    }
  }

  @Test
  void values_that_are_all_equal_have_no_variance_at_all() {
    Fold.OfDoubles fold = (Fold.OfDoubles) Folds.of(variance());
    double[] values = new double[3_000];
    Arrays.fill(values, 0.1);
    assertThat(
            fold.finish(
                fold.addDoubles(fold.create(), values, 0, 3_000), new Viewpoint(0, 0, ZONE)))
        .isEqualTo(new Outcome.Value(0.0));
  }

  @Test
  void a_variance_far_from_zero_is_exact() {
    Fold.OfDoubles fold = (Fold.OfDoubles) Folds.of(variancePopulation());
    double[] values = new double[3_000];
    for (int i = 0; i < values.length; i++) {
      values[i] = 1e9 + (i % 3);
    }
    assertThat(
            fold.finish(
                fold.addDoubles(fold.create(), values, 0, 3_000), new Viewpoint(0, 0, ZONE)))
        .matches(outcome -> areClose(new Outcome.Value(2.0 / 3), outcome));
  }
}
