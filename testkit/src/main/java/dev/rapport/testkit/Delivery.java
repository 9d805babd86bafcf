package dev.rapport.testkit;

import java.time.Instant;
import java.util.Objects;

/**
 * A fact as it arrives.
 *
 * @param ingestedAt when it was acknowledged; it matters only for a stream that does not declare a
 *     known time
 */
public record Delivery<R>(R fact, Instant ingestedAt) {
  public Delivery {
    Objects.requireNonNull(fact, "fact");
    Objects.requireNonNull(ingestedAt, "ingestedAt");
  }
}
