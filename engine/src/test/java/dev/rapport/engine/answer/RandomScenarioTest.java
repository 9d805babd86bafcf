package dev.rapport.engine.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.rapport.testkit.Scenario;
import dev.rapport.testkit.random.RandomScenarios;
import dev.rapport.testkit.random.Shrinking;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random catalogs, facts and questions. The property {@code rapport.seeds} names others than the
 * first few: {@code 17} or {@code 1000..1999}.
 */
class RandomScenarioTest {
  private static final int NIGHTLY = 1_000;

  static LongStream seeds() {
    return asked(0, 40);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void every_law_holds(long seed) {
    check(seed);
  }

  @Test
  @Tag("nightly")
  void every_law_holds_for_thousands_of_seeds() {
    long[] seeds = asked(System.nanoTime() >>> 16, NIGHTLY).toArray();
    String range = seeds[0] + ".." + seeds[seeds.length - 1];
    System.out.printf(Locale.ROOT, "rapport.seeds=%s%n", range);
    long start = System.nanoTime();
    long told = start;
    long comparisons = 0;
    for (int i = 0; i < seeds.length; i++) {
      comparisons += check(seeds[i]);
      long now = System.nanoTime();
      if (now - told > 10_000_000_000L || i == seeds.length - 1) {
        told = now;
        System.out.printf(
            Locale.ROOT,
            "%,d of %,d seeds, %,d comparisons, %,.0f a second%n",
            i + 1,
            seeds.length,
            comparisons,
            comparisons * 1e9 / (now - start));
      }
    }
    System.out.printf(
        Locale.ROOT, "%,d comparisons, no difference, rapport.seeds=%s%n", comparisons, range);
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

  /** The seeds that are asked for, else a number of them from a first one. */
  private static LongStream asked(long first, int count) {
    String seeds = System.getProperty("rapport.seeds", "");
    if (seeds.isEmpty()) {
      return LongStream.range(first, first + count);
    }
    String[] ends = seeds.split("\\.\\.", 2);
    return LongStream.rangeClosed(
        Long.parseLong(ends[0]), Long.parseLong(ends[ends.length - 1]));
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
                scenario,
                smaller -> !compared(law, smaller, seed).differences().isEmpty());
        fail(
            "%s: repeat it with -Drapport.seeds=%s%n%s",
            law,
            seed,
            describe(smallest, compared(law, smallest, seed).differences().getFirst()));
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
