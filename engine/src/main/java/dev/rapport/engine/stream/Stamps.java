package dev.rapport.engine.stream;

import dev.rapport.engine.value.Micros;
import java.time.Clock;
import java.util.TreeMap;
import java.util.function.LongFunction;

/**
 * Hands out the times of ingestion and the moments that are served, so that what a question saw is
 * what the same question sees later: a fact is stamped no earlier than any moment served before,
 * and while facts are on their way to the disk no moment after the first stamp of theirs is served.
 * Thread-safe; any number of ingestions at a time.
 */
public final class Stamps {
  private static final long NONE = Long.MIN_VALUE;

  private final Clock clock;
  private long acknowledged = NONE;
  private long served = NONE;

  /** How many ingestions are on their way with each stamp. */
  private final TreeMap<Long, Integer> inFlight = new TreeMap<>();

  private int waiting;

  public Stamps(Clock clock) {
    this.clock = clock;
  }

  /** A time of ingestion that the log holds. */
  public synchronized void seen(long stamp) {
    acknowledged = Math.max(acknowledged, stamp);
  }

  /** Runs an ingestion under a new stamp, in micros. */
  public <T> T stamped(LongFunction<T> ingestion) {
    long stamp = take();
    try {
      return ingestion.apply(stamp);
    } finally {
      release(stamp);
    }
  }

  private synchronized long take() {
    // Who waits for what is on its way is not overtaken, even if the clock stands still.
    long least = waiting > 0 ? acknowledged + 1 : acknowledged;
    long stamp = Math.max(Micros.of(clock.instant()), Math.max(least, served));
    inFlight.merge(stamp, 1, Integer::sum);
    return stamp;
  }

  private synchronized void release(long stamp) {
    acknowledged = Math.max(acknowledged, stamp);
    inFlight.computeIfPresent(stamp, (_, count) -> count == 1 ? null : count - 1);
    notifyAll();
  }

  /**
   * A moment after everything that was acknowledged when asked, and not after what is in flight.
   */
  public synchronized long now() {
    long after = acknowledged;
    boolean interrupted = false;
    waiting++;
    while (!inFlight.isEmpty() && inFlight.firstKey() <= after) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    waiting--;
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    long now = Micros.of(clock.instant());
    if (after != NONE) {
      now = Math.max(now, after + 1);
    }
    if (!inFlight.isEmpty()) {
      now = Math.min(now, inFlight.firstKey());
    }
    served = Math.max(served, now);
    return now;
  }
}
