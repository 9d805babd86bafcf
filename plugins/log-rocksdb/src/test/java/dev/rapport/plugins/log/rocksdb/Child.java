package dev.rapport.plugins.log.rocksdb;

import dev.rapport.spi.log.FactLog;
import dev.rapport.spi.log.LogEntry;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A process that writes to a log until it is killed, and says on its standard output what was
 * acknowledged: {@code appended THREAD NUMBER COUNT POSITION} and {@code loaded NUMBER}.
 */
final class Child {
  static final int THREADS = 3;
  static final int LOAD_ENTRIES = 2_000;
  private static final int LOAD_CHUNK = 100;

  private final Process process;

  private Child(Process process) {
    this.process = process;
  }

  /**
   * Starts one.
   *
   * @param temporary where it unpacks the library, which it cannot remove when it is killed
   */
  static Child start(Path directory, Path temporary, long seed) throws IOException {
    return new Child(
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx256m",
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName(),
                directory.toString(),
                Long.toString(seed))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start());
  }

  BufferedReader output() {
    return process.inputReader(StandardCharsets.UTF_8);
  }

  /** SIGKILL; what it said before can still be read. */
  void kill() throws InterruptedException {
    process.toHandle().destroyForcibly();
    process.waitFor();
  }

  public static void main(String[] arguments) {
    long seed = Long.parseLong(arguments[1]);
    FactLog log = RocksFactLog.open(Path.of(arguments[0]));
    for (int thread = 0; thread < THREADS; thread++) {
      int number = thread;
      Thread.ofPlatform().start(() -> append(log, number, new SplittableRandom(seed + number)));
    }
    for (int load = 0; ; load++) {
      load(log, load);
    }
  }

  private static void append(FactLog log, int thread, SplittableRandom random) {
    long first = Long.parseLong(text(log.property("last/" + thread).orElse(bytes("-1")))) + 1;
    for (long number = first; ; number++) {
      int count = 1 + random.nextInt(20);
      List<LogEntry> entries = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        entries.add(new LogEntry(number, bytes(thread + " " + number + " " + i + " " + count)));
      }
      long position =
          log.append("appended", entries, Map.of("last/" + thread, bytes(Long.toString(number))));
      say("appended " + thread + " " + number + " " + count + " " + position);
    }
  }

  private static void load(FactLog log, int number) {
    try (FactLog.BulkLoad load = log.load("loaded")) {
      for (int i = 0; i < LOAD_ENTRIES; i += LOAD_CHUNK) {
        List<LogEntry> chunk = new ArrayList<>();
        for (int j = i; j < i + LOAD_CHUNK; j++) {
          chunk.add(new LogEntry(j, bytes("load " + j)));
        }
        load.append(chunk);
      }
      load.commit(Map.of("loads", bytes(Long.toString(log.size("loaded") / LOAD_ENTRIES + 1))));
    }
    say("loaded " + number);
  }

  private static synchronized void say(String line) {
    System.out.println(line);
    System.out.flush();
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
