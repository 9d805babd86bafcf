package dev.rapport.engine.aggregation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.api.aggregation.Aggregation;
import dev.rapport.api.aggregation.Aggregations;
import dev.rapport.engine.aggregation.fold.Fold;
import dev.rapport.engine.aggregation.fold.Outcome;
import dev.rapport.engine.aggregation.fold.Viewpoint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What some folds make of some values. */
class FoldsTest {
  private static final Viewpoint NOW = new Viewpoint(0, 0, java.time.ZoneOffset.UTC);

  private static void check(Outcome expected, Outcome actual, long seed) {
    if (expected instanceof Outcome.Value(Double wanted)
        && actual instanceof Outcome.Value(Double given)) {
      assertThat(given)
          .as("seed %s", seed)
          .isCloseTo(wanted, org.assertj.core.data.Offset.offset(1e-12));
    } else {
      assertThat(actual).as("seed %s", seed).isEqualTo(expected);
    }
  }

  private static Object state(Fold fold, List<@Nullable Object> values) {
    Object state = fold.create();
    for (Object value : values) {
      state = fold.add(state, value, 0);
    }
    return state;
  }

  @Test
  void a_sum_of_integers_beyond_64_bits_is_a_failure_and_no_wrap() {
    Fold fold = Folds.of(Aggregations.sumLong());
    assertThat(fold.finish(state(fold, List.of(Long.MAX_VALUE, 1L)), NOW))
        .isEqualTo(new Outcome.Failure("sum 9223372036854775808 does not fit 64 bits"));
    assertThat(fold.finish(state(fold, List.of(Long.MAX_VALUE, 1L, -2L)), NOW))
        .isEqualTo(new Outcome.Value(Long.MAX_VALUE - 1));
    assertThat(fold.finish(state(fold, List.of(Long.MIN_VALUE, -1L)), NOW))
        .isEqualTo(new Outcome.Failure("sum -9223372036854775809 does not fit 64 bits"));
  }

  @Test
  void a_floating_sum_keeps_what_plain_addition_loses() {
    Fold fold = Folds.of(Aggregations.sum());
    assertThat(fold.finish(state(fold, List.of(1e100, 1.0, -1e100)), NOW))
        .isEqualTo(new Outcome.Value(1.0));
    assertThat(fold.finish(state(fold, List.of(1.0, Double.POSITIVE_INFINITY)), NOW))
        .isEqualTo(new Outcome.Value(Double.POSITIVE_INFINITY));
    assertThat(
            fold.finish(
                state(fold, List.of(Double.NEGATIVE_INFINITY, 1.0, Double.POSITIVE_INFINITY)), NOW))
        .isEqualTo(new Outcome.Value(Double.NaN));
  }

  @Test
  void most_frequent_breaks_ties_by_the_latest_occurrence() {
    Fold fold = Folds.of(Aggregations.<String>mostFrequent(2));
    assertThat(fold.finish(state(fold, List.of("a", "b", "b", "a", "c")), NOW))
        .isEqualTo(new Outcome.Value(List.of("a", "b")));
  }

  @Test
  void lists_of_unequal_lengths_or_with_nulls_have_no_sum() {
    Fold fold = Folds.of(Aggregations.elementSum());
    assertThat(fold.finish(state(fold, List.of(List.of(1, 2), List.of(3, 4))), NOW))
        .isEqualTo(new Outcome.Value(List.of(4.0, 6.0)));
    assertThat(fold.finish(state(fold, List.of(List.of(1, 2), List.of(3))), NOW))
        .isEqualTo(
            new Outcome.Failure(
                "elementwise of: lists of 2 and 1 elements (expected: equal lengths)"));
    assertThat(fold.finish(state(fold, List.of(Arrays.asList(1, null))), NOW))
        .isEqualTo(
            new Outcome.Failure("elementwise of: a list with null at 1 (expected: numbers)"));
    assertThat(fold.finish(fold.create(), NOW)).isEqualTo(new Outcome.Absent());
    assertThat(fold.finish(state(fold, List.of(List.of(), List.of())), NOW))
        .isEqualTo(new Outcome.Value(List.of()));
  }

  @Test
  void skew_and_kurtosis_are_those_of_samples() {
    Fold skew = Folds.of(Aggregations.skew());
    Fold kurtosis = Folds.of(Aggregations.kurtosis());
    List<@Nullable Object> values = List.of(2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0);
    check(new Outcome.Value(0.8184875533567997), skew.finish(state(skew, values), NOW), 0);
    check(new Outcome.Value(0.940625), kurtosis.finish(state(kurtosis, values), NOW), 0);
    assertThat(skew.finish(state(skew, List.of(0.1, 0.1, 0.1)), NOW))
        .isEqualTo(new Outcome.Absent());
    assertThat(skew.finish(state(skew, List.of(1.0, 2.0, Double.NaN)), NOW))
        .isEqualTo(new Outcome.Value(Double.NaN));
  }

  @Test
  void latest_may_be_null_and_last_skips_it() {
    List<@Nullable Object> values = Arrays.asList(1L, null);
    Fold latest = Folds.of(Aggregations.latest());
    Fold last = Folds.of(Aggregations.last());
    assertThat(latest.finish(state(latest, values), NOW)).isEqualTo(new Outcome.Null());
    assertThat(last.finish(state(last, values), NOW)).isEqualTo(new Outcome.Value(1L));
  }

  @Test
  void states_are_as_large_as_the_values_are_different() {
    for (Aggregation<Long, ?> aggregation :
        List.<Aggregation<Long, ?>>of(
            Aggregations.countDistinct(),
            Aggregations.mostFrequent(3),
            Aggregations.histogram(),
            Aggregations.approxCountDistinct(14))) {
      Fold fold = Folds.of(aggregation);
      assertThat(fold.keepsAll()).as("%s", aggregation).isFalse();
      assertThat(entries(fold, 3)).as("%s", aggregation).isLessThan(10);
      assertThat(entries(fold, 10_000)).as("%s", aggregation).isGreaterThan(300);
    }
    Fold percentiles = Folds.of(Aggregations.approxPercentiles(0.5));
    assertThat(percentiles.keepsAll()).isFalse();
    assertThat(entries(percentiles, 3)).isLessThan(10);
    assertThat(entries(percentiles, 10_000)).isBetween(300L, 5_000L);
    assertThat(Folds.of(Aggregations.median()).keepsAll()).isTrue();
    assertThat(Folds.of(Aggregations.<Long>last(100)).keepsAll()).isTrue();
  }

  /** Of 20,000 values, so many of them different. */
  private static long entries(Fold fold, int different) {
    List<@Nullable Object> values = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      values.add((long) i % different);
    }
    return fold.entries(state(fold, values));
  }
}
