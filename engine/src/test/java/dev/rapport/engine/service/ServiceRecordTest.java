package dev.rapport.engine.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rapport.api.error.RapportException;
import dev.rapport.api.feature.Service;
import dev.rapport.engine.TestClock;
import dev.rapport.engine.intake.FactBase;
import dev.rapport.engine.value.Micros;
import dev.rapport.spi.log.LogEntry;
import dev.rapport.testkit.fakes.FakeFactLog;
import dev.rapport.testkit.fakes.FakeTableReader;
import dev.rapport.testkit.fakes.WatchedFactLog;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What services said as it lies in the log. These bytes are on disks: a test may gain a version, it
 * may not change one.
 */
class ServiceRecordTest {
  private static final Service<String, Double> WEATHER =
      Service.of("weather", String.class, Double.class);

  /** A row of version 1: request, answer, moment of the question, reason. */
  private static final String ANSWER =
      "0108" // version 1, four values; lengths and numbers in zigzag
          + "0508726f6d65" // rome
          + "044035800000000000" // 21.5
          + "030e" // 7 microseconds
          + "0500"; // no reason

  /** There is none. */
  private static final String NOTHING = "0108" + "05086f736c6f" + "00" + "0310" + "05086c617465";

  /** The whole call failed, as it was written before that was said of each request. */
  private static final String FAILURE = "0108" + "00" + "00" + "0310" + "05086c617465";

  /** As it was written before moments were recorded. */
  private static final String WITHOUT_MOMENT = "0104" + "05086f736c6f" + "043ff0000000000000";

  private final FakeFactLog log = new FakeFactLog(new FakeFactLog.Disk());
  private final TestClock clock = TestClock.at(Instant.EPOCH);
  private final FactBase facts = new FactBase(log, new FakeTableReader(), clock, _ -> "1");

  @AfterEach
  void close() {
    log.close();
  }

  private ServiceRecord open() {
    return ServiceRecord.open(WEATHER, log, facts, 2);
  }

  private void put(String hex) {
    log.append("service/weather", List.of(new LogEntry(9, HexFormat.of().parseHex(hex))), Map.of());
  }

  @Test
  void a_question_under_way_reads_nothing_of_the_log_whatever_is_forgotten_meanwhile() {
    WatchedFactLog counting = new WatchedFactLog(log);
    FactBase base = new FactBase(counting, new FakeTableReader(), clock, _ -> "1");
    Service<String, Double> hourly = WEATHER.withFreshFor(Duration.ofHours(1));
    ServiceRecord record = ServiceRecord.open(hourly, counting, base, 1_024);
    long hour = Micros.of(Duration.ofHours(1));
    for (int i = 0; i < 20_000; i++) {
      clock.set(Instant.EPOCH.plusSeconds(i));
      long now = Micros.of(clock.instant());
      record.append(base, List.of(AnswerRow.answer("city" + i, now - 1, 1.0)));
      counting.takeEntriesRead();
      long begun = now - Micros.of(Duration.ofSeconds(50));
      assertThat(record.at("new" + i, begun, begun - hour)).isEmpty();
      assertThat(counting.takeEntriesRead()).as("after %d", i).isZero();
    }
    long ended = Micros.of(clock.instant()) - Micros.of(Duration.ofHours(2));
    assertThat(record.at("new", ended, ended - hour)).isEmpty();
    assertThat(counting.takeEntriesRead()).isPositive(); // the past is in the log
  }

  @Test
  void what_is_said_is_written_so() {
    clock.set(Micros.instant(9));
    open()
        .append(
            facts,
            List.of(AnswerRow.answer("rome", 7, 21.5), AnswerRow.nothing("oslo", 8, "late")));
    List<String> written = new ArrayList<>();
    log.read(
        "service/weather", 0, (_, entry) -> written.add(HexFormat.of().formatHex(entry.payload())));
    assertThat(written).containsExactly(ANSWER, NOTHING);
  }

  @Test
  void what_was_written_so_is_read() {
    put(ANSWER);
    put(FAILURE);
    put(WITHOUT_MOMENT);
    ServiceRecord record = open();
    assertThat(record.at("rome", 7, 0)).contains(new Reply.Known(21.5, 9));
    assertThat(record.at("rome", 8, 8)).contains(new Reply.Nothing("late"));
    assertThat(record.at("oslo", 10, 0)).contains(new Reply.Known(1.0, 9));
  }

  @Test
  void a_row_of_a_later_version_is_refused_and_not_forgotten() {
    put(ANSWER);
    put("0208");
    assertThatThrownBy(this::open)
        .isInstanceOf(RapportException.class)
        .hasMessage(
            "service weather: recorded answer 1: row format: 2 (expected: 1; written by a newer"
                + " Rapport?)");
  }

  @Test
  void a_row_of_neither_two_nor_four_values_is_refused() {
    put("0106" + "00" + "00" + "00");
    assertThatThrownBy(this::open)
        .isInstanceOf(RapportException.class)
        .hasMessage("service weather: recorded answer 0: 3 values (expected: 2 or 4)");
  }

  @Test
  void the_index_is_written_so_and_read_again() {
    put(ANSWER);
    put(FAILURE);
    put(ANSWER);
    open();
    assertThat(log.properties("index/"))
        .hasEntrySatisfying(
            "index/service/weather/0",
            bytes ->
                assertThat(HexFormat.of().formatHex(bytes))
                    .as("two rows that name times from 7 to 9")
                    .isEqualTo("0106" + "0304" + "030e" + "0312"))
        .hasSize(1);
    assertThat(open().at("rome", 10, 0)).contains(new Reply.Known(21.5, 9));
  }

  @Test
  void an_index_of_a_later_version_is_refused() {
    log.append("service/weather", List.of(), Map.of("index/service/weather/0", new byte[] {2, 8}));
    assertThatThrownBy(this::open)
        .isInstanceOf(RapportException.class)
        .hasMessage(
            "index/service/weather/0: row format: 2 (expected: 1; written by a newer Rapport?)");
  }
}
