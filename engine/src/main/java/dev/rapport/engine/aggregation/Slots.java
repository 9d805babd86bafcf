package dev.rapport.engine.aggregation;

import dev.rapport.engine.aggregation.fold.Fold;
import dev.rapport.engine.aggregation.fold.Outcome;
import dev.rapport.engine.aggregation.fold.Viewpoint;
import org.jspecify.annotations.Nullable;

/**
 * The value of the first or the last fact: of any, null included, or of those that have one.
 *
 * @param last the last, not the first
 * @param anyRow also where the value is null
 */
record Slots(boolean last, boolean anyRow) implements Fold {
  /** Nothing yet, or one fact's value. */
  private record Slot(boolean filled, @Nullable Object value) {}

  private static final Slot EMPTY = new Slot(false, null);

  @Override
  public Object create() {
    return EMPTY;
  }

  @Override
  public Object add(Object state, @Nullable Object value, long eventMicros) {
    if (value == null && !anyRow) {
      return state;
    }
    return last || !((Slot) state).filled ? new Slot(true, value) : state;
  }

  @Override
  public Object merge(Object earlier, Object later) {
    Slot preferred = (Slot) (last ? later : earlier);
    return preferred.filled ? preferred : last ? earlier : later;
  }

  @Override
  public Reach reach() {
    return last ? new Reach(1, 0, anyRow) : new Reach(0, 1, anyRow);
  }

  @Override
  public boolean isCompact() {
    return true;
  }

  @Override
  public Outcome finish(Object state, Viewpoint at) {
    Slot slot = (Slot) state;
    if (!slot.filled) {
      return new Outcome.Absent();
    }
    return slot.value == null ? new Outcome.Null() : new Outcome.Value(slot.value);
  }
}
