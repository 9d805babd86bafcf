package dev.rapport.engine.window;

import dev.rapport.api.aggregation.Window;
import dev.rapport.engine.UserCode;
import dev.rapport.engine.aggregation.fold.Fold;
import dev.rapport.engine.aggregation.fold.Outcome;
import dev.rapport.engine.aggregation.fold.Viewpoint;
import dev.rapport.engine.column.LongRows;
import dev.rapport.engine.fact.FactStore;
import dev.rapport.engine.fact.KeyIndex;
import dev.rapport.engine.fact.Posting;
import dev.rapport.engine.fact.RowFilter;
import dev.rapport.engine.tile.KeyTiles;
import dev.rapport.engine.tile.LaneTiles;
import dev.rapport.engine.tile.TiledKeys;
import dev.rapport.engine.value.Micros;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What is folded of the facts of a key: which of their values, which facts pass, and by which fold.
 * Features that differ only in their windows, or in what they make of the same states, share a lane
 * and its summaries. Thread-safe under the read lock of the store.
 */
final class Lane<R> implements KeyIndex.Watcher {
  private final LaneKey<R> key;

  /** Facts in the blocks that are summarised, and summaries that one of the next level is of. */
  private final int block;

  private final int fan;

  /** From so many facts on, summaries are faster than reading them all. */
  private final int many;

  private final FactStore<R> store;
  private final KeyIndex index;
  private final @Nullable RowFilter<R> filter;
  private final Fold fold;
  private final FoldedValues<R> values;
  private final int per;
  private final boolean knownByDelay;

  /** What is kept of facts that are not in the store any more; null: nothing. */
  private final @Nullable LaneTiles tiles;

  private volatile @Nullable Summaries[] summaries = new Summaries[0];

  /**
   * A lane over an index that watches it; under the write lock of the store.
   *
   * @param tiles of facts that are not in the store any more; null: none
   * @param block facts in the blocks that are summarised, of a fold whose states are compact
   */
  Lane(FactStore<R> store, KeyIndex index, LaneKey<R> key, @Nullable LaneTiles tiles, int block) {
    this.key = key;
    this.fan = Math.max(2, block / 4);
    this.block = key.fold().isCompact() ? block : block * fan;
    this.many = 4 * this.block;
    this.store = store;
    this.index = index;
    this.filter = key.filters().isEmpty() ? null : store.filter(key.filters());
    this.fold = key.fold();
    this.values = new FoldedValues<>(store, key);
    this.per = key.per();
    this.knownByDelay = store.knownDelay() >= 0;
    this.tiles = tiles;
    index.watch(this);
  }

  Fold fold() {
    return fold;
  }

  KeyIndex index() {
    return index;
  }

  LongRows eventTimes() {
    return store.eventTimes();
  }

  /**
   * After which moment questions see a fact as it is in the end, in micros: it is known by then, or
   * another version has taken its place.
   */
  long settled(int row) {
    if (knownByDelay) {
      return Micros.BEGINNING; // questions look no further than to what they know
    }
    long known = store.knownFromMicros(row);
    if (known == Micros.NEVER) {
      return Micros.BEGINNING;
    }
    long replaced = store.knownToMicros(row);
    return replaced == Micros.NEVER ? known : replaced;
  }

  /** Whether a fact is seen in the end. */
  private boolean isSeenInTheEnd(int row) {
    return knownByDelay
        || (store.knownFromMicros(row) != Micros.NEVER && store.knownToMicros(row) == Micros.NEVER);
  }

  /** What is kept of facts that are not in the store any more; null: nothing. */
  @Nullable LaneTiles tiles() {
    return tiles;
  }

  LaneKey<R> key() {
    return key;
  }

  /** The number of a key of which there are tiles; {@link TiledKeys#NONE} where there are none. */
  int findTiled(@Nullable Object[] keys) {
    return tiles == null ? TiledKeys.NONE : tiles.keys().find(keys);
  }

  /** Whether facts may be kept as tiles: in whatever order they are folded, by no user's code. */
  boolean canTile() {
    boolean anyOrder =
        switch (fold.orderMatters()) {
          case ALWAYS -> false;
          case AMONG_EQUALS -> values.areOrdered();
          case NEVER -> true;
        };
    return anyOrder && !key.foldsRecord();
  }

  /** Whether the filter failed on a fact: who sees it must be told. */
  boolean isFailure(int row) {
    return filter != null && filter.failure(row) != null;
  }

  /** Whether a fact is folded where it is known. */
  boolean folds(int row) {
    return usesAll() || passes(row);
  }

  /** A state of rows that are folded, oldest first. */
  Object stateOf(int[] rows, int count) {
    Tally tally = new Tally();
    tally.state = fold.create();
    values.addRows(tally, rows, count);
    return tally.state;
  }

  /**
   * Adds the tiles of a key to what was read of its facts.
   *
   * @param key its number by {@link #findTiled}
   * @param start of the window, where a tile starts too
   */
  void addTiles(Tally tally, int key, long start) {
    KeyTiles there = tiles == null || tally.failure != null ? null : tiles.of(key);
    int from = there == null ? 0 : there.from(start);
    if (there != null && from < there.size()) {
      tally.state = there.addTo(tally.state, fold, from);
      tally.used(there.facts(from), there.newest());
    }
  }

  /** Whether every known fact is used. */
  private boolean usesAll() {
    return filter == null && per < 0;
  }

  /** Whether every fact of a stretch is used. */
  private boolean isPlain(Sight sight) {
    return usesAll() && sight.knowsAll();
  }

  private boolean uses(int row, Sight sight) {
    return sight.isKnown(row) && passes(row);
  }

  private boolean passes(int row) {
    return (filter == null || filter.passes(row)) && (per < 0 || !store.kept(per).isNull(row));
  }

  /** Why the filter could not say whether a fact that a question sees is used; null: it could. */
  private Outcome.@Nullable Failure failure(Sight sight, int from, int to) {
    if (filter == null) {
      return null;
    }
    int first = sight.firstFailure(filter, from, to);
    return first == to
        ? null
        : new Outcome.Failure("a filter failed: " + filter.failure(sight.row(first)));
  }

  /** Reads no facts. */
  void readNothing(Tally tally) {
    tally.failure =
        UserCode.<Outcome.@Nullable Failure>run(
            () -> {
              tally.state = fold.create();
              return null;
            },
            Tally::failed);
  }

  /**
   * Reads the facts of a window.
   *
   * @param sight what the question may see of their key
   * @param start the first position in the span
   * @param end the first position behind it
   * @param at where the window is seen from
   */
  void read(Tally tally, Window window, Sight sight, int start, int end, Viewpoint at) {
    int from = start;
    int to = end;
    tally.failure = failure(sight, from, to);
    if (tally.failure != null) {
      return;
    }
    if (window.span() instanceof Window.Span.Session session) {
      from = sessionStart(sight, from, to, at.end(), Micros.of(session.gap()));
    }
    boolean newestOnly = window.isCounted() && !isPlain(sight);
    if (window.isCounted() && isPlain(sight)) {
      to = Math.max(from, to - window.skipped());
      from = Math.max(from, to - window.limit().orElse(Integer.MAX_VALUE));
    }
    int first = from;
    int behind = to;
    tally.failure =
        UserCode.<Outcome.@Nullable Failure>run(
            () -> {
              tally.state = fold.create();
              if (newestOnly) {
                addNewest(tally, window, sight, first, behind);
              } else {
                add(tally, sight, first, behind);
              }
              return null;
            },
            Tally::failed);
    if (tally.failure != null && !newestOnly) {
      recount(tally, sight, from, to);
    }
  }

  /** Counts the facts again whose adding was broken off. */
  private void recount(Tally tally, Sight sight, int from, int to) {
    tally.facts = 0;
    tally.newest = Micros.BEGINNING;
    count(tally, sight, from, to);
  }

  /** Counts the facts at positions {@code [from, to)} that a question uses. */
  private void count(Tally tally, Sight sight, int from, int to) {
    for (int at = from; at < to; at++) {
      int row = sight.row(at);
      if (isPlain(sight) || uses(row, sight)) {
        tally.used(1, eventTimes().at(row));
      }
    }
  }

  /** Adds only the newest facts that a window does not skip. */
  private void addNewest(Tally tally, Window window, Sight sight, int from, int to) {
    int limit = window.limit().orElse(Integer.MAX_VALUE);
    int[] newest = new int[Math.max(0, Math.min(limit, to - from))];
    int skipped = 0;
    int count = 0;
    for (int at = to - 1; at >= from && count < newest.length; at--) {
      int row = sight.row(at);
      if (uses(row, sight)) {
        if (skipped < window.skipped()) {
          skipped++;
        } else {
          newest[newest.length - ++count] = row;
        }
      }
    }
    if (count > 0) {
      tally.used(count, eventTimes().at(newest[newest.length - 1]));
      values.addRows(
          tally, Arrays.copyOfRange(newest, newest.length - count, newest.length), count);
    }
  }

  /** The position from which facts follow each other within less than the gap, up to the end. */
  private int sessionStart(Sight sight, int from, int to, long endMicros, long gap) {
    long next = endMicros;
    int start = to;
    for (int at = to - 1; at >= from; at--) {
      int row = sight.row(at);
      if (isPlain(sight) || uses(row, sight)) {
        long time = eventTimes().at(row);
        if (Micros.minus(next, gap) >= time) {
          break;
        }
        next = time;
        start = at;
      }
    }
    return start;
  }

  /** Adds the facts at positions {@code [from, to)} that a question uses. */
  private void add(Tally tally, Sight sight, int from, int to) {
    if (!fold.reach().isAll() && (isPlain(sight) || to - from < many)) {
      addReached(tally, sight, from, to);
    } else if (to - from >= many && !fold.keepsAll() && sight.seesWhatIsThere()) {
      summaries(sight.code()).add(tally, sight, from, to);
    } else {
      scan(tally, sight, from, to);
    }
  }

  /** Adds only the newest or oldest facts that the fold needs, and counts them all. */
  private void addReached(Tally tally, Sight sight, int from, int to) {
    if (!isPlain(sight)) {
      count(tally, sight, from, to);
    } else if (from < to) {
      tally.used(to - from, store.eventTimes().at(sight.row(to - 1)));
    }
    Fold.Reach reach = fold.reach();
    boolean newest = reach.newest() > 0;
    int wanted = newest ? reach.newest() : reach.oldest();
    int[] found = new int[Math.min(wanted, Math.max(0, to - from))];
    int count = 0;
    for (int i = 0; i < to - from && count < found.length; i++) {
      int row = sight.row(newest ? to - 1 - i : from + i);
      if ((isPlain(sight) || uses(row, sight)) && (reach.nulls() || !values.isNull(row))) {
        found[count++] = row;
      }
    }
    for (int i = 0; i < count; i++) {
      int row = found[newest ? count - 1 - i : i];
      values.add(tally, row);
    }
  }

  /** Adds the facts one by one. */
  void scan(Tally tally, Sight sight, int from, int to) {
    if (from >= to) {
      return;
    }
    if (isPlain(sight)) {
      tally.used(to - from, store.eventTimes().at(sight.row(to - 1)));
      int first = sight.posting().firstOfStretch();
      if ((first >= 0 || values.onlyCounted())
          && values.addStretch(tally, first + from, first + to)) {
        return;
      }
      foldAll(tally, sight, from, to, false);
    } else {
      foldAll(tally, sight, from, to, true);
    }
  }

  /** A state of the facts at positions {@code [from, to)} that pass and are seen in the end. */
  Tally summarise(Posting posting, int from, int to) {
    Tally tally = new Tally();
    int[] passing = new int[to - from];
    int count = 0;
    for (int at = from; at < to; at++) {
      int row = posting.row(at);
      if (folds(row) && isSeenInTheEnd(row)) {
        passing[count++] = row;
      }
    }
    tally.state = stateOf(passing, count);
    if (count > 0) {
      tally.used(count, store.eventTimes().at(passing[count - 1]));
    }
    return tally;
  }

  private void foldAll(Tally tally, Sight sight, int from, int to, boolean checked) {
    int[] rows = new int[Math.min(FoldedValues.GATHERED, to - from)];
    int count = 0;
    int used = 0;
    int last = -1;
    for (int at = from; at < to; at++) {
      int row = sight.row(at);
      if (checked) {
        if (!uses(row, sight)) {
          continue;
        }
        used++;
        last = row;
      }
      rows[count++] = row;
      if (count == rows.length) {
        values.addRows(tally, rows, count);
        count = 0;
      }
    }
    values.addRows(tally, rows, count);
    if (used > 0) {
      tally.used(used, store.eventTimes().at(last));
    }
  }

  private Summaries summaries(int code) {
    @Nullable Summaries[] all = summaries;
    Summaries there = code < all.length ? all[code] : null;
    return there != null ? there : make(code);
  }

  private synchronized Summaries make(int code) {
    @Nullable Summaries[] all = summaries;
    Summaries there = code < all.length ? all[code] : null;
    if (there != null) {
      return there;
    }
    Summaries made = new Summaries(this, block, fan);
    if (code >= all.length) {
      all = Arrays.copyOf(all, Math.max(index.codes(), code + 1));
    }
    all[code] = made; // who does not see it yet comes here
    summaries = all;
    return made;
  }

  @Override
  public void changed(int code, int position) {
    @Nullable Summaries[] all = summaries;
    Summaries there = code < all.length ? all[code] : null;
    if (there != null) {
      there.changed(position);
    }
  }
}
