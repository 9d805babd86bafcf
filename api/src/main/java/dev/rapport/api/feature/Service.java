package dev.rapport.api.feature;

import dev.rapport.api.entity.Definition;
import dev.rapport.api.entity.Metadata;
import dev.rapport.api.schema.DurationText;
import dev.rapport.api.schema.Type;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * Something outside that answers requests, such as a weather forecast. What it answered is a fact,
 * known when it answered: a past question reads the recorded answer, never today's. Its client is
 * bound where Rapport is opened.
 *
 * @param <I> the request's type
 * @param <O> the answer's type
 * @param timeout how long one call may take; 500 ms unless said
 * @param freshFor how old a recorded answer may be and still be used; 10 minutes unless said
 */
public record Service<I, O>(
    String name,
    Type<I> requestType,
    Type<O> answerType,
    Duration timeout,
    Duration freshFor,
    Metadata metadata)
    implements Definition {
  public Service {
    Definition.checkName("service", name);
    Objects.requireNonNull(requestType, "requestType");
    Objects.requireNonNull(answerType, "answerType");
    Objects.requireNonNull(metadata, "metadata");
    positive(name, "timeout", timeout);
    positive(name, "freshFor", freshFor);
  }

  public static <I, O> Service<I, O> of(String name, Class<I> request, Class<O> answer) {
    return new Service<>(
        name,
        Type.of(request),
        Type.of(answer),
        Duration.ofMillis(500),
        Duration.ofMinutes(10),
        Metadata.NONE);
  }

  public Service<I, O> withTimeout(Duration timeout) {
    return new Service<>(name, requestType, answerType, timeout, freshFor, metadata);
  }

  public Service<I, O> withFreshFor(Duration freshFor) {
    return new Service<>(name, requestType, answerType, timeout, freshFor, metadata);
  }

  public Service<I, O> describedAs(String description) {
    return new Service<>(
        name, requestType, answerType, timeout, freshFor, metadata.withDescription(description));
  }

  public Service<I, O> ownedBy(String owner) {
    return new Service<>(
        name, requestType, answerType, timeout, freshFor, metadata.withOwner(owner));
  }

  public Service<I, O> tagged(String... tags) {
    return new Service<>(name, requestType, answerType, timeout, freshFor, metadata.withTags(tags));
  }

  /** What this service answers to a request. */
  public Feature<O> feature(String name, Input<I> request) {
    Objects.requireNonNull(
        request, () -> "feature " + name + ": request: null (expected: an input)");
    return Feature.of(name, answerType, new Formula.Asked<>(this, request, Optional.empty()));
  }

  private static void positive(String name, String what, Duration d) {
    Objects.requireNonNull(
        d, () -> "service " + name + ": " + what + ": null (expected: a duration)");
    if (d.isNegative() || d.isZero()) {
      throw new IllegalArgumentException(
          "service "
              + name
              + ": "
              + what
              + ": "
              + DurationText.of(d)
              + " (expected: more than zero)");
    }
  }
}
