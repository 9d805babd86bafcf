package dev.rapport.engine.window;

import dev.rapport.engine.column.LongRows;
import dev.rapport.engine.fact.FactStore;
import dev.rapport.engine.fact.KeyIndex;
import dev.rapport.engine.fact.Posting;
import dev.rapport.engine.fact.RowFilter;
import dev.rapport.engine.value.Micros;
import org.jspecify.annotations.Nullable;

/**
 * The facts of one key that a question may see: those before its moment, as long as the source
 * retains them and as many as it does, and where known times follow from event times, known by
 * then. The spans of its windows are searched in these. Used under the read lock of the store, by
 * one thread.
 */
final class Sight {
  /** To find where a row is takes about as long as to look at so many. */
  private static final int STEPS_TO_FIND = 64;

  private final FactStore<?> store;
  private final int code;
  private final Posting posting;
  private final long moment;
  private final int visible;
  private final boolean seesWhatIsThere;
  private final boolean knowsAll;
  private final LongRows times;
  private final long oldest;
  private final long latest;
  private final int limit;

  /** How many facts of the key are seen. */
  private final int newest;

  /** The position of the oldest of them; -1: not looked for yet. */
  private int first = -1;

  private Sight(
      FactStore<?> store,
      int code,
      Posting posting,
      long moment,
      int visible,
      boolean seesWhatIsThere) {
    this.store = store;
    this.code = code;
    this.posting = posting;
    this.moment = moment;
    this.visible = visible;
    this.seesWhatIsThere = seesWhatIsThere;
    this.knowsAll = store.knownDelay() >= 0 || store.knowsAll(moment);
    this.times = store.eventTimes();
    this.oldest = store.shape().seenSince(moment);
    this.latest = Micros.minus(moment, Math.max(0, store.knownDelay()));
    this.limit = posting.firstAtOrAfter(latest, times);
    this.newest = store.shape().newest();
  }

  /**
   * What a question may see of a key; null where there are no facts of it.
   *
   * @param code of the key; negative: none
   * @param visible how many rows of the store the question sees
   */
  static @Nullable Sight of(
      FactStore<?> store, KeyIndex index, int code, long moment, int visible) {
    Posting posting = index.posting(code);
    if (posting == null) {
      return null;
    }
    return index.isAsOf(posting, visible)
        ? new Sight(store, code, posting, moment, FactStore.ALL, true)
        : new Sight(
            store, code, posting.asOf(visible), moment, visible, index.onlyGrew(posting, visible));
  }

  /** The code of the key. */
  int code() {
    return code;
  }

  Posting posting() {
    return posting;
  }

  int row(int position) {
    return posting.row(position);
  }

  /** Whether the facts of the key are others by now than those the question sees. */
  private boolean isPast() {
    return visible != FactStore.ALL;
  }

  /**
   * Whether the facts that the question sees are the first of the key's facts by now, each where it
   * was and as valid.
   */
  boolean seesWhatIsThere() {
    return seesWhatIsThere;
  }

  /** Whether the question knows all facts up to {@link #end}. */
  boolean knowsAll() {
    return knowsAll;
  }

  /** Whether the question knows a fact that is up to {@link #end}. */
  boolean isKnown(int row) {
    return knowsAll
        || (isPast() ? store.isKnown(row, moment, visible) : store.isKnown(row, moment));
  }

  /** Whether the question's moment is after a time, in micros. */
  boolean isAfter(long micros) {
    return micros < moment;
  }

  /**
   * The first position in a span of a known fact on which a filter failed; its end: there is none.
   */
  int firstFailure(RowFilter<?> filter, int from, int to) {
    if (filter.failures() == 0) {
      return to;
    }
    if (filter.failures() < (to - from) / STEPS_TO_FIND) {
      return filter
          .failing()
          .map(row -> posting.find(row, store))
          .filter(at -> at >= from && at < to && isKnown(row(at)))
          .min()
          .orElse(to);
    }
    int at = from;
    while (at < to && (filter.failure(row(at)) == null || !isKnown(row(at)))) {
      at++;
    }
    return at;
  }

  /** The first position behind a span that ends at an event time. */
  int end(long micros) {
    return micros >= latest ? limit : posting.firstAtOrAfter(micros, times, limit);
  }

  /** The first position of a span that starts at an event time; its end where there is none. */
  int start(long micros, int end) {
    long since = Math.max(micros, oldest);
    int start = since == Micros.BEGINNING ? 0 : posting.firstAtOrAfter(since, times, end);
    return limit - start <= newest ? start : Math.max(start, Math.min(startOfNewest(), end));
  }

  private int startOfNewest() {
    if (knowsAll) {
      return limit - newest;
    }
    if (first < 0) {
      first = posting.startOfNewest(newest, limit, this::isKnown);
    }
    return first;
  }
}
