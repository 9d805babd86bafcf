package dev.rapport.engine.window;

import dev.rapport.api.aggregation.Window;
import dev.rapport.api.feature.Formula;
import dev.rapport.api.feature.Selection;
import dev.rapport.engine.aggregation.Fold;
import dev.rapport.engine.aggregation.Outcome;
import dev.rapport.engine.aggregation.Viewpoint;
import dev.rapport.engine.column.LongRows;
import dev.rapport.engine.column.ValueColumn;
import dev.rapport.engine.fact.FactShape;
import dev.rapport.engine.fact.FactStore;
import dev.rapport.engine.fact.KeyIndex;
import dev.rapport.engine.fact.Posting;
import dev.rapport.engine.fact.RowFilter;
import dev.rapport.engine.fact.WantedColumns;
import dev.rapport.engine.value.Micros;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is folded of the facts of a key: which of their values, which facts pass, and by which fold.
 * Features that differ only in their windows, or in what they make of the same states, share a lane
 * and its summaries. Thread-safe under the read lock of the store.
 */
final class Lane<R> implements KeyIndex.Watcher {
  /** How many values are gathered before they are added together. */
  private static final int GATHERED = 128;

  private final int block;

  /** From so many facts on, summaries are faster than reading them all. */
  private final int many;

  private final FactStore<R> store;
  private final KeyIndex index;
  private final @Nullable RowFilter<R> filter;
  private final Fold fold;
  private final int input;
  private final int paired;
  private final boolean pairedIsKey;
  private final boolean readsRecord;
  private final long delay;
  private final ValueColumn.@Nullable Doubles doubles;
  private final ValueColumn.@Nullable Longs longs;
  private volatile @Nullable Summaries[] summaries = new Summaries[0];

  /**
   * By what lanes are told apart.
   *
   * @param input the component whose values are folded; -1: the fact itself
   * @param paired a component that comes with it, as a key or to choose by; -1: none
   */
  record Key<R>(
      List<String> by,
      List<Selection.Test<R>> filters,
      Fold fold,
      int input,
      int paired,
      boolean pairedIsKey,
      boolean readsRecord) {
    static <R> Key<R> of(FactShape<R> shape, Formula.Windowed<?, R> windowed, Fold fold) {
      return new Key<>(
          windowed.by().stream().map(entity -> entity.name()).toList(),
          windowed.filters(),
          fold,
          windowed.input().map(shape::index).orElse(-1),
          windowed
              .per()
              .map(shape::index)
              .or(() -> windowed.extremeBy().map(extreme -> shape.index(extreme.by())))
              .orElse(-1),
          windowed.per().isPresent(),
          windowed.input().isEmpty() && WantedColumns.readsWholeFacts(windowed));
    }
  }

  /**
   * A lane over an index that watches it; under the write lock of the store.
   *
   * @param block facts in the blocks that are summarised
   */
  Lane(FactStore<R> store, KeyIndex index, Key<R> key, int block) {
    this.block = block;
    this.many = 4 * block;
    this.store = store;
    this.index = index;
    this.filter = key.filters().isEmpty() ? null : store.filter(key.filters());
    this.fold = key.fold();
    this.input = key.input();
    this.paired = key.paired();
    this.pairedIsKey = key.pairedIsKey();
    this.readsRecord = key.readsRecord();
    this.delay = store.knownDelay();
    ValueColumn column = input < 0 || paired >= 0 ? null : store.kept(input);
    this.doubles =
        column instanceof ValueColumn.Doubles found && fold instanceof Fold.OfDoubles
            ? found
            : null;
    this.longs =
        column instanceof ValueColumn.Longs found && fold instanceof Fold.OfLongs ? found : null;
    index.watch(this);
  }

  Fold fold() {
    return fold;
  }

  KeyIndex index() {
    return index;
  }

  /** The first position whose fact is old enough for a start, and not too old to be seen. */
  int first(Posting posting, long start, long moment) {
    return posting.firstAtOrAfter(
        Math.max(start, store.shape().seenSince(moment)), store.eventTimes());
  }

  LongRows eventTimes() {
    return store.eventTimes();
  }

  /** Whether known times follow from event times, so that known facts are the older ones. */
  boolean isKnownByDelay() {
    return delay >= 0;
  }

  long knownFrom(int row) {
    return store.knownFromMicros(row);
  }

  long knownTo(int row) {
    return store.knownToMicros(row);
  }

  /** Whether every known fact is used. */
  private boolean usesAll() {
    return filter == null && !pairedIsKey;
  }

  /** Whether a question at a moment knows every fact of a stretch that {@link #seen} cut. */
  private boolean knowsAll(long moment) {
    return isKnownByDelay() || store.knowsAll(moment);
  }

  /** Whether a question at a moment uses every fact of a stretch that {@link #seen} cut. */
  private boolean isPlain(long moment) {
    return usesAll() && knowsAll(moment);
  }

  /** The first position whose fact is not known at a moment, where known times tell. */
  private int seen(Posting posting, int to, long moment) {
    return isKnownByDelay()
        ? Math.min(to, posting.firstAtOrAfter(Micros.minus(moment, delay), store.eventTimes()))
        : to;
  }

  /** Whether a question at a moment uses the fact of a row. */
  private boolean uses(int row, long moment) {
    return (knowsAll(moment) || store.isKnown(row, moment)) && passes(row);
  }

  private boolean passes(int row) {
    return (filter == null || filter.passes(row))
        && (!pairedIsKey || !store.kept(paired).isNull(row));
  }

  /** Why the filter could not say whether a fact that a question sees is used; null: it could. */
  private Outcome.@Nullable Failure failure(Posting posting, int from, int to, long moment) {
    if (filter == null || !filter.hasFailures()) {
      return null;
    }
    for (int at = from; at < to; at++) {
      int row = posting.row(at);
      String why = filter.failure(row);
      if (why != null && (knowsAll(moment) || store.isKnown(row, moment))) {
        return new Outcome.Failure("a filter failed: " + why);
      }
    }
    return null;
  }

  /** Reads no facts. */
  void readNothing(Tally tally) {
    tally.state = fold.create();
  }

  /**
   * Reads the facts of a window.
   *
   * @param code the code of their key
   * @param start the first position in the span
   * @param end the first position behind it
   * @param at where the window is seen from
   */
  void read(
      Tally tally, Window window, Posting posting, int code, int start, int end, Viewpoint at) {
    long moment = at.moment();
    int from = start;
    int to = seen(posting, end, moment);
    tally.failure = failure(posting, from, to, moment);
    if (tally.failure != null) {
      return;
    }
    try {
      tally.state = fold.create();
      if (window.span() instanceof Window.Span.Session session) {
        from = sessionStart(posting, from, to, at.end(), Micros.of(session.gap()), moment);
      }
      if (!window.isCounted()) {
        add(tally, posting, code, from, to, moment);
      } else if (isPlain(moment)) {
        to = Math.max(from, to - window.skipped());
        int limit = window.limit().orElse(Integer.MAX_VALUE);
        add(tally, posting, code, Math.max(from, to - limit), to, moment);
      } else {
        addNewest(tally, window, posting, from, to, moment);
      }
    } catch (RuntimeException e) { // the user's own aggregation
      tally.failure = new Outcome.Failure("the aggregation failed: " + e);
    }
  }

  /** Adds only the newest facts that a window does not skip. */
  private void addNewest(
      Tally tally, Window window, Posting posting, int from, int to, long moment) {
    int limit = window.limit().orElse(Integer.MAX_VALUE);
    int[] newest = new int[Math.max(0, Math.min(limit, to - from))];
    int skipped = 0;
    int count = 0;
    for (int at = to - 1; at >= from && count < newest.length; at--) {
      int row = posting.row(at);
      if (uses(row, moment)) {
        if (skipped < window.skipped()) {
          skipped++;
        } else {
          newest[newest.length - ++count] = row;
        }
      }
    }
    if (count > 0) {
      tally.used(count, eventTimes().at(newest[newest.length - 1]));
      addRows(tally, Arrays.copyOfRange(newest, newest.length - count, newest.length), count);
    }
  }

  /** The position from which facts follow each other within less than the gap, up to the end. */
  private int sessionStart(
      Posting posting, int from, int to, long endMicros, long gap, long moment) {
    long next = endMicros;
    int start = to;
    for (int at = to - 1; at >= from; at--) {
      int row = posting.row(at);
      if (isPlain(moment) || uses(row, moment)) {
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

  /**
   * Adds the facts at positions {@code [from, to)} that a question at a moment uses.
   *
   * @param code the code of their key
   */
  private void add(Tally tally, Posting posting, int code, int from, int to, long moment) {
    if (!fold.reach().isAll() && (isPlain(moment) || to - from < many)) {
      addReached(tally, posting, from, to, moment);
    } else if (to - from >= many && fold.isCompact()) {
      summaries(code).add(tally, posting, from, to, moment);
    } else {
      scan(tally, posting, from, to, moment);
    }
  }

  /** Adds only the newest or oldest facts that the fold needs, and counts them all. */
  private void addReached(Tally tally, Posting posting, int from, int to, long moment) {
    if (!isPlain(moment)) {
      for (int at = from; at < to; at++) {
        int row = posting.row(at);
        if (uses(row, moment)) {
          tally.used(1, store.eventTimes().at(row));
        }
      }
    } else if (from < to) {
      tally.used(to - from, store.eventTimes().at(posting.row(to - 1)));
    }
    Fold.Reach reach = fold.reach();
    boolean newest = reach.newest() > 0;
    int wanted = newest ? reach.newest() : reach.oldest();
    int[] found = new int[Math.min(wanted, Math.max(0, to - from))];
    int count = 0;
    for (int i = 0; i < to - from && count < found.length; i++) {
      int row = posting.row(newest ? to - 1 - i : from + i);
      if ((isPlain(moment) || uses(row, moment)) && (reach.nulls() || !isNull(row))) {
        found[count++] = row;
      }
    }
    for (int i = 0; i < count; i++) {
      int row = found[newest ? count - 1 - i : i];
      tally.state = fold.add(tally.state, value(row), store.eventTimes().at(row));
    }
  }

  private boolean isNull(int row) {
    return input >= 0 && store.kept(input).isNull(row);
  }

  /** Adds the facts one by one. */
  void scan(Tally tally, Posting posting, int from, int to, long moment) {
    if (from >= to) {
      return;
    }
    if (isPlain(moment)) {
      tally.used(to - from, store.eventTimes().at(posting.row(to - 1)));
      int first = posting.firstOfStretch();
      if ((first >= 0 || fold instanceof Fold.OfRows)
          && addStretch(tally, first + from, first + to)) {
        return;
      }
      foldAll(tally, posting, from, to, false, moment);
    } else {
      foldAll(tally, posting, from, to, true, moment);
    }
  }

  /** A state of all facts at positions {@code [from, to)} that pass, known whenever. */
  Tally summarise(Posting posting, int from, int to) {
    Tally tally = new Tally();
    tally.state = fold.create();
    int[] passing = new int[to - from];
    int count = 0;
    for (int at = from; at < to; at++) {
      int row = posting.row(at);
      if (usesAll() || passes(row)) {
        passing[count++] = row;
      }
    }
    addRows(tally, passing, count);
    if (count > 0) {
      tally.used(count, store.eventTimes().at(passing[count - 1]));
    }
    return tally;
  }

  /** Adds facts that lie side by side; whether it could. */
  private boolean addStretch(Tally tally, int from, int to) {
    if (fold instanceof Fold.OfRows counting) {
      tally.state = counting.addRows(tally.state, to - from);
      return true;
    }
    if (doubles != null && !doubles.hasNulls()) {
      tally.state = ((Fold.OfDoubles) fold).addDoubles(tally.state, doubles.values(), from, to);
      return true;
    }
    if (longs != null && !longs.hasNulls()) {
      addStretch(tally, (Fold.OfLongs) fold, longs.values(), from, to);
      return true;
    }
    return false;
  }

  private static void addStretch(
      Tally tally, Fold.OfLongs fold, LongRows values, int from, int to) {
    long[] plain = values.plain();
    if (plain != null) {
      tally.state = fold.addLongs(tally.state, plain, from, to);
      return;
    }
    long[] gathered = new long[Math.min(GATHERED, to - from)];
    for (int at = from; at < to; at += GATHERED) {
      int until = Math.min(to, at + GATHERED);
      values.copy(at, until, gathered);
      tally.state = fold.addLongs(tally.state, gathered, 0, until - at);
    }
  }

  private void foldAll(
      Tally tally, Posting posting, int from, int to, boolean checked, long moment) {
    int[] rows = new int[Math.min(GATHERED, to - from)];
    int count = 0;
    int used = 0;
    int last = -1;
    for (int at = from; at < to; at++) {
      int row = posting.row(at);
      if (checked) {
        if (!uses(row, moment)) {
          continue;
        }
        used++;
        last = row;
      }
      rows[count++] = row;
      if (count == rows.length) {
        addRows(tally, rows, count);
        count = 0;
      }
    }
    addRows(tally, rows, count);
    if (used > 0) {
      tally.used(used, store.eventTimes().at(last));
    }
  }

  /** Adds rows that are used, oldest first. */
  private void addRows(Tally tally, int[] rows, int count) {
    if (fold instanceof Fold.OfRows counting) {
      tally.state = counting.addRows(tally.state, count);
    } else if (doubles != null) {
      double[] gathered = new double[count];
      int size = 0;
      double[] values = doubles.values();
      for (int i = 0; i < count; i++) {
        if (!doubles.isNull(rows[i])) {
          gathered[size++] = values[rows[i]];
        }
      }
      tally.state = ((Fold.OfDoubles) fold).addDoubles(tally.state, gathered, 0, size);
    } else if (longs != null) {
      long[] gathered = new long[count];
      int size = 0;
      LongRows values = longs.values();
      for (int i = 0; i < count; i++) {
        if (!longs.isNull(rows[i])) {
          gathered[size++] = values.at(rows[i]);
        }
      }
      tally.state = ((Fold.OfLongs) fold).addLongs(tally.state, gathered, 0, size);
    } else {
      for (int i = 0; i < count; i++) {
        tally.state = fold.add(tally.state, value(rows[i]), store.eventTimes().at(rows[i]));
      }
    }
  }

  private @Nullable Object value(int row) {
    Object value =
        input >= 0 ? store.kept(input).get(row) : readsRecord ? store.record(row) : (Object) true;
    return paired < 0 ? value : Arrays.asList(store.kept(paired).get(row), value);
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
    @Nullable Summaries[] more =
        Arrays.copyOf(all, Math.max(all.length, Math.max(index.codes(), code + 1)));
    Summaries made = new Summaries(this, block);
    more[code] = made;
    summaries = more;
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
