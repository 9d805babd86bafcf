package dev.rapport.engine.window;

import dev.rapport.engine.column.LongRows;
import dev.rapport.engine.fact.FactStore;
import dev.rapport.engine.fact.Posting;
import dev.rapport.engine.value.Micros;

/**
 * The facts of one key that a question may see: those before its moment and, where known times
 * follow from event times, known by then. The spans of its windows are searched in these. Used
 * under the read lock of the store.
 */
final class Sight {
  private final Posting posting;
  private final LongRows times;
  private final long latest;
  private final int limit;

  /** What a question at a moment may see. */
  Sight(FactStore<?> store, Posting posting, long moment) {
    this.posting = posting;
    this.times = store.eventTimes();
    this.latest = Micros.minus(moment, Math.max(0, store.knownDelay()));
    this.limit = posting.firstAtOrAfter(latest, times);
  }

  Posting posting() {
    return posting;
  }

  /** The first position behind a span that ends at an event time. */
  int end(long micros) {
    return micros >= latest ? limit : posting.firstAtOrAfter(micros, times, limit);
  }

  /** The first position of a span that starts at an event time; its end where there is none. */
  int start(long micros, int end) {
    return micros == Micros.BEGINNING ? 0 : posting.firstAtOrAfter(micros, times, end);
  }
}
