package dev.rapport.engine.intake;

import dev.rapport.api.feature.Formula;
import dev.rapport.api.feature.Source;
import dev.rapport.engine.fact.FactStore;
import dev.rapport.engine.fact.Intake;
import dev.rapport.engine.load.Allowance;
import dev.rapport.engine.stream.LogOrder;
import dev.rapport.engine.stream.StreamRows;
import dev.rapport.engine.value.Micros;
import dev.rapport.engine.window.Windows;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The stores of all sources at one time: one snapshot of each table. Pushed facts still come into
 * those of streams, and are seen unless this is {@link #asOfNow}; what is read anew is in other
 * stores. Immutable but for that.
 */
public final class Stores {
  static final Stores NONE = new Stores(Map.of());

  private final Map<String, Loaded<?>> byName;
  private final long servedFrom;

  private final List<Loaded<?>> streams;

  /** How much of each stream is seen; null: all, what comes later too. */
  private final @Nullable Map<String, Seen> visible;

  /**
   * How much of a stream is seen.
   *
   * @param rows of its store
   * @param end the position in the log behind the last that was pushed
   */
  record Seen(int rows, long end) {
    /** All there is in a store by now. */
    static Seen now(Loaded<?> loaded) {
      return new Seen(loaded.store().rows(), loaded.order().next());
    }
  }

  /**
   * A store, and what it was loaded from.
   *
   * @param stamp of the snapshot, or the log's stream of the history
   * @param refused what became of pushed facts that did not get so far as the store; guarded by
   *     itself
   * @param expiry what has left the store and what may
   * @param windows the readers over the store: as many as it has, whoever reads
   */
  record Loaded<R>(
      FactStore<R> store,
      String stamp,
      StreamRows rows,
      LogOrder order,
      Intake refused,
      Expiry expiry,
      Windows<R> windows) {
    /** Whether this is a source as a stamp says, whole, with all components that are wanted. */
    boolean holds(Source<?> source, String stamp, Set<String> wanted) {
      return store.source() == source
          && store.isWhole()
          && this.stamp.equals(stamp)
          && wanted.stream().allMatch(store::keeps);
    }

    /** Counts what is in memory of the source. */
    void keepIn(Allowance allowance) {
      allowance.keep(store);
      allowance.keep(windows.bytesOfTiles());
    }

    Loaded<R> with(StreamRows rows) {
      return new Loaded<>(store, stamp, rows, order, refused, expiry, windows);
    }

    Loaded<R> with(Expiry expiry) {
      return expiry == this.expiry
          ? this
          : new Loaded<>(store, stamp, rows, order, refused, expiry, windows);
    }

    /** With the rest of the store; facts go on from where they were. */
    Loaded<R> with(Windows<R> rest, Expiry expiry) {
      LogOrder from = new LogOrder();
      from.passed(order.next());
      return new Loaded<>(rest.store(), stamp, rows, from, refused, expiry, rest);
    }
  }

  Stores(Map<String, Loaded<?>> byName) {
    this(Map.copyOf(byName), streams(byName), servedFrom(byName), null);
  }

  private Stores(
      Map<String, Loaded<?>> byName,
      List<Loaded<?>> streams,
      long servedFrom,
      @Nullable Map<String, Seen> visible) {
    this.byName = byName;
    this.streams = streams;
    this.servedFrom = servedFrom;
    this.visible = visible;
  }

  private static long servedFrom(Map<String, Loaded<?>> byName) {
    return byName.values().stream()
        .mapToLong(loaded -> loaded.expiry().servedFrom())
        .max()
        .orElse(Micros.BEGINNING);
  }

  private static List<Loaded<?>> streams(Map<String, Loaded<?>> byName) {
    List<Loaded<?>> streams = new ArrayList<>();
    for (Loaded<?> loaded : byName.values()) {
      if (loaded.store().source().isStream()) {
        streams.add(loaded);
      }
    }
    return streams;
  }

  /** The same without the facts that are pushed from now on, whatever they say of their times. */
  public Stores asOfNow() {
    if (visible != null || streams.isEmpty()) {
      return this;
    }
    Map<String, Seen> seen = new HashMap<>();
    streams.forEach(loaded -> seen.put(loaded.store().source().name(), Seen.now(loaded)));
    return new Stores(byName, streams, servedFrom, seen);
  }

  /** The same with others of some sources; where the store is another, all of it is seen. */
  Stores with(Map<String, Loaded<?>> others) {
    Map<String, Loaded<?>> all = new HashMap<>(byName);
    all.putAll(others);
    Map<String, Seen> seen = null;
    if (visible != null) {
      seen = new HashMap<>(visible);
      seen.keySet().removeIf(name -> of(all, name).store() != of(byName, name).store());
    }
    return new Stores(Map.copyOf(all), streams(all), servedFrom(all), seen);
  }

  private static Loaded<?> of(Map<String, Loaded<?>> stores, String name) {
    return Objects.requireNonNull(stores.get(name));
  }

  /** The same with others of some streams, as much as is seen of each; this is as of now. */
  Stores withParts(Map<String, WholeStreams.Part<?>> parts) {
    Map<String, Loaded<?>> all = new HashMap<>(byName);
    Map<String, Seen> seen = new HashMap<>(visible());
    parts.forEach((name, part) -> {
      all.put(name, part.loaded());
      seen.put(name, part.seen());
    });
    return new Stores(Map.copyOf(all), streams(all), servedFrom(all), seen);
  }

  private Map<String, Seen> visible() {
    return visible == null ? Map.of() : visible;
  }

  /** The same without those that facts have left. */
  Stores complete() {
    Map<String, Loaded<?>> complete = new HashMap<>(byName);
    complete.values().removeIf(loaded -> !loaded.expiry().isComplete());
    Map<String, Seen> seen = null;
    if (visible != null) {
      seen = new HashMap<>(visible);
      seen.keySet().retainAll(complete.keySet());
    }
    return new Stores(Map.copyOf(complete), streams(complete), servedFrom(complete), seen);
  }

  /** How many rows of the store of a source are seen. */
  public int visible(Source<?> source) {
    Seen seen = visible == null ? null : visible.get(source.name());
    return seen == null ? FactStore.ALL : seen.rows();
  }

  /** Where the log's stream of what is pushed to a source ends for who sees these, if it does. */
  OptionalLong end(Source<?> source) {
    Seen seen = visible().get(source.name());
    return seen == null ? OptionalLong.empty() : OptionalLong.of(seen.end());
  }

  /** Whether everything is there that features use at a moment and later. */
  public boolean have(Collection<Formula.Windowed<?, ?>> formulas, long moment) {
    return formulas.stream()
        .allMatch(formula -> loaded(formula.source()).expiry().has(formula, moment));
  }

  /** What features, for whom these were prepared, read of facts some of which have left memory. */
  public List<Formula.Windowed<?, ?>> readers() {
    List<Formula.Windowed<?, ?>> readers = new ArrayList<>();
    for (Loaded<?> loaded : streams) {
      if (!loaded.expiry().isComplete()) {
        readers.addAll(loaded.expiry().readers());
      }
    }
    return readers;
  }

  /** The moment from which on whatever these stores were prepared for is there. */
  public long servedFrom() {
    return servedFrom;
  }

  Map<String, Loaded<?>> byName() {
    return byName;
  }

  /**
   * The store of a source.
   *
   * @throws IllegalStateException if it was not prepared
   */
  public <R> FactStore<R> store(Source<R> source) {
    return loaded(source).store();
  }

  /**
   * The readers over the store of a source, which live as long as it does.
   *
   * @throws IllegalStateException if it was not prepared
   */
  public <R> Windows<R> windows(Source<R> source) {
    return loaded(source).windows();
  }

  @Nullable Loaded<?> find(Source<?> source) {
    return byName.get(source.name());
  }

  @SuppressWarnings("unchecked") // kept under the name of its source
  <R> Loaded<R> loaded(Source<R> source) {
    Loaded<?> loaded = byName.get(source.name());
    if (loaded == null) {
      throw new IllegalStateException(source + ": not prepared");
    }
    return (Loaded<R>) loaded;
  }
}
