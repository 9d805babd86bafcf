package dev.rapport.engine.answer;

import static dev.rapport.api.aggregation.Aggregations.countRows;
import static dev.rapport.api.aggregation.Aggregations.lastDistinct;
import static dev.rapport.api.aggregation.Window.lifetime;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.api.entity.Entity;
import dev.rapport.api.feature.Feature;
import dev.rapport.api.feature.Source;
import dev.rapport.api.question.Context;
import dev.rapport.api.question.Question;
import dev.rapport.api.schema.Type;
import dev.rapport.engine.Progress;
import dev.rapport.engine.intake.FactBase;
import dev.rapport.engine.service.ServiceAnswers;
import dev.rapport.spi.service.ServiceBindings;
import dev.rapport.testkit.Scenario;
import dev.rapport.testkit.Scenarios;
import dev.rapport.testkit.fakes.FakeFactLog;
import dev.rapport.testkit.fakes.FakeTableReader;
import dev.rapport.testkit.random.RandomScenarios;
import dev.rapport.testkit.replay.Replay;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Facts that say they were known long ago, pushed while a question is answered. */
class PushedMeanwhileTest {
  private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");

  record Visit(String id, String who, String city, Instant at, Instant heardAt) {
    static Visit of(String id, String who, String city) {
      return new Visit(
          id, who, city, NOON.minus(Duration.ofDays(2)), NOON.minus(Duration.ofDays(1)));
    }
  }

  private static final Entity<String> WHO = Entity.of("who", String.class);
  private static final Entity<String> CITY = Entity.of("city", String.class);

  private static Source<Visit> visits(String name) {
    return Source.stream(Visit.class, name)
        .at(Visit::at)
        .knownAt(Visit::heardAt)
        .about(WHO, Visit::who)
        .about(CITY, Visit::city);
  }

  private final FakeFactLog log = new FakeFactLog(new FakeFactLog.Disk());
  private final FactBase facts =
      new FactBase(log, new FakeTableReader(), Clock.fixed(NOON, ZoneOffset.UTC), Source::name);
  private final Answering answering =
      new Answering(facts, new ServiceAnswers(log, ServiceBindings.NONE, facts));

  /** A feature during whose computation another thread pushes a fact, and is acknowledged. */
  private <R> Feature<Long> pushing(Source<R> source, R fact, Feature<Long> after) {
    return Feature.computed(
        "pushing",
        Type.LONG,
        after,
        count -> {
          CompletableFuture.runAsync(() -> facts.ingest(source, List.of(fact))).join();
          return count;
        });
  }

  private Context ask(Feature<?>... features) {
    Question ann = Question.about(WHO, "ann").and(CITY, "rome");
    return answering.answer(List.of(ann), List.of(features)).getFirst();
  }

  private void assertSeenByTheNextOnly(Source<Visit> source) {
    Feature<Long> all = source.feature("all").by(WHO).aggregate(countRows(), lifetime());
    Feature<Long> week = source.feature("week").by(WHO).aggregate(countRows(), Duration.ofDays(7));
    Feature<List<String>> cities =
        source.feature("cities").by(WHO).aggregate(Visit::city, lastDistinct(9), lifetime());
    Feature<Long> ofCity = source.feature("of_city").by(CITY).aggregate(countRows(), lifetime());
    facts.prepare(List.of(all, week, cities, ofCity), List.of(), Progress.NONE);
    facts.ingest(source, List.of(Visit.of("1", "ann", "oslo")));

    Feature<Long> pushing = pushing(source, Visit.of("2", "ann", "rome"), all);
    Context first = ask(all, pushing, week, cities, ofCity);
    assertThat(first.get(all)).contains(1L);
    assertThat(first.get(week)).contains(1L);
    assertThat(first.get(cities)).contains(List.of("oslo"));
    assertThat(first.get(ofCity)).contains(0L);

    Context second = ask(all, week, cities, ofCity);
    assertThat(second.get(all)).contains(2L);
    assertThat(second.get(week)).contains(2L);
    assertThat(second.get(cities).orElseThrow()).containsExactlyInAnyOrder("rome", "oslo");
    assertThat(second.get(ofCity)).contains(1L);
  }

  @Test
  void the_features_of_one_question_see_the_same_facts() {
    assertSeenByTheNextOnly(visits("visits"));
  }

  @Test
  void so_they_do_where_facts_are_known_some_time_after_they_happened() {
    assertSeenByTheNextOnly(
        Source.stream(Visit.class, "visits")
            .at(Visit::at)
            .knownAfter(Duration.ofHours(6))
            .about(WHO, Visit::who)
            .about(CITY, Visit::city));
  }

  @Test
  void a_correction_that_comes_meanwhile_neither_shows_nor_hides_what_it_corrects() {
    Source<Visit> source = visits("visits").id(Visit::id);
    Feature<Long> all = source.feature("all").by(WHO).aggregate(countRows(), lifetime());
    Feature<List<String>> cities =
        source.feature("cities").by(WHO).aggregate(Visit::city, lastDistinct(9), lifetime());
    facts.prepare(List.of(all, cities), List.of(), Progress.NONE);
    facts.ingest(source, List.of(Visit.of("1", "ann", "oslo")));

    Instant corrected = NOON.minusSeconds(60);
    Visit bobs = new Visit("1", "bob", "rome", corrected.minusSeconds(1), corrected);
    Context first = ask(all, pushing(source, bobs, all), cities);
    assertThat(first.get(cities)).contains(List.of("oslo"));
    assertThat(ask(cities).get(cities)).contains(List.of());
  }

  static LongStream seeds() {
    return LongStream.range(0, 60);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void what_is_asked_as_of_now_stays_what_it_is_whatever_is_pushed(long seed) {
    Scenario scenario = RandomScenarios.of(seed);
    int first = new SplittableRandom(seed).nextInt(EnginePath.pushes(scenario) + 1);
    List<Context> expected = new Replay().answer(EnginePath.first(scenario, first));
    List<Feature<?>> features = scenario.features();
    EnginePath path = new EnginePath(EnginePath.Life.LIVE);
    path.with(
        scenario,
        first,
        answering -> {
          List<Context> answers = answering.past(scenario.questions(), features);
          assertThat(Scenarios.differences(expected, answers))
              .as("seed %s, the first %s facts", seed, first)
              .isEmpty();
          assertThat(Law.differences(answering, scenario, answers)).as("seed " + seed).isEmpty();
          return answers;
        });
  }
}
