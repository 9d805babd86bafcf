package dev.rapport.testkit.random;

import static dev.rapport.api.aggregation.Aggregations.count;
import static dev.rapport.api.aggregation.Aggregations.latest;
import static dev.rapport.api.aggregation.Aggregations.mean;
import static dev.rapport.api.aggregation.Aggregations.sumLong;

import dev.rapport.api.aggregation.Window;
import dev.rapport.api.feature.Feature;
import dev.rapport.api.feature.Input;
import dev.rapport.api.feature.Request;
import dev.rapport.api.feature.Source;
import dev.rapport.api.question.Question;
import dev.rapport.api.schema.Type;
import dev.rapport.testkit.Scenario;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Scenarios from a seed; the same seed gives the same one. Two tables and two streams about users
 * and places; features of every kind but those of services; facts that are late, equal in time,
 * without time or key, corrected, deleted, told twice; questions at, just before and just after the
 * times of facts, also about users and places that no fact names. Every question has a moment.
 */
public final class RandomScenarios {
  private static final Request<Long> BUDGET = Request.of("budget", Long.class);

  /**
   * With shifts of whole and half hours, some at midnight, and a day that there never was:
   * 2011-12-30 in Apia.
   */
  static final List<String> ZONES =
      List.of(
          "UTC",
          "Europe/Berlin",
          "America/New_York",
          "Asia/Kolkata",
          "America/St_Johns",
          "Australia/Lord_Howe",
          "America/Havana",
          "Pacific/Apia");

  private final Pick pick;
  private final RandomFeatures features;
  private final Source<Trip> trips;
  private final Source<Click> clicks;
  private final Source<Town> towns;

  private RandomScenarios(long seed) {
    this.pick = new Pick(new SplittableRandom(seed));
    RandomSources sources = new RandomSources(pick);
    this.trips = sources.trips("trips");
    Feature<String> activity =
        trips
            .feature("last_activity")
            .by(RandomSources.USER)
            .aggregate(Trip::activity, latest(), Window.lifetime());
    this.features =
        new RandomFeatures(
            pick, Feature.computed("zone", Type.STRING, activity, RandomScenarios::zoneOf));
    this.clicks = sources.clicks("clicks");
    this.towns = sources.towns("towns");
  }

  /**
   * A scenario of 60 facts of each source, about 30 features and 40 questions; of every fiftieth
   * seed one of 1,000 facts and 6 questions, so that windows hold many facts too.
   */
  public static Scenario of(long seed) {
    return Math.floorMod(seed, 50) == 19 ? of(seed, 1_000, 6) : of(seed, 60, 40);
  }

  /** A scenario of a size. */
  public static Scenario of(long seed, int factsPerSource, int questions) {
    return new RandomScenarios(seed).scenario(factsPerSource, questions, false);
  }

  /** A scenario whose facts say that they were learned up to 60 days before or after they were. */
  public static Scenario learnedFarApart(long seed) {
    return new RandomScenarios(seed).scenario(150, 40, true);
  }

  private Scenario scenario(int factsPerSource, int questionCount, boolean learnedFarApart) {
    List<Feature<?>> asked = features();
    RandomFacts facts = new RandomFacts(pick, learnedFarApart);
    List<Question> questions = new ArrayList<>();
    for (int i = 0; i < questionCount; i++) {
      questions.add(question());
    }
    return Scenario.asking(asked, questions)
        .with(trips, facts.trips(factsPerSource))
        .with(clicks, facts.clicks(factsPerSource))
        .with(towns, facts.towns(factsPerSource / 3));
  }

  private Question question() {
    Question question =
        Question.about(RandomSources.USER, pick.chance(0.1) ? "nobody" : pick.user())
            .and(RandomSources.PLACE, pick.chance(0.1) ? 99L : pick.place())
            .saying(pick.text())
            .at(pick.moment());
    return pick.chance(0.7) ? question.with(BUDGET, (long) pick.upTo(50)) : question;
  }

  private List<Feature<?>> features() {
    List<Feature<?>> all = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      all.add(features.windowed(trips, Columns.TRIP, "trip_feature_" + i));
      all.add(features.windowed(clicks, Columns.CLICK, "click_feature_" + i));
    }
    for (int i = 0; i < 3; i++) {
      all.add(features.windowed(towns, Columns.TOWN, "town_feature_" + i));
    }
    Feature<Long> place = features.key(trips, Columns.TRIP, "last_place");
    all.add(place);
    all.addAll(through(all, place));
    all.addAll(computed());
    return all;
  }

  /** Features of places, of the place that was last. */
  private List<Feature<?>> through(List<Feature<?>> candidates, Feature<Long> place) {
    List<Feature<?>> through = new ArrayList<>();
    for (Feature<?> target : candidates) {
      if (target.entities().contains(RandomSources.PLACE) && through.size() < 4) {
        through.add(target.of(RandomSources.PLACE, place));
      }
    }
    return through;
  }

  private List<Feature<?>> computed() {
    Window window = Window.last(java.time.Duration.ofDays(3));
    Feature<Long> clicked =
        clicks.feature("clicked").by(RandomSources.USER).aggregate(count(), window);
    Feature<Long> nights =
        trips.feature("nights").by(RandomSources.USER).aggregate(Trip::nights, sumLong(), window);
    Feature<Double> cost =
        trips.feature("cost").by(RandomSources.USER).aggregate(Trip::cost, mean(), window);
    Feature<Double> everybodys =
        trips.feature("cost_of_all").global().aggregate(Trip::cost, mean(), Window.lifetime());
    Feature<Double> expected = cost.orElse(everybodys).named("expected_cost").withDefault(12.5);
    Feature<Long> sums = nights.orElse(clicked).named("nights_or_clicks");
    Feature<Double> perClick =
        Feature.computed("cost_per_click", Type.DOUBLE, expected, clicked, (c, n) -> c / (n + 1));
    Feature<Boolean> affordable =
        Feature.computed(
            "affordable",
            Type.BOOLEAN,
            BUDGET.optional(),
            clicked,
            Input.words(),
            (budget, n, words) -> budget.orElse(3L) + words.length() > n);
    Feature<Instant> later =
        Feature.computed(
            "later", Type.INSTANT, Input.moment(), BUDGET, (at, budget) -> at.plusSeconds(budget));
    Feature<Long> odd =
        Feature.computed("odd_clicks", Type.LONG, clicked, n -> n % 2 == 0 ? null : n);
    Feature<Long> failing =
        Feature.computed(
            "failing",
            Type.LONG,
            clicked,
            n -> {
              if (n % 3 == 1) {
                throw new IllegalStateException("one of three fails");
              }
              return n;
            });
    Feature<Long> mended =
        Feature.computed(
            "mended", Type.LONG, failing.optional(), nights.optional(), RandomScenarios::firstOf);
    return List.of(
        clicked,
        nights,
        nights.named("nights_or_seven").withDefault(7L),
        cost,
        expected,
        sums,
        perClick,
        affordable,
        later,
        odd.withDefault(1L),
        failing,
        mended,
        Feature.computed("doubled", Type.LONG, failing, n -> 2 * n).withDefault(0L));
  }

  /** Some words stand for zones, a few for none that is known. */
  private static String zoneOf(String activity) {
    int zone = Math.floorMod(activity.hashCode(), ZONES.size() + 1);
    return zone == ZONES.size() ? "Mars/Phobos" : ZONES.get(zone);
  }

  private static Long firstOf(Optional<Long> first, Optional<Long> second) {
    return first.or(() -> second).orElse(-1L);
  }
}
