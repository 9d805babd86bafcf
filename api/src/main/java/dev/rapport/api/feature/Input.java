package dev.rapport.api.feature;

import java.time.Instant;
import java.util.Optional;

/**
 * What the code of a computed feature may take: a feature, a request input, the question's moment
 * or words, or one of these as an {@code Optional}.
 *
 * @param <T> the type of the value
 */
public sealed interface Input<T>
    permits Feature, Request, Input.Optionally, Input.Moment, Input.Words {
  /** The moment that is asked about: now, when serving. */
  static Input<Instant> moment() {
    return new Moment();
  }

  /** The user's own words; empty text where the question has none. */
  static Input<String> words() {
    return new Words();
  }

  /** What to call it in a message. */
  String name();

  /** This, where the code can do without it. */
  default Input<Optional<T>> optional() {
    return new Optionally<>(this);
  }

  /** An input that may be absent. */
  record Optionally<T>(Input<T> input) implements Input<Optional<T>> {
    @Override
    public String name() {
      return input.name();
    }
  }

  /** The question's moment. */
  record Moment() implements Input<Instant> {
    @Override
    public String name() {
      return "moment";
    }
  }

  /** The question's words. */
  record Words() implements Input<String> {
    @Override
    public String name() {
      return "words";
    }
  }
}
