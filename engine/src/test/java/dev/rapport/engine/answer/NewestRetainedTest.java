package dev.rapport.engine.answer;

import static dev.rapport.api.aggregation.Aggregations.countRows;
import static dev.rapport.api.aggregation.Aggregations.sum;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.api.aggregation.Window;
import dev.rapport.api.entity.Entity;
import dev.rapport.api.feature.Feature;
import dev.rapport.api.feature.Source;
import dev.rapport.api.question.Context;
import dev.rapport.api.question.Question;
import dev.rapport.engine.Progress;
import dev.rapport.testkit.Delivery;
import dev.rapport.testkit.Scenario;
import dev.rapport.testkit.Scenarios;
import dev.rapport.testkit.replay.Replay;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Facts leave memory when their keys have as many newer ones as the source retains. */
final class NewestRetainedTest {
  private static final Entity<String> USER = Entity.of("user", String.class);
  private static final Entity<String> SHOP = Entity.of("shop", String.class);
  private static final Instant START = Instant.parse("2025-01-01T00:00:00Z");

  /** Money spent somewhere. */
  record Spent(String user, String shop, Instant at, Instant known, double amount) {}

  private static final Source<Spent> SPENT =
      Source.stream(Spent.class, "spent")
          .at(Spent::at)
          .about(USER, Spent::user)
          .about(SHOP, Spent::shop)
          .retainNewest(100);

  private static final Feature<Double> OF_USER =
      SPENT.feature("of_user").by(USER).aggregate(Spent::amount, sum(), Window.lifetime());
  private static final Feature<Long> OF_SHOP =
      SPENT.feature("of_shop").by(SHOP).aggregate(countRows(), Window.last(ofMinutes(45)));
  private static final Feature<Double> OF_ALL =
      SPENT.feature("of_all").global().aggregate(Spent::amount, sum(), Window.lifetime());

  /** Of a hot user and some others, in shops that change, some known a while later. */
  private static Spent spent(int second) {
    return new Spent(
        second % 50 == 0 ? "rare" + second % 150 : "hot" + second % 3,
        "shop" + second / 1_000 % 4,
        START.plusSeconds(second),
        START.plusSeconds(second + (second % 7 == 0 ? 300 : 0)),
        second % 100 / 4.0);
  }

  private static void push(Server server, Source<Spent> source, int from, int to) {
    for (int second = from; second < to; second++) {
      server.clock.set(START.plusSeconds(second));
      server.push(source, spent(second));
    }
  }

  private static int rows(Server server, Source<?> source) {
    return server.facts.store(source).rows();
  }

  private static List<Question> questions(int from, int to, int step) {
    List<Question> questions = new ArrayList<>();
    for (int second = from; second <= to; second += step) {
      for (String user : List.of("hot" + second % 3, "rare" + second % 150)) {
        questions.add(
            Question.about(USER, user)
                .and(SHOP, "shop" + second % 4)
                .at(START.plusSeconds(second).plusNanos(500_000)));
      }
    }
    return questions;
  }

  private static List<Context> expected(
      List<Feature<?>> features, List<Question> questions, Source<Spent> source, int pushed) {
    List<Delivery<Spent>> deliveries = new ArrayList<>();
    for (int second = 0; second < pushed; second++) {
      deliveries.add(new Delivery<>(spent(second), START.plusSeconds(second)));
    }
    try (Replay replay = new Replay()) {
      return replay.answer(Scenario.asking(features, questions).with(source, deliveries));
    }
  }

  @Test
  void memory_stays_in_proportion_to_what_is_retained_of_each_key() {
    Server server = new Server(100, List.of(OF_USER, OF_SHOP));
    List<Integer> rows = new ArrayList<>();
    List<Long> bytes = new ArrayList<>();
    for (int from = 0; from < 200_000; from += 1_000) {
      push(server, SPENT, from, from + 1_000);
      rows.add(rows(server, SPENT));
      bytes.add(server.facts.store(SPENT).bytes().held());
    }
    // three hot users, three rare ones and four shops, 100 facts each
    assertThat(rows).allMatch(n -> n <= 3_000);
    assertThat(rows.getLast()).isGreaterThan(600);
    assertThat(bytes).allMatch(n -> n < 200_000);
    assertThat(server.facts.intake(SPENT).acceptedCount()).isEqualTo(200_000);
    List<Question> now = questions(200_000, 200_000, 1);
    server.clock.set(now.getFirst().at().orElseThrow());
    assertThat(
            Scenarios.differences(
                expected(server.features, now, SPENT, 200_000),
                server.answering.answer(now, server.features)))
        .isEmpty();
    assertThat(rows(server, SPENT)).isLessThanOrEqualTo(3_000);
  }

  @Test
  void what_is_not_counted_by_a_rule_stays() {
    Source<Spent> wide = SPENT.retainNewest(2_000);
    Server server =
        new Server(
            100, List.of(wide.feature("n").by(USER).aggregate(countRows(), Window.lifetime())));
    push(server, wide, 0, 4_000);
    assertThat(rows(server, wide)).isEqualTo(4_000);
  }

  @Test
  void facts_that_are_known_late_pass_by_what_is_newer() {
    Source<Spent> source = SPENT.knownAt(Spent::known).retainNewest(20);
    List<Feature<?>> features =
        List.of(
            source.feature("sum").by(USER).aggregate(Spent::amount, sum(), Window.lifetime()),
            source.feature("n").by(SHOP).aggregate(countRows(), Window.last(ofMinutes(5))));
    Server server = new Server(1, features);
    for (int second = 0; second < 4_000; second += 250) {
      push(server, source, second, second + 250);
      List<Question> now = questions(second + 251, second + 251, 1);
      server.clock.set(now.getFirst().at().orElseThrow());
      assertThat(
              Scenarios.differences(
                  expected(features, now, source, second + 250),
                  server.answering.answer(now, features)))
          .as("after %s", second)
          .isEmpty();
    }
    assertThat(rows(server, source)).isLessThan(1_500);
  }

  @Test
  void questions_about_a_past_of_which_facts_left_read_the_log() {
    Server server = new Server(100, List.of(OF_USER, OF_SHOP));
    push(server, SPENT, 0, 6_000);
    int rows = rows(server, SPENT);
    assertThat(rows).isLessThan(3_000);
    List<Question> questions = questions(0, 6_100, 137);
    List<Context> expected = expected(server.features, questions, SPENT, 6_000);
    assertThat(Scenarios.differences(expected, server.answering.past(questions, server.features)))
        .isEmpty();
    assertThat(
            Scenarios.differences(
                expected,
                questions.stream()
                    .map(question -> server.answering.inquire(question).answer(server.features))
                    .toList()))
        .isEmpty();
    assertThat(rows(server, SPENT)).isEqualTo(rows);
    server.restart();
    assertThat(rows(server, SPENT)).isEqualTo(6_000);
    assertThat(Scenarios.differences(expected, server.answering.past(questions, server.features)))
        .isEmpty();
  }

  @Test
  void a_feature_by_another_key_reads_the_log_anew() {
    Server server = new Server(100, List.of(OF_USER));
    push(server, SPENT, 0, 6_000);
    assertThat(rows(server, SPENT)).isLessThan(2_000);
    server.facts.prepare(List.of(OF_USER), List.of(), Progress.NONE);
    assertThat(rows(server, SPENT)).isLessThan(2_000);
    server.facts.prepare(List.of(OF_USER, OF_SHOP, OF_ALL), List.of(), Progress.NONE);
    assertThat(rows(server, SPENT)).isEqualTo(6_000);
    push(server, SPENT, 6_000, 9_000);
    assertThat(rows(server, SPENT)).isLessThan(3_000);
    List<Feature<?>> all = List.of(OF_USER, OF_SHOP, OF_ALL);
    List<Question> questions = questions(8_990, 9_010, 7);
    assertThat(
            Scenarios.differences(
                expected(all, questions, SPENT, 9_000), server.answering.past(questions, all)))
        .isEmpty();
  }

  @Test
  void a_feature_by_another_key_that_looks_back_briefly_joins() {
    Feature<Long> brief =
        SPENT.feature("brief").by(SHOP).aggregate(countRows(), Window.last(ofMinutes(1)));
    Server server = new Server(100, List.of(OF_USER));
    push(server, SPENT, 0, 6_000);
    int rows = rows(server, SPENT);
    server.clock.set(START.plusSeconds(6_200));
    server.facts.prepare(List.of(OF_USER, brief), List.of(), Progress.NONE);
    assertThat(rows(server, SPENT)).isEqualTo(rows);
    push(server, SPENT, 6_200, 9_000);
    assertThat(rows(server, SPENT)).isLessThan(3_000);
    // of the shops some facts had left before they were counted: a longer look needs the log
    Feature<Long> ever = SPENT.feature("ever").by(SHOP).aggregate(countRows(), Window.lifetime());
    List<Feature<?>> all = List.of(OF_USER, brief, OF_SHOP, ever);
    List<Question> questions = questions(5_900, 9_010, 97);
    List<Delivery<Spent>> deliveries = new ArrayList<>();
    for (int second = 0; second < 9_000; second++) {
      if (second < 6_000 || second >= 6_200) {
        deliveries.add(new Delivery<>(spent(second), START.plusSeconds(second)));
      }
    }
    try (Replay replay = new Replay()) {
      assertThat(
              Scenarios.differences(
                  replay.answer(Scenario.asking(all, questions).with(SPENT, deliveries)),
                  server.answering.past(questions, all)))
          .isEmpty();
    }
    server.facts.prepare(List.of(OF_USER, brief, OF_SHOP), List.of(), Progress.NONE);
    assertThat(rows(server, SPENT)).isLessThan(3_000);
    server.facts.prepare(List.of(OF_USER, brief, ever), List.of(), Progress.NONE);
    assertThat(rows(server, SPENT)).isGreaterThan(8_000);
  }
}
