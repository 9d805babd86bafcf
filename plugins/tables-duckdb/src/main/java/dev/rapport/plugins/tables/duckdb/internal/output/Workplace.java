package dev.rapport.plugins.tables.duckdb.internal.output;

import dev.rapport.api.error.RapportException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The hidden folder beside a file in the making. It goes when the file is made or given up, and
 * when the process is ended, such as by Ctrl-C: those who write have a second to end by themselves,
 * then they are stopped. Only a crash of the process leaves it behind, until a file of the same
 * name is made again there: who works in it holds a lock, and what nobody holds is removed.
 * Thread-safe.
 */
final class Workplace implements AutoCloseable {
  private static final String LOCK = "lock";
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Guarded by itself. */
  private static final Set<Workplace> OPEN = new HashSet<>();

  private static boolean watching;

  private final Path folder;
  private final FileChannel held;
  private Runnable stop = () -> {};

  private Workplace(Path folder) throws IOException {
    this.folder = folder;
    this.held =
        FileChannel.open(
            folder.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try {
      if (held.tryLock() == null) {
        throw new IOException(folder + ": locked by another process");
      }
    } catch (IOException e) {
      held.close();
      throw e;
    }
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
      if (parent == null) {
        throw new IOException(file + " is no file in a folder");
      }
      String prefix = "." + file.getFileName() + "-";
      removeLeft(parent, prefix);
      Path folder = Files.createTempDirectory(parent, prefix);
      try {
        var workplace = new Workplace(folder);
        OPEN.add(workplace);
        return workplace;
      } catch (IOException e) {
        remove(folder);
        throw e;
      }
    }
  }

  /** Removes what processes that crashed have left. */
  private static void removeLeft(Path parent, String prefix) throws IOException {
    List<Path> left;
    try (Stream<Path> entries = Files.list(parent)) {
      left =
          entries
              .filter(each -> each.getFileName().toString().startsWith(prefix))
              .filter(each -> Files.isRegularFile(each.resolve(LOCK)))
              .filter(each -> OPEN.stream().noneMatch(one -> one.folder.equals(each)))
              .toList();
    }
    for (Path each : left) {
      try (FileChannel channel = FileChannel.open(each.resolve(LOCK), StandardOpenOption.WRITE);
          FileLock lock = channel.tryLock()) {
        if (lock != null) {
          remove(each);
        }
      } catch (IOException | java.io.UncheckedIOException | OverlappingFileLockException e) {
        // Whoever works there or removes it now takes it away.
      }
    }
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> inside = Files.walk(folder)) {
      for (Path each : inside.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.deleteIfExists(each);
      }
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
    try (held) {
      remove(folder);
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
