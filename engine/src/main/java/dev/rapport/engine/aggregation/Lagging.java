package dev.rapport.engine.aggregation;

import dev.rapport.engine.aggregation.fold.Fold;
import dev.rapport.engine.aggregation.fold.Outcome;
import dev.rapport.engine.aggregation.fold.Viewpoint;
import java.util.ArrayDeque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The value of the fact that is {@code back} facts older than the newest, also where it is null.
 */
record Lagging(int back, boolean isCompact) implements Fold {
  @Override
  public Object create() {
    return new ArrayDeque<Optional<Object>>();
  }

  @Override
  public Object add(Object state, @Nullable Object value, long eventMicros) {
    return add(state(state), Optional.ofNullable(value));
  }

  /** The newest first. */
  private ArrayDeque<Optional<Object>> add(
      ArrayDeque<Optional<Object>> state, Optional<Object> value) {
    state.addFirst(value);
    if (state.size() - 1 > back) {
      state.removeLast();
    }
    return state;
  }

  @Override
  public Object merge(Object earlier, Object later) {
    state(later).reversed().forEach(value -> add(state(earlier), value));
    return earlier;
  }

  @Override
  public Outcome finish(Object state, Viewpoint at) {
    ArrayDeque<Optional<Object>> newest = state(state);
    if (newest.size() <= back) {
      return new Outcome.Absent();
    }
    return newest.getLast().<Outcome>map(Outcome.Value::new).orElseGet(Outcome.Null::new);
  }

  @SuppressWarnings("unchecked") // states come from this fold
  private static ArrayDeque<Optional<Object>> state(Object state) {
    return (ArrayDeque<Optional<Object>>) state;
  }
}
