package dev.rapport.app.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.testkit.AnswerPath;
import dev.rapport.testkit.Scenario;
import dev.rapport.testkit.Scenarios;
import dev.rapport.testkit.random.RandomScenarios;
import dev.rapport.testkit.random.Seeds;
import dev.rapport.testkit.replay.Replay;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Datasets and serving, on the real log and real files, answer as the reference does. */
final class PathsTest {
  private static final int NIGHTLY = 200;

  static LongStream seeds() {
    return Seeds.from(0, 8);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void both_paths_equal_the_reference(long seed) {
    check(seed);
  }

  @Test
  void so_they_do_where_corrections_are_ingested_after_the_year_9999() {
    check(66_555_512);
  }

  @Test
  @Tag("nightly")
  void both_paths_equal_the_reference_on_many_seeds() {
    Seeds.check(
        "dataset and serving", Seeds.from(System.nanoTime() >>> 20, NIGHTLY), PathsTest::check);
  }

  /** How many answers were compared. */
  private static long check(long seed) {
    Scenario scenario = RandomScenarios.of(seed);
    try (AnswerPath replay = new Replay();
        AnswerPath dataset = new DatasetPath();
        AnswerPath serving = new ServingPath()) {
      var expected = replay.answer(scenario);
      for (AnswerPath path : List.of(dataset, serving)) {
        assertThat(Scenarios.differences(expected, path.answer(scenario)))
            .as("%s: repeat it with -Drapport.seeds=%s", path.name(), seed)
            .isEmpty();
      }
      return 2L * expected.size() * scenario.features().size();
    }
  }
}
