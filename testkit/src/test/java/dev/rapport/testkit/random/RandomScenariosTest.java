package dev.rapport.testkit.random;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.api.aggregation.Aggregation;
import dev.rapport.api.aggregation.Window;
import dev.rapport.api.feature.Feature;
import dev.rapport.api.feature.Formula;
import dev.rapport.api.feature.Selection;
import dev.rapport.api.feature.Source;
import dev.rapport.api.question.Context;
import dev.rapport.api.question.Status;
import dev.rapport.testkit.Delivery;
import dev.rapport.testkit.Scenario;
import dev.rapport.testkit.Scenarios;
import dev.rapport.testkit.replay.Ledger;
import dev.rapport.testkit.replay.Replay;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RandomScenariosTest {
  private static List<Context> replay(Scenario scenario) {
    try (Replay replay = new Replay()) {
      return replay.answer(scenario);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void a_seed_gives_the_same_scenario_each_time(long seed) {
    Scenario once = RandomScenarios.of(seed);
    Scenario again = RandomScenarios.of(seed);

    assertThat(again.questions()).isEqualTo(once.questions());
    assertThat(List.copyOf(again.deliveries().values()))
        .isEqualTo(List.copyOf(once.deliveries().values()));
    assertThat(Scenarios.differences(replay(once), replay(again))).isEmpty();
    assertThat(RandomScenarios.of(seed + 1).questions()).isNotEqualTo(once.questions());
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15})
  void the_order_of_delivery_does_not_matter_where_facts_have_ids(long seed) {
    Scenario scenario = RandomScenarios.of(seed);
    Map<Source<?>, List<Delivery<?>>> inOrder = new LinkedHashMap<>();
    Map<Source<?>, List<Delivery<?>>> shuffled = new LinkedHashMap<>();
    scenario
        .deliveries()
        .forEach((source, deliveries) -> {
          if (source.identity().id().isPresent() && isKnownByItsData(source)) {
            List<Delivery<?>> identified =
                new ArrayList<>(deliveries.stream().filter(d -> hasId(d.fact())).toList());
            inOrder.put(source, List.copyOf(identified));
            Collections.shuffle(identified, new SplittableRandom(seed));
            shuffled.put(source, identified);
          }
        });

    assertThat(
            Scenarios.differences(
                replay(new Scenario(inOrder, scenario.features(), scenario.questions(), List.of())),
                replay(
                    new Scenario(shuffled, scenario.features(), scenario.questions(), List.of()))))
        .isEmpty();
  }

  private static boolean isKnownByItsData(Source<?> source) {
    return !(source.isStream() && source.known() instanceof Source.Known.ByOrigin);
  }

  private static boolean hasId(Object fact) {
    return switch (fact) {
      case Trip trip -> trip.tripId() != null;
      case Click click -> click.clickId() != null;
      case Town town -> town.place() != null;
      default -> false;
    };
  }

  @Test
  void the_seeds_reach_everything() {
    Set<String> aggregations = new TreeSet<>();
    Set<String> shapes = new TreeSet<>();
    Set<Status> statuses = EnumSet.noneOf(Status.class);
    int[] ledger = new int[5];
    for (long seed = 1; seed <= 40; seed++) {
      Scenario scenario = RandomScenarios.of(seed);
      for (Feature<?> feature : scenario.features()) {
        if (feature.formula() instanceof Formula.Windowed<?, ?> windowed) {
          windowed.aggregation().map(Object::toString).ifPresent(aggregations::add);
          windowed.extremeBy().ifPresent(by -> shapes.add("greatest " + by.greatest()));
          shapes.addAll(shapes(windowed));
        }
      }
      replay(scenario).forEach(c -> c.answers().forEach(a -> statuses.add(a.status())));
      for (Source<?> source : scenario.deliveries().keySet()) {
        Ledger one = Replay.ledger(scenario, source);
        ledger[0] += one.kept();
        ledger[1] += one.redelivered();
        ledger[2] += one.setAside();
        ledger[3] += one.dropped();
        ledger[4] += one.neverKnown();
      }
    }

    assertThat(statuses).isEqualTo(EnumSet.allOf(Status.class));
    assertThat(ledger).doesNotContain(0);
    Set<String> kinds = new HashSet<>();
    aggregations.forEach(text -> kinds.add(text.replaceAll("\\[.*", "")));
    assertThat(kinds).containsAll(kinds(Aggregation.class).map(Class::getSimpleName).toList());
    assertThat(aggregations)
        .contains("Extreme[greatest=true]", "Extreme[greatest=false]")
        .contains("First[anyRow=true]", "Last[anyRow=true]");
    assertThat(shapes)
        .contains("lifetime", "length", "hop", "offset", "per", "code", "column")
        .contains("by 0", "by 1", "by 2", "greatest true", "greatest false")
        .contains("retain", "retain newest");
  }

  private static Stream<Class<?>> kinds(Class<?> type) {
    return type.isSealed()
        ? Arrays.stream(type.getPermittedSubclasses()).flatMap(RandomScenariosTest::kinds)
        : Stream.of(type);
  }

  private static List<String> shapes(Formula.Windowed<?, ?> windowed) {
    List<String> shapes = new ArrayList<>();
    Window window = windowed.window();
    switch (window.span()) {
      case Window.Span.Last last -> {
        shapes.add("length");
        last.hop().ifPresent(_ -> shapes.add("hop"));
      }
      case Window.Span.Lifetime _ -> shapes.add("lifetime");
      case Window.Span.Session _ -> shapes.add("session");
      case Window.Span.Calendar _ -> shapes.add("calendar");
    }
    windowed.source().retain().ifPresent(_ -> shapes.add("retain"));
    windowed.source().retainNewest().ifPresent(_ -> shapes.add("retain newest"));
    if (!window.offset().isZero()) {
      shapes.add("offset");
    }
    windowed.per().ifPresent(_ -> shapes.add("per"));
    shapes.add("by " + windowed.by().size());
    for (Object filter : windowed.filters()) {
      shapes.add(filter instanceof Selection.Test.Code<?> ? "code" : "column");
    }
    return shapes;
  }
}
