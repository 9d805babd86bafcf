package dev.rapport.engine.window;

import dev.rapport.engine.UserCode;
import dev.rapport.engine.aggregation.fold.Fold;
import dev.rapport.engine.aggregation.fold.Outcome;
import dev.rapport.engine.aggregation.fold.Viewpoint;
import dev.rapport.engine.value.Micros;
import org.jspecify.annotations.Nullable;

/** What was read of a window so far. Not thread-safe. */
final class Tally {
  private static final Object UNREAD = new Object();

  /** The state of the lane's fold. */
  Object state = UNREAD;

  /** How many facts were used. */
  long facts;

  /** The event time of the newest of them. */
  long newest = Micros.BEGINNING;

  /** Why there is no value, whatever else is read. */
  Outcome.@Nullable Failure failure;

  /** Nothing was read yet. */
  void clear() {
    state = UNREAD;
    facts = 0;
    newest = Micros.BEGINNING;
    failure = null;
  }

  /** Counts facts that were used, the newest of them at a time. */
  void used(long more, long newestMicros) {
    facts += more;
    newest = Math.max(newest, newestMicros);
  }

  /** What a fold that shares the lane's states makes of them. */
  Outcome finish(Fold fold, Viewpoint at) {
    if (failure != null) {
      return failure;
    }
    return UserCode.<Outcome>run(() -> fold.finish(state, at), Tally::failed);
  }

  /** Why an aggregation of the user's own came to nothing. */
  static Outcome.Failure failed(String why) {
    return new Outcome.Failure("the aggregation failed: " + why);
  }
}
