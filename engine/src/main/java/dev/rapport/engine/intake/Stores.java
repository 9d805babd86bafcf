package dev.rapport.engine.intake;

import dev.rapport.api.feature.Formula;
import dev.rapport.api.feature.Source;
import dev.rapport.engine.fact.FactStore;
import dev.rapport.engine.fact.Intake;
import dev.rapport.engine.value.Micros;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

  private final List<FactStore<?>> streams;

  /** How many rows of each stream are seen; null: all, those that come later too. */
  private final @Nullable Map<String, Integer> visible;

  /**
   * A store, and what it was loaded from.
   *
   * @param stamp of the snapshot, or the log's stream of the history
   * @param refused what became of pushed facts that did not get so far as the store; guarded by
   *     itself
   * @param expiry what has left the store and what may
   */
  record Loaded<R>(
      FactStore<R> store,
      String stamp,
      StreamRows rows,
      LogOrder order,
      Intake refused,
      Expiry expiry) {
    Loaded<R> with(StreamRows rows) {
      return new Loaded<>(store, stamp, rows, order, refused, expiry);
    }

    Loaded<R> with(Expiry expiry) {
      return expiry == this.expiry
          ? this
          : new Loaded<>(store, stamp, rows, order, refused, expiry);
    }

    /** With the rest of the store; facts go on from where they were. */
    Loaded<R> with(FactStore<R> rest, Expiry expiry) {
      LogOrder from = new LogOrder();
      from.passed(order.next());
      return new Loaded<>(rest, stamp, rows, from, refused, expiry);
    }
  }

  Stores(Map<String, Loaded<?>> byName) {
    this(Map.copyOf(byName), streams(byName), servedFrom(byName), null);
  }

  private Stores(
      Map<String, Loaded<?>> byName,
      List<FactStore<?>> streams,
      long servedFrom,
      @Nullable Map<String, Integer> visible) {
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

  private static List<FactStore<?>> streams(Map<String, Loaded<?>> byName) {
    List<FactStore<?>> streams = new ArrayList<>();
    for (Loaded<?> loaded : byName.values()) {
      if (loaded.store().source().isStream()) {
        streams.add(loaded.store());
      }
    }
    return streams;
  }

  /** The same without the facts that are pushed from now on, whatever they say of their times. */
  public Stores asOfNow() {
    if (visible != null || streams.isEmpty()) {
      return this;
    }
    Map<String, Integer> rows = new HashMap<>();
    streams.forEach(store -> rows.put(store.source().name(), store.rows()));
    return new Stores(byName, streams, servedFrom, rows);
  }

  /** How many rows of the store of a source are seen. */
  public int visible(Source<?> source) {
    return visible == null ? FactStore.ALL : visible.getOrDefault(source.name(), FactStore.ALL);
  }

  /** Whether everything is there that features use at a moment and later. */
  public boolean have(Collection<Formula.Windowed<?, ?>> formulas, long moment) {
    return formulas.stream()
        .allMatch(formula -> loaded(formula.source()).expiry().has(formula, moment));
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
