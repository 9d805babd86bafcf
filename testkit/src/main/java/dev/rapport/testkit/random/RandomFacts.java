package dev.rapport.testkit.random;

import dev.rapport.testkit.Delivery;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Facts that are late, equal in time, without time or key, corrected, deleted, told twice. */
final class RandomFacts {
  private final Pick pick;

  /** Whether facts say that they were learned up to 60 days before they were true, or after. */
  private final boolean learnedFarApart;

  RandomFacts(Pick pick, boolean learnedFarApart) {
    this.pick = pick;
    this.learnedFarApart = learnedFarApart;
  }

  List<Delivery<Trip>> trips(int count) {
    return deliveries(count, this::trip, Trip::endedAt);
  }

  List<Delivery<Click>> clicks(int count) {
    return deliveries(count, this::click, Click::at);
  }

  List<Delivery<Town>> towns(int count) {
    return deliveries(count, this::town, Town::since);
  }

  /**
   * Ingested in order of arrival; the first fact soon after the earliest time, later ones after
   * pauses of any length or none. Now and then one is told again.
   */
  private <R> List<Delivery<R>> deliveries(
      int count, Supplier<R> fact, Function<R, @Nullable Instant> time) {
    List<R> facts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      facts.add(!facts.isEmpty() && pick.chance(0.08) ? pick.of(facts) : fact.get());
    }
    Instant now = pick.time();
    List<Delivery<R>> deliveries = new ArrayList<>();
    for (R one : facts) {
      Instant at = time.apply(one);
      if (at != null && at.isAfter(now) && pick.chance(0.5)) {
        now = at;
      }
      now = now.plus(pick.of(Duration.ZERO, Pick.micros(1), Duration.ofMinutes(7)));
      deliveries.add(new Delivery<>(one, now));
    }
    return deliveries;
  }

  /** Mostly some time after it was true; now and then never, or before. */
  private @Nullable Instant learnedAfter(Instant time) {
    if (learnedFarApart && pick.chance(0.8)) {
      return time.plus(Duration.ofHours(pick.upTo(2 * 60 * 24) - 60 * 24));
    }
    return pick.chance(0.05)
        ? null
        : time.plus(
            pick.of(
                Duration.ZERO,
                Pick.micros(1),
                Duration.ofHours(6),
                Duration.ofDays(2),
                Duration.ofHours(-1)));
  }

  private Trip trip() {
    Instant at = pick.time();
    return new Trip(
        pick.orNull(0.05, "trip " + pick.upTo(30)),
        pick.orNull(0.05, pick.user()),
        pick.orNull(0.05, pick.place()),
        pick.orNull(0.03, at),
        learnedAfter(at),
        pick.orNull(0.2, pick.upTo(3)),
        pick.orNull(0.3, pick.chance(0.15)),
        pick.orNull(0.15, pick.upTo(6)),
        pick.orNull(0.15, pick.calm()),
        pick.orNull(0.15, pick.wild()),
        pick.orNull(0.15, pick.large()),
        pick.orNull(0.15, pick.text()),
        pick.orNull(0.3, pick.vector()));
  }

  private Click click() {
    Instant at = pick.time();
    return new Click(
        pick.orNull(0.03, pick.uuid()),
        pick.orNull(0.05, pick.user()),
        pick.orNull(0.05, pick.place()),
        pick.orNull(0.02, at),
        learnedAfter(at),
        pick.upTo(4),
        pick.chance(0.1),
        pick.upTo(10),
        pick.calm(),
        pick.orNull(0.2, pick.wild()),
        pick.orNull(0.2, pick.large()),
        pick.orNull(0.2, pick.text()),
        pick.orNull(0.3, pick.vector()));
  }

  private Town town() {
    Instant since = pick.time();
    return new Town(
        pick.orNull(0.05, pick.place()),
        pick.orNull(0.02, since),
        learnedAfter(since),
        pick.orNull(0.3, pick.chance(0.1)),
        pick.orNull(0.2, pick.upTo(5)),
        pick.orNull(0.2, pick.calm()),
        pick.orNull(0.2, pick.wild()),
        pick.orNull(0.2, pick.large()),
        pick.orNull(0.2, pick.text()),
        pick.orNull(0.3, pick.vector()));
  }
}
