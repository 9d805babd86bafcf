package dev.rapport.engine.aggregation;

import dev.rapport.api.aggregation.Aggregator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An aggregation as the engine runs it: the four functions, told of every fact in the total order,
 * also of those whose input is null. {@link #add} may change and return the state. Stateless and
 * safe to share.
 */
public interface Fold {
  Object create();

  Object add(Object state, @Nullable Object value);

  /** Joins the state of earlier facts with the state of later ones. */
  Object merge(Object earlier, Object later);

  Outcome finish(Object state);

  /** The fold of an aggregator, which skips nulls. */
  static <V, S, A> Fold of(Aggregator<V, S, A> aggregator) {
    return new Skipping<>(aggregator);
  }

  /** Four functions that are not told of nulls. */
  record Skipping<V, S, A>(Aggregator<V, S, A> aggregator) implements Fold {
    @Override
    public Object create() {
      return box(aggregator.create());
    }

    @Override
    public Object add(Object state, @Nullable Object value) {
      return value == null ? state : box(aggregator.add(unbox(state), input(value)));
    }

    @Override
    public Object merge(Object earlier, Object later) {
      return box(aggregator.merge(unbox(earlier), unbox(later)));
    }

    @Override
    public Outcome finish(Object state) {
      try {
        Optional<A> result = aggregator.finish(unbox(state));
        return result.isPresent() ? new Outcome.Value(result.get()) : new Outcome.Absent();
      } catch (ArithmeticException e) {
        return new Outcome.Failure(String.valueOf(e.getMessage()));
      }
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
