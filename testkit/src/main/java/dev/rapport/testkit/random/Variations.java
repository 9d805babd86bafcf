package dev.rapport.testkit.random;

import dev.rapport.api.feature.Source;
import dev.rapport.api.schema.Accessor;
import dev.rapport.testkit.Delivery;
import dev.rapport.testkit.Scenario;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Changes of the scenarios of {@link RandomScenarios} that must not change any answer. */
public final class Variations {
  private static final int MORE = 20;

  private Variations() {}

  /** Only the questions up to a moment, that of the moment included. */
  public static Scenario until(Scenario scenario, Instant moment) {
    return new Scenario(
        scenario.deliveries(),
        scenario.features(),
        scenario.questions().stream()
            .filter(question -> !question.at().orElse(Instant.MAX).isAfter(moment))
            .toList(),
        scenario.answers());
  }

  /**
   * The questions up to a moment, and after all facts some more that none of these questions sees:
   * known at the moment or later, or never, which may correct or delete what is seen; or true at
   * the moment or later, which must not be versions of what is seen: a correction that is known
   * moves its fact there.
   *
   * @param seed of the scenario
   */
  public static Scenario withUnseen(Scenario scenario, Instant moment, long seed) {
    RandomFacts facts = new RandomFacts(new Pick(new SplittableRandom(seed)), false);
    return with(
        until(scenario, moment),
        (source, list) -> {
          Instant now =
              list.stream()
                  .<Instant>map(Delivery::ingestedAt)
                  .max(Comparator.naturalOrder())
                  .filter(last -> last.isAfter(moment))
                  .orElse(moment);
          Set<Object> ids = new HashSet<>();
          list.forEach(one -> id(source, one.fact()).ifPresent(ids::add));
          List<Delivery<?>> more = new ArrayList<>(list);
          for (Delivery<?> one : facts(facts, source)) {
            boolean fresh = id(source, one.fact()).filter(ids::contains).isEmpty();
            if (isUnseen(source, one.fact(), fresh, now, moment)) {
              more.add(new Delivery<>(one.fact(), now));
              now = now.plus(Pick.micros(1));
            }
          }
          return more;
        });
  }

  /** Without the facts that have no id where a source with ids may be delivered in any order. */
  public static Scenario identified(Scenario scenario) {
    return with(
        scenario,
        (source, list) ->
            isOrderless(source)
                ? list.stream().filter(one -> id(source, one.fact()).isPresent()).toList()
                : list);
  }

  /** With facts delivered in another order where it does not matter: where they have ids. */
  public static Scenario shuffled(Scenario identified, long seed) {
    Random random = new Random(seed);
    return with(
        identified,
        (source, list) -> {
          if (!isOrderless(source)) {
            return list;
          }
          List<Object> facts = new ArrayList<>(list.stream().map(Delivery::fact).toList());
          Collections.shuffle(facts, random);
          List<Delivery<?>> shuffled = new ArrayList<>();
          for (int i = 0; i < list.size(); i++) {
            shuffled.add(new Delivery<>(facts.get(i), list.get(i).ingestedAt()));
          }
          return shuffled;
        });
  }

  /** Whether its facts are identified and known by what they say, not by when they came. */
  private static boolean isOrderless(Source<?> source) {
    return source.identity().id().isPresent()
        && !(source.isStream() && source.known() instanceof Source.Known.ByOrigin);
  }

  private static Scenario with(
      Scenario scenario, BiFunction<Source<?>, List<Delivery<?>>, List<Delivery<?>>> change) {
    Map<Source<?>, List<Delivery<?>>> deliveries = new LinkedHashMap<>();
    scenario
        .deliveries()
        .forEach((source, list) -> deliveries.put(source, change.apply(source, list)));
    return new Scenario(deliveries, scenario.features(), scenario.questions(), scenario.answers());
  }

  private static List<? extends Delivery<?>> facts(RandomFacts facts, Source<?> source) {
    Class<?> record = source.schema().recordClass();
    return record == Trip.class
        ? facts.trips(MORE)
        : record == Click.class ? facts.clicks(MORE) : facts.towns(MORE);
  }

  private static boolean isUnseen(
      Source<?> source, Object fact, boolean fresh, Instant ingestedAt, Instant moment) {
    Instant event = source.time() instanceof Source.Time.At at ? time(at.accessor(), fact) : null;
    if (event == null && !(source.time() instanceof Source.Time.Timeless)) {
      return true;
    }
    if (event != null && fresh && !event.isBefore(moment)) {
      return true;
    }
    Instant known =
        switch (source.known()) {
          case Source.Known.At at -> time(at.accessor(), fact);
          case Source.Known.After after -> event == null ? Instant.MIN : event.plus(after.delay());
          case Source.Known.ByOrigin _ ->
              source.isStream() ? ingestedAt : event == null ? Instant.MIN : event;
        };
    return known == null || !known.isBefore(moment);
  }

  private static Optional<Object> id(Source<?> source, Object fact) {
    return source.identity().id().map(accessor -> read(accessor, fact));
  }

  private static @Nullable Instant time(Accessor<?, Instant> accessor, Object fact) {
    return (Instant) read(accessor, fact);
  }

  @SuppressWarnings("unchecked") // a definition's accessors are components of its own record
  private static @Nullable Object read(Accessor<?, ?> accessor, Object fact) {
    return ((Accessor<Object, @Nullable Object>) accessor).apply(fact);
  }
}
