package dev.rapport.engine.aggregation;

import dev.rapport.engine.aggregation.fold.Fold;
import dev.rapport.engine.aggregation.fold.Outcome;
import dev.rapport.engine.aggregation.fold.Viewpoint;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** A count. The state is a {@code Long}. */
sealed interface Counting extends Fold {
  @Override
  default Object create() {
    return 0L;
  }

  @Override
  default Object merge(Object earlier, Object later) {
    return (Long) earlier + (Long) later;
  }

  @Override
  default Outcome finish(Object state, Viewpoint at) {
    return new Outcome.Value(state);
  }

  @Override
  default int stateBytes() {
    return 16;
  }

  @Override
  default OrderMatters orderMatters() {
    return OrderMatters.NEVER;
  }

  @Override
  default boolean isCompact() {
    return true;
  }

  /** How many facts there are. */
  record OfFacts() implements Counting, Fold.OfRows {
    @Override
    public Object add(Object state, @Nullable Object value, long eventMicros) {
      return (Long) state + 1;
    }

    @Override
    public Object addRows(Object state, int count) {
      return (Long) state + count;
    }
  }

  /** How many facts have a value. */
  record OfValues() implements Counting, Fold.OfDoubles, Fold.OfLongs {
    @Override
    public Object add(Object state, @Nullable Object value, long eventMicros) {
      return value == null ? state : (Object) ((Long) state + 1);
    }

    @Override
    public Object addDoubles(Object state, double[] values, int from, int to) {
      return (Long) state + (to - from);
    }

    @Override
    public Object addLongs(
        Object state, long[] values, int from, int to, LongFunction<Object> boxed) {
      return (Long) state + (to - from);
    }
  }
}
