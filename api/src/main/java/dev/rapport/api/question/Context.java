package dev.rapport.api.question;

import dev.rapport.api.feature.Feature;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The answers to a question, in the order asked. Immutable. */
public final class Context {
  private final Question question;
  private final Instant moment;
  private final Map<String, Answer<?>> answers;

  /**
   * The answers to a question.
   *
   * @param moment the moment that was asked about, also where the question named none
   */
  public Context(Question question, Instant moment, List<Answer<?>> answers) {
    this.question = question;
    this.moment = moment;
    Map<String, Answer<?>> byName = new LinkedHashMap<>();
    answers.forEach(answer -> byName.put(answer.feature().name(), answer));
    this.answers = byName;
  }

  public Question question() {
    return question;
  }

  public Instant moment() {
    return moment;
  }

  public List<Answer<?>> answers() {
    return List.copyOf(answers.values());
  }

  /** The value of a feature; empty where there is none. */
  public <T> Optional<T> get(Feature<T> feature) {
    return answer(feature).optional();
  }

  /**
   * The answer of a feature, by its name.
   *
   * @throws IllegalArgumentException if the question did not ask for it
   */
  @SuppressWarnings("unchecked") // the catalog check makes names unique
  public <T> Answer<T> answer(Feature<T> feature) {
    Objects.requireNonNull(
        feature,
        "feature: null (expected: a feature; is it a constant used before it is initialised?)");
    Answer<?> answer = answers.get(feature.name());
    if (answer == null) {
      throw new IllegalArgumentException(
          "feature "
              + feature.name()
              + ": not asked for (expected: one of "
              + answers.keySet()
              + ")");
    }
    return (Answer<T>) answer;
  }
}
