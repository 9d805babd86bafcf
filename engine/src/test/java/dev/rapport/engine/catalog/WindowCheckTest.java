package dev.rapport.engine.catalog;

import static dev.rapport.api.aggregation.Aggregations.approxCountDistinct;
import static dev.rapport.api.aggregation.Aggregations.approxPercentiles;
import static dev.rapport.api.aggregation.Aggregations.count;
import static dev.rapport.api.aggregation.Aggregations.countRows;
import static dev.rapport.api.aggregation.Aggregations.decayedCount;
import static dev.rapport.api.aggregation.Aggregations.decayedSum;
import static dev.rapport.api.aggregation.Aggregations.elementMean;
import static dev.rapport.api.aggregation.Aggregations.firstTime;
import static dev.rapport.api.aggregation.Aggregations.histogram;
import static dev.rapport.api.aggregation.Aggregations.lag;
import static dev.rapport.api.aggregation.Aggregations.latest;
import static dev.rapport.api.aggregation.Aggregations.mean;
import static dev.rapport.api.aggregation.Aggregations.sinceLast;
import static dev.rapport.api.aggregation.Aggregations.skew;
import static dev.rapport.api.aggregation.Aggregations.stddevPopulation;
import static dev.rapport.api.aggregation.Aggregations.streak;
import static dev.rapport.api.aggregation.CalendarUnit.DAY;
import static dev.rapport.api.aggregation.Window.lastFacts;
import static dev.rapport.api.aggregation.Window.lifetime;
import static dev.rapport.api.aggregation.Window.session;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rapport.api.aggregation.Aggregation;
import dev.rapport.api.aggregation.Series;
import dev.rapport.api.aggregation.Window;
import dev.rapport.api.catalog.Catalog;
import dev.rapport.api.entity.Definition;
import dev.rapport.api.entity.Entity;
import dev.rapport.api.error.CatalogException;
import dev.rapport.api.feature.Feature;
import dev.rapport.api.feature.Source;
import dev.rapport.api.schema.Accessor;
import dev.rapport.spi.service.ServiceBindings;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What is refused of windows, series, zones and aggregations: when defined, or by the check. */
final class WindowCheckTest {
  record Trip(String userId, String destination, Instant endedAt, int rating, String activity) {}

  record Place(String name, List<String> activities, long safety) {}

  private static final Entity<String> USER = Entity.of("user", String.class);
  private static final Entity<String> DESTINATION = Entity.of("destination", String.class);

  private static final Source<Trip> TRIPS =
      Source.table(Trip.class, "trips").at(Trip::endedAt).about(USER, Trip::userId);
  private static final Source<Trip> VISITS =
      TRIPS.named("visit").about(DESTINATION, Trip::destination);
  private static final Source<Place> PLACES =
      Source.table(Place.class, "places").timeless().about(DESTINATION, Place::name);
  private static final Feature<Long> SAFETY =
      PLACES.feature("safety").aggregate(Place::safety, latest(), lifetime());
  private static final Feature<String> LAST_PLACE =
      TRIPS.feature("last_place").aggregate(Trip::destination, latest(), lifetime());

  private final DescribedTables tables =
      new DescribedTables()
          .with(
              "trips",
              "user_id TEXT, destination TEXT, ended_at INSTANT, rating INTEGER, activity TEXT")
          .with("places", "name TEXT, activities LIST, safety INTEGER");

  private CheckedCatalog check(Definition... roots) {
    return CheckedCatalog.check(Catalog.of(roots), tables, ServiceBindings.NONE);
  }

  private List<String> problems(Definition... roots) {
    return catchThrowableOfType(CatalogException.class, () -> check(roots)).problems();
  }

  @Test
  void facts_without_a_time_have_no_age_no_calendar_and_no_visits() {
    ZoneId paris = ZoneId.of("Europe/Paris");
    assertThat(
            problems(
                PLACES.feature("age").aggregate(sinceLast(), lifetime()),
                PLACES.feature("opened").aggregate(firstTime(), lifetime()),
                PLACES.feature("days").inZone(paris).aggregate(streak(DAY), lifetime()),
                PLACES.feature("fresh").aggregate(decayedCount(Duration.ofDays(7)), lifetime()),
                PLACES.feature("here").inZone(paris).aggregate(countRows(), Window.today()),
                PLACES.feature("visit").aggregate(countRows(), session(Duration.ofMinutes(30))),
                PLACES
                    .feature("daily")
                    .aggregate(countRows(), Window.last(Duration.ofDays(1)).series(7))))
        .containsExactly(
            "feature age: aggregation: sinceLast over place, which is timeless (expected: an"
                + " aggregation that does not ask when facts were; or declare the event time of"
                + " place with .at(...))",
            "feature daily: window: 1 d over place, which is timeless (expected: lifetime(); or"
                + " declare the event time of place with .at(...))",
            "feature days: aggregation: streak(day) over place, which is timeless (expected: an"
                + " aggregation that does not ask when facts were; or declare the event time of"
                + " place with .at(...))",
            "feature fresh: aggregation: decayedCount(7 d) over place, which is timeless"
                + " (expected: an aggregation that does not ask when facts were; or declare the"
                + " event time of place with .at(...))",
            "feature here: window: this day over place, which is timeless (expected: lifetime(); or"
                + " declare the event time of place with .at(...))",
            "feature opened: aggregation: firstTime over place, which is timeless (expected: an"
                + " aggregation that does not ask when facts were; or declare the event time of"
                + " place with .at(...))",
            "feature visit: window: session with gaps under 30 min over place, which is timeless"
                + " (expected: lifetime(); or declare the event time of place with .at(...))");
    assertThat(check(PLACES.feature("some").aggregate(countRows(), lastFacts(3))).features())
        .hasSize(1);
  }

  @Test
  @SuppressWarnings({"unchecked", "rawtypes"}) // what javac refuses may still come unchecked
  void a_zone_is_known_from_the_keys_of_the_feature() {
    Feature<String> placeZone =
        PLACES.feature("place_zone").aggregate(Place::name, latest(), lifetime());
    Feature<String> everybodys =
        TRIPS.feature("our_zone").global().aggregate(Trip::activity, latest(), lifetime());
    assertThat(
            problems(
                TRIPS.feature("abroad").inZone(placeZone).aggregate(countRows(), Window.today()),
                TRIPS
                    .feature("all_of_today")
                    .global()
                    .inZone(LAST_PLACE)
                    .aggregate(countRows(), Window.today()),
                TRIPS
                    .feature("numbered")
                    .global()
                    .inZone(everybodys.named("zone").orElse(LAST_PLACE))
                    .aggregate(countRows(), Window.thisWeek()),
                TRIPS
                    .feature("typed")
                    .by(USER)
                    .inZone((Feature) SAFETY.of(DESTINATION, LAST_PLACE))
                    .aggregate(streak(DAY), lifetime())))
        .containsExactly(
            "feature abroad: inZone: place_zone, which is about destination (expected: a zone of"
                + " everybody or about user, whose feature it is; PLACE_ZONE.of(KEY) reads it"
                + " through a feature that holds a key)",
            "feature all_of_today: inZone: last_place, which is about user (expected: a zone of"
                + " everybody, as the feature is)",
            "feature numbered: inZone: zone, which is about user (expected: a zone of everybody, as"
                + " the feature is)",
            "feature typed: inZone: safety_of_last_place, long (expected: a string that names a"
                + " zone, such as Europe/Paris)");
    Feature<String> theirs = placeZone.of(DESTINATION, LAST_PLACE);
    assertThat(
            check(
                    TRIPS.feature("mine").inZone(theirs).aggregate(countRows(), Window.today()),
                    TRIPS.feature("ours").inZone(everybodys).aggregate(streak(DAY), lifetime()),
                    VISITS
                        .feature("both")
                        .by(USER, DESTINATION)
                        .inZone(placeZone)
                        .aggregate(countRows(), Window.thisMonth()))
                .features())
        .extracting(Feature::name)
        .contains("mine", "ours", "both");
  }

  @Test
  @SuppressWarnings({"unchecked", "rawtypes"}) // what javac refuses may still come unchecked
  void what_stands_for_an_empty_window_has_the_type_of_the_others() {
    Series days = Window.last(Duration.ofDays(1)).series(7);
    Aggregation<Object, Object> mean = (Aggregation) mean();
    assertThat(
            problems(
                TRIPS
                    .feature("daily")
                    .aggregate((Accessor) (Accessor<Trip, Integer>) Trip::rating, mean, days, 0)))
        .containsExactly(
            "feature daily: value of an empty window: 0, integer (expected: a double, the type of"
                + " the others)");
    assertThatThrownBy(() -> TRIPS.feature("daily").aggregate(Trip::rating, mean(), days))
        .hasMessage(
            "feature daily: series of mean, which has no value where there are no facts"
                + " (expected: the value that stands for an empty window as the last argument,"
                + " such as 0.0)");
  }

  @Test
  @SuppressWarnings({"unchecked", "rawtypes"}) // what javac refuses may still come unchecked
  void an_aggregation_is_named_as_it_is_written() {
    Accessor<Trip, Number> text = (Accessor) (Accessor<Trip, String>) Trip::activity;
    Accessor<Trip, List<Number>> list = (Accessor) text;
    assertRefused(
        () -> TRIPS.feature("x").aggregate(text, stddevPopulation(), lifetime()),
        "feature x: stddevPopulation of: string (expected: a number)");
    assertRefused(
        () -> TRIPS.feature("x").aggregate(list, elementMean(), lifetime()),
        "feature x: elementMean of: string (expected: a list of numbers)");
    assertRefused(
        () ->
            TRIPS
                .feature("x")
                .aggregate(Trip::rating, approxPercentiles(0.5), Window.today().series(7)),
        "feature x: series of approxPercentiles(0.5), which has no value where there are no facts"
            + " (expected: the value that stands for an empty window as the last argument, such as"
            + " 0.0)");
  }

  @Test
  void windows_are_refused_where_they_are_defined() {
    assertRefused(
        () -> TRIPS.feature("x").aggregate(countRows(), Duration.ZERO),
        "feature x: window length: 0 s (expected: more than zero, in whole microseconds)");
    assertRefused(
        () -> TRIPS.feature("x").per(Trip::activity).aggregate(count(), Duration.ofDays(-1)),
        "feature x: window length: -1 d (expected: more than zero, in whole microseconds)");
    assertRefused(
        () -> TRIPS.feature("x").aggregate(countRows(), Window.today()),
        "feature x: zone: none for window this day (expected:"
            + " .inZone(ZoneId.of(\"Europe/Paris\")) or .inZone(FEATURE) before aggregate)");
    assertRefused(
        () -> TRIPS.feature("x").aggregate(streak(DAY), lifetime()),
        "feature x: zone: none for a streak (expected: .inZone(ZoneId.of(\"Europe/Paris\")) or"
            + " .inZone(FEATURE) before aggregate)");
    assertRefused(
        () -> TRIPS.feature("x").per(Trip::activity).newest(0),
        "feature x: per keys: 0 (expected: 1 or more)");
    assertRefused(
        () -> session(Duration.ZERO),
        "window gap: 0 s (expected: more than zero, in whole microseconds)");
    assertRefused(
        () -> Window.last(Duration.ofDays(1)).every(Duration.ZERO),
        "window hop: 0 s (expected: more than zero, in whole microseconds)");
    assertRefused(
        () -> lifetime().offsetBy(Duration.ofDays(-1)),
        "window offset: -1 d (expected: zero or more, in whole microseconds)");
    assertRefused(() -> lastFacts(0), "window of: 0 facts (expected: 1 or more)");
    assertRefused(() -> lifetime().skipping(-1), "window skipping: -1 facts (expected: 0 or more)");
    assertRefused(() -> Window.today().previous(-1), "previous: -1 (expected: 0 to 1,000,000)");
    assertRefused(
        () -> Window.thisYear().previous(2_000_000_000), // a date before all there are
        "previous: 2000000000 (expected: 0 to 1,000,000)");
    assertRefused(
        () -> lifetime().previous(1),
        "previous(1) of lifetime (expected: a calendar window such as today())");
    assertRefused(() -> Window.today().series(0), "series n: 0 (expected: 1 to 1000)");
    assertRefused(() -> Window.today().series(1_001), "series n: 1001 (expected: 1 to 1000)");
    assertThat(Window.today().series(1_000).n()).isEqualTo(1_000);
    assertRefused(
        () -> session(Duration.ofMinutes(30)).series(7),
        "series of: session with gaps under 30 min (expected: a window with a length and no hop, or"
            + " a calendar window; no bound on the number of facts)");
  }

  @Test
  @SuppressWarnings({"unchecked", "rawtypes"}) // what javac refuses may still come unchecked
  void aggregations_are_refused_where_they_are_defined() {
    assertRefused(() -> lag(-1), "lag: -1 (expected: 0 or more)");
    assertRefused(() -> histogram(0), "histogram n: 0 (expected: 1 or more)");
    assertRefused(
        () -> decayedCount(Duration.ZERO),
        "decayedCount half-life: 0 s (expected: more than zero, in whole microseconds)");
    assertRefused(
        () -> decayedSum(Duration.ofDays(-1)),
        "decayedSum half-life: -1 d (expected: more than zero, in whole microseconds)");
    assertRefused(
        () -> approxCountDistinct(3), "approxCountDistinct precision: 3 (expected: 4 to 21)");
    assertRefused(
        () -> approxPercentiles(0.5, 1.5),
        "approxPercentiles of: [0.5, 1.5] (expected: one or more from 0 to 1)");
    assertRefused(
        () ->
            TRIPS
                .feature("x")
                .aggregate(
                    (Accessor) (Accessor<Trip, String>) Trip::activity,
                    (Aggregation) elementMean(),
                    lifetime()),
        "feature x: elementMean of: string (expected: a list of numbers)");
    assertRefused(
        () ->
            PLACES
                .feature("x")
                .aggregate(
                    (Accessor) (Accessor<Place, List<String>>) Place::activities,
                    (Aggregation) histogram(),
                    lifetime()),
        "feature x: histogram of: list<string> (expected: a value with a natural order)");
    assertRefused(
        () ->
            TRIPS
                .feature("x")
                .aggregate(
                    (Accessor) (Accessor<Trip, String>) Trip::activity,
                    (Aggregation) skew(),
                    lifetime()),
        "feature x: skew of: string (expected: a number)");
  }

  private static void assertRefused(ThrowingCallable definition, String message) {
    assertThatThrownBy(definition).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }
}
