package dev.rapport.engine.answer;

import static dev.rapport.api.aggregation.Aggregations.countRows;
import static dev.rapport.api.aggregation.Aggregations.median;
import static dev.rapport.api.aggregation.Aggregations.sum;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.api.aggregation.Window;
import dev.rapport.api.entity.Entity;
import dev.rapport.api.feature.Feature;
import dev.rapport.api.feature.Formula;
import dev.rapport.api.feature.Source;
import dev.rapport.api.question.Context;
import dev.rapport.api.question.Question;
import dev.rapport.engine.Progress;
import dev.rapport.engine.intake.FactBase;
import dev.rapport.testkit.Delivery;
import dev.rapport.testkit.Scenario;
import dev.rapport.testkit.Scenarios;
import dev.rapport.testkit.random.RandomScenarios;
import dev.rapport.testkit.replay.Replay;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Facts that no question from now on uses leave memory, and no answer shows it. */
final class ExpiryTest {
  private static final Entity<String> USER = Entity.of("user", String.class);
  private static final Instant START = Instant.parse("2025-01-01T00:00:00Z");

  /** Money spent. */
  record Spent(String id, String user, Instant at, double amount) {}

  private static final Source<Spent> SPENT =
      Source.stream(Spent.class, "spent").at(Spent::at).about(USER, Spent::user);

  private static Spent spent(int second) {
    return new Spent(
        "id" + second, "user" + second % 3, START.plusSeconds(second), second % 100 / 4.0);
  }

  /** Pushes a fact a second, each known when it is true. */
  private static void pushSeconds(Server server, Source<Spent> source, int from, int to) {
    for (int second = from; second < to; second++) {
      server.clock.set(START.plusSeconds(second));
      server.push(source, spent(second));
    }
  }

  private static Feature<Double> sumOf(Source<Spent> source, Duration length) {
    return source.feature("sum").aggregate(Spent::amount, sum(), Window.last(length));
  }

  private static int rows(Server server, Source<?> source) {
    return server.facts.store(source).rows();
  }

  @Test
  void memory_stays_in_proportion_to_the_longest_window() {
    Server server =
        new Server(
            100,
            List.of(
                sumOf(SPENT, ofMinutes(5)),
                SPENT.feature("n").aggregate(countRows(), Window.last(ofMinutes(10)))));
    List<Integer> rows = new ArrayList<>();
    List<Long> bytes = new ArrayList<>();
    for (int hour = 0; hour < 6; hour++) {
      pushSeconds(server, SPENT, 3_600 * hour, 3_600 * (hour + 1));
      rows.add(rows(server, SPENT));
      bytes.add(server.facts.store(SPENT).bytes().held());
    }
    assertThat(rows).allMatch(n -> n >= 600 && n < 3 * 660);
    assertThat(bytes).allMatch(n -> n < 60_000 * 2);
    assertThat(server.ask(Question.about(USER, "user1")).answers().getLast().value())
        .isEqualTo(200L);
    assertThat(server.facts.intake(SPENT).acceptedCount()).isEqualTo(6 * 3_600);
  }

  @Test
  void what_is_used_for_ever_stays() {
    Server server =
        new Server(
            100, List.of(SPENT.feature("m").aggregate(Spent::amount, median(), Window.lifetime())));
    pushSeconds(server, SPENT, 0, 4_000);
    assertThat(rows(server, SPENT)).isEqualTo(4_000);
  }

  @Test
  void a_declared_time_bounds_memory_whatever_the_window() {
    Source<Spent> source = SPENT.retain(ofMinutes(10)).id(Spent::id);
    Server server =
        new Server(100, List.of(source.feature("n").aggregate(countRows(), Window.lifetime())));
    pushSeconds(server, source, 0, 4_000);
    assertThat(rows(server, source)).isBetween(600, 2_000);
    server.clock.set(START.plusSeconds(4_000));
    Question question = Question.about(USER, "user1");
    assertThat(server.ask(question).answers().getFirst().value()).isEqualTo(200L);
    // of long ago: another time, which is no correction
    server.push(source, spent(10));
    assertThat(server.facts.intake(source).droppedLateCount()).isEqualTo(1);
  }

  @Test
  void facts_with_ids_stay_while_a_redelivery_would_be_taken_for_a_correction() {
    Source<Spent> source = SPENT.id(Spent::id);
    Server server = new Server(100, List.of(sumOf(source, ofMinutes(5))));
    pushSeconds(server, source, 0, 4_000);
    assertThat(rows(server, source)).isEqualTo(4_000);
    Source<Spent> strict = source.dropLaterThan(ofMinutes(20));
    Server other = new Server(100, List.of(sumOf(strict, ofMinutes(5))));
    pushSeconds(other, strict, 0, 4_000);
    assertThat(rows(other, strict)).isBetween(1_200, 3_000);
  }

  @Test
  void questions_about_a_past_that_left_memory_are_answered_from_the_log() {
    Feature<Double> feature = sumOf(SPENT, ofMinutes(5));
    Server server = new Server(100, List.of(feature));
    pushSeconds(server, SPENT, 0, 4_000);
    assertThat(rows(server, SPENT)).isLessThan(2_000);
    Scenario scenario = Scenario.asking(List.of(feature), questions(0, 4_100));
    List<Delivery<Spent>> deliveries = new ArrayList<>();
    for (int second = 0; second < 4_000; second++) {
      deliveries.add(new Delivery<>(spent(second), START.plusSeconds(second)));
    }
    List<Context> expected = new Replay().answer(scenario.with(SPENT, deliveries));
    int rows = rows(server, SPENT);
    List<Context> actual = server.answering.past(scenario.questions(), scenario.features());
    assertThat(Scenarios.differences(expected, actual)).isEmpty();
    assertThat(
            Scenarios.differences(
                expected, server.answering.answer(scenario.questions(), scenario.features())))
        .isEmpty();
    List<Context> inquired =
        scenario.questions().stream()
            .map(question -> server.answering.inquire(question).answer(scenario.features()))
            .toList();
    assertThat(Scenarios.differences(expected, inquired)).isEmpty();
    assertThat(rows(server, SPENT)).isEqualTo(rows);
    server.restart();
    assertThat(rows(server, SPENT)).isEqualTo(4_000);
    server.push(SPENT, spent(4_000));
    assertThat(rows(server, SPENT)).isLessThan(2_000);
  }

  private static List<Question> questions(int from, int to) {
    List<Question> questions = new ArrayList<>();
    for (int second = from; second < to; second += 37) {
      questions.add(Question.about(USER, "user" + second % 3).at(START.plusSeconds(second)));
    }
    return questions;
  }

  @Test
  void a_feature_that_looks_back_further_reads_the_log_anew() {
    Feature<Double> shorter = sumOf(SPENT, ofMinutes(5));
    Feature<Long> longer = SPENT.feature("n").aggregate(countRows(), Window.last(ofHours(2)));
    Server server = new Server(100, List.of(shorter));
    pushSeconds(server, SPENT, 0, 4_000);
    server.facts.prepare(List.of(shorter), List.of(), Progress.NONE);
    assertThat(rows(server, SPENT)).isLessThan(2_000);
    server.facts.prepare(List.of(shorter, longer), List.of(), Progress.NONE);
    assertThat(rows(server, SPENT)).isEqualTo(4_000);
    pushSeconds(server, SPENT, 4_000, 4_500);
    assertThat(rows(server, SPENT)).isEqualTo(4_500);
    assertThat(
            server
                .answering
                .answer(List.of(Question.about(USER, "user0")), List.of(longer))
                .getFirst()
                .get(longer))
        .contains(1_500L);
    // the next catalog looks back less far again
    FactBase next = server.facts.successor(List.of(SPENT));
    next.prepare(List.of(shorter), List.of(), Progress.NONE);
    next.catchUp();
    next.ingest(SPENT, List.of(spent(4_500)));
    for (int second = 4_501; second < 8_000; second++) {
      server.clock.set(START.plusSeconds(second));
      next.ingest(SPENT, List.of(spent(second)));
    }
    assertThat(next.store(SPENT).rows()).isLessThan(2_000);
  }

  @Test
  void a_feature_that_came_later_reads_the_log_for_moments_of_before() {
    Feature<Double> shorter = sumOf(SPENT, ofMinutes(5));
    Feature<Long> longer = SPENT.feature("n").aggregate(countRows(), Window.last(ofMinutes(30)));
    Server server = new Server(100, List.of(shorter));
    pushSeconds(server, SPENT, 0, 4_000);
    int rows = rows(server, SPENT);
    server.clock.set(START.plusSeconds(5_500)); // nothing that left is in the last half hour
    server.facts.prepare(List.of(shorter, longer), List.of(), Progress.NONE);
    assertThat(rows(server, SPENT)).isEqualTo(rows);
    Question question = Question.about(USER, "user0");
    List<Context> answers =
        server.answering.answer(
            List.of(question.at(START.plusSeconds(4_000)), question), List.of(longer));
    assertThat(answers.getFirst().get(longer)).contains(600L);
    assertThat(answers.getLast().get(longer)).contains(100L);
    assertThat(server.answering.answer(List.of(question), List.of(longer)).getFirst().get(longer))
        .contains(100L);
  }

  static LongStream seeds() {
    return LongStream.range(0, 60);
  }

  /** How often facts left over all seeds is counted in the test below. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void answers_now_equal_the_reference_while_facts_leave(long seed) {
    compare(seed, RandomScenarios.of(seed));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void so_they_do_where_facts_say_that_they_were_known_long_before_or_after(long seed) {
    compare(seed, RandomScenarios.learnedFarApart(seed));
  }

  @Test
  void facts_leave_in_most_scenarios() {
    assertThat(missing(RandomScenarios::of)).isGreaterThan(2);
    assertThat(missing(RandomScenarios::learnedFarApart)).isGreaterThan(2);
  }

  private static long missing(LongFunction<Scenario> scenarios) {
    return LongStream.range(0, 20).filter(seed -> compare(seed, scenarios.apply(seed)) > 0).count();
  }

  /** How many rows were missing at the end. */
  private static int compare(long seed, Scenario scenario) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Feature<?>> features = new ArrayList<>();
    for (Feature<?> feature : scenario.features()) {
      if (FeatureGraph.closure(Set.of(feature)).stream().allMatch(ExpiryTest::looksBackBriefly)) {
        features.add(feature);
      }
    }
    Server server = new Server(1, features);
    Scenario told = new Scenario(java.util.Map.of(), features, List.of(), List.of());
    Instant now = Instant.parse("2024-01-01T00:00:00Z");
    int pushed = 0;
    int missing = 0;
    for (Scenario.Arrival<?> arrival : scenario.arrivals()) {
      if (!arrival.source().isStream() || !isRead(arrival.source(), features)) {
        continue;
      }
      Instant at = arrival.delivery().ingestedAt();
      if (at.isAfter(now.plus(ofDays(3_000)))) {
        continue; // the clock stays within a few years
      }
      now = at.isAfter(now.plusMillis(1)) ? at : now.plusMillis(1);
      server.clock.set(now);
      told = push(server, told, arrival, now);
      if (++pushed % 20 == 0) {
        now = now.plus(List.of(ofHours(1), ofDays(2), ofDays(5)).get(random.nextInt(3)));
        server.clock.set(now);
        for (Source<?> source : told.deliveries().keySet()) {
          missing += (int) server.facts.intake(source).acceptedCount() - rows(server, source);
        }
        check(seed, server, told, scenario.questions());
      }
    }
    return missing;
  }

  private static boolean isRead(Source<?> source, List<Feature<?>> features) {
    return FeatureGraph.closure(features).stream()
        .anyMatch(feature ->
            feature.formula() instanceof Formula.Windowed<?, ?> windowed
                && windowed.source().equals(source));
  }

  /** Only features under which facts of a stream may leave. */
  private static boolean looksBackBriefly(Feature<?> feature) {
    return !(feature.formula() instanceof Formula.Windowed<?, ?> windowed)
        || (windowed.source().isStream()
            && (windowed.source().retain().isPresent()
                || windowed.source().retainNewest().isPresent()
                || (windowed.window().span() instanceof Window.Span.Last(Duration length, var _)
                    && length.compareTo(ofDays(40)) < 0)
                || windowed.window().span() instanceof Window.Span.Calendar));
  }

  private static <R> Scenario push(
      Server server, Scenario told, Scenario.Arrival<R> arrival, Instant now) {
    R fact = arrival.delivery().fact();
    server.push(arrival.source(), fact);
    return told.with(arrival.source(), List.of(new Delivery<>(fact, now)));
  }

  private static void check(long seed, Server server, Scenario told, List<Question> questions) {
    List<Question> ofNow = new ArrayList<>();
    for (Question question : questions) {
      if (!question.inputs().isEmpty()) {
        ofNow.add(
            new Question(question.keys(), question.inputs(), question.words(), Optional.empty()));
      }
    }
    List<Context> actual = server.answering.answer(ofNow, server.features);
    List<Question> asked = new ArrayList<>();
    for (Context context : actual) {
      asked.add(context.question().at(context.moment()));
    }
    List<Context> expected =
        new Replay().answer(new Scenario(told.deliveries(), server.features, asked, List.of()));
    List<Context> dated = new ArrayList<>();
    for (int i = 0; i < asked.size(); i++) {
      dated.add(new Context(asked.get(i), actual.get(i).moment(), actual.get(i).answers()));
    }
    assertThat(Scenarios.differences(expected, dated)).as("seed %s", seed).isEmpty();
  }
}
