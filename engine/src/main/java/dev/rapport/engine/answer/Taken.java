package dev.rapport.engine.answer;

import dev.rapport.api.feature.Feature;
import dev.rapport.api.feature.Request;
import dev.rapport.api.question.Answer;
import dev.rapport.api.question.Answer.Evidence;
import dev.rapport.api.question.Status;
import dev.rapport.engine.value.Micros;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an input of computed code holds.
 *
 * @param value null unless the status has a value
 */
record Taken(@Nullable Object value, Status status, String reason, Evidence evidence) {

  static Taken given(Object value) {
    return new Taken(value, Status.VALUE, "", Evidence.NONE);
  }

  static Taken of(Request<?> request, Frame frame) {
    Object value = frame.inputs().get(request.name());
    return value == null
        ? new Taken(null, Status.ABSENT, "the question has no " + request.name(), Evidence.NONE)
        : given(value);
  }

  static <T> List<Taken> of(Feature<?> feature, List<Answer<T>> answers) {
    return answers.stream()
        .map(answer ->
            new Taken(
                answer.value(),
                answer.status(),
                feature.name() + ": " + answer.reason(),
                answer.evidence()))
        .toList();
  }

  /** This, for code that can do without it. */
  Taken optional() {
    return new Taken(Optional.ofNullable(value), Status.VALUE, "", evidence);
  }

  /** What several rest on: their facts, the newest event time, the source they have in common. */
  static Evidence together(List<Taken> taken, long moment) {
    String source = "";
    boolean several = false;
    Instant newest = null;
    long facts = 0;
    for (Taken one : taken) {
      Evidence evidence = one.evidence();
      if (!evidence.source().isEmpty()) {
        several |= !source.isEmpty() && !source.equals(evidence.source());
        source = evidence.source();
      }
      if (evidence.eventTime().isPresent()
          && (newest == null || evidence.eventTime().get().isAfter(newest))) {
        newest = evidence.eventTime().get();
      }
      facts += evidence.facts();
    }
    return newest == null
        ? new Evidence(several ? "" : source, Optional.empty(), Optional.empty(), facts)
        : Answers.evidence(several ? "" : source, Micros.of(newest), moment, facts);
  }
}
