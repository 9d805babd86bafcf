package dev.rapport.engine.answer;

import static dev.rapport.api.aggregation.Aggregations.count;
import static dev.rapport.api.aggregation.Aggregations.countRows;
import static dev.rapport.api.aggregation.Aggregations.decayedSum;
import static dev.rapport.api.aggregation.Aggregations.firstTime;
import static dev.rapport.api.aggregation.Aggregations.last;
import static dev.rapport.api.aggregation.Aggregations.lastTime;
import static dev.rapport.api.aggregation.Aggregations.max;
import static dev.rapport.api.aggregation.Aggregations.mean;
import static dev.rapport.api.aggregation.Aggregations.min;
import static dev.rapport.api.aggregation.Aggregations.seen;
import static dev.rapport.api.aggregation.Aggregations.sinceLast;
import static dev.rapport.api.aggregation.Aggregations.stddev;
import static dev.rapport.api.aggregation.Aggregations.sum;
import static dev.rapport.api.aggregation.Aggregations.sumLong;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.api.aggregation.Window;
import dev.rapport.api.entity.Entity;
import dev.rapport.api.feature.Feature;
import dev.rapport.api.feature.Source;
import dev.rapport.api.question.Context;
import dev.rapport.api.question.Question;
import dev.rapport.api.schema.Condition;
import dev.rapport.engine.Progress;
import dev.rapport.engine.intake.FactBase;
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
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Facts of windows that round their start are kept as tiles, and no answer shows it. */
final class TilesTest {
  private static final Entity<String> USER = Entity.of("user", String.class);
  private static final Entity<Long> SHOP = Entity.of("shop", Long.class);
  private static final Instant START = Instant.parse("2025-01-01T00:00:00Z");

  /** Money spent; user, shop and amount may be null. */
  @NullUnmarked
  record Spent(
      String user,
      Long shop,
      Instant at,
      Instant learnedAt,
      Double amount,
      long points,
      String kind) {}

  private static final Source<Spent> SPENT =
      Source.stream(Spent.class, "spent")
          .at(Spent::at)
          .about(USER, Spent::user)
          .about(SHOP, Spent::shop);

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
    assertThat(
            rowsAfter(
                SPENT,
                SPENT
                    .feature("strange")
                    .by(USER)
                    .where(spent -> 1 / (spent.points() - 17) < 2)
                    .aggregate(countRows(), hours)))
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

  /** Returns how many facts were kept as tiles at the end. */
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
    int facts = 200 + random.nextInt(3_000);
    for (int i = 0; i < facts; i++) {
      now = now.plusMillis(1 + random.nextLong(random.nextInt(20) == 0 ? 7_200_000 : 20_000));
      server.clock.set(now);
      Spent fact = fact(now, random);
      server.push(source, fact);
      told.add(new Delivery<>(fact, now));
      if (random.nextInt(120) == 0) {
        check(seed, server, source, told, random);
      }
    }
    check(seed, server, source, told, random);
    return facts - rows(server, source);
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
}
