package dev.rapport.plugins.log.rocksdb;

import static dev.rapport.plugins.log.rocksdb.Child.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.spi.log.FactLog;
import dev.rapport.spi.log.LogEntry;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.Statistics;
import org.rocksdb.TickerType;

/**
 * What is acknowledged was synced: a kill of the process does not show it, as the system keeps what
 * was written; only a machine that stops would.
 */
class SyncTest {
  @TempDir Path directory;

  private static List<LogEntry> entry(int i) {
    return List.of(new LogEntry(i, bytes("entry " + i)));
  }

  @Test
  void whatever_is_acknowledged_was_synced_before() {
    try (Statistics statistics = new Statistics();
        FactLog log = RocksFactLog.open(directory, options -> options.setStatistics(statistics))) {
      long syncs = statistics.getTickerCount(TickerType.WAL_FILE_SYNCED);
      for (int i = 0; i < 20; i++) {
        log.append("stream", entry(i), Map.of());
        assertThat(statistics.getTickerCount(TickerType.WAL_FILE_SYNCED)).isEqualTo(++syncs);
      }
      log.append("stream", List.of(), Map.of("property", bytes("value")));
      assertThat(statistics.getTickerCount(TickerType.WAL_FILE_SYNCED)).isEqualTo(++syncs);
      try (FactLog.BulkLoad load = log.load("loaded")) {
        load.append(entry(7));
        load.commit(Map.of());
      }
      assertThat(statistics.getTickerCount(TickerType.WAL_FILE_SYNCED)).isGreaterThan(syncs);
      syncs = statistics.getTickerCount(TickerType.WAL_FILE_SYNCED);
      log.remove("loaded", Map.of());
      assertThat(statistics.getTickerCount(TickerType.WAL_FILE_SYNCED)).isEqualTo(++syncs);
    }
  }
}
