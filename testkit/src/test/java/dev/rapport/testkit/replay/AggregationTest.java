package dev.rapport.testkit.replay;

import static dev.rapport.api.aggregation.Aggregations.count;
import static dev.rapport.api.aggregation.Aggregations.countDistinct;
import static dev.rapport.api.aggregation.Aggregations.countRows;
import static dev.rapport.api.aggregation.Aggregations.first;
import static dev.rapport.api.aggregation.Aggregations.firstOfAnyRow;
import static dev.rapport.api.aggregation.Aggregations.largest;
import static dev.rapport.api.aggregation.Aggregations.last;
import static dev.rapport.api.aggregation.Aggregations.lastDistinct;
import static dev.rapport.api.aggregation.Aggregations.lastOfAnyRow;
import static dev.rapport.api.aggregation.Aggregations.latest;
import static dev.rapport.api.aggregation.Aggregations.max;
import static dev.rapport.api.aggregation.Aggregations.maxBy;
import static dev.rapport.api.aggregation.Aggregations.mean;
import static dev.rapport.api.aggregation.Aggregations.median;
import static dev.rapport.api.aggregation.Aggregations.min;
import static dev.rapport.api.aggregation.Aggregations.minBy;
import static dev.rapport.api.aggregation.Aggregations.mostFrequent;
import static dev.rapport.api.aggregation.Aggregations.smallest;
import static dev.rapport.api.aggregation.Aggregations.stddev;
import static dev.rapport.api.aggregation.Aggregations.sum;
import static dev.rapport.api.aggregation.Aggregations.sumLong;
import static dev.rapport.api.aggregation.Aggregations.variance;
import static dev.rapport.api.aggregation.Aggregations.variancePopulation;
import static dev.rapport.testkit.replay.Stays.TABLE;
import static dev.rapport.testkit.replay.Stays.ann;
import static dev.rapport.testkit.replay.Stays.answer;
import static dev.rapport.testkit.replay.Stays.second;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.api.aggregation.Aggregation;
import dev.rapport.api.aggregation.Window;
import dev.rapport.api.feature.Feature;
import dev.rapport.api.question.Answer;
import dev.rapport.api.question.Status;
import dev.rapport.testkit.replay.Stays.Stay;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What each aggregation makes of the nights of stays, one second after the other. */
class AggregationTest {
  private static Stay[] nights(@Nullable Long... nights) {
    Stay[] stays = new Stay[nights.length];
    for (int i = 0; i < stays.length; i++) {
      stays[i] = Stays.stay(i, nights[i]);
    }
    return stays;
  }

  private static Stay[] prices(@Nullable Double... prices) {
    Stay[] stays = new Stay[prices.length];
    for (int i = 0; i < stays.length; i++) {
      stays[i] = new Stay(null, "ann", "place " + i, second(i), null, 1L, prices[i], null);
    }
    return stays;
  }

  private static <A> Answer<A> ofNights(
      Aggregation<? super Long, A> aggregation, @Nullable Long... nights) {
    Feature<A> feature = TABLE.feature("f").aggregate(Stay::nights, aggregation, Window.lifetime());
    return answer(feature, ann(100), TABLE, nights(nights));
  }

  private static <A> Answer<A> ofPrices(
      Aggregation<? super Double, A> aggregation, @Nullable Double... prices) {
    Feature<A> feature = TABLE.feature("f").aggregate(Stay::price, aggregation, Window.lifetime());
    return answer(feature, ann(100), TABLE, prices(prices));
  }

  @Test
  void an_empty_window_counts_nothing_lists_nothing_and_has_no_sum() {
    assertThat(ofNights(count()).value()).isEqualTo(0);
    assertThat(ofNights(countRows()).value()).isEqualTo(0);
    assertThat(ofNights(countDistinct()).value()).isEqualTo(0);
    assertThat(ofNights(last(3)).value()).isEmpty();
    assertThat(ofNights(mostFrequent(3)).value()).isEmpty();
    for (Aggregation<? super Long, ?> absent :
        List.<Aggregation<? super Long, ?>>of(
            sumLong(), sum(), mean(), min(), max(), first(), latest(), median(), variance())) {
      assertThat(ofNights(absent).status()).isEqualTo(Status.ABSENT);
    }
  }

  @Test
  void nulls_are_skipped_except_by_those_that_take_any_row() {
    assertThat(ofNights(count(), 1L, null).value()).isEqualTo(1);
    assertThat(ofNights(countRows(), 1L, null).value()).isEqualTo(2);
    assertThat(ofNights(last(), 1L, null).value()).isEqualTo(1);
    assertThat(ofNights(latest(), 1L, null).status()).isEqualTo(Status.NULL);
    assertThat(ofNights(lastOfAnyRow(), 1L, null).status()).isEqualTo(Status.NULL);
    assertThat(ofNights(firstOfAnyRow(), null, 1L).status()).isEqualTo(Status.NULL);
    assertThat(ofNights(first(), null, 1L).value()).isEqualTo(1);
    assertThat(ofNights(min(), null, null).status()).isEqualTo(Status.ABSENT);
  }

  @Test
  void lists_are_in_the_order_their_names_say() {
    assertThat(ofNights(first(2), 3L, 1L, 2L).value()).containsExactly(3L, 1L);
    assertThat(ofNights(last(2), 3L, 1L, 2L).value()).containsExactly(2L, 1L);
    assertThat(ofNights(lastDistinct(2), 3L, 1L, 2L, 2L, 3L).value()).containsExactly(3L, 2L);
    assertThat(ofNights(smallest(2), 3L, 1L, 2L, 1L).value()).containsExactly(1L, 1L);
    assertThat(ofNights(largest(9), 3L, 1L, 2L).value()).containsExactly(3L, 2L, 1L);
  }

  @Test
  void of_equally_frequent_values_the_latest_comes_first() {
    assertThat(ofNights(mostFrequent(3), 5L, 7L, 7L, 5L, 9L).value()).containsExactly(5L, 7L, 9L);
    assertThat(ofNights(mostFrequent(1), 5L, 7L).value()).containsExactly(7L);
  }

  @Test
  void a_count_of_different_values_stops_at_its_bound() {
    assertThat(ofNights(countDistinct(2), 1L, 2L, 3L, 3L).value()).isEqualTo(2);
    assertThat(ofNights(countDistinct(), 1L, 2L, 3L, 3L).value()).isEqualTo(3);
  }

  @Test
  void an_integer_sum_may_pass_64_bits_on_the_way_but_not_at_the_end() {
    assertThat(ofNights(sumLong(), Long.MAX_VALUE, 5L, -10L).value()).isEqualTo(Long.MAX_VALUE - 5);
    Answer<Long> tooLarge = ofNights(sumLong(), Long.MAX_VALUE, 1L);
    assertThat(tooLarge.status()).isEqualTo(Status.ERROR);
    assertThat(tooLarge.reason()).contains("9223372036854775808");
  }

  @Test
  void a_sum_is_exact_before_it_is_rounded() {
    assertThat(ofPrices(sum(), 1e16, 1.0, -1e16).value()).isEqualTo(1.0);
    assertThat(ofPrices(sum(), 0.1, 0.2, 0.3).value()).isEqualTo(0.6);
    assertThat(ofPrices(mean(), 1.0, null, 2.0).value()).isEqualTo(1.5);
  }

  @Test
  void infinities_and_nan_go_into_sums_as_ieee_says() {
    double infinity = Double.POSITIVE_INFINITY;
    assertThat(ofPrices(sum(), 1.0, infinity).value()).isEqualTo(infinity);
    assertThat(ofPrices(sum(), infinity, -infinity).value()).isNaN();
    assertThat(ofPrices(sum(), Double.NaN, infinity).value()).isNaN();
    assertThat(ofPrices(max(), Double.NaN, infinity).value()).isNaN();
    assertThat(ofPrices(min(), 0.0, -0.0).value()).isEqualTo(-0.0);
  }

  @Test
  void the_spread_is_of_a_sample_or_of_all() {
    assertThat(ofPrices(variance(), 1.0, 2.0, 3.0, 4.0).value()).isEqualTo(5.0 / 3);
    assertThat(ofPrices(variancePopulation(), 1.0, 2.0, 3.0, 4.0).value()).isEqualTo(1.25);
    assertThat(ofPrices(stddev(), 1.0, 3.0).value()).isEqualTo(Math.sqrt(2));
    assertThat(ofPrices(stddev(), 1.0).status()).isEqualTo(Status.ABSENT);
    assertThat(ofPrices(variancePopulation(), 1.0).value()).isZero();
  }

  @Test
  void the_median_is_in_the_middle() {
    assertThat(ofPrices(median(), 9.0, 1.0, 5.0).value()).isEqualTo(5.0);
    assertThat(ofPrices(median(), 9.0, 1.0, 5.0, 6.0).value()).isEqualTo(5.5);
  }

  @Test
  void the_value_at_an_extreme_is_the_newest_of_equals() {
    Feature<String> dearest =
        TABLE.feature("f").aggregate(Stay::place, maxBy(Stay::price), Window.lifetime());
    Feature<String> cheapest =
        TABLE.feature("f").aggregate(Stay::place, minBy(Stay::price), Window.lifetime());
    Stay[] stays = prices(3.0, null, 1.0, 3.0, 1.0);

    assertThat(answer(dearest, ann(100), TABLE, stays).value()).isEqualTo("place 3");
    assertThat(answer(cheapest, ann(100), TABLE, stays).value()).isEqualTo("place 4");
    assertThat(answer(dearest, ann(100), TABLE, prices(null, null)).status())
        .isEqualTo(Status.ABSENT);
  }

  @Test
  void a_map_has_a_key_for_each_value_that_has_a_result() {
    Feature<Map<String, Long>> feature =
        TABLE.feature("f").per(Stay::place).aggregate(Stay::nights, sumLong(), Window.lifetime());
    Stay[] stays = {
      new Stay(null, "ann", "rome", second(1), null, 2L, null, null),
      new Stay(null, "ann", "oslo", second(2), null, null, null, null),
      new Stay(null, "ann", null, second(3), null, 9L, null, null),
      new Stay(null, "ann", "rome", second(4), null, 3L, null, null),
    };
    Answer<Map<String, Long>> answer = answer(feature, ann(100), TABLE, stays);

    assertThat(answer.value()).isEqualTo(Map.of("rome", 5L));
    assertThat(answer.evidence().facts()).isEqualTo(3);
    assertThat(answer(feature, ann(100), TABLE).value()).isEmpty();
  }
}
