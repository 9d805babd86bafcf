package dev.rapport.testkit.random;

import dev.rapport.api.feature.Source;
import dev.rapport.testkit.Delivery;
import dev.rapport.testkit.Scenario;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Makes scenarios that fail smaller, as long as they fail, so that one sees why. */
public final class Shrinking {
  private Shrinking() {}

  /**
   * A scenario with fewer features, questions and facts that fails too; none of them can be left
   * out alone.
   *
   * @param fails says whether a scenario fails; true for the one that is given
   */
  public static Scenario smallest(Scenario scenario, Predicate<Scenario> fails) {
    Scenario smaller = scenario;
    int before;
    do {
      before = size(smaller);
      Scenario now = smaller;
      smaller =
          new Scenario(
              now.deliveries(),
              fewer(
                  now.features(),
                  features ->
                      fails.test(
                          new Scenario(
                              now.deliveries(), features, now.questions(), now.answers()))),
              now.questions(),
              now.answers());
      Scenario featured = smaller;
      smaller =
          new Scenario(
              featured.deliveries(),
              featured.features(),
              fewer(
                  featured.questions(),
                  questions ->
                      fails.test(
                          new Scenario(
                              featured.deliveries(),
                              featured.features(),
                              questions,
                              featured.answers()))),
              featured.answers());
      for (Source<?> source : smaller.deliveries().keySet()) {
        Scenario asked = smaller;
        smaller =
            with(
                asked,
                source,
                fewer(
                    asked.deliveries().getOrDefault(source, List.of()),
                    list -> fails.test(with(asked, source, list))));
      }
    } while (size(smaller) < before);
    return smaller;
  }

  private static int size(Scenario scenario) {
    return scenario.features().size()
        + scenario.questions().size()
        + scenario.deliveries().values().stream().mapToInt(List::size).sum();
  }

  private static Scenario with(Scenario scenario, Source<?> source, List<Delivery<?>> list) {
    Map<Source<?>, List<Delivery<?>>> deliveries = new LinkedHashMap<>(scenario.deliveries());
    deliveries.put(source, list);
    return new Scenario(deliveries, scenario.features(), scenario.questions(), scenario.answers());
  }

  /** Leaves out halves, then quarters, and so on down to single elements. */
  private static <E> List<E> fewer(List<E> all, Predicate<List<E>> fails) {
    List<E> left = all;
    for (int length = Math.max(1, all.size() / 2); length >= 1; length /= 2) {
      for (int from = 0; from < left.size(); ) {
        List<E> without = new ArrayList<>(left.subList(0, from));
        without.addAll(left.subList(Math.min(from + length, left.size()), left.size()));
        if (fails.test(without)) {
          left = without;
        } else {
          from += length;
        }
      }
    }
    return left;
  }
}
