package dev.rapport.engine.aggregation.time;

import dev.rapport.engine.aggregation.fold.Fold;
import dev.rapport.engine.aggregation.fold.Outcome;
import dev.rapport.engine.aggregation.fold.Viewpoint;
import dev.rapport.engine.value.Micros;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * When the first or the last fact with a value was, or how long before the question's moment. Facts
 * that were true ever are passed over. The state is a {@code Long}: the event time, {@link
 * Micros#BEGINNING} for none.
 *
 * @param last the last, not the first
 * @param since how long before, not when
 */
public record Occasion(boolean last, boolean since) implements Fold {
  @Override
  public Object create() {
    return Micros.BEGINNING;
  }

  @Override
  public Object add(Object state, @Nullable Object value, long eventMicros) {
    return value == null ? state : chosen((Long) state, eventMicros);
  }

  @Override
  public Object merge(Object earlier, Object later) {
    return chosen((Long) earlier, (Long) later);
  }

  private long chosen(long one, long other) {
    if (last || one == Micros.BEGINNING) {
      return Math.max(one, other); // no time is less than any
    }
    return other == Micros.BEGINNING ? one : Math.min(one, other);
  }

  /** Where the newest fact has no time, none has; the oldest may be those that have none. */
  @Override
  public Reach reach() {
    return last ? new Reach(1, 0, false) : Reach.ALL;
  }

  @Override
  public int stateBytes() {
    return 16;
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
  public Fold states() {
    return new Occasion(last, false);
  }

  @Override
  public Outcome finish(Object state, Viewpoint at) {
    long event = (Long) state;
    if (event == Micros.BEGINNING) {
      return new Outcome.Absent();
    }
    if (!since) {
      return new Outcome.Value(Micros.instant(event));
    }
    return new Outcome.Value(Duration.of(Micros.between(event, at.moment()), ChronoUnit.MICROS));
  }
}
