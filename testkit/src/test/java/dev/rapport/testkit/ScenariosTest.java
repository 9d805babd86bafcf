package dev.rapport.testkit;

import static dev.rapport.api.aggregation.Aggregations.approxCountDistinct;
import static dev.rapport.api.aggregation.Aggregations.approxPercentiles;
import static dev.rapport.api.aggregation.Aggregations.count;
import static dev.rapport.api.aggregation.Aggregations.countRows;
import static dev.rapport.api.aggregation.Aggregations.histogram;
import static dev.rapport.api.aggregation.Aggregations.max;
import static dev.rapport.api.aggregation.Aggregations.sum;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.api.aggregation.Window;
import dev.rapport.api.feature.Feature;
import dev.rapport.api.feature.Source;
import dev.rapport.api.question.Answer;
import dev.rapport.api.question.Answer.Evidence;
import dev.rapport.api.question.Context;
import dev.rapport.api.question.Question;
import dev.rapport.api.question.Status;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ScenariosTest {
  private record Sale(Instant at, Double price) {}

  private static final Source<Sale> SALES = Source.stream(Sale.class, "sales").at(Sale::at);
  private static final Feature<Double> SUM =
      SALES.feature("sum").global().aggregate(Sale::price, sum(), Window.lifetime());
  private static final Feature<Double> MAX =
      SALES.feature("max").global().aggregate(Sale::price, max(), Window.lifetime());
  private static final Feature<Long> COUNT =
      SALES.feature("count").global().aggregate(Sale::price, count(), Window.lifetime());
  private static final Evidence THREE =
      new Evidence("sales", Optional.of(Instant.EPOCH), Optional.empty(), 3);

  private static <T> Context context(
      Feature<T> feature, @Nullable T value, Status status, Evidence evidence) {
    return new Context(
        Question.aboutNobody(),
        Instant.EPOCH,
        List.of(new Answer<>(feature, value, status, "", evidence)));
  }

  private static <T> List<String> differences(Feature<T> feature, T expected, T actual) {
    return Scenarios.differences(
        List.of(context(feature, expected, Status.VALUE, THREE)),
        List.of(context(feature, actual, Status.VALUE, THREE)));
  }

  @Test
  void sums_may_be_rounded_and_nothing_else() {
    assertThat(differences(SUM, 100.0, 100.00000000001)).isEmpty();
    assertThat(differences(SUM, 100.0, 100.0001)).hasSize(1);
    assertThat(differences(SUM, Double.NaN, Double.NaN)).isEmpty();
    assertThat(differences(SUM, Double.NaN, 1.0)).hasSize(1);
    assertThat(differences(SUM, Double.POSITIVE_INFINITY, Double.MAX_VALUE)).hasSize(1);
    assertThat(differences(SUM, 1.0, Double.POSITIVE_INFINITY)).hasSize(1);
    assertThat(differences(MAX, 100.0, 100.00000000001)).hasSize(1);
    assertThat(differences(MAX, 0.0, -0.0)).hasSize(1);
    assertThat(differences(COUNT, 3L, 4L).getFirst())
        .contains("feature count", "VALUE 4", "(expected: VALUE 3");
  }

  @Test
  void what_is_computed_from_sums_may_be_rounded_too() {
    Feature<Double> half =
        Feature.computed(
            "half", dev.rapport.api.schema.Type.DOUBLE, SUM.optional(), s -> s.orElse(0.0) / 2);

    assertThat(differences(half, 50.0, 50.00000000001)).isEmpty();
    assertThat(differences(MAX.orElse(SUM), 50.0, 50.00000000001)).isEmpty();
  }

  @Test
  void approximations_may_be_off_by_what_they_promise() {
    Feature<Long> distinct =
        SALES
            .feature("distinct")
            .global()
            .aggregate(Sale::price, approxCountDistinct(10), Window.lifetime());
    Feature<List<Double>> percentiles =
        SALES
            .feature("percentiles")
            .global()
            .aggregate(Sale::price, approxPercentiles(0.5), Window.lifetime());

    assertThat(differences(distinct, 1_000L, 1_160L)).isEmpty();
    assertThat(differences(distinct, 1_000L, 1_210L)).hasSize(1);
    assertThat(differences(distinct, 5L, 6L)).hasSize(1);
    assertThat(differences(percentiles, List.of(-100.0), List.of(-100.3))).isEmpty();
    assertThat(differences(percentiles, List.of(-100.0), List.of(-100.5))).hasSize(1);
  }

  @Test
  void the_values_of_a_histogram_are_in_order_and_the_keys_of_per_in_none() {
    var sales = SALES.feature("sales").global();
    Feature<Map<Double, Long>> histogram =
        sales.aggregate(Sale::price, histogram(), Window.lifetime());
    Feature<Map<Double, Map<Double, Long>>> histograms =
        sales.per(Sale::price).aggregate(Sale::price, histogram(), Window.lifetime());
    Feature<Map<Double, Long>> counts =
        sales.per(Sale::price).aggregate(countRows(), Window.lifetime());
    Map<Double, Long> some = ordered(1.0, 5L, 2.0, 3L);
    Map<Double, Long> turned = ordered(2.0, 3L, 1.0, 5L);

    assertThat(differences(histogram, some, some)).isEmpty();
    assertThat(differences(histogram, some, turned)).hasSize(1);
    assertThat(differences(counts, some, turned)).isEmpty();
    assertThat(
            differences(
                histograms, ordered(1.0, some, 2.0, turned), ordered(2.0, turned, 1.0, some)))
        .isEmpty();
    assertThat(
            differences(histograms, ordered(1.0, some, 2.0, turned), ordered(1.0, some, 2.0, some)))
        .hasSize(1);
  }

  private static <V> Map<Double, V> ordered(double first, V value, double second, V other) {
    Map<Double, V> map = new LinkedHashMap<>();
    map.put(first, value);
    map.put(second, other);
    return map;
  }

  @Test
  void status_and_evidence_count() {
    List<Context> expected = List.of(context(COUNT, 3L, Status.VALUE, THREE));

    assertThat(Scenarios.differences(expected, List.of(context(COUNT, 3L, Status.DEFAULT, THREE))))
        .hasSize(1);
    assertThat(
            Scenarios.differences(
                expected,
                List.of(
                    context(
                        COUNT,
                        3L,
                        Status.VALUE,
                        new Evidence("sales", Optional.of(Instant.EPOCH), Optional.empty(), 2)))))
        .hasSize(1);
    assertThat(
            Scenarios.differences(
                expected,
                List.of(
                    context(
                        COUNT,
                        3L,
                        Status.VALUE,
                        new Evidence("sales", Optional.empty(), Optional.empty(), 3)))))
        .hasSize(1);
    assertThat(Scenarios.differences(expected, List.of())).hasSize(1);
    assertThat(Scenarios.differences(expected, List.of(context(MAX, 3.0, Status.VALUE, THREE))))
        .hasSize(1);
  }
}
