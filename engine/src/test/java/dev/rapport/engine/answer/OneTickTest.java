package dev.rapport.engine.answer;

import static dev.rapport.api.aggregation.Aggregations.count;
import static dev.rapport.api.aggregation.Aggregations.countRows;
import static dev.rapport.api.aggregation.Aggregations.sumLong;
import static java.time.temporal.ChronoUnit.MICROS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.api.aggregation.CalendarUnit;
import dev.rapport.api.aggregation.Window;
import dev.rapport.api.entity.Entity;
import dev.rapport.api.feature.Feature;
import dev.rapport.api.feature.Source;
import dev.rapport.api.question.Context;
import dev.rapport.api.question.Question;
import dev.rapport.testkit.Delivery;
import dev.rapport.testkit.Scenario;
import dev.rapport.testkit.replay.Replay;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A fact that moves one microsecond over a bound of a window changes exactly the features whose
 * window it comes into or goes out of. The bounds are computed here, from the definitions.
 */
class OneTickTest {
  record Ping(String id, String user, Instant at, Instant learnedAt, Long weight) {}

  private static final Entity<String> USER = Entity.of("user", String.class);
  private static final Source<Ping> PINGS =
      Source.stream(Ping.class, "pings")
          .at(Ping::at)
          .knownAt(Ping::learnedAt)
          .id(Ping::id)
          .about(USER, Ping::user);

  private static final List<String> ZONES =
      List.of("UTC", "Europe/Berlin", "America/St_Johns", "America/Havana", "Pacific/Apia");
  private static final List<Instant> DAYS =
      List.of(
          Instant.parse("2024-02-29T00:00:00Z"),
          Instant.parse("2024-03-10T05:00:00Z"),
          Instant.parse("2011-12-30T10:00:00Z"),
          Instant.parse("1970-01-01T00:00:00Z"),
          Instant.parse("1969-12-31T23:00:00Z"));

  /** A window with the features that count and add up what is in it. */
  private record Watched(Window window, ZoneId zone, Feature<Long> counted, Feature<Long> summed) {
    static Watched of(Window window, ZoneId zone, int number) {
      return new Watched(
          window,
          zone,
          PINGS.feature("count_" + number).inZone(zone).aggregate(Ping::weight, count(), window),
          PINGS.feature("sum_" + number).inZone(zone).aggregate(Ping::weight, sumLong(), window));
    }

    Instant end(Instant moment) {
      Instant end = moment.minus(window.offset());
      if (window.span() instanceof Window.Span.Calendar(CalendarUnit unit, int back) && back > 0) {
        return start(later(first(unit, end), unit, 1 - back));
      }
      return end;
    }

    Instant start(Instant moment) {
      Instant end = moment.minus(window.offset());
      return switch (window.span()) {
        case Window.Span.Last(Duration length, Optional<Duration> hop) -> {
          Instant start = end.minus(length);
          yield hop.map(h -> start.minus(Math.floorMod(micros(start), h.toNanos() / 1_000), MICROS))
              .orElse(start);
        }
        case Window.Span.Lifetime _, Window.Span.Session _ -> Instant.MIN;
        case Window.Span.Calendar(CalendarUnit unit, int back) ->
            start(later(first(unit, end), unit, -back));
      };
    }

    boolean holds(Instant event, Instant moment) {
      return !event.isBefore(start(moment)) && event.isBefore(end(moment));
    }

    private Instant start(LocalDate date) {
      return date.atStartOfDay(zone).toInstant();
    }

    private LocalDate first(CalendarUnit unit, Instant time) {
      LocalDate date = LocalDate.ofInstant(time, zone);
      return switch (unit) {
        case DAY -> date;
        case WEEK -> date.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
        case MONTH -> date.withDayOfMonth(1);
        case QUARTER -> date.withDayOfMonth(1).minusMonths((date.getMonthValue() - 1) % 3);
        case YEAR -> date.withDayOfYear(1);
      };
    }

    private static LocalDate later(LocalDate date, CalendarUnit unit, int n) {
      return switch (unit) {
        case DAY -> date.plusDays(n);
        case WEEK -> date.plusWeeks(n);
        case MONTH -> date.plusMonths(n);
        case QUARTER -> date.plusMonths(3L * n);
        case YEAR -> date.plusYears(n);
      };
    }
  }

  static LongStream seeds() {
    return LongStream.range(0, 15);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void one_tick_over_a_bound_changes_the_windows_it_crosses_and_no_other(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Instant moment = moment(random);
    List<Watched> all = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      ZoneId zone = ZoneId.of(ZONES.get(random.nextInt(ZONES.size())));
      all.add(Watched.of(window(random), zone, i));
    }
    List<Ping> others = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      Instant at = moment.minus(random.nextLong(200_000_000_000L), MICROS);
      others.add(new Ping("other " + i, "u", at, at.plus(random.nextInt(3), MICROS), 1L + i));
    }
    Context without = answer(all, others, moment);
    for (Watched crossed : all) {
      boolean empty = !crossed.start(moment).isBefore(crossed.end(moment));
      for (Instant bound : List.of(crossed.start(moment), crossed.end(moment))) {
        if (bound.equals(Instant.MIN) || bound.isAfter(moment) || empty) {
          continue;
        }
        boolean isStart = bound.equals(crossed.start(moment));
        for (Instant at : List.of(bound.minus(1, MICROS), bound)) {
          assertThat(crossed.holds(at, moment)).isEqualTo(isStart == at.equals(bound));
          Instant early = at.isBefore(moment) ? at : moment.minus(1, MICROS);
          check(all, others, moment, without, at, early, true);
          check(all, others, moment, without, at, moment.minus(1, MICROS), true);
          check(all, others, moment, without, at, moment, false);
        }
      }
    }
  }

  /** Adds a fact of weight 1,000 and sees what changes. */
  private static void check(
      List<Watched> all,
      List<Ping> others,
      Instant moment,
      Context without,
      Instant at,
      Instant learnedAt,
      boolean known) {
    List<Ping> pings = new ArrayList<>(others);
    pings.add(new Ping("it", "u", at, learnedAt, 1_000L));
    Context with = answer(all, pings, moment);
    for (Watched watched : all) {
      boolean holds = known && watched.holds(at, moment);
      String what =
          "%s in %s, asked at %s, fact at %s known %s"
              .formatted(watched.window(), watched.zone(), moment, at, learnedAt);
      assertThat(with.get(watched.counted()).orElseThrow())
          .as(what)
          .isEqualTo(without.get(watched.counted()).orElseThrow() + (holds ? 1 : 0));
      assertThat(with.answer(watched.counted()).evidence().facts())
          .as(what)
          .isEqualTo(without.answer(watched.counted()).evidence().facts() + (holds ? 1 : 0));
      assertThat(with.get(watched.summed()).orElse(0L))
          .as(what)
          .isEqualTo(without.get(watched.summed()).orElse(0L) + (holds ? 1_000 : 0));
    }
  }

  /** What the engine says, by single answers and by columns, and the reference too. */
  private static Context answer(List<Watched> all, List<Ping> pings, Instant moment) {
    List<Feature<?>> features = new ArrayList<>();
    all.forEach(watched -> {
      features.add(watched.counted());
      features.add(watched.summed());
    });
    Scenario scenario =
        Scenario.asking(features, List.of(Question.about(USER, "u").at(moment)))
            .with(PINGS, pings.stream().map(ping -> new Delivery<>(ping, moment)).toList());
    assertThat(Law.THE_ENGINE_EQUALS_THE_REFERENCE.on(scenario, 0).differences()).isEmpty();
    assertThat(Law.BATCHES_CHANGE_NOTHING.on(scenario, 0).differences()).isEmpty();
    return new EnginePath(EnginePath.Life.LIVE).answer(scenario).getFirst();
  }

  @ParameterizedTest(name = "{0} microseconds")
  @ValueSource(ints = {-1, 0, 1})
  void a_visit_takes_in_what_is_one_tick_nearer_than_its_gap(int tick) {
    Duration gap = Duration.ofMinutes(30);
    Feature<Long> visit =
        PINGS.feature("visit").aggregate(Ping::weight, count(), Window.session(gap));
    Feature<Long> rows = PINGS.feature("rows").aggregate(countRows(), Window.session(gap));
    Instant moment = DAYS.getFirst();
    Instant newest = moment.minus(gap).plus(1, MICROS);
    Instant oldest = newest.minus(gap).plus(tick, MICROS);
    Scenario scenario =
        Scenario.asking(List.of(visit, rows), List.of(Question.about(USER, "u").at(moment)))
            .with(
                PINGS,
                List.of(
                    new Delivery<>(new Ping("1", "u", oldest, oldest, 1L), moment),
                    new Delivery<>(new Ping("2", "u", newest, newest, 1L), moment)));

    try (Replay replay = new Replay()) {
      for (Context context :
          List.of(
              replay.answer(scenario).getFirst(),
              new EnginePath(EnginePath.Life.LIVE).answer(scenario).getFirst())) {
        assertThat(context.get(visit)).contains(tick > 0 ? 2L : 1L);
        assertThat(context.get(rows)).contains(tick > 0 ? 2L : 1L);
      }
    }
  }

  private static Instant moment(SplittableRandom random) {
    return DAYS.get(random.nextInt(DAYS.size()))
        .plus(random.nextInt(3) * 43_200L, java.time.temporal.ChronoUnit.SECONDS)
        .plus(random.nextInt(3), MICROS);
  }

  private static Window window(SplittableRandom random) {
    Duration length =
        List.of(
                Duration.of(1, MICROS),
                Duration.ofHours(1),
                Duration.ofDays(1),
                Duration.ofDays(30))
            .get(random.nextInt(4));
    Duration hop =
        List.of(Duration.of(7, MICROS), Duration.ofMinutes(7), Duration.ofHours(5))
            .get(random.nextInt(3));
    Window window =
        switch (random.nextInt(6)) {
          case 0 -> Window.lifetime();
          case 1, 2 -> Window.last(length);
          case 3 -> Window.last(length).every(hop);
          default ->
              Window.calendar(List.of(CalendarUnit.values()).get(random.nextInt(5)))
                  .previous(random.nextInt(3));
        };
    return random.nextInt(3) == 0
        ? window.offsetBy(random.nextInt(2) == 0 ? Duration.of(1, MICROS) : Duration.ofHours(3))
        : window;
  }

  private static long micros(Instant time) {
    return time.getEpochSecond() * 1_000_000 + time.getNano() / 1_000;
  }
}
