package dev.rapport.engine.window;

import dev.rapport.engine.aggregation.Outcome;
import dev.rapport.engine.value.Micros;
import org.jspecify.annotations.Nullable;

/** What was read of a window so far. Not thread-safe. */
final class Tally {
  /** The state of the lane's fold. */
  Object state;

  /** How many facts were used. */
  long facts;

  /** The event time of the newest of them. */
  long newest = Micros.BEGINNING;

  /** Why there is no value, whatever else is read. */
  Outcome.@Nullable Failure failure;

  Tally(Object state) {
    this.state = state;
  }

  /** Counts facts that were used, the newest of them at a time. */
  void used(long more, long newestMicros) {
    facts += more;
    newest = Math.max(newest, newestMicros);
  }
}
