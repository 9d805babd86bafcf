package dev.rapport.engine.answer;

import dev.rapport.api.feature.Feature;
import dev.rapport.api.question.Answer;
import dev.rapport.api.question.Answer.Evidence;
import dev.rapport.api.question.Status;
import dev.rapport.engine.aggregation.fold.Outcome;
import dev.rapport.engine.service.Reply;
import dev.rapport.engine.value.Micros;
import dev.rapport.engine.window.WindowReader;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Makes answers of what was found. */
final class Answers {
  private Answers() {}

  @SuppressWarnings("unchecked") // the definition pairs the aggregation with the feature's type
  static <T> Answer<T> of(
      Feature<T> feature, WindowReader.Reading reading, String source, long moment) {
    Evidence evidence = evidence(source, reading.newestEventMicros(), moment, reading.facts());
    return switch (reading.outcome()) {
      case Outcome.Value value ->
          new Answer<>(feature, (T) value.value(), Status.VALUE, "", evidence);
      case Outcome.Null _ ->
          new Answer<>(feature, null, Status.NULL, "the fact holds null", evidence);
      case Outcome.Absent _ -> absent(feature, "no value in the window", evidence);
      case Outcome.Failure failure -> error(feature, failure.reason(), evidence);
    };
  }

  @SuppressWarnings("unchecked") // a service answers its type
  static <T> Answer<T> recorded(
      Feature<T> feature, Reply.Known known, String service, long moment) {
    return new Answer<>(
        feature,
        (T) known.answer(),
        Status.VALUE,
        "",
        evidence(service, known.answeredMicros(), moment, 1));
  }

  /** What a feature read through a key is where there is no key. */
  static <T, K> Answer<T> without(Feature<T> feature, Feature<K> key, Answer<K> answer) {
    String reason = key.name() + ": " + answer.reason();
    return answer.status() == Status.ERROR
        ? error(feature, reason, answer.evidence())
        : absent(feature, reason, answer.evidence());
  }

  static <T> Answer<T> as(Feature<T> feature, Answer<T> answer) {
    return new Answer<>(
        feature, answer.value(), answer.status(), answer.reason(), answer.evidence());
  }

  static <T> Answer<T> absent(Feature<T> feature, String reason, Evidence evidence) {
    return new Answer<>(feature, null, Status.ABSENT, reason, evidence);
  }

  static <T> Answer<T> error(Feature<T> feature, String reason, Evidence evidence) {
    return new Answer<>(feature, null, Status.ERROR, reason, evidence);
  }

  /** Evidence with the age at a moment; facts without a time show none. */
  static Evidence evidence(String source, long newestMicros, long moment, long facts) {
    if (newestMicros == Micros.BEGINNING) {
      return new Evidence(source, Optional.empty(), Optional.empty(), facts);
    }
    long age = Math.max(0, Micros.between(newestMicros, moment));
    return new Evidence(
        source,
        Optional.of(Micros.instant(newestMicros)),
        Optional.of(Duration.of(age, ChronoUnit.MICROS)),
        facts);
  }
}
