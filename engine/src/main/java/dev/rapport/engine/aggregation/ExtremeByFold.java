package dev.rapport.engine.aggregation;

import dev.rapport.api.aggregation.Aggregation;
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
    if (input == null) {
      return state;
    }
    List<?> pair = (List<?>) input;
    return add((Best) state, pair.get(0), pair.get(1));
  }

  private Best add(Best state, @Nullable Object by, @Nullable Object value) {
    return by == null || value == null ? state : better(state, new Best(by, value));
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

  /** The same of facts, which hold both. */
  record OfFacts<R>(Aggregation.ChosenBy<R, ?> chosen, ExtremeByFold values) implements Fold {
    @Override
    public Object create() {
      return values.create();
    }

    @Override
    @SuppressWarnings("unchecked") // the definition is over the facts of its source
    public Object add(Object state, @Nullable Object input, long eventMicros) {
      R fact = (R) input;
      return fact == null
          ? state
          : values.add(
              (Best) state, chosen.extreme().by().apply(fact), chosen.column().apply(fact));
    }

    @Override
    public Object merge(Object earlier, Object later) {
      return values.merge(earlier, later);
    }

    @Override
    public boolean isCompact() {
      return true;
    }

    @Override
    public Outcome finish(Object state, Viewpoint at) {
      return values.finish(state, at);
    }
  }
}
