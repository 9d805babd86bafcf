package dev.rapport.api.aggregation;

import java.util.Objects;

/**
 * How many keys the map of a feature may have, and which stay when there are more. It is decided
 * over all facts of the window that hold a key, also those whose value is null, so it does not
 * depend on the order of delivery; a key that stays but has no value is not replaced.
 *
 * @param n the most keys
 * @param keep which stay
 */
public record KeyBound(int n, Keep keep) {
  /** Which keys stay. */
  public enum Keep {
    /** Those whose newest fact is newest. */
    NEWEST,
    /** Those with the most facts; of equal ones that whose newest fact is newest. */
    MOST_FACTS
  }

  public KeyBound {
    Objects.requireNonNull(keep, "keep: null (expected: which keys stay)");
    if (n < 1) {
      throw new IllegalArgumentException("per keys: " + n + " (expected: 1 or more)");
    }
  }
}
