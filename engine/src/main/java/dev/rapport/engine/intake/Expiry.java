package dev.rapport.engine.intake;

import dev.rapport.api.feature.Formula;
import dev.rapport.api.feature.Source;
import dev.rapport.engine.fact.FactShape;
import dev.rapport.engine.fact.FactStore;
import dev.rapport.engine.value.Micros;
import dev.rapport.engine.window.Lookback;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which facts of a stream may leave memory: those that no question from now on uses, because every
 * feature that reads the source looks back less far. They are looked for when the store has grown
 * by half since the last time, and leave where they are a third of it, so that a pushed fact pays
 * for a few steps and memory stays in proportion to what is used. The log keeps all facts.
 *
 * <p>Of a fact with an id either all versions leave or none. Where the known time is the time of
 * ingestion, they stay until a redelivery would be dropped for being late: it could not be told
 * from a correction. Facts of tables, and those that are read whole, stay.
 */
final class Expiry {
  /** So long ago a question may have begun that is answered after facts have left. */
  private static final long UNDERWAY = Micros.of(Duration.ofMinutes(1));

  private final Set<Formula.Windowed<?, ?>> readers;
  private final boolean whole;

  /** Facts of before may be missing, and at which moment nobody needed them any more. */
  private final long since;

  private final long servedFrom;

  /** At how many rows to look again. */
  private volatile int next;

  private Expiry(
      Set<Formula.Windowed<?, ?>> readers, boolean whole, long since, long servedFrom, int next) {
    this.readers = Set.copyOf(readers);
    this.whole = whole;
    this.since = since;
    this.servedFrom = servedFrom;
    this.next = next;
  }

  /** Of a store that has all facts. */
  static Expiry none(Set<Formula.Windowed<?, ?>> readers, boolean whole) {
    return new Expiry(readers, whole, Micros.BEGINNING, Micros.BEGINNING, 0);
  }

  /**
   * What has left a store, with these readers too, who find what they need from now on; the same
   * where they are no more.
   */
  Expiry joining(Expiry there, long now) {
    if (there.readers.containsAll(readers) && (there.whole || !whole)) {
      return there;
    }
    Set<Formula.Windowed<?, ?>> all = new HashSet<>(there.readers);
    all.addAll(readers);
    long from = there.isComplete() ? there.servedFrom : Math.max(there.servedFrom, now);
    return new Expiry(all, whole || there.whole, there.since, from, there.next);
  }

  /** Whether everything is there that others use from a moment on. */
  boolean has(Expiry others, long moment) {
    return isComplete()
        || (!others.whole && others.readers.stream().allMatch(reader -> has(reader, moment)));
  }

  /** Without the readers: others follow. */
  Expiry forOthers() {
    return new Expiry(Set.of(), false, since, servedFrom, next);
  }

  /** Whether every fact that came is there. */
  boolean isComplete() {
    return since == Micros.BEGINNING;
  }

  /** The moment from which on all readers find what they need. */
  long servedFrom() {
    return servedFrom;
  }

  /** The features that read the source. */
  Set<Formula.Windowed<?, ?>> readers() {
    return readers;
  }

  /** Whether everything is there that a feature uses at a moment. */
  boolean has(Formula.Windowed<?, ?> windowed, long moment) {
    return isComplete() || Lookback.since(windowed, moment) >= since;
  }

  /** Whether to look for facts that may leave, of so many. */
  boolean isDue(Source<?> source, int rows, int few) {
    return source.isStream() && rows >= few && rows >= next;
  }

  /** The store without what may leave by now; null where that is too little. */
  <R> Stores.@Nullable Loaded<R> cut(Stores.Loaded<R> loaded, long now, int few) {
    FactStore<R> store = loaded.store();
    int rows = store.rows();
    next = rows + rows / 2;
    long from = Micros.minus(now, UNDERWAY);
    long before = horizon(store.shape(), from);
    if (before == Micros.BEGINNING) {
      return null;
    }
    FactStore<R> rest = store.read(() -> store.without(before, rows / 3 + 1));
    if (rest == null) {
      return null;
    }
    int kept = rest.rows();
    Expiry after =
        new Expiry(readers, whole, Math.max(since, before), from, kept + Math.max(few, kept / 2));
    return loaded.with(rest, after);
  }

  /** The event time before which no fact is used from a moment on. */
  private long horizon(FactShape<?> shape, long now) {
    if (whole || readers.isEmpty()) {
      return Micros.BEGINNING;
    }
    long used = Micros.NEVER;
    for (Formula.Windowed<?, ?> reader : readers) {
      used = Math.min(used, Lookback.since(reader, now));
    }
    if (shape.id().isPresent() && shape.knownWhenIngested()) {
      return shape.lateness() < 0
          ? Micros.BEGINNING
          : Math.min(used, Micros.minus(now, shape.lateness()));
    }
    return used;
  }
}
