package dev.rapport.engine.answer;

import static dev.rapport.api.aggregation.Aggregations.countRows;
import static dev.rapport.api.aggregation.Aggregations.last;
import static dev.rapport.api.aggregation.Aggregations.max;
import static dev.rapport.api.aggregation.Aggregations.sum;
import static dev.rapport.engine.answer.Spending.SPENT;
import static dev.rapport.engine.answer.Spending.START;
import static dev.rapport.engine.answer.Spending.USER;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.api.aggregation.Window;
import dev.rapport.api.feature.Feature;
import dev.rapport.api.feature.Source;
import dev.rapport.api.question.Context;
import dev.rapport.api.question.Question;
import dev.rapport.engine.Progress;
import dev.rapport.engine.answer.Spending.Spent;
import dev.rapport.engine.intake.FactBase;
import dev.rapport.testkit.Delivery;
import dev.rapport.testkit.Scenario;
import dev.rapport.testkit.replay.Replay;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Facts of windows that round their start are kept as tiles, and no answer shows it. */
final class TilesTest {
  private static Spent spent(int second) {
    Instant at = START.plusSeconds(second);
    return new Spent("user" + second % 3, 7L, at, at, second % 100 / 4.0, second, "card");
  }

  private static void pushSeconds(Server server, Source<Spent> source, int from, int to) {
    for (int second = from; second < to; second++) {
      server.clock.set(START.plusSeconds(second));
      server.push(source, spent(second));
    }
  }

  private static int rows(Server server, Source<?> source) {
    return server.facts.store(source).rows();
  }

  private static int tiles(Server server) {
    return server.facts.stores().windows(SPENT).tiles();
  }

  private static Feature<Long> counted(Window window) {
    return SPENT.feature("n").by(USER).aggregate(countRows(), window);
  }

  @Test
  void a_lifetime_takes_one_state_a_key() {
    Feature<Long> ever = counted(Window.lifetime());
    Feature<Double> sum =
        SPENT.feature("sum").by(USER).aggregate(Spent::amount, sum(), Window.lifetime());
    Server server = new Server(100, List.of(ever, sum));
    pushSeconds(server, SPENT, 0, 20_000);
    assertThat(rows(server, SPENT)).isLessThan(400);
    assertThat(server.facts.stores().windows(SPENT).tiles()).isEqualTo(2 * 3);
    Context context = server.ask(Question.about(USER, "user1"));
    assertThat(context.get(ever)).contains(6_667L);
    assertThat(context.answers().getFirst().evidence().facts()).isEqualTo(6_667L);
    server.restart();
    assertThat(rows(server, SPENT)).isEqualTo(20_000);
    server.push(SPENT, spent(20_000));
    assertThat(rows(server, SPENT)).isLessThan(400);
    assertThat(server.ask(Question.about(USER, "user1")).get(ever)).contains(6_667L);
    assertThat(server.ask(Question.about(USER, "nobody")).get(ever)).contains(0L);
  }

  @Test
  void long_windows_take_tiles_of_their_own_hop() {
    Server server =
        new Server(
            100,
            List.of(
                counted(Window.last(ofMinutes(10)).every(ofMinutes(1))),
                SPENT
                    .feature("hours")
                    .by(USER)
                    .aggregate(countRows(), Window.last(ofHours(10)).every(ofHours(1)))));
    pushSeconds(server, SPENT, 0, 36_000);
    // an hour that has begun, and ten minutes, by the minute; nine hours by the hour
    assertThat(server.facts.stores().windows(SPENT).tiles()).isLessThan(3 * (9 + 71));
    assertThat(rows(server, SPENT)).isLessThan(600);
  }

  @Test
  void facts_stay_one_by_one_where_a_feature_needs_them() {
    Window hours = Window.last(ofHours(10)).every(ofHours(1));
    assertThat(rowsAfter(SPENT, counted(hours))).isLessThan(1_000);
    assertThat(rowsAfter(SPENT, counted(Window.last(ofHours(10))))).isEqualTo(5_000);
    assertThat(rowsAfter(SPENT, counted(hours.atMost(4_000)))).isEqualTo(5_000);
    assertThat(rowsAfter(SPENT, counted(hours), counted(Window.session(ofHours(1)))))
        .isEqualTo(5_000);
    assertThat(
            rowsAfter(SPENT, SPENT.feature("kind").by(USER).aggregate(Spent::kind, last(), hours)))
        .isEqualTo(5_000);
    assertThat(
            rowsAfter(
                SPENT,
                SPENT.feature("per_kind").by(USER).per(Spent::kind).aggregate(countRows(), hours)))
        .isEqualTo(5_000);
    Source<Spent> forAnHour = SPENT.retain(ofHours(10));
    assertThat(
            rowsAfter(
                forAnHour,
                forAnHour.feature("n").by(USER).aggregate(countRows(), Window.lifetime())))
        .isEqualTo(5_000);
    // a tile for each fact would take more than the facts
    Server server = new Server(100, List.of(counted(Window.last(ofHours(10)).every(ofMinutes(1)))));
    for (int minute = 0; minute < 500; minute++) {
      server.clock.set(START.plusSeconds(minute * 60L));
      server.push(SPENT, spent(minute * 60));
    }
    assertThat(rows(server, SPENT)).isEqualTo(500);
  }

  private static int rowsAfter(Source<Spent> source, Feature<?>... features) {
    Server server = new Server(100, List.of(features));
    pushSeconds(server, source, 0, 5_000);
    return rows(server, source);
  }

  @Test
  void a_fact_whose_filter_failed_stays_and_is_told() {
    Feature<Long> strange =
        SPENT
            .feature("strange")
            .by(USER)
            .where(spent -> 1 / (spent.points() - 17) < 2)
            .aggregate(countRows(), Window.lifetime());
    Server server = new Server(100, List.of(strange));
    pushSeconds(server, SPENT, 0, 5_000);
    assertThat(rows(server, SPENT)).isLessThan(400);
    assertThat(server.ask(Question.about(USER, "user2")).answers().getFirst().reason())
        .contains("a filter failed");
    assertThat(server.ask(Question.about(USER, "user1")).get(strange)).contains(1_667L);
  }

  /** Compared by points alone, and not at all below zero. */
  record Ranked(String user, Instant at, long points, String kind) implements Comparable<Ranked> {
    @Override
    public int compareTo(Ranked other) {
      if (points < 0 || other.points < 0) {
        throw new IllegalStateException("below zero");
      }
      return Long.compare(points, other.points);
    }
  }

  @Test
  void facts_that_are_compared_by_code_of_users_stay() {
    Source<Ranked> source =
        Source.stream(Ranked.class, "ranked").at(Ranked::at).about(USER, Ranked::user);
    Feature<Ranked> best = source.feature("best").by(USER).aggregate(max(), Window.lifetime());
    Server server = new Server(100, List.of(best));
    for (int second = 0; second < 2_000; second++) {
      Instant at = START.plusSeconds(second);
      server.clock.set(at);
      server.push(source, new Ranked("ann", at, 5, "kind " + second));
      server.push(source, new Ranked("ben", at, second == 20 ? -1 : 5, "kind " + second));
    }
    server.clock.set(START.plusSeconds(2_001));
    assertThat(server.ask(Question.about(USER, "ann")).get(best).map(Ranked::kind))
        .as("the oldest of equal ones")
        .contains("kind 0");
    assertThat(server.ask(Question.about(USER, "ben")).answers().getFirst().reason())
        .contains("below zero");
  }

  @Test
  void in_the_long_run_memory_holds_tiles_and_few_facts() {
    Window window = Window.last(ofHours(24)).every(ofHours(1));
    Server server = new Server(100, List.of(counted(window)));
    int most = 0;
    for (int i = 0; i < 60_000; i++) { // 100 users, each with ten facts an hour
      Instant at = START.plusMillis(i * 3_600L);
      server.clock.set(at);
      server.push(SPENT, new Spent("user" + i % 100, 7L, at, at, 1.0, i, "card"));
      most = i < 30_000 ? 0 : Math.max(most, rows(server, SPENT));
    }
    assertThat(most).isLessThan(2_500);
    assertThat(tiles(server)).isLessThan(100 * 27);
  }

  @Test
  void tiles_that_no_window_reaches_go_also_where_few_are_made() {
    Server server = new Server(100, List.of(counted(Window.last(ofHours(2)).every(ofMinutes(1)))));
    pushSeconds(server, SPENT, 0, 10_000);
    assertThat(tiles(server)).isGreaterThan(300);
    for (int second = 10_000; second < 1_000_000; second += 400) {
      server.clock.set(START.plusSeconds(second));
      server.push(SPENT, spent(second));
    }
    assertThat(tiles(server)).isLessThan(50); // 18 facts in two hours
  }

  @Test
  void a_clock_that_goes_back_changes_no_answer() {
    Source<Spent> source = SPENT.knownAt(Spent::learnedAt);
    Feature<Long> hours =
        source
            .feature("hours")
            .by(USER)
            .aggregate(countRows(), Window.last(ofHours(10)).every(ofHours(1)));
    Feature<Long> exact =
        source.feature("exact").by(USER).aggregate(countRows(), Window.last(ofMinutes(10)));
    for (Feature<Long> feature : List.of(hours, exact)) {
      Server server = new Server(100, List.of(feature));
      List<Delivery<Spent>> told = new ArrayList<>();
      for (int i = 0; i < 10_200; i++) {
        int second = i < 7_200 ? i : i - 7_200; // from where the clock goes back, facts come again
        Instant now = START.plusSeconds(i < 7_200 ? second : 3_600);
        server.clock.set(now);
        server.push(source, spent(second));
        told.add(new Delivery<>(spent(second), now));
      }
      Question question = Question.about(USER, "user1").at(START.plusSeconds(5_400));
      Scenario scenario =
          new Scenario(Map.of(), List.of(feature), List.of(question), List.of()).with(source, told);
      assertThat(
              server.answering.answer(List.of(question), List.of(feature)).getFirst().get(feature))
          .isEqualTo(new Replay().answer(scenario).getFirst().get(feature));
    }
  }

  @Test
  void another_feature_reads_the_log_anew() {
    Feature<Long> hours = counted(Window.last(ofHours(10)).every(ofHours(1)));
    Feature<Long> exact =
        SPENT.feature("exact").by(USER).aggregate(countRows(), Window.last(ofMinutes(10)));
    Server server = new Server(100, List.of(hours));
    pushSeconds(server, SPENT, 0, 4_000);
    assertThat(rows(server, SPENT)).isLessThan(1_000);
    FactBase next = server.facts.successor(List.of(SPENT));
    next.prepare(List.of(hours, exact), List.of(), Progress.NONE);
    assertThat(next.store(SPENT).rows()).isEqualTo(4_000);
    FactBase same = server.facts.successor(List.of(SPENT));
    same.prepare(List.of(hours), List.of(), Progress.NONE);
    assertThat(same.store(SPENT)).isSameAs(server.facts.store(SPENT));
    server.facts.prepare(List.of(hours, exact), List.of(), Progress.NONE);
    Question question = Question.about(USER, "user0");
    List<Feature<?>> both = List.of(hours, exact);
    Context context = server.answering.answer(List.of(question), both).getFirst();
    assertThat(context.get(hours)).contains(1_334L);
    assertThat(context.get(exact)).contains(200L);
  }

  @Test
  void the_past_is_read_from_the_log() {
    Feature<Long> hours = counted(Window.last(ofHours(1)).every(ofMinutes(10)));
    Server server = new Server(100, List.of(hours));
    pushSeconds(server, SPENT, 0, 9_000);
    int rows = rows(server, SPENT);
    assertThat(rows).isLessThan(1_000);
    Question question = Question.about(USER, "user1").at(START.plusSeconds(4_200 + 59));
    // from ten minutes past, seen from 70 minutes and 59 seconds past
    long facts = 3_659 / 3 + 1;
    assertThat(server.answering.answer(List.of(question), List.of(hours)).getFirst().get(hours))
        .contains(facts);
    assertThat(rows(server, SPENT)).isEqualTo(rows);
  }
}
