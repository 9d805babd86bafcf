package dev.rapport.examples.travel.generator;

import dev.rapport.examples.travel.facts.Favourite;
import dev.rapport.examples.travel.facts.Place;
import dev.rapport.examples.travel.facts.Traveller;
import dev.rapport.examples.travel.facts.Trip;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** The past years of a traveller: profile, trips and favourites. */
final class Years {
  private static final int DAYS = 5 * 365;

  private final World world;
  private final Person person;
  private final SplittableRandom chance;
  private final Tables tables;

  /** For each place how much of it is still fresh in mind, 0 to 1. */
  private final double[] seen;

  Years(World world, Person person, SplittableRandom chance, Tables tables) {
    this.world = world;
    this.person = person;
    this.chance = chance;
    this.tables = tables;
    this.seen = new double[world.size()];
  }

  /** Writes them. Returns for each place how much of it is still fresh in mind when asking. */
  double[] write() {
    profile();
    trips();
    favourites();
    return seen;
  }

  private void profile() {
    profile(person.at().minus(Duration.ofDays(DAYS + chance.nextInt(100))));
    if (chance.nextDouble() < 0.4) {
      profile(daysAgo(2 + chance.nextInt(DAYS)));
    }
  }

  private void profile(Instant at) {
    Place home = world.places().get(person.home());
    tables.travellers.add(
        new Traveller(
            person.userId(),
            at,
            home.id(),
            home.countryCode(),
            home.lat(),
            home.lon(),
            interests(),
            Math.round(person.taste().budget() * Math.exp(0.25 * chance.nextGaussian()) / 10)
                * 10));
  }

  /** Most of what matters most, and something that does not: people do not know themselves. */
  private List<String> interests() {
    List<String> interests = new ArrayList<>();
    for (int a = 0; a < world.activities().size(); a++) {
      boolean core = (person.taste().core() >> a & 1) == 1;
      if (chance.nextDouble() < (core ? 0.65 : 0.04)) {
        interests.add(world.activities().get(a));
      }
    }
    Collections.shuffle(interests, chance);
    return List.copyOf(interests);
  }

  private void trips() {
    int count = person.isNew() ? 0 : 12 + chance.nextInt(17);
    int[] daysAgo = IntStream.range(0, count).map(_ -> 20 + chance.nextInt(DAYS - 20)).toArray();
    Arrays.sort(daysAgo);
    double[] liking = person.utility().liking();
    double mean = Arrays.stream(liking).average().orElse(0);
    for (int i = count - 1; i >= 0; i--) {
      trip(i, daysAgo[i], mean);
    }
    Instant last = count == 0 ? person.at() : daysAgo(daysAgo[0]);
    fade(Duration.between(last, person.at()).toDays());
  }

  private void trip(int number, int daysAgo, double meanLiking) {
    Instant start = daysAgo(daysAgo);
    int month = start.atZone(ZoneOffset.UTC).getMonthValue();
    Wish wish = Wish.passing(world, chance);
    double[] worth = person.utility().of(wish, month, world.kilometres()[person.home()], seen);
    int chosen = Choice.of(worth, 0.35, chance);
    Place place = world.places().get(chosen);
    double joy =
        person.utility().stay(chosen, wish, month) - meanLiking + 0.5 * chance.nextGaussian();
    tables.trips.add(
        new Trip(
            "trip_" + person.userId() + "_" + number,
            person.userId(),
            place.id(),
            start,
            start.plus(Duration.ofHours(24L * (2 + chance.nextInt(11)) + chance.nextInt(12))),
            activity(chosen, wish),
            place.cuisineStyle(),
            Math.clamp(Math.round(2.2 + 1.1 * joy), 1, 5),
            Math.round(place.dailyBudget() * Math.exp(0.2 * chance.nextGaussian())),
            Math.round(world.kilometres()[person.home()][chosen]),
            Math.round((place.temperature().get(month - 1) + 1.5 * chance.nextGaussian()) * 10)
                / 10.0));
    fade(90);
    seen[chosen] = 1;
  }

  /** What was mostly done there: likelier the more it matters. */
  private String activity(int place, Wish wish) {
    double[] appeal = new double[world.activities().size()];
    for (int a = 0; a < appeal.length; a++) {
      boolean offered = (world.offers()[place] >> a & 1) == 1;
      boolean wished = (wish.activities() >> a & 1) == 1;
      appeal[a] =
          offered ? person.taste().activities()[a] + (wished ? 0.5 : 0) : Double.NEGATIVE_INFINITY;
    }
    return world.activities().get(Choice.of(appeal, 0.25, chance));
  }

  private void favourites() {
    double[] liking = person.utility().liking();
    int count = chance.nextInt(7);
    for (int i = 0; i < count; i++) {
      int chosen = Choice.of(liking, 0.5, chance);
      liking[chosen] = Double.NEGATIVE_INFINITY;
      String id = "favourite_" + person.userId() + "_" + i;
      String place = world.places().get(chosen).id();
      int days = 3 + chance.nextInt(900);
      Instant marked = daysAgo(days);
      tables.favourites.add(new Favourite(id, person.userId(), place, marked, marked, false));
      if (chance.nextDouble() < 0.15) {
        Instant removed = daysAgo(chance.nextInt(1, days));
        tables.favourites.add(new Favourite(id, person.userId(), place, marked, removed, true));
      }
    }
  }

  private void fade(long days) {
    double left = Math.pow(0.5, days / 900.0);
    for (int p = 0; p < seen.length; p++) {
      seen[p] *= left;
    }
  }

  private Instant daysAgo(int days) {
    return person.at().minus(Duration.ofMinutes(24L * 60 * days + chance.nextInt(600)));
  }
}
