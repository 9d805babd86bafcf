package dev.rapport.examples.travel.generator;

import dev.rapport.api.schema.GeoPoint;
import dev.rapport.examples.travel.facts.Place;
import dev.rapport.examples.travel.weather.Climate;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import tools.jackson.databind.MappingIterator;
import tools.jackson.databind.json.JsonMapper;

/**
 * The places, by number, and what the generator reads off them again and again.
 *
 * @param activities the vocabulary; a set of activities is a bit mask over it
 * @param offers for each place the mask of its activities
 * @param kilometres between each two places
 * @param charm hidden: how much better or worse each place is than the guide book says
 * @param homes the places where travellers live
 */
@SuppressWarnings("ArrayRecordComponent") // a world is never compared
record World(
    List<Place> places,
    List<Climate> climates,
    List<String> activities,
    int[] offers,
    double[][] kilometres,
    double[] charm,
    int[] homes) {
  static final String DESTINATIONS = "/travel/destinations.jsonl";

  private static final List<String> HOMES =
      List.of(
          "lisbon",
          "madrid",
          "barcelona",
          "paris",
          "lyon",
          "rome",
          "athens",
          "vienna",
          "berlin",
          "munich",
          "hamburg",
          "prague",
          "budapest",
          "krakow",
          "amsterdam",
          "london",
          "edinburgh",
          "dublin",
          "copenhagen",
          "stockholm",
          "helsinki",
          "istanbul",
          "tbilisi",
          "dubai",
          "delhi",
          "bangkok",
          "singapore",
          "hong-kong",
          "taipei",
          "seoul",
          "tokyo",
          "cairo",
          "dakar",
          "cape-town",
          "new-york",
          "boston",
          "miami",
          "san-francisco",
          "seattle",
          "vancouver",
          "montreal",
          "mexico-city",
          "lima",
          "medellin",
          "buenos-aires",
          "rio-de-janeiro",
          "sydney",
          "melbourne",
          "wellington");

  static World load(long seed) {
    List<Place> places = readPlaces();
    List<String> activities =
        places.stream().flatMap(place -> place.activities().stream()).distinct().sorted().toList();
    if (activities.size() > Integer.SIZE) {
      throw new IllegalStateException(
          "activities: " + activities.size() + " (expected: at most " + Integer.SIZE + ")");
    }
    SplittableRandom chance = new SplittableRandom(seed);
    Map<String, Integer> numbers = new LinkedHashMap<>();
    places.forEach(place -> numbers.put(place.id(), numbers.size()));
    return new World(
        places,
        places.stream().map(World::climate).toList(),
        activities,
        places.stream().mapToInt(place -> mask(activities, place.activities())).toArray(),
        distances(places),
        chance.doubles(places.size(), -0.5, 0.5).toArray(),
        HOMES.stream().mapToInt(home -> Objects.requireNonNull(numbers.get(home), home)).toArray());
  }

  int size() {
    return places.size();
  }

  int number(String id) {
    for (int place = 0; place < places.size(); place++) {
      if (places.get(place).id().equals(id)) {
        return place;
      }
    }
    throw new IllegalArgumentException("place: " + id + " (expected: one of the destinations)");
  }

  double[] kilometresFrom(GeoPoint point) {
    return places.stream().mapToDouble(place -> place.location().kilometresTo(point)).toArray();
  }

  int mask(List<String> names) {
    return mask(activities, names);
  }

  static InputStream destinations() {
    return Objects.requireNonNull(
        World.class.getResourceAsStream(DESTINATIONS), DESTINATIONS + ": not on the class path");
  }

  private static List<Place> readPlaces() {
    try (InputStream file = destinations();
        MappingIterator<Place> lines =
            JsonMapper.shared().readerFor(Place.class).readValues(file)) {
      return List.copyOf(lines.readAll());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Climate climate(Place place) {
    return new Climate(place.id(), place.lat(), place.lon(), place.temperature(), place.rain());
  }

  private static int mask(List<String> activities, List<String> names) {
    int mask = 0;
    for (String name : names) {
      int bit = activities.indexOf(name);
      if (bit < 0) {
        throw new IllegalArgumentException(
            "activity: " + name + " (expected: one of " + activities + ")");
      }
      mask |= 1 << bit;
    }
    return mask;
  }

  private static double[][] distances(List<Place> places) {
    double[][] kilometres = new double[places.size()][places.size()];
    for (int a = 0; a < places.size(); a++) {
      for (int b = 0; b < a; b++) {
        kilometres[a][b] = places.get(a).location().kilometresTo(places.get(b).location());
        kilometres[b][a] = kilometres[a][b];
      }
    }
    return kilometres;
  }
}
