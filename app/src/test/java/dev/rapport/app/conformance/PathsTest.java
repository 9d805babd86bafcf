package dev.rapport.app.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.testkit.AnswerPath;
import dev.rapport.testkit.Scenario;
import dev.rapport.testkit.Scenarios;
import dev.rapport.testkit.random.RandomScenarios;
import dev.rapport.testkit.replay.Replay;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Datasets and serving, on the real log and real files, answer as the reference does. */
final class PathsTest {
  static LongStream aFewSeeds() {
    return LongStream.range(0, 8);
  }

  static LongStream manySeeds() {
    return LongStream.range(8, 3_000);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("aFewSeeds")
  void both_paths_equal_the_reference(long seed) {
    Scenario scenario = RandomScenarios.of(seed);
    try (AnswerPath replay = new Replay();
        AnswerPath dataset = new DatasetPath();
        AnswerPath serving = new ServingPath()) {
      var expected = replay.answer(scenario);
      assertThat(Scenarios.differences(expected, dataset.answer(scenario))).isEmpty();
      assertThat(Scenarios.differences(expected, serving.answer(scenario))).isEmpty();
    }
  }

  @Tag("nightly")
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("manySeeds")
  void both_paths_equal_the_reference_on_many_seeds(long seed) {
    both_paths_equal_the_reference(seed);
  }
}
