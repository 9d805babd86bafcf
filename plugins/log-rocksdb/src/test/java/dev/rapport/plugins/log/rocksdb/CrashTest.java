package dev.rapport.plugins.log.rocksdb;

import static dev.rapport.plugins.log.rocksdb.Child.LOAD_ENTRIES;
import static dev.rapport.plugins.log.rocksdb.Child.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.spi.log.FactLog;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process is killed while it appends and loads, several times over the same directory. */
class CrashTest {
  private static final int ROUNDS = 3;

  @TempDir Path directory;
  @TempDir Path temporary;

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2})
  void what_was_acknowledged_survives_a_kill_and_nothing_is_half_there(long seed) throws Exception {
    var random = new SplittableRandom(seed);
    List<String> acknowledged = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      Child child = Child.start(directory, temporary, random.nextLong());
      BufferedReader output = child.output();
      int lines = 1 + random.nextInt(150);
      for (int i = 0; i < lines; i++) {
        acknowledged.add(String.valueOf(output.readLine()));
      }
      child.kill();
      output
          .lines()
          .filter(line -> line.matches("(appended( \\d+){4}|loaded \\d+)"))
          .forEach(acknowledged::add);
      check(acknowledged);
    }
  }

  private void check(List<String> acknowledged) {
    try (FactLog log = RocksFactLog.open(directory)) {
      List<String> appended = payloads(log, "appended");
      Map<String, String> last = batches(appended);
      for (int thread = 0; thread < Child.THREADS; thread++) {
        assertThat(log.property("last/" + thread).map(Child::text).orElse("none"))
            .isEqualTo(last.getOrDefault(Integer.toString(thread), "none"));
      }
      List<String> loaded = payloads(log, "loaded");
      assertThat(loaded.size() % LOAD_ENTRIES).isZero();
      for (int i = 0; i < loaded.size(); i++) {
        assertThat(loaded.get(i)).isEqualTo("load " + i % LOAD_ENTRIES);
      }
      assertThat(log.property("loads").map(Child::text).orElse("0"))
          .isEqualTo(Integer.toString(loaded.size() / LOAD_ENTRIES));
      long loads = 0;
      for (String line : acknowledged) {
        String[] words = line.split(" ", -1);
        if (words[0].equals("loaded")) {
          loads++;
        } else {
          assertThat(words).as(line).hasSize(5);
          int position = Integer.parseInt(words[4]);
          for (int i = 0; i < Integer.parseInt(words[3]); i++) {
            assertThat(appended.get(position + i))
                .isEqualTo(words[1] + " " + words[2] + " " + i + " " + words[3]);
          }
        }
      }
      assertThat((long) loaded.size()).isGreaterThanOrEqualTo(loads * LOAD_ENTRIES);
    }
  }

  /** Checks that each batch is whole; the last one of each thread. */
  private static Map<String, String> batches(List<String> payloads) {
    Map<String, String> last = new HashMap<>();
    int at = 0;
    while (at < payloads.size()) {
      String[] first = payloads.get(at).split(" ", -1);
      int count = Integer.parseInt(first[3]);
      for (int i = 0; i < count; i++) {
        assertThat(payloads.get(at + i))
            .isEqualTo(first[0] + " " + first[1] + " " + i + " " + count);
      }
      long before = Long.parseLong(last.getOrDefault(first[0], "-1"));
      assertThat(Long.parseLong(first[1])).isEqualTo(before + 1);
      last.put(first[0], first[1]);
      at += count;
    }
    return last;
  }

  private static List<String> payloads(FactLog log, String stream) {
    List<String> found = new ArrayList<>();
    log.read(stream, 0, (position, entry) -> found.add(text(entry.payload())));
    assertThat((long) found.size()).isEqualTo(log.size(stream));
    return found;
  }
}
