package dev.rapport.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rapport.api.error.RapportException;
import dev.rapport.spi.log.FactLog;
import dev.rapport.spi.log.LogEntry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every {@link FactLog} must keep. */
public abstract class FactLogContract {
  @TempDir Path directory;

  protected FactLogContract() {}

  /** Opens the log of a directory, which may hold one already. */
  protected abstract FactLog open(Path directory);

  private static LogEntry entry(int n) {
    return new LogEntry(1_000_000L + n, bytes("entry " + n));
  }

  private static List<LogEntry> entries(int from, int to) {
    return IntStream.range(from, to).mapToObj(FactLogContract::entry).toList();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static List<LogEntry> read(FactLog log, String stream, long from) {
    List<LogEntry> found = new ArrayList<>();
    log.read(
        stream,
        from,
        (position, entry) -> {
          assertThat(position).isEqualTo(from + found.size());
          return found.add(entry);
        });
    return found;
  }

  private static Map<String, String> texts(Map<String, byte[]> properties) {
    Map<String, String> texts = new TreeMap<>();
    properties.forEach((key, value) -> texts.put(key, new String(value, StandardCharsets.UTF_8)));
    return texts;
  }

  @Test
  void a_new_log_is_empty() {
    try (FactLog log = open(directory)) {
      assertThat(log.size("a")).isZero();
      assertThat(read(log, "a", 0)).isEmpty();
      assertThat(log.property("p")).isEmpty();
      assertThat(log.properties("")).isEmpty();
    }
  }

  @Test
  void a_removed_stream_is_gone_with_its_property_and_may_be_started_anew() {
    try (FactLog log = open(directory)) {
      log.append("kept", entries(0, 3), Map.of());
      try (FactLog.BulkLoad load = log.load("gone")) {
        load.append(entries(0, 1_000));
        load.commit(Map.of("where", bytes("gone"), "other", bytes("stays")));
      }
      log.append("gone", entries(1_000, 1_010), Map.of());
      log.remove("gone", Map.of("where", new byte[0]));
      log.remove("never", Map.of());

      assertThat(log.size("gone")).isZero();
      assertThat(read(log, "gone", 0)).isEmpty();
    }
    try (FactLog log = open(directory)) {
      assertThat(texts(log.properties(""))).isEqualTo(Map.of("other", "stays"));
      assertThat(read(log, "gone", 0)).isEmpty();
      assertThat(read(log, "kept", 0)).isEqualTo(entries(0, 3));
      assertThat(log.append("gone", entries(5, 7), Map.of())).isZero();
    }
    try (FactLog log = open(directory)) {
      assertThat(read(log, "gone", 0)).isEqualTo(entries(5, 7));
      assertThat(read(log, "kept", 0)).isEqualTo(entries(0, 3));
    }
  }

  @Test
  void entries_are_read_back_in_order_from_any_position() {
    try (FactLog log = open(directory)) {
      assertThat(log.append("a", entries(0, 3), Map.of())).isZero();
      assertThat(log.append("a", entries(3, 300), Map.of())).isEqualTo(3);

      assertThat(log.size("a")).isEqualTo(300);
      assertThat(read(log, "a", 0)).isEqualTo(entries(0, 300));
      assertThat(read(log, "a", 255)).isEqualTo(entries(255, 300));
      assertThat(read(log, "a", 300)).isEmpty();
    }
  }

  @Test
  void a_visitor_may_stop() {
    try (FactLog log = open(directory)) {
      log.append("a", entries(0, 10), Map.of());
      List<Long> visited = new ArrayList<>();
      log.read("a", 4, (position, _) -> visited.add(position) && position < 6);

      assertThat(visited).containsExactly(4L, 5L, 6L);
    }
  }

  @Test
  void streams_are_apart_even_where_one_name_begins_with_another() {
    try (FactLog log = open(directory)) {
      log.append("a", entries(0, 1), Map.of());
      log.append("a_b", entries(1, 3), Map.of());
      log.append("ab", entries(3, 6), Map.of());

      assertThat(read(log, "a", 0)).isEqualTo(entries(0, 1));
      assertThat(read(log, "a_b", 0)).isEqualTo(entries(1, 3));
      assertThat(read(log, "ab", 0)).isEqualTo(entries(3, 6));
    }
  }

  @Test
  void empty_and_large_payloads_and_any_time_are_kept() {
    byte[] large = new byte[1_000_000];
    large[999_999] = 7;
    List<LogEntry> odd =
        List.of(
            new LogEntry(Long.MIN_VALUE, new byte[0]),
            new LogEntry(Long.MAX_VALUE, large),
            new LogEntry(-1, new byte[] {-1, 0, 127}));
    try (FactLog log = open(directory)) {
      log.append("a", odd, Map.of());

      assertThat(read(log, "a", 0)).isEqualTo(odd);
    }
  }

  @Test
  void the_caller_may_reuse_its_arrays() {
    try (FactLog log = open(directory)) {
      byte[] payload = bytes("before");
      byte[] property = bytes("before");
      log.append("a", List.of(new LogEntry(1, payload)), Map.of("p", property));
      payload[0] = 'X';
      property[0] = 'X';

      assertThat(read(log, "a", 0)).containsExactly(new LogEntry(1, bytes("before")));
      assertThat(log.property("p")).contains(bytes("before"));
    }
  }

  @Test
  void properties_are_set_replaced_removed_and_found_by_prefix() {
    try (FactLog log = open(directory)) {
      log.append("a", List.of(), Map.of("x/1", bytes("one"), "x/2", bytes("two")));
      log.append("a", List.of(), Map.of("x", bytes("x"), "y", bytes("y"), "x/10", bytes("ten")));
      log.append("a", List.of(), Map.of("x/2", bytes("TWO"), "y", new byte[0]));

      assertThat(log.size("a")).isZero();
      assertThat(log.property("x/2")).contains(bytes("TWO"));
      assertThat(log.property("y")).isEmpty();
      assertThat(log.properties("x/").keySet()).containsExactly("x/1", "x/10", "x/2");
      assertThat(texts(log.properties("")))
          .isEqualTo(Map.of("x", "x", "x/1", "one", "x/10", "ten", "x/2", "TWO"));
    }
  }

  @Test
  void a_load_is_nothing_before_its_commit_and_all_of_it_after() {
    try (FactLog log = open(directory)) {
      log.append("a", entries(0, 2), Map.of());
      try (FactLog.BulkLoad load = log.load("a")) {
        load.append(entries(3, 100));
        load.append(entries(100, 5_000));
        assertThat(log.size("a")).isEqualTo(2);
        log.append("a", entries(2, 3), Map.of());
        assertThat(read(log, "a", 0)).isEqualTo(entries(0, 3));

        load.commit(Map.of("loaded", bytes("yes")));
      }

      assertThat(read(log, "a", 0)).isEqualTo(entries(0, 5_000));
      assertThat(log.size("a")).isEqualTo(5_000);
      assertThat(log.property("loaded")).contains(bytes("yes"));
      assertThat(log.append("a", entries(5_000, 5_001), Map.of())).isEqualTo(5_000);
    }
  }

  @Test
  void a_load_without_commit_leaves_nothing() {
    try (FactLog log = open(directory)) {
      try (FactLog.BulkLoad load = log.load("a")) {
        load.append(entries(0, 100));
      }
      log.append("a", entries(7, 8), Map.of());

      assertThat(read(log, "a", 0)).isEqualTo(entries(7, 8));
    }
    try (FactLog log = open(directory)) {
      assertThat(read(log, "a", 0)).isEqualTo(entries(7, 8));
    }
  }

  @Test
  void an_empty_load_still_sets_its_properties() {
    try (FactLog log = open(directory)) {
      try (FactLog.BulkLoad load = log.load("a")) {
        load.commit(Map.of("loaded", bytes("yes")));
      }

      assertThat(log.size("a")).isZero();
      assertThat(log.property("loaded")).contains(bytes("yes"));
    }
  }

  @Test
  void what_was_acknowledged_is_there_after_opening_again() {
    try (FactLog log = open(directory)) {
      log.append("a", entries(0, 3), Map.of("p", bytes("1"), "q", bytes("2")));
      try (FactLog.BulkLoad load = log.load("b")) {
        load.append(entries(3, 9));
        load.commit(Map.of("p", new byte[0]));
      }
    }
    try (FactLog log = open(directory)) {
      assertThat(read(log, "a", 0)).isEqualTo(entries(0, 3));
      assertThat(read(log, "b", 0)).isEqualTo(entries(3, 9));
      assertThat(texts(log.properties(""))).isEqualTo(Map.of("q", "2"));
      assertThat(log.append("a", entries(3, 4), Map.of())).isEqualTo(3);
    }
  }

  @Test
  void a_directory_has_one_holder_and_closing_twice_is_fine() {
    FactLog log = open(directory);
    assertThatThrownBy(() -> open(directory)).isInstanceOf(RapportException.class);
    log.append("a", entries(0, 1), Map.of());
    log.close();
    log.close();
    try (FactLog again = open(directory)) {
      assertThat(again.size("a")).isEqualTo(1);
    }
  }

  @Test
  void a_closed_log_refuses() {
    FactLog log = open(directory);
    log.close();

    assertThatThrownBy(() -> log.append("a", entries(0, 1), Map.of()))
        .isInstanceOf(RapportException.class);
    assertThatThrownBy(() -> log.size("a")).isInstanceOf(RapportException.class);
  }

  @Test
  void many_threads_append_without_loss() throws Exception {
    int threads = 8;
    int each = 50;
    try (FactLog log = open(directory);
        ExecutorService executor = Executors.newFixedThreadPool(threads)) {
      List<Future<List<Long>>> done = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        int thread = t;
        done.add(
            executor.submit(() -> {
              List<Long> positions = new ArrayList<>();
              for (int i = 0; i < each; i++) {
                int n = thread * each + i;
                positions.add(log.append("a", entries(n, n + 1), Map.of()));
              }
              return positions;
            }));
      }
      for (Future<List<Long>> future : done) {
        assertThat(future.get()).isSorted();
      }
      List<LogEntry> all = read(log, "a", 0);
      assertThat(all).containsExactlyInAnyOrderElementsOf(entries(0, threads * each));
      for (int t = 0; t < threads; t++) {
        for (int i = 0; i < each; i++) {
          assertThat(all.get(done.get(t).get().get(i).intValue())).isEqualTo(entry(t * each + i));
        }
      }
    }
  }
}
