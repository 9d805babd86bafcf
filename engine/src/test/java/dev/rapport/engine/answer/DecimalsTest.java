package dev.rapport.engine.answer;

import static dev.rapport.api.aggregation.Aggregations.approxCountDistinct;
import static dev.rapport.api.aggregation.Aggregations.countRows;
import static dev.rapport.api.aggregation.Aggregations.last;
import static dev.rapport.api.aggregation.Aggregations.latest;
import static dev.rapport.api.schema.Condition.between;
import static dev.rapport.api.schema.Condition.equalTo;
import static dev.rapport.api.schema.Condition.notEqualTo;
import static dev.rapport.api.schema.Condition.oneOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.api.aggregation.Window;
import dev.rapport.api.entity.Entity;
import dev.rapport.api.feature.Feature;
import dev.rapport.api.feature.Source;
import dev.rapport.api.question.Context;
import dev.rapport.api.question.Question;
import dev.rapport.api.schema.Condition;
import dev.rapport.testkit.Delivery;
import dev.rapport.testkit.Scenario;
import dev.rapport.testkit.Scenarios;
import dev.rapport.testkit.replay.Replay;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Decimals of one value that are written with other digits, such as 10, 10.0 and 10.00. */
class DecimalsTest {
  record Bought(String id, String user, Instant at, BigDecimal price, Set<BigDecimal> rates) {}

  private static final Entity<String> USER = Entity.of("user", String.class);
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private static final Source<Bought> BOUGHT =
      Source.stream(Bought.class, "bought").at(Bought::at).about(USER, Bought::user);

  private static Bought bought(String id, String price, String... rates) {
    Set<BigDecimal> set = new LinkedHashSet<>();
    for (String rate : rates) {
      set.add(new BigDecimal(rate));
    }
    return new Bought(id, "ann", NOON, new BigDecimal(price), Collections.unmodifiableSet(set));
  }

  private static Context ask(Source<Bought> source, List<Bought> facts, Feature<?>... features) {
    Scenario scenario =
        Scenario.asking(
                List.of(features), List.of(Question.about(USER, "ann").at(NOON.plusSeconds(60))))
            .with(source, facts.stream().map(fact -> new Delivery<>(fact, NOON)).toList());
    List<Context> answers = new EnginePath(EnginePath.Life.LIVE).answer(scenario);
    try (Replay replay = new Replay()) {
      assertThat(Scenarios.differences(replay.answer(scenario), answers)).isEmpty();
    }
    return answers.getFirst();
  }

  @Test
  void which_of_two_versions_is_in_force_does_not_depend_on_the_order_of_delivery() {
    Source<Bought> source = BOUGHT.knownAt(Bought::at).id(Bought::id);
    Feature<BigDecimal> price =
        source.feature("price").aggregate(Bought::price, latest(), Window.lifetime());
    Feature<Set<BigDecimal>> rates =
        source.feature("rates").aggregate(Bought::rates, last(), Window.lifetime());
    List<Bought> versions =
        List.of(
            bought("a", "10.0", "1", "1.0"),
            bought("a", "10.00", "1", "1.0"),
            bought("a", "10.0", "1.0", "2"),
            bought("a", "10.00", "1.00", "1.0"));
    Context one = ask(source, versions, price, rates);
    Context other = ask(source, versions.reversed(), price, rates);
    assertThat(one.get(price)).contains(new BigDecimal("10.00"));
    assertThat(other.get(price)).isEqualTo(one.get(price));
    assertThat(other.get(rates)).isEqualTo(one.get(rates));
  }

  private static Feature<Long> counted(String name, Condition<BigDecimal> condition) {
    return BOUGHT
        .feature(name)
        .where(Bought::price, condition)
        .aggregate(countRows(), Window.lifetime());
  }

  @Test
  void conditions_compare_them_by_their_value() {
    BigDecimal ten = new BigDecimal("10");
    Feature<Long> equal = counted("equal", equalTo(ten));
    Feature<Long> other = counted("other", notEqualTo(ten));
    Feature<Long> one = counted("one", oneOf(List.of(new BigDecimal("7"), ten)));
    Feature<Long> within = counted("within", between(ten, ten));
    Context answers =
        ask(
            BOUGHT,
            List.of(bought("a", "10"), bought("b", "10.00"), bought("c", "1E+1"), bought("d", "9")),
            equal,
            other,
            one,
            within);
    assertThat(answers.get(equal)).contains(3L);
    assertThat(answers.get(other)).contains(1L);
    assertThat(answers.get(one)).contains(3L);
    assertThat(answers.get(within)).contains(3L);
  }

  @Test
  void sets_that_are_equal_count_as_one_whatever_their_order() {
    Feature<Long> sets =
        BOUGHT.feature("sets").aggregate(Bought::rates, approxCountDistinct(), Window.lifetime());
    Context answers =
        ask(BOUGHT, List.of(bought("a", "1", "2", "2.0"), bought("b", "1", "2.0", "2")), sets);
    assertThat(answers.get(sets)).contains(1L);
  }
}
