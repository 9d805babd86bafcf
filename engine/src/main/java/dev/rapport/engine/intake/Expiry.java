package dev.rapport.engine.intake;

import dev.rapport.api.entity.Entity;
import dev.rapport.api.feature.Formula;
import dev.rapport.api.feature.Source;
import dev.rapport.engine.fact.FactShape;
import dev.rapport.engine.fact.FactStore;
import dev.rapport.engine.fact.Staying;
import dev.rapport.engine.value.Micros;
import dev.rapport.engine.window.Lookback;
import dev.rapport.engine.window.Tiling;
import dev.rapport.engine.window.Windows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which facts of a stream may leave memory: those that no question from now on uses, because every
 * feature that reads the source looks back less far, or because their keys have as many newer ones
 * as the source retains. They are looked for when the store has grown by half since the last time,
 * and leave where they are a third of it, so that a pushed fact pays for a few steps and memory
 * stays in proportion to what is used. The log keeps all facts.
 *
 * <p>Of a fact with an id either all versions leave or none. Where the known time is the time of
 * ingestion, they stay until a redelivery would be dropped for being late: it could not be told
 * from a correction. Where a component says when each version was known they stay for ever: one
 * that was known earlier, and is of any event time, may come later, and must find those that
 * replaced it. Facts of tables, and those that are read whole, stay.
 */
final class Expiry {
  /** So long ago a question may have begun that is answered after facts have left. */
  private static final long UNDERWAY = Micros.of(Duration.ofMinutes(1));

  private final Set<Formula.Windowed<?, ?>> readers;
  private final boolean whole;

  /** What has left, and at which moment nobody needed it any more. */
  private final Missing missing;

  private final long servedFrom;

  /** At how many rows to look again. */
  private volatile int next;

  private Expiry(
      Set<Formula.Windowed<?, ?>> readers,
      boolean whole,
      Missing missing,
      long servedFrom,
      int next) {
    this.readers = Set.copyOf(readers);
    this.whole = whole;
    this.missing = missing;
    this.servedFrom = servedFrom;
    this.next = next;
  }

  /** Of a store that has all facts. */
  static Expiry none(Set<Formula.Windowed<?, ?>> readers, boolean whole) {
    return new Expiry(readers, whole, Missing.NOTHING, Micros.BEGINNING, 0);
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
    return new Expiry(all, whole || there.whole, there.missing, from, there.next);
  }

  /** Whether everything is there that others use from a moment on. */
  boolean has(Expiry others, long moment) {
    return isComplete()
        || (!others.whole && others.readers.stream().allMatch(reader -> has(reader, moment)));
  }

  /** Without the readers: others follow. */
  Expiry forOthers() {
    return new Expiry(Set.of(), false, missing, servedFrom, next);
  }

  /** Whether every fact that came is there. */
  boolean isComplete() {
    return missing.isNothing();
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
    return missing.spares(windowed, moment);
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
    if (whole || readers.isEmpty()) {
      return null;
    }
    long from = Math.max(Micros.minus(now, UNDERWAY), servedFrom); // a clock may go back
    Optional<Tiling<R>> tiling = Tiling.of(loaded.windows(), features(), from);
    Stores.Loaded<R> tiled = tiling.map(it -> tiled(loaded, it, from, few)).orElse(null);
    if (tiled != null) {
      return tiled;
    }
    long before = horizon(store.shape(), from);
    boolean counts = store.shape().retainsNewest() && store.shape().id().isEmpty();
    if (before == Micros.BEGINNING && !counts) {
      return null;
    }
    Set<List<Entity<?>>> owners = owners();
    Staying since = Staying.since(store, before);
    Staying staying = counts ? since.newest(owners, from) : since;
    if (staying.leaving() <= rows / 3) {
      return null;
    }
    FactStore<R> rest = store.read(() -> store.only(staying));
    Missing after = missing.and(before, staying, owners, from).tiledFor(readers);
    Windows<R> windows =
        tiling.map(it -> it.beside(rest)).orElseGet(() -> loaded.windows().over(rest));
    return with(loaded, windows, after, from, few);
  }

  /** The same with tiles in the place of facts; null where that saves too little. */
  private <R> Stores.@Nullable Loaded<R> tiled(
      Stores.Loaded<R> loaded, Tiling<R> tiling, long from, int few) {
    FactStore<R> store = loaded.store();
    return store.read(() -> {
      Staying staying = tiling.staying();
      int leaving = staying.leaving();
      if (leaving <= store.rows() / 3 || !tiling.saves(leaving)) {
        return null;
      }
      Missing after = missing.tiled(horizon(store.shape(), from), readers, from);
      return with(loaded, tiling.over(store.only(staying)), after, from, few);
    });
  }

  @SuppressWarnings("unchecked") // all read the source of the store
  private <R> List<Formula.Windowed<?, R>> features() {
    List<Formula.Windowed<?, R>> features = new ArrayList<>();
    readers.forEach(reader -> features.add((Formula.Windowed<?, R>) reader));
    return features;
  }

  private <R> Stores.Loaded<R> with(
      Stores.Loaded<R> loaded, Windows<R> rest, Missing after, long from, int few) {
    int kept = rest.store().rows();
    int grown = Math.max(few, (kept + rest.tiles()) / 2); // both are copied the next time
    return loaded.with(rest, new Expiry(readers, whole, after, from, kept + grown));
  }

  private Set<List<Entity<?>>> owners() {
    Set<List<Entity<?>>> owners = new HashSet<>();
    readers.forEach(reader -> owners.add(reader.by()));
    return owners;
  }

  /** The event time before which no fact is used from a moment on. */
  private long horizon(FactShape<?> shape, long now) {
    long used = Micros.NEVER;
    for (Formula.Windowed<?, ?> reader : readers) {
      used = Math.min(used, Lookback.since(reader, now));
    }
    if (shape.id().isPresent() && shape.knownColumn().isPresent()) {
      return Micros.BEGINNING;
    }
    if (shape.id().isPresent() && shape.knownWhenIngested()) {
      return shape.lateness() < 0
          ? Micros.BEGINNING
          : Math.min(used, Micros.minus(now, shape.lateness()));
    }
    return used;
  }
}
