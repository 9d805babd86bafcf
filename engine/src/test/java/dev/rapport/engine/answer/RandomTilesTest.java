package dev.rapport.engine.answer;

import static dev.rapport.api.aggregation.Aggregations.count;
import static dev.rapport.api.aggregation.Aggregations.countRows;
import static dev.rapport.api.aggregation.Aggregations.decayedSum;
import static dev.rapport.api.aggregation.Aggregations.firstTime;
import static dev.rapport.api.aggregation.Aggregations.lastTime;
import static dev.rapport.api.aggregation.Aggregations.max;
import static dev.rapport.api.aggregation.Aggregations.mean;
import static dev.rapport.api.aggregation.Aggregations.min;
import static dev.rapport.api.aggregation.Aggregations.seen;
import static dev.rapport.api.aggregation.Aggregations.sinceLast;
import static dev.rapport.api.aggregation.Aggregations.stddev;
import static dev.rapport.api.aggregation.Aggregations.sum;
import static dev.rapport.api.aggregation.Aggregations.sumLong;
import static dev.rapport.engine.answer.Spending.SHOP;
import static dev.rapport.engine.answer.Spending.SPENT;
import static dev.rapport.engine.answer.Spending.START;
import static dev.rapport.engine.answer.Spending.USER;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.api.aggregation.Window;
import dev.rapport.api.feature.Feature;
import dev.rapport.api.feature.Source;
import dev.rapport.api.question.Context;
import dev.rapport.api.question.Question;
import dev.rapport.api.schema.Condition;
import dev.rapport.engine.answer.Spending.Spent;
import dev.rapport.engine.value.Micros;
import dev.rapport.testkit.Delivery;
import dev.rapport.testkit.Scenario;
import dev.rapport.testkit.Scenarios;
import dev.rapport.testkit.random.Seeds;
import dev.rapport.testkit.replay.Replay;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random streams whose facts become tiles, held to the reference: facts that are late, ahead of the
 * clock, on bounds, learned later, without keys; restarts, and catalogs that come and go.
 */
final class RandomTilesTest {
  static LongStream seeds() {
    return Seeds.from(0, 40);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void answers_equal_the_reference_while_facts_become_tiles(long seed) {
    compare(seed);
  }

  @Test
  void facts_become_tiles_in_most_scenarios() {
    assertThat(LongStream.range(0, 10).filter(seed -> compare(seed) > 0).count()).isGreaterThan(7);
  }

  /** Returns how many tiles there were at the end. */
  private static int compare(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Source<Spent> source =
        switch (random.nextInt(3)) {
          case 0 -> SPENT;
          case 1 -> SPENT.knownAt(Spent::learnedAt);
          default -> SPENT.knownAfter(ofMinutes(random.nextInt(200)));
        };
    List<Feature<?>> features = features(source, random);
    Server server = new Server(1, features);
    List<Delivery<Spent>> told = new ArrayList<>();
    Instant now = START;
    int backAt = 0; // when all features are in use again
    int facts = 200 + random.nextInt(3_000);
    for (int i = 0; i < facts; i++) {
      now = now.plusMillis(1 + random.nextLong(random.nextInt(20) == 0 ? 7_200_000 : 20_000));
      server.clock.set(now);
      Spent fact = fact(now, random);
      server.push(source, fact);
      told.add(new Delivery<>(fact, now));
      if (random.nextInt(400) == 0) {
        server.restart();
      }
      if (random.nextInt(200) == 0) {
        List<Feature<?>> some = new ArrayList<>(features);
        some.removeIf(_ -> random.nextBoolean());
        server.apply(some);
        backAt = i + random.nextInt(100);
      }
      if (i == backAt) {
        server.apply(features);
      }
      if (i >= backAt && random.nextInt(120) == 0) {
        check(seed, server, source, told, random);
      }
    }
    server.apply(features);
    check(seed, server, source, told, random);
    return server.facts.stores().windows(source).tiles();
  }

  private static Spent fact(Instant now, SplittableRandom random) {
    long ago = random.nextInt(8) == 0 ? random.nextLong(200_000_000) : random.nextLong(50_000);
    Instant at = now.minusMillis(random.nextInt(30) == 0 ? -ago : ago);
    if (random.nextInt(6) == 0) {
      at = Instant.ofEpochSecond(at.getEpochSecond() / 3_600 * 3_600); // on a bound
    }
    Instant learned = at.plusMillis(random.nextInt(5) == 0 ? random.nextLong(90_000_000) : 0);
    List<Double> amounts = List.of(0.1, -0.0, 0.0, 3.5, 1e6, -7.25, 1e-3);
    return new Spent(
        random.nextInt(20) == 0 ? null : "user" + random.nextInt(4),
        random.nextInt(20) == 0 ? null : (long) random.nextInt(3),
        at,
        learned,
        random.nextInt(8) == 0 ? null : amounts.get(random.nextInt(amounts.size())),
        random.nextLong(-50, 50),
        random.nextBoolean() ? "card" : "cash");
  }

  private static List<Feature<?>> features(Source<Spent> source, SplittableRandom random) {
    List<Feature<?>> features = new ArrayList<>();
    int lanes = 1 + random.nextInt(3);
    for (int i = 0; i < 14; i++) {
      if (random.nextInt(14) >= 2 * lanes && !(i == 13 && features.isEmpty())) {
        continue;
      }
      var named = source.feature("f" + i);
      var by =
          switch (random.nextInt(3)) {
            case 0 -> named.by(USER);
            case 1 -> named.by(SHOP);
            default -> named.by(USER, SHOP);
          };
      var some =
          switch (random.nextInt(4)) {
            case 0 -> by.where(Spent::kind, Condition.equalTo("card"));
            case 1 -> by.where(spent -> spent.points() > 0);
            default -> by;
          };
      Window window = window(random);
      features.add(
          switch (i) {
            case 0 -> some.aggregate(Spent::amount, sum(), window);
            case 1 -> some.aggregate(Spent::amount, mean(), window);
            case 2 -> some.aggregate(Spent::points, sumLong(), window);
            case 3 -> some.aggregate(Spent::amount, max(), window);
            case 4 -> some.aggregate(Spent::amount, min(), window);
            case 5 -> some.aggregate(Spent::kind, max(), window);
            case 6 -> some.aggregate(Spent::amount, stddev(), window);
            case 7 -> some.aggregate(Spent::amount, decayedSum(ofHours(5)), window);
            case 8 -> some.aggregate(Spent::amount, count(), window);
            case 9 -> some.aggregate(Spent::amount, firstTime(), window);
            case 10 -> some.aggregate(Spent::amount, lastTime(), window);
            case 11 -> some.aggregate(Spent::amount, sinceLast(), window);
            case 12 -> some.aggregate(Spent::amount, seen(), window);
            default -> some.aggregate(countRows(), window);
          });
    }
    return features;
  }

  private static Window window(SplittableRandom random) {
    if (random.nextInt(4) == 0) {
      return Window.lifetime();
    }
    List<Duration> lengths = List.of(ofMinutes(7), ofHours(1), ofHours(30), ofDays(3));
    List<Duration> hops = List.of(ofMinutes(30), ofHours(1), ofHours(4), ofDays(1));
    Window window =
        Window.last(lengths.get(random.nextInt(lengths.size())))
            .every(hops.get(random.nextInt(hops.size())));
    return random.nextInt(5) == 0 ? window.offsetBy(ofMinutes(random.nextInt(300))) : window;
  }

  private static void check(
      long seed,
      Server server,
      Source<Spent> source,
      List<Delivery<Spent>> told,
      SplittableRandom random) {
    List<Question> asked = new ArrayList<>();
    for (String user : List.of("user0", "user1", "user3", "nobody")) {
      asked.add(Question.about(USER, user).and(SHOP, (long) random.nextInt(4)));
    }
    for (Instant at : moments(server, random)) {
      asked.add(Question.about(USER, "user" + random.nextInt(4)).and(SHOP, 1L).at(at));
    }
    List<Context> together = server.answering.answer(asked, server.features);
    List<Context> alone = asked.stream().map(question -> server.ask(question)).toList();
    for (List<Context> actual : List.of(together, alone)) {
      List<Question> dated =
          actual.stream().map(context -> context.question().at(context.moment())).toList();
      Scenario scenario =
          new Scenario(Map.of(), server.features, dated, List.of()).with(source, told);
      List<Context> compared =
          actual.stream()
              .map(context ->
                  new Context(
                      context.question().at(context.moment()), context.moment(), context.answers()))
              .toList();
      assertThat(Scenarios.differences(new Replay().answer(scenario), compared))
          .as("seed %s", seed)
          .isEmpty();
    }
  }

  /** Just before and after what is answered from memory, and within the last minutes. */
  private static List<Instant> moments(Server server, SplittableRandom random) {
    Instant now = server.clock.instant();
    List<Instant> moments =
        new ArrayList<>(
            List.of(
                now.minusSeconds(60),
                now.minusSeconds(60).minusNanos(1_000),
                now.minusSeconds(random.nextInt(200)),
                Instant.ofEpochSecond(now.getEpochSecond() / 3_600 * 3_600)));
    long servedFrom = server.facts.stores().servedFrom();
    if (servedFrom != Micros.BEGINNING) {
      moments.add(Micros.instant(servedFrom));
      moments.add(Micros.instant(servedFrom - 1));
    }
    return moments;
  }
}
