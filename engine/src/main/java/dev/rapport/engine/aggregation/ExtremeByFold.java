package dev.rapport.engine.aggregation;

import dev.rapport.engine.aggregation.fold.Fold;
import dev.rapport.engine.aggregation.fold.Outcome;
import dev.rapport.engine.aggregation.fold.Viewpoint;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The value of the fact that comes first by another value; the newest of equal ones. The input is a
 * list of the two, the one that decides first; a fact where either is null does not take part.
 */
record ExtremeByFold(Comparator<Object> order) implements Fold {
  private record Best(@Nullable Object by, @Nullable Object value) {}

  private static final Best NONE = new Best(null, null);

  @Override
  public Object create() {
    return NONE;
  }

  @Override
  public Object add(Object state, @Nullable Object input, long eventMicros) {
    return input instanceof List<?> pair && pair.get(0) != null && pair.get(1) != null
        ? better((Best) state, new Best(pair.get(0), pair.get(1)))
        : state;
  }

  @Override
  public Object merge(Object earlier, Object later) {
    return better((Best) earlier, (Best) later);
  }

  private Best better(Best earlier, Best later) {
    if (later.by == null) {
      return earlier;
    }
    return earlier.by == null || order.compare(later.by, earlier.by) <= 0 ? later : earlier;
  }

  @Override
  public boolean isCompact() {
    return true;
  }

  @Override
  public Outcome finish(Object state, Viewpoint at) {
    Best best = (Best) state;
    return best.value == null ? new Outcome.Absent() : new Outcome.Value(best.value);
  }
}
