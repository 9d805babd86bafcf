package dev.rapport.engine.aggregation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.api.question.Answer;
import dev.rapport.api.question.Question;
import dev.rapport.api.question.Status;
import dev.rapport.engine.aggregation.fold.Outcome;
import dev.rapport.testkit.Delivery;
import dev.rapport.testkit.Scenario;
import dev.rapport.testkit.replay.Replay;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every fold of the engine comes to what the reference does. */
class FoldReferenceTest extends FoldSamples {
  @ParameterizedTest
  @MethodSource("samples")
  void every_fold_equals_the_reference(Sample sample) {
    AsAggregator aggregator = new AsAggregator(sample, sample.fold());
    for (long seed = 0; seed < 30; seed++) {
      List<Visit> visits = visits(seed, new SplittableRandom(seed).nextInt(20), seed % 3 == 2);
      Object state = aggregator.create();
      for (Visit visit : visits) {
        state = aggregator.add(state, visit);
      }
      assertThat(aggregator.finish(state).orElseThrow())
          .as("%s, seed %d, %s", sample, seed, visits)
          .matches(
              outcome -> areClose(reference(sample, visits), outcome),
              "equals " + reference(sample, visits));
    }
  }

  private static Outcome reference(Sample sample, List<Visit> visits) {
    Scenario scenario =
        Scenario.asking(List.of(sample.feature()), List.of(Question.about(USER, "ann").at(NOW)))
            .with(VISITS, visits.stream().map(visit -> new Delivery<>(visit, NOW)).toList());
    try (Replay replay = new Replay()) {
      Answer<?> answer = replay.answer(scenario).getFirst().answers().getFirst();
      if (answer.status() == Status.ERROR) {
        return new Outcome.Failure("");
      }
      if (answer.status() == Status.NULL) {
        return new Outcome.Null();
      }
      return answer.value() == null ? new Outcome.Absent() : new Outcome.Value(answer.value());
    }
  }
}
