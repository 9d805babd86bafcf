package dev.rapport.testkit.replay;

import dev.rapport.api.question.Status;
import org.jspecify.annotations.Nullable;

/** What an aggregation came to. */
record Outcome(@Nullable Object value, Status status, String reason) {
  static Outcome of(Object value) {
    return new Outcome(value, Status.VALUE, "");
  }

  static Outcome absent(String reason) {
    return new Outcome(null, Status.ABSENT, reason);
  }

  static Outcome error(String reason) {
    return new Outcome(null, Status.ERROR, reason);
  }

  /** A value that a fact holds, which may be null. */
  static Outcome held(@Nullable Object value) {
    return value == null ? new Outcome(null, Status.NULL, "the fact holds null") : of(value);
  }
}
