package dev.rapport.engine.aggregation;

import org.jspecify.annotations.Nullable;

/** Counts facts, or those that have a value. The state is a {@code Long}. */
record Counting(boolean nulls) implements Fold {
  @Override
  public Object create() {
    return 0L;
  }

  @Override
  public Object add(Object state, @Nullable Object value, long eventMicros) {
    return value == null && !nulls ? state : (Object) ((Long) state + 1);
  }

  @Override
  public Object merge(Object earlier, Object later) {
    return (Long) earlier + (Long) later;
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
