package dev.rapport.engine.aggregation.function;

/**
 * An aggregator whose states grow with how many different values there are, and not with how often
 * they come.
 *
 * @param <S> its states
 */
public interface Sized<S> {
  /** About how many values a state holds, of some 50 bytes each. */
  long entries(S state);
}
