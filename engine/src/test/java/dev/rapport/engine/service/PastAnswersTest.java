package dev.rapport.engine.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.api.feature.Service;
import dev.rapport.engine.TestClock;
import dev.rapport.engine.intake.FactBase;
import dev.rapport.engine.service.Reply.Known;
import dev.rapport.engine.service.Reply.Nothing;
import dev.rapport.engine.value.Micros;
import dev.rapport.spi.log.FactLog;
import dev.rapport.spi.log.LogEntry;
import dev.rapport.testkit.fakes.FakeFactLog;
import dev.rapport.testkit.fakes.FakeTableReader;
import dev.rapport.testkit.fakes.WatchedFactLog;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is found of a service in memory and in the log is what all of its rows say. */
class PastAnswersTest {
  private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
  private static final Service<String, Double> WEATHER =
      Service.of("weather", String.class, Double.class).withFreshFor(Duration.ofSeconds(90));
  private static final List<String> CITIES = List.of("rome", "oslo", "bern", "lima", "bonn");

  private final FakeFactLog log = new FakeFactLog(new FakeFactLog.Disk());
  private final TestClock clock = TestClock.at(NOON);
  private FactBase facts = facts(log);

  private FactBase facts(FactLog log) {
    return new FactBase(log, new FakeTableReader(), clock, _ -> "1");
  }

  /** A row as it came to the log. */
  private record Said(AnswerRow row, long stamp) {}

  /** What all rows say, one after the other. */
  private static Optional<Reply> naive(List<Said> rows, String city, long moment, long oldest) {
    Reply own = null;
    Known newest = null;
    Nothing failed = null;
    for (Said said : rows) {
      AnswerRow row = said.row();
      boolean ofMoment = row.moment() != null && row.moment() == moment && failed == null;
      if (row.request() == null) {
        failed = ofMoment ? new Nothing(row.reason()) : failed;
      } else if (row.request().equals(city)) {
        Known known = row.answer() == null ? null : new Known(row.answer(), said.stamp());
        if (ofMoment && own == null) {
          own = known == null ? new Nothing(row.reason()) : known;
        }
        if (known != null
            && said.stamp() >= oldest
            && said.stamp() < moment
            && (newest == null || said.stamp() >= newest.answeredMicros())) {
          newest = known;
        }
      }
    }
    return Optional.ofNullable(own != null ? own : newest != null ? newest : failed);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void every_question_finds_what_all_rows_say(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int stretch = List.of(1, 2, 7, 64, 1_024).get(random.nextInt(5));
    // Seconds between calls: a minute holds few of them, or more than are left alone.
    double pace = List.of(0.02, 0.2, 5.0).get(random.nextInt(3));
    List<Said> rows = new ArrayList<>();
    List<Long> times = new ArrayList<>();
    Instant at = NOON;
    ServiceRecord record = ServiceRecord.open(WEATHER, log, facts, stretch);
    for (int i = 0; i < 4_000; i++) {
      at = at.plusNanos((long) (random.nextDouble() * pace * 2e9));
      clock.set(at);
      // The question began a while ago: most calls are short, some take longer than others.
      long moment =
          Micros.of(at.minusMillis(random.nextInt(random.nextInt(20) == 0 ? 70_000 : 300)));
      List<AnswerRow> some = new ArrayList<>();
      for (int n = 1 + random.nextInt(2); n > 0; n--) {
        some.add(row(random, CITIES.get(random.nextInt(CITIES.size())), moment));
      }
      record.append(facts, some);
      long stamp = newest();
      some.forEach(row -> rows.add(new Said(row, stamp)));
      times.add(moment);
      times.add(stamp);
      if (random.nextInt(500) == 0) { // a restart, perhaps after a crash
        facts = facts(log);
        record = ServiceRecord.open(WEATHER, log, facts, stretch);
      }
      if (random.nextInt(5) == 0) {
        compare(record, rows, CITIES.get(random.nextInt(CITIES.size())), facts.now(), seed);
        AnswerRow lately =
            rows.get(rows.size() - 1 - random.nextInt(Math.min(rows.size(), 1_000))).row();
        if (lately.request() instanceof String city && lately.moment() != null) {
          compare(record, rows, city, lately.moment(), seed);
        }
      }
    }
    for (int i = 0; i < 2_000; i++) {
      long time = times.get(random.nextInt(times.size())) + random.nextInt(3) - 1;
      compare(record, rows, CITIES.get(random.nextInt(CITIES.size())), time, seed);
    }
  }

  /** When the last row was recorded: as the clock says, or just after what was served before. */
  private long newest() {
    long[] stamp = {0};
    log.read(
        "service/weather",
        log.size("service/weather") - 1,
        (_, entry) -> {
          stamp[0] = entry.ingestedMicros();
          return false;
        });
    return stamp[0];
  }

  private static AnswerRow row(SplittableRandom random, String city, long moment) {
    return switch (random.nextInt(12)) {
      case 0 -> new AnswerRow(null, null, moment, "a call of an old Rapport failed");
      case 1 -> new AnswerRow(city, random.nextDouble(), null, "");
      case 2, 3 -> AnswerRow.nothing(city, moment, "no answer " + random.nextInt(9));
      default -> AnswerRow.answer(city, moment, random.nextDouble());
    };
  }

  private static void compare(
      ServiceRecord record, List<Said> rows, String city, long moment, long seed) {
    long oldest = Micros.minus(moment, Micros.of(WEATHER.freshFor()));
    assertThat(record.at(city, moment, oldest))
        .as("seed %d: %s at %d", seed, city, moment)
        .isEqualTo(naive(rows, city, moment, oldest));
  }

  /** Twelve hours of an answer each second. */
  private void fill() {
    List<LogEntry> entries = new ArrayList<>();
    long start = Micros.of(NOON);
    for (int i = 0; i < 43_200; i++) {
      long time = start + i * 1_000_000L;
      entries.add(new LogEntry(time, AnswerRow.answer("rome", time, (double) i).encode()));
    }
    log.append("service/weather", entries, Map.of());
  }

  @Test
  void the_history_is_read_once_and_then_only_what_is_asked_for() {
    fill();
    WatchedFactLog counting = new WatchedFactLog(log);
    ServiceRecord.open(WEATHER, counting, facts, 100);
    assertThat(counting.takeEntriesRead()).isBetween(43_200L, 43_500L);

    ServiceRecord again = ServiceRecord.open(WEATHER, counting, facts, 100);
    assertThat(counting.takeEntriesRead()).isLessThan(300);

    long now = Micros.of(NOON) + 43_200 * 1_000_000L;
    assertThat(again.at("rome", now, now - 90_000_000))
        .contains(new Known(43_199.0, now - 1_000_000));
    assertThat(again.at("oslo", now, now - 90_000_000)).isEmpty();
    assertThat(counting.takeEntriesRead()).isZero();

    long then = Micros.of(NOON) + 20_000 * 1_000_000L + 5;
    assertThat(again.at("rome", then, then - 90_000_000)).contains(new Known(20_000.0, then - 5));
    assertThat(again.at("oslo", then, then - 90_000_000)).isEmpty();
    assertThat(counting.takeEntriesRead()).isLessThan(500);
  }

  @Test
  void a_service_that_is_fresh_for_longer_after_an_apply_finds_what_is_older() {
    fill();
    ServiceRecord record = ServiceRecord.open(WEATHER, log, facts, 100);
    long hour = Micros.of(Duration.ofHours(1));
    long now = Micros.of(NOON) + 43_200 * 1_000_000L + hour - 1_000_000;
    assertThat(record.at("rome", now, now - hour)).contains(new Known(43_199.0, now - hour));
    record.keep(hour);
    assertThat(record.at("rome", now, now - hour)).contains(new Known(43_199.0, now - hour));
    assertThat(record.at("rome", now, now - hour + 1)).isEmpty();
  }

  @Test
  void what_another_catalog_records_meanwhile_is_seen() {
    ServiceRecord before = ServiceRecord.open(WEATHER, log, facts, 2);
    ServiceRecord after = ServiceRecord.open(WEATHER, log, facts, 2);
    long now = Micros.of(NOON);
    for (int i = 0; i < 5; i++) {
      before.append(facts, List.of(AnswerRow.answer("rome", now - i, (double) i)));
      assertThat(after.at("rome", now - i, 0)).contains(new Known((double) i, newest()));
      after.append(facts, List.of(AnswerRow.nothing("oslo", now - i, "late " + i)));
      assertThat(before.at("oslo", now - i, 0)).contains(new Nothing("late " + i));
    }
  }

  @Test
  void records_of_one_service_with_different_types_do_not_confuse_each_other() {
    Service<String, String> inWords = Service.of("weather", String.class, String.class);
    ServiceRecord numbers = ServiceRecord.open(WEATHER, log, facts, 2);
    ServiceRecord words = ServiceRecord.open(inWords, log, facts, 2);
    long now = Micros.of(NOON);
    for (int i = 0; i < 10; i++) {
      numbers.append(facts, List.of(AnswerRow.answer("rome", now + i, (double) i)));
      words.append(facts, List.of(AnswerRow.answer("rome", now + i, "warm " + i)));
    }
    for (ServiceRecord record : List.of(numbers, ServiceRecord.open(WEATHER, log, facts, 2))) {
      assertThat(record.at("rome", now + 3, 0))
          .get()
          .isInstanceOfSatisfying(Known.class, known -> assertThat(known.answer()).isEqualTo(3.0));
    }
    assertThat(ServiceRecord.open(inWords, log, facts, 2).at("rome", now + 3, 0))
        .get()
        .isInstanceOfSatisfying(
            Known.class, known -> assertThat(known.answer()).isEqualTo("warm 3"));
  }
}
