package dev.rapport.engine.stream;

import java.util.function.LongSupplier;

/**
 * Lets facts into a store in the order in which the log has them, so that a restart finds the same
 * order of arrival, whoever was faster. Thread-safe.
 */
public final class LogOrder {
  private long next;

  /** The position in the log of the next fact that the store takes. */
  public synchronized long next() {
    return next;
  }

  /**
   * Runs, when everything before it is in, what puts the facts of some positions into the store.
   */
  public long enter(long first, long count, LongSupplier entry) {
    try {
      awaitTurn(first);
      return entry.getAsLong();
    } finally {
      passed(first + count);
    }
  }

  private synchronized void awaitTurn(long first) {
    boolean interrupted = false;
    while (next < first) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Everything before a position is in the store. */
  public synchronized void passed(long position) {
    next = Math.max(next, position);
    notifyAll();
  }
}
