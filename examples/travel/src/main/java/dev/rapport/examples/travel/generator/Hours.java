package dev.rapport.examples.travel.generator;

import dev.rapport.examples.travel.facts.Click;
import dev.rapport.examples.travel.facts.Favourite;
import dev.rapport.examples.travel.facts.Search;
import dev.rapport.examples.travel.facts.VideoWatched;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;

/**
 * The past weeks and the past hour of a traveller on the site: videos, searches and clicks. In the
 * past hour the wish shows, among the taste and noise; before that only the taste does. After the
 * question, the choice shows: whoever lets the future into the past will see it.
 */
final class Hours {
  private static final String[] OFF_TOPIC = {
    "cooking", "football", "gadgets", "news", "gaming", "home-improvement"
  };
  private static final int WEEKS_IN_SECONDS = 60 * 24 * 3_600;

  private final World world;
  private final Person person;
  private final double[] worth;
  private final SplittableRandom chance;
  private final Tables tables;
  private int events;

  /**
   * The hours of a person.
   *
   * @param worth what each place is truly worth to them now
   */
  Hours(World world, Person person, double[] worth, SplittableRandom chance, Tables tables) {
    this.world = world;
    this.person = person;
    this.worth = worth;
    this.chance = chance;
    this.tables = tables;
  }

  void write(int choice, Instant now) {
    double[] liking = person.utility().liking();
    for (int i = 70 + chance.nextInt(40); i > 0; i--) {
      video(before(3_700, WEEKS_IN_SECONDS), topic(0));
    }
    for (int i = 15 + chance.nextInt(15); i > 0; i--) {
      search(before(3_700, WEEKS_IN_SECONDS), Choice.of(liking, 0.6, chance));
      click(before(3_700, WEEKS_IN_SECONDS), Choice.of(liking, 0.6, chance));
    }
    for (int i = 6 + chance.nextInt(7); i > 0; i--) {
      video(before(5, 3_600), topic(0.55));
    }
    for (int i = 2 + chance.nextInt(4); i > 0; i--) {
      search(before(5, 3_600), inMind());
    }
    for (int i = 2 + chance.nextInt(5); i > 0; i--) {
      click(before(5, 3_000), inMind());
    }
    afterwards(choice, now);
  }

  private void afterwards(int choice, Instant now) {
    Instant booked = person.at().plusSeconds(600);
    if (booked.plusSeconds(1).isBefore(now)) {
      search(person.at().plusSeconds(120), choice);
      click(person.at().plusSeconds(300), choice);
      tables.favourites.add(
          new Favourite(
              "favourite_" + person.userId() + "_chosen",
              person.userId(),
              world.places().get(choice).id(),
              booked,
              booked,
              false));
    }
  }

  private String topic(double wishShows) {
    double draw = chance.nextDouble();
    if (draw < wishShows) {
      return world.activities().get(oneOf(person.wish().activities()));
    }
    if (draw < wishShows + (1 - wishShows) * 0.5) {
      return world.activities().get(Choice.of(person.taste().activities(), 0.2, chance));
    }
    return chance.nextBoolean()
        ? world.activities().get(chance.nextInt(world.activities().size()))
        : OFF_TOPIC[chance.nextInt(OFF_TOPIC.length)];
  }

  /** A place in mind, one that would be good now, or any. */
  private int inMind() {
    double draw = chance.nextDouble();
    if (draw < 0.4) {
      return person.wish().places()[chance.nextInt(person.wish().places().length)];
    }
    return draw < 0.85 ? Choice.of(worth, 0.6, chance) : chance.nextInt(world.size());
  }

  private int oneOf(int mask) {
    int skip = chance.nextInt(Integer.bitCount(mask));
    int rest = mask;
    for (int i = 0; i < skip; i++) {
      rest &= rest - 1;
    }
    return Integer.numberOfTrailingZeros(rest);
  }

  private void video(Instant at, String topic) {
    tables.videos.add(new VideoWatched(id("video"), person.userId(), topic, at, received(at)));
  }

  private void search(Instant at, int place) {
    tables.searches.add(
        new Search(
            id("search"), person.userId(), world.places().get(place).id(), at, received(at)));
  }

  private void click(Instant at, int place) {
    tables.clicks.add(
        new Click(id("click"), person.userId(), world.places().get(place).id(), at, received(at)));
  }

  private String id(String what) {
    return what + "_" + person.userId() + "_" + events++;
  }

  private Instant before(int fromSeconds, int toSeconds) {
    return person
        .at()
        .minus(
            Duration.ofMillis(
                1_000L * fromSeconds + chance.nextLong(1_000L * (toSeconds - fromSeconds))));
  }

  /** Within two seconds mostly; up to two hours later where the phone was offline. */
  private Instant received(Instant at) {
    boolean offline = chance.nextDouble() < 0.02;
    return at.plusMillis(
        offline ? 60_000L + chance.nextInt(7_200_000) : 50 + chance.nextInt(2_000));
  }
}
