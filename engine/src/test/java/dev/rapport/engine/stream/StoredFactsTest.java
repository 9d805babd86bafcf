package dev.rapport.engine.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rapport.api.entity.Entity;
import dev.rapport.api.error.RapportException;
import dev.rapport.api.feature.Source;
import dev.rapport.engine.Progress;
import dev.rapport.spi.log.LogEntry;
import dev.rapport.spi.table.TableColumn;
import dev.rapport.testkit.fakes.FakeFactLog;
import dev.rapport.testkit.fakes.FakeTableReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Facts as they lie in the log. These bytes are on disks: a test may gain a version, it may not
 * change one.
 */
class StoredFactsTest {
  record Trip(String user, Instant at, @Nullable Long rating) {}

  private static final Entity<String> USER = Entity.of("user", String.class);
  private static final Source<Trip> TRIPS =
      Source.stream(Trip.class, "trips").at(Trip::at).about(USER, Trip::user);

  /** A row of version 1: the number of its columns, then their values. */
  private static final String GOLDEN =
      "0108" // version 1, four values; lengths and numbers in zigzag
          + "0306" // written with columns number 3
          + "0506616e6e" // ann
          + "06808082e288d2a306" // microseconds
          + "00"; // null

  private static final @Nullable Object[] ROW = {
    "ann", Instant.parse("2026-01-01T00:00:00Z"), null
  };

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void a_fact_is_its_values_behind_the_number_of_its_columns() {
    try (FakeFactLog log = new FakeFactLog(new FakeFactLog.Disk())) {
      log.append("columns", List.of(), Map.of("columns/trips/3", text("user,at,rating")));
      StreamRows rows = StreamRows.of(TRIPS, log);

      assertThat(HexFormat.of().formatHex(rows.encode(ROW))).isEqualTo(GOLDEN);
      assertThat(rows.decode(HexFormat.of().parseHex(GOLDEN), 0)).isEqualTo(ROW);
    }
  }

  @Test
  void the_names_of_columns_are_kept_before_the_first_fact() {
    try (FakeFactLog log = new FakeFactLog(new FakeFactLog.Disk())) {
      StreamRows.of(TRIPS, log).encode(ROW);

      assertThat(log.properties("").keySet()).containsExactly("columns/trips/0");
      assertThat(log.property("columns/trips/0")).contains(text("user,at,rating"));
    }
  }

  @Test
  void a_fact_of_a_later_version_is_refused_with_its_source_and_place() {
    try (FakeFactLog log = new FakeFactLog(new FakeFactLog.Disk())) {
      assertThatThrownBy(() -> StreamRows.of(TRIPS, log).decode(new byte[] {2, 0}, 7))
          .isInstanceOf(RapportException.class)
          .hasMessage(
              "source trips: logged fact 7: row format: 2 (expected: 1; written by a newer"
                  + " Rapport?)");
    }
  }

  @Test
  void columns_that_others_declared_meanwhile_are_found() {
    try (FakeFactLog log = new FakeFactLog(new FakeFactLog.Disk())) {
      StreamRows reader = StreamRows.of(TRIPS, log);
      byte[] fact = StreamRows.of(TRIPS, log).encode(ROW);
      assertThat(reader.decode(fact, 0)).isEqualTo(ROW);
    }
  }

  @Test
  void a_fact_of_unknown_columns_is_refused() {
    try (FakeFactLog log = new FakeFactLog(new FakeFactLog.Disk())) {
      byte[] fact = HexFormat.of().parseHex(GOLDEN);
      assertThatThrownBy(() -> StreamRows.of(TRIPS, log).decode(fact, 7))
          .isInstanceOf(RapportException.class)
          .hasMessageContaining("logged fact 7: columns number 3: unknown");
    }
  }

  @Test
  void a_history_is_a_stream_that_a_property_names_by_the_definition_of_its_source() {
    try (FakeFactLog log = new FakeFactLog(new FakeFactLog.Disk())) {
      FakeTableReader tables = new FakeTableReader();
      tables.put(
          "select",
          List.of(
              new TableColumn("user", "VARCHAR", TableColumn.Kind.TEXT),
              new TableColumn("at", "TIMESTAMP", TableColumn.Kind.INSTANT),
              new TableColumn("rating", "BIGINT", TableColumn.Kind.INTEGER)),
          List.of(Map.of("user", "ann", "at", Instant.parse("2026-01-01T00:00:00Z"))));
      log.append("columns", List.of(), Map.of("columns/trips/3", text("user,at,rating")));
      Histories histories = new Histories(log, _ -> "fingerprint");
      histories.load(TRIPS, tables, "select", 5, Progress.NONE);

      assertThat(log.property("history/trips/fingerprint")).contains(text("history/trips/0"));
      assertThat(histories.find(TRIPS)).contains("history/trips/0");
      List<LogEntry> entries = new ArrayList<>();
      log.read("history/trips/0", 0, (_, entry) -> entries.add(entry));
      assertThat(entries).containsExactly(new LogEntry(5, HexFormat.of().parseHex(GOLDEN)));
    }
  }
}
