package dev.rapport.engine.aggregation;

import org.jspecify.annotations.Nullable;

/** Counts. The state is a {@code Long}. */
final class Counting {
  private Counting() {}

  /** How many facts there are. */
  record OfFacts() implements Fold.OfRows {
    @Override
    public Object create() {
      return 0L;
    }

    @Override
    public Object add(Object state, @Nullable Object value, long eventMicros) {
      return (Long) state + 1;
    }

    @Override
    public Object addRows(Object state, int count) {
      return (Long) state + count;
    }

    @Override
    public Object merge(Object earlier, Object later) {
      return (Long) earlier + (Long) later;
    }

    @Override
    public Outcome finish(Object state, Viewpoint at) {
      return new Outcome.Value(state);
    }

    @Override
    public boolean isCompact() {
      return true;
    }
  }

  /** How many facts have a value. */
  record OfValues() implements Fold.OfDoubles, Fold.OfLongs {
    @Override
    public Object create() {
      return 0L;
    }

    @Override
    public Object add(Object state, @Nullable Object value, long eventMicros) {
      return value == null ? state : (Object) ((Long) state + 1);
    }

    @Override
    public Object addDoubles(Object state, double[] values, int from, int to) {
      return (Long) state + (to - from);
    }

    @Override
    public Object addLongs(Object state, long[] values, int from, int to) {
      return (Long) state + (to - from);
    }

    @Override
    public Object merge(Object earlier, Object later) {
      return (Long) earlier + (Long) later;
    }

    @Override
    public Outcome finish(Object state, Viewpoint at) {
      return new Outcome.Value(state);
    }

    @Override
    public boolean isCompact() {
      return true;
    }
  }
}
