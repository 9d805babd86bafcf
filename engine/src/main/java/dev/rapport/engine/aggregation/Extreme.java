package dev.rapport.engine.aggregation;

import dev.rapport.engine.aggregation.fold.Fold;
import dev.rapport.engine.aggregation.fold.Outcome;
import dev.rapport.engine.aggregation.fold.Viewpoint;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The least or greatest value in natural order, the oldest of equal ones. Doubles are ordered as by
 * {@code Double.compare}: NaN is the greatest, -0.0 is less than 0.0. The state is that value.
 *
 * @param greatest not the least
 */
record Extreme(boolean greatest) implements Fold.OfDoubles, Fold.OfLongs {
  /** The state of no values. */
  private enum Nothing {
    NOTHING
  }

  @Override
  public Object create() {
    return Nothing.NOTHING;
  }

  @Override
  public Object add(Object state, @Nullable Object value, long eventMicros) {
    return value == null ? state : chosen(state, value);
  }

  @Override
  public Object addDoubles(Object state, double[] values, int from, int to) {
    return from == to
        ? state
        : chosen(state, greatest ? greatest(values, from, to) : least(values, from, to));
  }

  @Override
  public Object addLongs(
      Object state, long[] values, int from, int to, LongFunction<Object> boxed) {
    if (from == to) {
      return state;
    }
    long best = values[from];
    if (greatest) {
      for (int i = from + 1; i < to; i++) {
        best = Math.max(best, values[i]);
      }
    } else {
      for (int i = from + 1; i < to; i++) {
        best = Math.min(best, values[i]);
      }
    }
    return chosen(state, boxed.apply(best));
  }

  /** Two numbers that are equal as doubles are looked at again only where they are zeros. */
  private static double greatest(double[] values, int from, int to) {
    double best = Double.NEGATIVE_INFINITY;
    for (int i = from; i < to; i++) {
      double value = values[i];
      if (!(value <= best)) {
        if (Double.isNaN(value)) {
          return value;
        }
        best = value;
      }
    }
    return best == 0 ? (contains(0.0, values, from, to) ? 0.0 : -0.0) : best;
  }

  private static double least(double[] values, int from, int to) {
    double best = Double.POSITIVE_INFINITY;
    for (int i = from; i < to; i++) {
      if (values[i] < best) { // false for NaN
        best = values[i];
      }
    }
    if (best == 0) {
      return contains(-0.0, values, from, to) ? -0.0 : 0.0;
    }
    return best < Double.POSITIVE_INFINITY || contains(best, values, from, to) ? best : Double.NaN;
  }

  private static boolean contains(double wanted, double[] values, int from, int to) {
    for (int i = from; i < to; i++) {
      if (Double.compare(values[i], wanted) == 0) {
        return true;
      }
    }
    return false;
  }

  @Override
  public Object merge(Object earlier, Object later) {
    return later == Nothing.NOTHING ? earlier : chosen(earlier, later);
  }

  @SuppressWarnings("unchecked") // the definitions ask for a natural order
  private Object chosen(Object state, Object value) {
    if (state == Nothing.NOTHING) {
      return value;
    }
    int order = ((Comparable<Object>) value).compareTo(state);
    return (greatest ? order > 0 : order < 0) ? value : state;
  }

  @Override
  public int stateBytes() {
    return 16;
  }

  @Override
  public OrderMatters orderMatters() {
    return OrderMatters.AMONG_EQUALS;
  }

  @Override
  public boolean isCompact() {
    return true;
  }

  @Override
  public Outcome finish(Object state, Viewpoint at) {
    return state == Nothing.NOTHING ? new Outcome.Absent() : new Outcome.Value(state);
  }
}
