package dev.rapport.engine.intake;

import dev.rapport.engine.value.Micros;
import java.time.Clock;
import java.util.function.LongFunction;

/**
 * Hands out the times of ingestion and the moments that are served, so that what a question saw is
 * what the same question sees later: a fact is stamped no earlier than any moment served before,
 * and while it is on its way to the disk no moment after its stamp is served. Thread-safe; one
 * ingestion at a time.
 */
final class Stamps {
  private static final long NONE = Long.MIN_VALUE;

  private final Clock clock;
  private final Object ingesting = new Object();
  private long acknowledged = NONE;
  private long served = NONE;
  private long inFlight = NONE;

  Stamps(Clock clock) {
    this.clock = clock;
  }

  /** A time of ingestion that the log holds. */
  synchronized void seen(long stamp) {
    acknowledged = Math.max(acknowledged, stamp);
  }

  /** Runs an ingestion under a new stamp, in micros. */
  <T> T stamped(LongFunction<T> ingestion) {
    synchronized (ingesting) {
      long stamp = take();
      try {
        return ingestion.apply(stamp);
      } finally {
        release(stamp);
      }
    }
  }

  private synchronized long take() {
    inFlight = Math.max(Micros.of(clock.instant()), Math.max(acknowledged, served));
    return inFlight;
  }

  private synchronized void release(long stamp) {
    acknowledged = Math.max(acknowledged, stamp);
    inFlight = NONE;
    notifyAll();
  }

  /** A moment after everything that was acknowledged, and not after what is in flight. */
  synchronized long now() {
    boolean interrupted = false;
    while (inFlight != NONE && inFlight <= acknowledged) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    long now = Micros.of(clock.instant());
    if (acknowledged != NONE) {
      now = Math.max(now, acknowledged + 1);
    }
    if (inFlight != NONE) {
      now = Math.min(now, inFlight);
    }
    served = Math.max(served, now);
    return now;
  }
}
