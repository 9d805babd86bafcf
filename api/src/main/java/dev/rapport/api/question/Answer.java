package dev.rapport.api.question;

import dev.rapport.api.feature.Feature;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The answer of one feature to one question.
 *
 * @param value null unless the status has a value
 * @param reason why it is absent or in error, or which fallback was taken; otherwise empty
 * @param evidence what it rests on
 */
public record Answer<T>(
    Feature<T> feature, @Nullable T value, Status status, String reason, Evidence evidence) {
  public Answer {
    Objects.requireNonNull(feature, "feature");
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(evidence, "evidence");
    if (status.hasValue() != (value != null)) {
      throw new IllegalArgumentException(
          "answer of " + feature.name() + ": " + value + " with status " + status);
    }
  }

  /**
   * What an answer rests on.
   *
   * @param source the name of the source or service, empty where there is none
   * @param eventTime of the newest fact that was used
   * @param age from that event time to the question's moment
   * @param facts how many facts were used
   */
  public record Evidence(
      String source, Optional<Instant> eventTime, Optional<Duration> age, long facts) {
    public static final Evidence NONE = new Evidence("", Optional.empty(), Optional.empty(), 0);
  }

  public Optional<T> optional() {
    return Optional.ofNullable(value);
  }
}
