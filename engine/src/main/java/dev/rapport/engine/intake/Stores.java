package dev.rapport.engine.intake;

import dev.rapport.api.feature.Formula;
import dev.rapport.api.feature.Source;
import dev.rapport.engine.fact.FactStore;
import dev.rapport.engine.fact.Intake;
import dev.rapport.engine.value.Micros;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The stores of all sources at one time: one snapshot of each table. Pushed facts still come into
 * those of streams; what is read anew is in other stores. Immutable but for that.
 */
public final class Stores {
  static final Stores NONE = new Stores(Map.of());

  private final Map<String, Loaded<?>> byName;
  private final long servedFrom;

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
    this.byName = Map.copyOf(byName);
    this.servedFrom =
        byName.values().stream()
            .mapToLong(loaded -> loaded.expiry().servedFrom())
            .max()
            .orElse(Micros.BEGINNING);
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
