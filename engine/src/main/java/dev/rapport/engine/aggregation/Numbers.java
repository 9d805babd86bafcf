package dev.rapport.engine.aggregation;

import dev.rapport.engine.aggregation.fold.Fold;
import dev.rapport.engine.aggregation.fold.Outcome;
import dev.rapport.engine.aggregation.fold.Viewpoint;
import dev.rapport.engine.aggregation.function.OverDoubles;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** An aggregation of numbers, one by one but without boxes where they come as arrays. */
record Numbers<S>(OverDoubles<S> aggregator, boolean isCompact)
    implements Fold.OfDoubles, Fold.OfLongs {
  @Override
  public Object create() {
    return Objects.requireNonNull(aggregator.create());
  }

  @Override
  public Object add(Object state, @Nullable Object value, long eventMicros) {
    if (value != null) {
      aggregator.add(own(state), ((Number) value).doubleValue());
    }
    return state;
  }

  @Override
  public Object addDoubles(Object state, double[] values, int from, int to) {
    S own = own(state);
    for (int at = from; at < to; at++) {
      aggregator.add(own, values[at]);
    }
    return state;
  }

  @Override
  public Object addLongs(
      Object state, long[] values, int from, int to, LongFunction<Object> boxed) {
    S own = own(state);
    for (int at = from; at < to; at++) {
      aggregator.add(own, (double) values[at]);
    }
    return state;
  }

  @Override
  public Object merge(Object earlier, Object later) {
    return Objects.requireNonNull(aggregator.merge(own(earlier), own(later)));
  }

  @Override
  public Outcome finish(Object state, Viewpoint at) {
    Optional<Double> result = aggregator.finish(own(state));
    return result.isPresent() ? new Outcome.Value(result.get()) : new Outcome.Absent();
  }

  @Override
  public Fold states() {
    return new Numbers<>(aggregator.states(), isCompact);
  }

  @SuppressWarnings("unchecked") // states come from this aggregation
  private S own(Object state) {
    return (S) state;
  }
}
