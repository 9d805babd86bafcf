package dev.rapport.engine.fact;

import dev.rapport.api.error.RapportException;
import dev.rapport.api.feature.Source;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Who may be at the facts of a store: many that read or one that writes, and nobody any more once a
 * fact was lost on its way in. Thread-safe.
 */
final class StoreAccess {
  private final Source<?> source;
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

  /** Why facts are not whole; null: they are. */
  private volatile @Nullable Throwable broken;

  StoreAccess(Source<?> source) {
    this.source = source;
  }

  <T> T read(Supplier<T> reader) {
    return look(() -> {
      checkOpen();
      return reader.get();
    });
  }

  /** Reads what is no answer, and holds for facts that are not whole. */
  <T> T look(Supplier<T> reader) {
    lock.readLock().lock();
    try {
      return reader.get();
    } finally {
      lock.readLock().unlock();
    }
  }

  <T> T write(Supplier<T> writer) {
    lock.writeLock().lock();
    try {
      checkOpen();
      return writer.get();
    } finally {
      lock.writeLock().unlock();
    }
  }

  /** Lets nobody in any more; the first cause is told. */
  void breakOff(Throwable cause) {
    if (broken == null) {
      broken = cause;
    }
  }

  /** Lets nobody in elsewhere if nobody is let in here. */
  void breakOffToo(StoreAccess other) {
    other.broken = broken;
  }

  boolean isOpen() {
    return broken == null;
  }

  private void checkOpen() {
    Throwable cause = broken;
    if (cause != null) {
      throw new RapportException(
          cause instanceof OutOfMemoryError
              ? RapportException.Kind.DEPENDENCY
              : RapportException.Kind.INTERNAL,
          source
              + ": not whole in memory, as taking facts in failed: "
              + cause
              + " (expected: refresh() or a restart, which reads them from the log: none is lost)",
          cause);
    }
  }
}
