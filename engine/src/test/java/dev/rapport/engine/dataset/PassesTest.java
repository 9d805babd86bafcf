package dev.rapport.engine.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rapport.api.entity.Entity;
import dev.rapport.api.error.RapportException;
import dev.rapport.api.feature.Feature;
import dev.rapport.api.feature.Formula;
import dev.rapport.api.feature.Source;
import dev.rapport.api.question.Answer;
import dev.rapport.api.question.Context;
import dev.rapport.engine.Progress;
import dev.rapport.engine.answer.Answering;
import dev.rapport.engine.answer.EnginePath;
import dev.rapport.engine.answer.FeatureGraph;
import dev.rapport.engine.fact.Intake;
import dev.rapport.engine.intake.FactBase;
import dev.rapport.engine.slice.Sliceable;
import dev.rapport.testkit.Scenario;
import dev.rapport.testkit.fakes.FakeTableReader;
import dev.rapport.testkit.fakes.FakeTableWriter;
import dev.rapport.testkit.random.RandomScenarios;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Datasets in several passes, as little memory makes them: the answers of one pass. */
class PassesTest {
  static LongStream seeds() {
    return LongStream.range(0, 8);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void passes_answer_as_one_does(long seed) {
    compare(seed, new TreeMap<>());
  }

  @Test
  void one_to_many_passes_are_made_of_different_scenarios() {
    Map<Integer, Integer> passes = new TreeMap<>();
    LongStream.range(100, 105).forEach(seed -> compare(seed, passes));
    assertThat(passes.keySet()).contains(1, 2, 4).hasSizeGreaterThan(4);
  }

  @Test
  void features_of_several_entities_are_answered_in_rounds() {
    Map<Integer, Integer> passes = new TreeMap<>();
    Set<String> stages = new HashSet<>();
    LongStream.range(3, 6).forEach(seed -> compareAll(seed, passes, stages));
    assertThat(stages)
        .anyMatch(stage -> stage.startsWith("round 1 of 2, pass 2 of "))
        .anyMatch(stage -> stage.startsWith("round 2 of 2, pass 1 of "));
  }

  @Test
  @Tag("nightly")
  void passes_answer_as_one_does_for_many_seeds() {
    long first = System.nanoTime();
    System.out.println("seeds " + first + " to " + (first + 999));
    Map<Integer, Integer> passes = new TreeMap<>();
    LongStream.range(first, first + 1_000)
        .forEach(seed -> {
          if (seed % 2 == 0) {
            compare(seed, passes);
          } else {
            compareAll(seed, passes, new HashSet<>());
          }
        });
    System.out.println("datasets by number of passes: " + passes);
  }

  /** Compares under every budget down to the one under which the facts of one key are too many. */
  private static void compare(long seed, Map<Integer, Integer> datasets) {
    Scenario scenario = RandomScenarios.of(seed, 300, 60);
    new EnginePath(EnginePath.Life.RESTARTED)
        .withFacts(
            scenario,
            (answering, unread) -> {
              for (String key : List.of("user", "place")) {
                List<Feature<?>> features = about(key, scenario.features());
                if (!features.isEmpty()) {
                  compare(seed, scenario, features, answering, unread, datasets, new HashSet<>());
                }
              }
              return seed;
            });
  }

  /** The same for all features together that each can be read by the keys of some entity. */
  private static void compareAll(long seed, Map<Integer, Integer> datasets, Set<String> stages) {
    Scenario scenario = RandomScenarios.of(seed, 300, 60);
    Set<Feature<?>> features = new LinkedHashSet<>();
    for (String key : List.of("user", "place")) {
      features.addAll(about(key, scenario.features()));
    }
    new EnginePath(EnginePath.Life.RESTARTED)
        .withFacts(
            scenario,
            (answering, unread) -> {
              compare(seed, scenario, List.copyOf(features), answering, unread, datasets, stages);
              return seed;
            });
  }

  private static void compare(
      long seed,
      Scenario scenario,
      List<Feature<?>> features,
      Answering answering,
      FactBase unread,
      Map<Integer, Integer> datasets,
      Set<String> seen) {
    List<Context> expected = answering.past(scenario.questions(), features);
    Map<String, List<Long>> counted = counted(unread, features);
    long budget = 500_000;
    while (true) {
      long budgeted = budget;
      Set<String> stages = new HashSet<>();
      List<Context> rows;
      Map<String, Intake> read = new HashMap<>();
      try {
        rows = dataset(scenario, features, answering, unread, budget, stages, read).rows();
      } catch (RapportException e) {
        assertThat(e).hasMessageContaining("give more memory");
        return;
      }
      datasets.merge(stages.size(), 1, Integer::sum);
      seen.addAll(stages);
      assertThat(values(rows))
          .as("seed %s, %s bytes, %s", seed, budget, stages)
          .isEqualTo(values(expected));
      read.forEach((source, intake) ->
          assertThat(counts(intake))
              .as("seed %s, %s bytes, %s, %s", seed, budgeted, stages, source)
              .isEqualTo(counted.get(source)));
      budget = budget * 3 / 4;
    }
  }

  private static Dataset dataset(
      Scenario scenario,
      List<Feature<?>> features,
      Answering answering,
      FactBase unread,
      long budget,
      Set<String> stages,
      Map<String, Intake> read) {
    Progress progress =
        new Progress() {
          @Override
          public void at(String what, long done, long total) {}

          @Override
          public void at(String what, String stage, long done, long total) {
            assertThat(done).isBetween(0L, total);
            if (stage.endsWith(", answering")) {
              stages.add(stage);
            }
          }
        };
    return new Dataset(
            answering,
            new FakeTableReader(),
            new FakeTableWriter(),
            Questions.of(scenario.questions()),
            features,
            progress)
        .in(Passes.plan(unread, answering, features, budget, read::putAll, progress));
  }

  /** What becomes of the rows of each source that is read whole, by its name. */
  private static Map<String, List<Long>> counted(FactBase unread, List<Feature<?>> features) {
    Set<Source<?>> sources = new HashSet<>();
    for (Feature<?> feature : FeatureGraph.closure(features)) {
      if (feature.formula() instanceof Formula.Windowed<?, ?> windowed) {
        sources.add(windowed.source());
      }
    }
    FactBase whole = unread.fixed(sources);
    whole.prepare(FeatureGraph.closure(features), List.of(), Progress.NONE);
    Map<String, List<Long>> counted = new HashMap<>();
    sources.forEach(source -> counted.put(source.name(), counts(whole.intake(source))));
    return counted;
  }

  private static List<Long> counts(Intake intake) {
    return List.of(
        intake.acceptedCount(),
        intake.redeliveredCount(),
        intake.droppedLateCount(),
        intake.setAsideCount());
  }

  private static List<List<Answer<?>>> values(List<Context> contexts) {
    return contexts.stream().map(Context::answers).toList();
  }

  /** Features whose sources, but the small one of towns, can be read by the keys of an entity. */
  private static List<Feature<?>> about(String entity, List<Feature<?>> features) {
    List<Feature<?>> about = new ArrayList<>();
    for (Feature<?> feature : features) {
      Set<String> read = new HashSet<>();
      for (Feature<?> one : FeatureGraph.closure(List.of(feature))) {
        if (one.formula() instanceof Formula.Windowed<?, ?> windowed) {
          read.add(windowed.source().name());
        }
      }
      read.remove("towns");
      Set<String> sliceable = new HashSet<>();
      for (Entity<?> key : feature.entities()) {
        if (key.name().equals(entity)) {
          sliceable.addAll(Sliceable.by(Optional.of(key), List.of(feature)).sources());
        }
      }
      if (sliceable.containsAll(read)) {
        about.add(feature);
      }
    }
    return about;
  }

  @Test
  void what_is_read_whole_and_does_not_fit_is_named_with_its_size() {
    Scenario scenario = RandomScenarios.of(3, 300, 10);
    List<Feature<?>> global =
        scenario.features().stream()
            .filter(feature -> feature.name().equals("cost_of_all"))
            .toList();
    List<Feature<?>> asked = global.isEmpty() ? scenario.features() : global;
    new EnginePath(EnginePath.Life.RESTARTED)
        .withFacts(
            scenario,
            (answering, unread) -> {
              assertThatThrownBy(
                      () -> Passes.plan(unread, answering, asked, 5_000, _ -> {}, Progress.NONE))
                  .isInstanceOfSatisfying(
                      RapportException.class,
                      e -> assertThat(e.kind()).isEqualTo(RapportException.Kind.USER))
                  .hasMessageContaining("source")
                  .hasMessageContaining("read whole")
                  .hasMessageContaining("(expected: at most 5 KB");
              return asked;
            });
  }
}
