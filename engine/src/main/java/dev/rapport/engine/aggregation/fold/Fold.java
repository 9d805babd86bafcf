package dev.rapport.engine.aggregation.fold;

import dev.rapport.api.aggregation.Aggregator;
import dev.rapport.engine.aggregation.function.Sized;
import java.util.Optional;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * An aggregation as the engine runs it: the four functions, told of every fact in the total order,
 * also of those whose input is null. {@link #add} may change and return the state; so may {@link
 * #merge} with the earlier one, but it leaves the later one as it was and keeps no part of it that
 * may change. Stateless and safe to share.
 */
public interface Fold {
  Object create();

  /**
   * Adds a fact.
   *
   * @param eventMicros its event time
   */
  Object add(Object state, @Nullable Object value, long eventMicros);

  /** Joins the state of earlier facts with the state of later ones. */
  Object merge(Object earlier, Object later);

  Outcome finish(Object state, Viewpoint at);

  /**
   * Whether a state stays small however many facts are added, so that keeping one for every block
   * of facts costs little and merging two is much cheaper than adding the facts of one.
   */
  boolean isCompact();

  /**
   * Whether a state always holds as much as was added, so that it is never worth keeping beside the
   * facts.
   */
  default boolean keepsAll() {
    return !isCompact();
  }

  /**
   * About how many values a state holds that is not compact: a state is kept where they are few.
   */
  default long entries(Object state) {
    return 0;
  }

  /** Whether it matters in which order facts are added and states merged, beyond rounding. */
  default OrderMatters orderMatters() {
    return OrderMatters.ALWAYS;
  }

  /** About how many bytes a state takes that is compact. */
  default int stateBytes() {
    return 48;
  }

  /** Where the order of facts changes what a fold comes to. */
  enum OrderMatters {
    /** Also of facts with the same value. */
    ALWAYS,
    /** Among different values that compare as equal, such as the decimals 1.0 and 1.00. */
    AMONG_EQUALS,
    NEVER
  }

  /** Which of the facts matter. */
  default Reach reach() {
    return Reach.ALL;
  }

  /**
   * The fold whose states this one finishes: itself, but for folds that make different things of
   * the same states, such as a sum and a mean.
   */
  default Fold states() {
    return this;
  }

  /** A fold that does not look at values. */
  interface OfRows extends Fold {
    /** Adds so many facts. */
    Object addRows(Object state, int count);
  }

  /** A fold that takes floating-point numbers as such. */
  interface OfDoubles extends Fold {
    /** Adds {@code values[from, to)}, none of which is null. */
    Object addDoubles(Object state, double[] values, int from, int to);
  }

  /** A fold that takes integers, and instants as microseconds, as such. */
  interface OfLongs extends Fold {
    /**
     * Adds {@code values[from, to)}, none of which is null.
     *
     * @param boxed such a number as a value of the input's type
     */
    Object addLongs(Object state, long[] values, int from, int to, LongFunction<Object> boxed);
  }

  /**
   * Which facts a fold needs to be told of, oldest first; the others change nothing.
   *
   * @param newest only so many of the newest; 0: all
   * @param oldest only so many of the oldest; 0: all
   * @param nulls whether facts without a value count among them
   */
  record Reach(int newest, int oldest, boolean nulls) {
    public static final Reach ALL = new Reach(0, 0, false);

    public boolean isAll() {
      return newest == 0 && oldest == 0;
    }
  }

  /** The fold of an aggregator, which skips nulls. */
  static <V, S, A> Fold of(Aggregator<V, S, A> aggregator, boolean compact) {
    return of(aggregator, compact, Reach.ALL);
  }

  static <V, S, A> Fold of(Aggregator<V, S, A> aggregator, boolean compact, Reach reach) {
    return new Skipping<>(aggregator, compact, reach);
  }

  /** Four functions that are not told of nulls, nor of times. */
  record Skipping<V, S, A>(Aggregator<V, S, A> aggregator, boolean isCompact, Reach reach)
      implements Fold {
    @Override
    public Object create() {
      return box(aggregator.create());
    }

    @Override
    public Object add(Object state, @Nullable Object value, long eventMicros) {
      return value == null ? state : box(aggregator.add(unbox(state), input(value)));
    }

    @Override
    public Object merge(Object earlier, Object later) {
      return box(aggregator.merge(unbox(earlier), unbox(later)));
    }

    @Override
    public Outcome finish(Object state, Viewpoint at) {
      try {
        Optional<A> result = aggregator.finish(unbox(state));
        return result.isPresent() ? new Outcome.Value(result.get()) : new Outcome.Absent();
      } catch (ArithmeticException e) {
        return new Outcome.Failure(String.valueOf(e.getMessage()));
      }
    }

    @Override
    public boolean keepsAll() {
      return !isCompact && !(aggregator instanceof Sized<?>);
    }

    @Override
    @SuppressWarnings("unchecked") // states come from this aggregator
    public long entries(Object state) {
      return aggregator instanceof Sized<?> sized ? ((Sized<S>) sized).entries(unbox(state)) : 0;
    }

    private Object box(S state) {
      return java.util.Objects.requireNonNull(state, "aggregation state: null");
    }

    @SuppressWarnings("unchecked") // states come from this aggregator
    private S unbox(Object state) {
      return (S) state;
    }

    @SuppressWarnings("unchecked") // the definition pairs input and aggregation
    private V input(Object value) {
      return (V) value;
    }
  }
}
