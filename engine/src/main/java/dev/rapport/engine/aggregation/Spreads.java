package dev.rapport.engine.aggregation;

import dev.rapport.api.aggregation.Aggregation.Spread.Form;
import dev.rapport.engine.aggregation.fold.Fold;
import dev.rapport.engine.aggregation.fold.Outcome;
import dev.rapport.engine.aggregation.fold.Viewpoint;
import dev.rapport.engine.aggregation.function.Moments;
import java.util.Optional;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** Variance and standard deviation. All forms are made of the same states. */
record Spreads(Moments moments) implements Fold.OfDoubles, Fold.OfLongs {
  @Override
  public Object create() {
    return moments.create();
  }

  @Override
  public Object add(Object state, @Nullable Object value, long eventMicros) {
    return value == null ? state : moments.add((Moments.State) state, (Number) value);
  }

  @Override
  public Object addDoubles(Object state, double[] values, int from, int to) {
    ((Moments.State) state).addAll(values, from, to);
    return state;
  }

  @Override
  public Object addLongs(
      Object state, long[] values, int from, int to, LongFunction<Object> boxed) {
    ((Moments.State) state).addAll(values, from, to);
    return state;
  }

  @Override
  public Object merge(Object earlier, Object later) {
    return moments.merge((Moments.State) earlier, (Moments.State) later);
  }

  @Override
  public Outcome finish(Object state, Viewpoint at) {
    Optional<Double> result = moments.finish((Moments.State) state);
    return result.isPresent() ? new Outcome.Value(result.get()) : new Outcome.Absent();
  }

  @Override
  public Fold states() {
    return new Spreads(new Moments(Form.VARIANCE_SAMPLE));
  }

  @Override
  public OrderMatters orderMatters() {
    return OrderMatters.NEVER;
  }

  @Override
  public boolean isCompact() {
    return true;
  }
}
