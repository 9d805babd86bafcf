package dev.rapport.engine.fact;

import dev.rapport.api.entity.Entity;
import dev.rapport.engine.column.LongRows;
import dev.rapport.engine.value.Micros;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Which rows of a store are used from a moment on, and stay when the others leave. Of a fact with
 * an id all versions stay where one does. Not thread-safe; nobody writes to the store meanwhile.
 */
public final class Staying {
  private final FactStore<?> store;
  private final BitSet rows = new BitSet();
  private final int all;
  private long passedUntil = Micros.BEGINNING;

  private Staying(FactStore<?> store) {
    this.store = store;
    this.all = store.rows();
    rows.set(0, all);
  }

  /** The rows of a store from an event time on. */
  public static Staying since(FactStore<?> store, long event) {
    Staying staying = new Staying(store);
    return store.read(() -> {
      LongRows times = store.eventTimes();
      for (int row = 0; row < staying.all && event != Micros.BEGINNING; row++) {
        staying.rows.set(row, times.at(row) >= event);
      }
      store.keepVersionsTogether(staying.rows);
      return staying;
    });
  }

  /** The rows of a store without some, under its read lock; of a source without ids. */
  public static Staying unless(FactStore<?> store, IntPredicate leaves) {
    Staying staying = new Staying(store);
    for (int row = 0; row < staying.all; row++) {
      staying.rows.set(row, !leaves.test(row));
    }
    return staying;
  }

  /**
   * Of these only as many as the source retains of each key, of what is known at a moment, and
   * those that are newer; for facts without ids.
   *
   * @param owners by whose keys facts are read; a row stays where one of them needs it
   */
  public Staying newest(Collection<List<Entity<?>>> owners, long moment) {
    List<KeyIndex> indexes = store.write(() -> owners.stream().map(store::index).toList());
    return store.read(() -> {
      BitSet needed = new BitSet(all);
      indexes.forEach(
          index -> index.postings().forEach(posting -> addNewest(posting, moment, needed)));
      BitSet passed = (BitSet) rows.clone();
      passed.andNot(needed);
      LongRows times = store.eventTimes();
      passed.stream().forEach(row -> passedUntil = Math.max(passedUntil, times.at(row) + 1));
      rows.and(needed);
      return this;
    });
  }

  private void addNewest(Posting posting, long moment, BitSet needed) {
    int end = posting.firstAtOrAfter(moment, store.eventTimes());
    int start =
        posting.startOfNewest(store.shape().newest(), end, row -> store.isKnown(row, moment));
    for (int at = start; at < posting.size(); at++) {
      needed.set(posting.row(at));
    }
  }

  /** How many leave. */
  public int leaving() {
    return all - rows.cardinality();
  }

  /**
   * The event time from which on none leave for the newer ones of their key; {@link
   * Micros#BEGINNING} where none do.
   */
  public long passedUntil() {
    return passedUntil;
  }

  boolean has(int row) {
    return rows.get(row);
  }
}
