package dev.rapport.engine.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.rapport.testkit.Scenario;
import dev.rapport.testkit.random.RandomScenarios;
import dev.rapport.testkit.random.Seeds;
import dev.rapport.testkit.random.Shrinking;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random catalogs, facts and questions: every law holds. */
class RandomScenarioTest {
  private static final int NIGHTLY = 1_000;

  static LongStream seeds() {
    return Seeds.from(0, 30);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void every_law_holds(long seed) {
    check(seed);
  }

  @Test
  @Tag("nightly")
  void every_law_holds_for_thousands_of_seeds() {
    Seeds.check("engine", Seeds.from(System.nanoTime() >>> 20, NIGHTLY), RandomScenarioTest::check);
  }

  @Test
  void a_scenario_that_fails_is_shrunk_to_what_makes_it_fail() {
    Scenario smallest =
        Shrinking.smallest(
            RandomScenarios.of(1),
            scenario ->
                scenario.questions().size() >= 2
                    && scenario.features().stream().anyMatch(f -> f.name().equals("nights"))
                    && scenario.deliveries().values().stream().anyMatch(list -> list.size() >= 3));

    assertThat(smallest.questions()).hasSize(2);
    assertThat(smallest.features()).singleElement().matches(f -> f.name().equals("nights"));
    assertThat(smallest.deliveries().values().stream().mapToInt(List::size).sum()).isEqualTo(3);
  }

  /** Checks all laws on the scenario of a seed; how many answers were compared. */
  private static long check(long seed) {
    Scenario scenario = RandomScenarios.of(seed);
    long answers = 0;
    for (Law law : Law.values()) {
      Law.Compared compared = compared(law, scenario, seed);
      if (!compared.differences().isEmpty()) {
        Scenario smallest =
            Shrinking.smallest(
                scenario, smaller -> !compared(law, smaller, seed).differences().isEmpty());
        fail(
            "%s: repeat it with -Drapport.seeds=%s%n%s",
            law, seed, describe(smallest, compared(law, smallest, seed).differences().getFirst()));
      }
      answers += compared.answers();
    }
    return answers;
  }

  /** A failure is a difference too. */
  private static Law.Compared compared(Law law, Scenario scenario, long seed) {
    try {
      return law.on(scenario, seed);
    } catch (RuntimeException e) {
      StringWriter trace = new StringWriter();
      e.printStackTrace(new PrintWriter(trace));
      return new Law.Compared(0, List.of(trace.toString()));
    }
  }

  private static String describe(Scenario scenario, String difference) {
    String features =
        scenario.features().stream()
            .map(feature -> "  " + feature.name() + " = " + feature.formula())
            .collect(Collectors.joining("\n"));
    String facts =
        scenario.arrivals().stream()
            .map(arrival ->
                "  %s %s at %s"
                    .formatted(
                        arrival.source().name(),
                        arrival.delivery().fact(),
                        arrival.delivery().ingestedAt()))
            .collect(Collectors.joining("\n"));
    return "%s%nfeatures%n%s%nfacts%n%s%nquestions%n  %s"
        .formatted(difference, features, facts, scenario.questions());
  }
}
