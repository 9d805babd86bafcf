package dev.rapport.examples.travel.generator;

import dev.rapport.api.schema.GeoPoint;
import dev.rapport.examples.travel.facts.Place;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A made-up traveller at the moment of asking.
 *
 * @param home the number of the place
 * @param near the number of the place the traveller is at now
 * @param here where exactly
 * @param at when they ask
 * @param month which month they ask about
 * @param words how they ask
 * @param isNew whether they never travelled with us before
 */
record Person(
    String userId,
    Taste taste,
    Utility utility,
    Wish wish,
    int home,
    int near,
    GeoPoint here,
    Instant at,
    int month,
    String words,
    boolean isNew) {

  /** Travellers with a story: who they are, what they love and what they are after now. */
  private static final List<Story> STORIES =
      List.of(
          new Story(
              "ann",
              "paris",
              List.of("hiking", "food", "photography", "wildlife"),
              List.of("snorkelling", "diving", "beach")),
          new Story(
              "ben",
              "london",
              List.of("museums", "architecture", "music", "food"),
              List.of("art", "museums", "nightlife")),
          new Story(
              "cleo",
              "new-york",
              List.of("surfing", "beach", "nightlife"),
              List.of("surfing", "beach")),
          new Story(
              "dana",
              "munich",
              List.of("skiing", "climbing", "hiking", "spa"),
              List.of("hiking", "climbing")),
          new Story(
              "eli",
              "singapore",
              List.of("wildlife", "safari", "birdwatching", "photography"),
              List.of("safari", "wildlife")),
          new Story(
              "fay",
              "sydney",
              List.of("family", "beach", "gardens", "swimming"),
              List.of("family", "swimming")));

  private static final String[] ASKING = {
    "Where should I go %s?", "Any idea where I could travel %s?", "I need a break %s. Where to?"
  };

  private static final String[] MONTHS = {
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December"
  };

  private record Story(String name, String home, List<String> loves, List<String> wants) {}

  /** The traveller of a number; each number has its own chance, whatever the others do. */
  static Person of(World world, int number, Instant now, SplittableRandom chance) {
    if (number < STORIES.size()) {
      Story story = STORIES.get(number);
      Taste taste = Taste.of(world, world.mask(story.loves()), chance);
      Utility utility = new Utility(world, taste);
      Wish wish = Wish.of(world, world.mask(story.wants()), utility.liking(), chance);
      int home = world.number(story.home());
      GeoPoint here = world.places().get(home).location();
      String words = "Where should I go this summer?";
      return new Person(story.name(), taste, utility, wish, home, home, here, now, 7, words, false);
    }
    Taste taste = Taste.of(world, 0, chance);
    Utility utility = new Utility(world, taste);
    Wish wish = Wish.of(world, 0, utility.liking(), chance);
    int home = world.homes()[chance.nextInt(world.homes().length)];
    int near = chance.nextDouble() < 0.7 ? home : chance.nextInt(world.size());
    Instant at = now.minus(Duration.ofSeconds(chance.nextInt(7 * 24 * 3_600)));
    int month = (5 + (int) (6 * Math.pow(chance.nextDouble(), 1.5))) % 12 + 1;
    String when = month == 6 ? "now" : "in " + MONTHS[month - 1];
    String words = ASKING[chance.nextInt(ASKING.length)].formatted(when);
    String userId = "traveller_%04d".formatted(number);
    GeoPoint here = around(world.places().get(near), chance);
    boolean isNew = chance.nextDouble() < 0.05;
    return new Person(userId, taste, utility, wish, home, near, here, at, month, words, isNew);
  }

  private static GeoPoint around(Place place, SplittableRandom chance) {
    return new GeoPoint(
        Math.clamp(place.lat() + chance.nextDouble(-0.15, 0.15), -90, 90),
        Math.clamp(place.lon() + chance.nextDouble(-0.15, 0.15), -180, 180));
  }
}
