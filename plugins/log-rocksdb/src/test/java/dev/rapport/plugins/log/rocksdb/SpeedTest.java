package dev.rapport.plugins.log.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.spi.log.FactLog;
import dev.rapport.spi.log.LogEntry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Prints how long appends, a load and a start take; asserts no time. */
@Tag("nightly")
class SpeedTest {
  private static final int APPENDS = 2_000;
  private static final int LOADED = 3_000_000;
  private static final int CHUNK = 1_000;

  @TempDir Path directory;

  @Test
  void appends_loads_and_starts() {
    try (FactLog log = RocksFactLog.open(directory)) {
      for (int threads : List.of(1, 8, 64)) {
        long start = System.nanoTime();
        try (var executor = Executors.newFixedThreadPool(threads)) {
          for (int i = 0; i < APPENDS; i++) {
            LogEntry entry = new LogEntry(i, new byte[120]);
            executor.execute(() -> log.append("appended", List.of(entry), Map.of()));
          }
        }
        print(APPENDS + " appends by " + threads + " threads", start);
      }
      assertThat(log.size("appended")).isEqualTo(3 * APPENDS);
      long start = System.nanoTime();
      load(log);
      print(LOADED + " entries loaded", start);
      for (int round = 0; round < 3; round++) {
        start = System.nanoTime();
        long[] bytes = {0};
        log.read("loaded", 0, (position, entry) -> (bytes[0] += entry.payload().length) > 0);
        print(LOADED + " entries read, " + bytes[0] + " bytes", start);
      }
    }
    long start = System.nanoTime();
    try (FactLog log = RocksFactLog.open(directory)) {
      print("opened", start);
      assertThat(log.size("loaded")).isEqualTo(LOADED);
    }
  }

  private static void load(FactLog log) {
    var random = new SplittableRandom(1);
    try (FactLog.BulkLoad load = log.load("loaded")) {
      List<LogEntry> chunk = new ArrayList<>();
      for (int i = 0; i < LOADED; i++) {
        chunk.add(
            new LogEntry(
                i,
                Child.bytes("user" + random.nextInt(100_000) + "|beach|" + random.nextDouble())));
        if (chunk.size() == CHUNK) {
          load.append(chunk);
          chunk.clear();
        }
      }
      load.commit(Map.of());
    }
  }

  private static void print(String what, long start) {
    System.out.println(
        what + ": " + Duration.ofNanos(System.nanoTime() - start).toMillis() + " ms");
  }
}
