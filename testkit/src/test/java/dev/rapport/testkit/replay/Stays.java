package dev.rapport.testkit.replay;

import dev.rapport.api.entity.Entity;
import dev.rapport.api.feature.Feature;
import dev.rapport.api.feature.Source;
import dev.rapport.api.question.Answer;
import dev.rapport.api.question.Question;
import dev.rapport.testkit.Delivery;
import dev.rapport.testkit.RecordedAnswer;
import dev.rapport.testkit.Scenario;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** Stays in places, and how to ask about them. */
final class Stays {
  /** Its components may be null, as columns may. */
  @NullUnmarked
  record Stay(
      String id,
      String user,
      String place,
      Instant at,
      Instant known,
      Long nights,
      Double price,
      Boolean cancelled) {}

  static final Entity<String> USER = Entity.of("user", String.class);
  static final Entity<String> PLACE = Entity.of("place", String.class);

  static final Source<Stay> TABLE =
      Source.table(Stay.class, "select 1").at(Stay::at).about(USER, Stay::user);
  static final Source<Stay> STREAM =
      Source.stream(Stay.class, "stays").at(Stay::at).about(USER, Stay::user);

  private Stays() {}

  static Instant second(long second) {
    return Instant.ofEpochSecond(second);
  }

  /** A stay of ann without an id. */
  static Stay stay(long at, @Nullable Long nights) {
    return new Stay(null, "ann", "rome", second(at), null, nights, null, null);
  }

  static Stay stay(
      String id, long at, @Nullable Instant known, long nights, @Nullable Boolean cancelled) {
    return new Stay(id, "ann", "rome", second(at), known, nights, null, cancelled);
  }

  static Question ann(long at) {
    return Question.about(USER, "ann").at(second(at));
  }

  /** Ingested one second after the other, from second 1,000 on. */
  static List<Delivery<Stay>> arriving(Stay... stays) {
    return java.util.stream.IntStream.range(0, stays.length)
        .mapToObj(i -> new Delivery<>(stays[i], second(1_000 + i)))
        .toList();
  }

  static <T> Answer<T> answer(
      Feature<T> feature, Question question, Source<Stay> source, Stay... stays) {
    return answer(
        feature,
        Scenario.asking(List.of(feature), List.of(question)).with(source, arriving(stays)));
  }

  static <T> Answer<T> answer(
      Feature<T> feature, Question question, RecordedAnswer<?, ?>... recorded) {
    Scenario scenario = Scenario.asking(List.of(feature), List.of(question));
    for (RecordedAnswer<?, ?> one : Arrays.asList(recorded)) {
      scenario = scenario.with(one);
    }
    return answer(feature, scenario);
  }

  private static <T> Answer<T> answer(Feature<T> feature, Scenario scenario) {
    try (Replay replay = new Replay()) {
      return replay.answer(scenario).getFirst().answer(feature);
    }
  }
}
