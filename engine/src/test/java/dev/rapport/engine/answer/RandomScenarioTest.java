package dev.rapport.engine.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.testkit.Scenario;
import dev.rapport.testkit.Scenarios;
import dev.rapport.testkit.random.RandomScenarios;
import dev.rapport.testkit.replay.Replay;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random catalogs, facts and questions: the engine answers as the reference does. */
class RandomScenarioTest {
  static LongStream seeds() {
    return LongStream.range(0, 60);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void the_engine_equals_the_reference(long seed) {
    compare(seed);
  }

  @Test
  @Tag("nightly")
  void the_engine_equals_the_reference_for_thousands_of_seeds() {
    long first = System.nanoTime();
    System.out.println("seeds " + first + " to " + (first + 4_999));
    LongStream.range(first, first + 5_000).forEach(RandomScenarioTest::compare);
  }

  private static void compare(long seed) {
    Scenario scenario = RandomScenarios.of(seed);
    var expected = new Replay().answer(scenario);
    for (EnginePath.Life life : EnginePath.Life.values()) {
      List<String> differences =
          Scenarios.differences(expected, new EnginePath(life).answer(scenario));
      assertThat(differences).as("%s, seed %s", life, seed).isEmpty();
    }
  }
}
