package dev.rapport.engine.intake;

import dev.rapport.api.feature.Source;
import dev.rapport.engine.intake.Stores.Loaded;
import dev.rapport.engine.stream.Stamps;
import dev.rapport.engine.value.Micros;
import dev.rapport.spi.log.FactLog;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * The stores that are in use: facts are pushed into them, facts leave them, and others take their
 * place; no reader sees a half, and no fact is missed between. Thread-safe.
 */
final class CurrentStores {
  private final FactLog log;
  private final Clock clock;
  private final Stamps stamps;
  private final Loading loading;

  /** A store with fewer rows is left alone by {@link Expiry}. */
  private final int few;

  /**
   * Held shared by who pushes facts, alone by who replaces stores. One for all that share stores.
   */
  private final ReentrantReadWriteLock replacing;

  private volatile Stores stores;

  private CurrentStores(
      FactLog log,
      Clock clock,
      Stamps stamps,
      Loading loading,
      int few,
      ReentrantReadWriteLock replacing,
      Stores stores) {
    this.log = log;
    this.clock = clock;
    this.stamps = stamps;
    this.loading = loading;
    this.few = few;
    this.replacing = replacing;
    this.stores = stores;
  }

  /** None yet. */
  CurrentStores(FactLog log, Clock clock, Stamps stamps, Loading loading, int few) {
    this(log, clock, stamps, loading, few, new ReentrantReadWriteLock(), Stores.NONE);
  }

  /** Others, some of which are these: while they are replaced nobody pushes here. */
  CurrentStores successor(Stores others) {
    return new CurrentStores(log, clock, stamps, loading, few, replacing, others);
  }

  /** Others, which nobody pushes into. */
  CurrentStores forReading(Loading theirs, Stores others) {
    return new CurrentStores(log, clock, stamps, theirs, few, new ReentrantReadWriteLock(), others);
  }

  Stores get() {
    return stores;
  }

  /**
   * Puts stores into use, with what was pushed while they were loaded. What is not new stays as it
   * is by now: facts may have left it.
   */
  void replace(Map<String, Loaded<?>> before, Map<String, Loaded<?>> next) {
    replacing.writeLock().lock();
    try {
      Map<String, Loaded<?>> all = new HashMap<>(stores.byName());
      next.forEach((name, loaded) -> {
        if (!loaded.equals(before.get(name)) || !all.containsKey(name)) {
          all.put(name, loaded);
        }
      });
      all.replaceAll((_, loaded) -> loading.caughtUp(loaded));
      stores = stores.with(all);
    } finally {
      replacing.writeLock().unlock();
    }
  }

  /** Takes pushed facts; what the receipt counts as accepted is on disk and is seen from now on. */
  <R> Receipt take(Arrivals<R> arrivals) {
    expire(arrivals.source()); // before, so that nothing can fail after the acknowledgement
    try {
      return push(arrivals);
    } catch (Receipt.NotSeen e) {
      letGo(arrivals.source());
      throw e;
    }
  }

  private <R> Receipt push(Arrivals<R> arrivals) {
    replacing.readLock().lock();
    try {
      Loaded<R> loaded = stores.loaded(arrivals.source());
      return stamps.stamped(stamp -> arrivals.into(loaded, log, stamp, clockMicros()));
    } finally {
      replacing.readLock().unlock();
    }
  }

  private long clockMicros() {
    return Micros.of(clock.instant());
  }

  /** Lets go of facts that nobody may read, so that there is room to read them anew. */
  private <R> void letGo(Source<R> source) {
    replacing.writeLock().lock();
    try {
      Loaded<R> loaded = stores.loaded(source);
      if (!loaded.store().isWhole()) {
        put(loaded.with(loaded.windows().alone(loaded.store().without()), loaded.expiry()));
      }
    } finally {
      replacing.writeLock().unlock();
    }
  }

  /** Lets facts leave that nobody uses any more, now and then. */
  private <R> void expire(Source<R> source) {
    Loaded<R> seen = stores.loaded(source);
    if (!seen.expiry().isDue(source, seen.store().rows(), few)) {
      return;
    }
    replacing.writeLock().lock();
    try {
      Loaded<R> loaded = stores.loaded(source);
      if (loaded.expiry().isDue(source, loaded.store().rows(), few)) {
        Loaded<R> rest = loaded.expiry().cut(loaded, clockMicros(), few);
        if (rest != null) {
          put(rest);
        }
      }
    } finally {
      replacing.writeLock().unlock();
    }
  }

  /** In the place of the one of its source; under the lock. */
  private void put(Loaded<?> loaded) {
    stores = stores.with(Map.of(loaded.store().source().name(), loaded));
  }
}
