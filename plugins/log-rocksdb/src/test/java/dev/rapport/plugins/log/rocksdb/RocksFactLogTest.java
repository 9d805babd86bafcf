package dev.rapport.plugins.log.rocksdb;

import static dev.rapport.plugins.log.rocksdb.Child.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rapport.api.error.RapportException;
import dev.rapport.spi.log.FactLog;
import dev.rapport.spi.log.LogEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.RocksDB;

class RocksFactLogTest {
  @TempDir Path directory;

  private static List<LogEntry> entries(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> new LogEntry(i, bytes("entry " + i))).toList();
  }

  private static List<LogEntry> read(FactLog log, String stream, long from) {
    List<LogEntry> found = new ArrayList<>();
    log.read(stream, from, (position, entry) -> found.add(entry));
    return found;
  }

  private RapportException refusal(Path place) {
    RapportException thrown =
        catchThrowableOfType(RapportException.class, () -> RocksFactLog.open(place).close());
    assertThat(thrown).isNotNull().hasMessageContaining(place.toString());
    return thrown;
  }

  private List<Path> files(String pattern) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.getFileName().toString().matches(pattern)).sorted().toList();
    }
  }

  @Test
  void another_process_with_the_directory_is_a_mistake_of_the_user(@TempDir Path temporary)
      throws Exception {
    Child child = Child.start(directory, temporary, 7);
    assertThat(child.output().readLine()).isNotNull();
    assertThat(refusal(directory))
        .hasMessage(
            "data directory: "
                + directory
                + " is in use by another process (expected: one at a time; stop the other, or"
                + " choose another directory)")
        .extracting(RapportException::kind)
        .isEqualTo(RapportException.Kind.USER);
    child.kill();
    RocksFactLog.open(directory).close();
  }

  @Test
  void the_same_process_is_told_that_it_is_the_one() {
    try (FactLog log = RocksFactLog.open(directory)) {
      assertThat(refusal(directory))
          .hasMessage(
              "data directory: "
                  + directory
                  + " is open in this process already (expected: once at a time; close the other,"
                  + " or choose another directory)");
      assertThat(log.size("a")).isZero();
    }
  }

  @Test
  void a_folder_of_something_else_is_left_alone() throws Exception {
    Path file = Files.createFile(directory.resolve("notes.txt"));
    assertThat(refusal(directory)).hasMessageContaining("notes.txt");
    assertThat(refusal(file)).hasMessageContaining("not a file");
    assertThat(refusal(file.resolve("log"))).hasMessageContaining(file + " is a file");
    Path foreign = directory.resolve("foreign");
    RocksDB.loadLibrary();
    try (RocksDB db = RocksDB.open(foreign.toString())) {
      db.put(new byte[] {'k'}, new byte[] {'v'});
    }
    assertThat(refusal(foreign)).hasMessageContaining("another program");
    assertThat(files(".*")).hasSize(2);
  }

  @Test
  void a_later_format_is_refused() throws Exception {
    RocksFactLog.open(directory).close();
    try (RocksDB db = RocksDB.open(directory.toString())) {
      byte[] later = Layout.format();
      later[later.length - 1]++;
      db.put(Layout.FORMAT_KEY, later);
    }
    assertThat(refusal(directory)).hasMessageContaining("another version");
  }

  @Test
  void a_segment_of_a_later_version_is_refused() throws Exception {
    try (FactLog log = RocksFactLog.open(directory)) {
      log.append("a", List.of(new LogEntry(1, new byte[] {1})), Map.of());
    }
    try (RocksDB db = RocksDB.open(directory.toString());
        var segments = db.newIterator()) {
      segments.seek(Layout.kind('G'));
      byte[] later = segments.value();
      later[0]++;
      db.put(segments.key(), later);
    }
    assertThatThrownBy(() -> RocksFactLog.open(directory).close())
        .isInstanceOf(RapportException.class)
        .hasMessageContaining("a segment of version 2");
  }

  @Test
  void a_torn_tail_of_the_write_ahead_log_is_dropped_and_what_was_synced_stays() throws Exception {
    try (FactLog log = RocksFactLog.open(directory)) {
      log.append("a", entries(0, 100), Map.of());
    }
    Files.write(files("\\d+\\.log").getLast(), new byte[] {1, 2, 3}, StandardOpenOption.APPEND);
    try (FactLog log = RocksFactLog.open(directory)) {
      assertThat(read(log, "a", 0)).isEqualTo(entries(0, 100));
    }
  }

  @Test
  void damage_inside_the_write_ahead_log_is_told_and_not_skipped() throws Exception {
    try (FactLog log = RocksFactLog.open(directory)) {
      for (int i = 0; i < 100; i++) {
        log.append("a", entries(i, i + 1), Map.of());
      }
    }
    Path newest = files("\\d+\\.log").getLast();
    byte[] content = Files.readAllBytes(newest);
    content[content.length / 2] ^= 0x55;
    Files.write(newest, content);
    RapportException thrown = refusal(directory);
    assertThat(thrown.kind()).isEqualTo(RapportException.Kind.DEPENDENCY);
    assertThat(thrown).hasMessageContaining("undamaged").hasMessageContaining("copy");
  }

  @Test
  void damage_in_a_file_of_entries_is_told() throws Exception {
    try (FactLog log = RocksFactLog.open(directory);
        FactLog.BulkLoad load = log.load("a")) {
      load.append(entries(0, 50_000));
      load.commit(Map.of());
    }
    Path table = files("\\d+\\.sst").getFirst();
    byte[] content = Files.readAllBytes(table);
    for (int i = content.length / 4; i < content.length / 2; i++) {
      content[i] ^= 0x55;
    }
    Files.write(table, content);
    try (FactLog log = RocksFactLog.open(directory)) {
      assertThat(catchThrowableOfType(RapportException.class, () -> read(log, "a", 0)))
          .isNotNull()
          .extracting(RapportException::kind)
          .isEqualTo(RapportException.Kind.DEPENDENCY);
    }
  }

  @Test
  void a_missing_entry_is_told() throws Exception {
    try (FactLog log = RocksFactLog.open(directory)) {
      for (int i = 0; i < 10; i++) {
        log.append("a", entries(i, i + 1), Map.of());
      }
    }
    try (RocksDB db = RocksDB.open(directory.toString())) {
      try (var keys = db.newIterator()) {
        keys.seek(Layout.entryKey(0, 0));
        keys.next();
        db.delete(keys.key());
      }
    }
    try (FactLog log = RocksFactLog.open(directory)) {
      assertThatThrownBy(() -> read(log, "a", 0)).hasMessageContaining("missing");
    }
  }

  @Test
  void loads_and_appends_make_one_stream_across_starts() {
    for (int start = 0; start < 3; start++) {
      int base = start * 30;
      try (FactLog log = RocksFactLog.open(directory)) {
        assertThat(log.append("a", entries(base, base + 10), Map.of())).isEqualTo(base);
        try (FactLog.BulkLoad load = log.load("a");
            FactLog.BulkLoad other = log.load("a")) {
          other.append(entries(0, 5));
          load.append(entries(base + 15, base + 20));
          load.append(entries(base + 20, base + 30));
          log.append("a", entries(base + 10, base + 15), Map.of());
          load.commit(Map.of());
        }
      }
    }
    try (FactLog log = RocksFactLog.open(directory)) {
      assertThat(read(log, "a", 0)).isEqualTo(entries(0, 90));
      for (int from = 0; from <= 90; from += 7) {
        assertThat(read(log, "a", from)).isEqualTo(entries(from, 90));
      }
    }
  }

  @Test
  void a_load_that_was_not_committed_is_gone_from_the_disk_after_the_next_start() throws Exception {
    try (FactLog log = RocksFactLog.open(directory)) {
      log.append("a", entries(0, 3), Map.of());
      log.load("a").append(entries(0, 20_000));
    }
    RocksFactLog.open(directory).close();
    try (RocksDB db = RocksDB.open(directory.toString());
        var keys = db.newIterator()) {
      int count = 0;
      for (keys.seek(Layout.kind('E')); keys.isValid() && keys.key()[0] == 'E'; keys.next()) {
        count++;
      }
      assertThat(count).isEqualTo(1);
    }
  }

  @Test
  void a_load_may_outlive_its_log() {
    FactLog log = RocksFactLog.open(directory);
    FactLog.BulkLoad load = log.load("a");
    load.append(entries(0, 3));
    log.close();
    assertThatThrownBy(() -> load.commit(Map.of())).hasMessageContaining("closed");
    load.close();
  }

  @Test
  void a_reader_sees_what_was_there_when_it_began_and_may_write() {
    try (FactLog log = RocksFactLog.open(directory)) {
      log.append("a", entries(0, 3), Map.of());
      List<Long> seen = new ArrayList<>();
      log.read(
          "a",
          0,
          (position, entry) -> {
            log.append("a", List.of(entry), Map.of());
            return seen.add(position);
          });
      assertThat(seen).containsExactly(0L, 1L, 2L);
      assertThat(log.size("a")).isEqualTo(6);
    }
  }

  @Test
  @SuppressWarnings("try") // closing it there is the point
  void a_visitor_cannot_close_the_log_under_itself() {
    try (FactLog log = RocksFactLog.open(directory)) {
      log.append("a", entries(0, 1), Map.of());
      assertThatThrownBy(() ->
              log.read(
                  "a",
                  0,
                  (position, entry) -> {
                    log.close();
                    return true;
                  }))
          .isInstanceOf(IllegalStateException.class);
      assertThat(log.size("a")).isEqualTo(1);
    }
  }
}
