package dev.rapport.plugins.tables.duckdb.internal.output;

import dev.rapport.api.error.RapportException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The hidden folder beside a file in the making. It goes when the file is made or given up, and
 * when the process is ended, such as by Ctrl-C: those who write have a second to end by themselves,
 * then they are stopped. Only a crash of the process leaves it behind. Thread-safe.
 */
final class Workplace implements AutoCloseable {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Guarded by itself. */
  private static final Set<Workplace> OPEN = new HashSet<>();

  private static boolean watching;

  private final Path folder;
  private Runnable stop = () -> {};

  private Workplace(Path folder) {
    this.folder = folder;
  }

  /**
   * Makes one.
   *
   * @throws IOException where the folder of the file cannot be written
   */
  static Workplace beside(Path file) throws IOException {
    synchronized (OPEN) {
      try {
        if (!watching) {
          Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(Workplace::endAll));
          watching = true;
        }
      } catch (IllegalStateException e) {
        throw new IOException("the process is ending", e);
      }
      Path parent = file.toAbsolutePath().getParent();
      var workplace =
          new Workplace(Files.createTempDirectory(parent, "." + file.getFileName() + "-"));
      OPEN.add(workplace);
      return workplace;
    }
  }

  Path file(String name) {
    return folder.resolve(name);
  }

  /** Says how to stop who writes here. */
  synchronized void whenProcessEnds(Runnable stop) {
    this.stop = stop;
  }

  private static void endAll() {
    List<Workplace> left;
    synchronized (OPEN) {
      long end = System.nanoTime() + PATIENCE_NANOS;
      long rest = PATIENCE_NANOS;
      while (!OPEN.isEmpty() && rest > 0) {
        try {
          TimeUnit.NANOSECONDS.timedWait(OPEN, rest);
        } catch (InterruptedException e) {
          break;
        }
        rest = end - System.nanoTime();
      }
      left = List.copyOf(OPEN);
    }
    for (Workplace each : left) {
      Runnable stop;
      synchronized (each) {
        stop = each.stop;
      }
      stop.run();
      each.close();
    }
  }

  /** Removes it with all that is in it. */
  @Override
  public void close() {
    try (Stream<Path> inside = Files.walk(folder)) {
      for (Path each : inside.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.deleteIfExists(each);
      }
    } catch (IOException | java.io.UncheckedIOException e) {
      if (Files.exists(folder)) {
        throw RapportException.dependency(
            "folder: " + folder + ": not removed: " + e.getMessage(), e);
      }
    } finally {
      synchronized (OPEN) {
        OPEN.remove(this);
        OPEN.notifyAll();
      }
    }
  }
}
