package dev.rapport.engine.aggregation;

import dev.rapport.engine.aggregation.fold.Fold;
import dev.rapport.engine.aggregation.fold.Outcome;
import dev.rapport.engine.aggregation.fold.Viewpoint;
import org.jspecify.annotations.Nullable;

/** Whether there is a fact with a value. The state is a {@code Boolean}. */
record Seeing() implements Fold {
  @Override
  public Object create() {
    return false;
  }

  @Override
  public Object add(Object state, @Nullable Object value, long eventMicros) {
    return value != null || (Boolean) state;
  }

  @Override
  public Object merge(Object earlier, Object later) {
    return (Boolean) earlier || (Boolean) later;
  }

  @Override
  public int stateBytes() {
    return 0;
  }

  @Override
  public OrderMatters orderMatters() {
    return OrderMatters.NEVER;
  }

  @Override
  public boolean isCompact() {
    return true;
  }

  @Override
  public Outcome finish(Object state, Viewpoint at) {
    return new Outcome.Value(state);
  }
}
