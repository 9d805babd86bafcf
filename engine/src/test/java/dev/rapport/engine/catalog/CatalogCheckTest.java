package dev.rapport.engine.catalog;

import static dev.rapport.api.aggregation.Aggregations.count;
import static dev.rapport.api.aggregation.Aggregations.countRows;
import static dev.rapport.api.aggregation.Aggregations.latest;
import static dev.rapport.api.aggregation.Aggregations.maxBy;
import static dev.rapport.api.aggregation.Aggregations.mean;
import static dev.rapport.api.aggregation.Aggregations.mostFrequent;
import static dev.rapport.api.aggregation.Window.lifetime;
import static dev.rapport.api.schema.Condition.atLeast;
import static dev.rapport.api.schema.Condition.equalTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rapport.api.aggregation.Aggregation;
import dev.rapport.api.aggregation.ExtremeBy;
import dev.rapport.api.aggregation.Window;
import dev.rapport.api.catalog.Catalog;
import dev.rapport.api.entity.Definition;
import dev.rapport.api.entity.Entity;
import dev.rapport.api.entity.Metadata;
import dev.rapport.api.error.CatalogException;
import dev.rapport.api.error.RapportException;
import dev.rapport.api.feature.Feature;
import dev.rapport.api.feature.FeatureSet;
import dev.rapport.api.feature.Input;
import dev.rapport.api.feature.Request;
import dev.rapport.api.feature.Service;
import dev.rapport.api.feature.Source;
import dev.rapport.api.knowledge.Candidates;
import dev.rapport.api.knowledge.Knowledge;
import dev.rapport.api.prompt.Prompt;
import dev.rapport.api.schema.Accessor;
import dev.rapport.api.schema.GeoPoint;
import dev.rapport.api.schema.Type;
import dev.rapport.spi.service.ServiceBindings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every problem that the check finds, with its text. */
final class CatalogCheckTest {
  private static final String TRIP_COLUMNS =
      "user_id TEXT, destination TEXT, ended_at INSTANT, rating INTEGER, activity TEXT";
  private static final String PLACE_COLUMNS =
      "name TEXT, description TEXT, location STRUCT, activities LIST, safety INTEGER";

  record Trip(String userId, String destination, Instant endedAt, int rating, String activity) {}

  record Place(
      String name, String description, GeoPoint location, List<String> activities, long safety) {}

  record Watched(
      String userId, String topic, Instant watchedAt, boolean gone, List<String> labels) {}

  private static final Entity<String> USER = Entity.of("user", String.class);
  private static final Entity<String> DESTINATION = Entity.of("destination", String.class);
  private static final Entity<Long> FLIGHT = Entity.of("flight", Long.class);

  private static final Source<Trip> UNTIMED_TRIPS = Source.table(Trip.class, "trips");
  private static final Source<Trip> TRIPS =
      UNTIMED_TRIPS.at(Trip::endedAt).about(USER, Trip::userId);
  private static final Source<Trip> VISITS = TRIPS.about(DESTINATION, Trip::destination);
  private static final Source<Place> PLACES =
      Source.table(Place.class, "places").timeless().about(DESTINATION, Place::name);
  private static final Source<Watched> VIDEOS =
      Source.stream(Watched.class, "videos").at(Watched::watchedAt).about(USER, Watched::userId);
  private static final Feature<List<String>> FAVOURITES =
      TRIPS
          .feature("favourite_activities")
          .where(trip -> trip.rating() >= 4)
          .aggregate(Trip::activity, mostFrequent(5), Duration.ofDays(365));
  private static final Feature<Long> SAFETY =
      PLACES.feature("safety").aggregate(Place::safety, latest(), lifetime());
  private static final Feature<String> LAST_PLACE =
      TRIPS.feature("last_place").aggregate(Trip::destination, latest(), lifetime());
  private static final Knowledge<String> DESTINATIONS =
      Knowledge.of("destinations", DESTINATION, PLACES).text(Place::name, Place::activities);
  private static final Service<String, Double> WEATHER =
      Service.of("weather", String.class, Double.class);

  private final DescribedTables tables =
      new DescribedTables().with("trips", TRIP_COLUMNS).with("places", PLACE_COLUMNS);

  private CheckedCatalog check(Definition... roots) {
    return CheckedCatalog.check(Catalog.of(roots), tables, ServiceBindings.NONE);
  }

  private List<String> problems(Definition... roots) {
    return catchThrowableOfType(CatalogException.class, () -> check(roots)).problems();
  }

  @Test
  void a_catalog_holds_what_its_roots_reach_inputs_before_users() {
    Feature<Long> there = SAFETY.of(DESTINATION, LAST_PLACE).withDefault(3L);
    Feature<Double> risk =
        Feature.computed("risk", Type.DOUBLE, there, Input.moment(), (s, now) -> 1.0 / s);
    Prompt prompt =
        Prompt.named("advice")
            .fact("Risk", risk.orElse(Feature.computed("even", Type.DOUBLE, SAFETY, s -> 1d)))
            .offer(Candidates.from(DESTINATIONS).rankBy(SAFETY.weight(2)).like(FAVOURITES));

    CheckedCatalog catalog = check(prompt, FeatureSet.named("all_of_it", FAVOURITES, there));

    assertThat(catalog.features())
        .extracting(Feature::name)
        .containsExactly(
            "safety", "last_place", "safety_of_last_place", "even", "risk", "favourite_activities");
    assertThat(catalog.sources()).extracting(Source::name).containsExactly("place", "trip");
    assertThat(catalog.entities()).containsExactly(DESTINATION, USER);
    assertThat(catalog.knowledges()).containsExactly(DESTINATIONS);
    assertThat(catalog.prompt("advice")).isEqualTo(prompt);
    assertThat(catalog.featuresOf(List.of("risk", "all_of_it", "safety")))
        .extracting(Feature::name)
        .containsExactly("risk", "favourite_activities", "safety_of_last_place", "safety");
  }

  @Test
  void a_wrong_name_is_answered_with_the_nearest() {
    CheckedCatalog catalog = check(FAVOURITES, PLACES, Prompt.named("advice").instruct("Hello"));

    assertThatThrownBy(() -> catalog.feature("favourite_activites"))
        .isInstanceOfSatisfying(
            RapportException.class, e -> assertThat(e.kind()).isEqualTo(RapportException.Kind.USER))
        .hasMessage(
            "feature favourite_activites: unknown (expected: favourite_activities; see 'rapport"
                + " features')");
    assertThatThrownBy(() -> catalog.source("xyz"))
        .hasMessage("source xyz: unknown (expected: one of place, trip)");
    assertThatThrownBy(() -> catalog.knowledge("destinations"))
        .hasMessage("knowledge destinations: unknown (expected: none, as the catalog has none)");
    assertThatThrownBy(() -> catalog.prompt("Advise"))
        .hasMessage("prompt Advise: unknown (expected: advice)");
  }

  @Test
  void the_same_definition_may_be_written_twice() {
    CheckedCatalog catalog =
        check(
            SAFETY.of(DESTINATION, LAST_PLACE),
            SAFETY.of(DESTINATION, LAST_PLACE),
            FeatureSet.named("mine", atLeastRated(4), FAVOURITES),
            FeatureSet.named("mine", atLeastRated(4), FAVOURITES));

    assertThat(catalog.features())
        .extracting(Feature::name)
        .containsExactly(
            "safety", "last_place", "safety_of_last_place", "rated", "favourite_activities");
  }

  @Test
  void two_definitions_of_one_name_are_refused_with_what_differs() {
    assertThat(problems(FAVOURITES, FAVOURITES.withDefault(List.of("chess"))))
        .containsExactly(
            "feature favourite_activities: defined twice, with different default (expected: one"
                + " definition of a name; give one of them another name with .named(\"...\"))");
    assertThat(problems(atLeastRated(4), atLeastRated(3)))
        .containsExactly(
            "feature rated: defined twice, with different where (expected: one definition of a"
                + " name; give one of them another name with .named(\"...\"))");
    assertThat(problems(TRIPS, VISITS, Entity.of("user", Long.class)))
        .containsExactly(
            "entity user: defined twice, with different key (expected: one definition of a name;"
                + " give one of them another name in Entity.of)",
            "source trip: defined twice, with different about (expected: one definition of a"
                + " name; give one of them another name with .named(\"...\"))");
    assertThat(problems(Prompt.named("p").instruct("a"), Prompt.named("p").instruct("b")))
        .containsExactly(
            "prompt p: defined twice, with different part 1 (expected: one definition of a name;"
                + " give one of them another name with .as(\"...\"))");
    assertThat(problems(SAFETY, SAFETY.ownedBy("ann")))
        .singleElement()
        .asString()
        .startsWith("feature safety: defined twice, with different owner");
  }

  private static Feature<Long> atLeastRated(int least) {
    return TRIPS
        .feature("rated")
        .where(trip -> trip.rating() >= least)
        .aggregate(countRows(), Duration.ofDays(30));
  }

  @Test
  void a_definition_of_another_class_is_refused() {
    record Mine(String name, Metadata metadata) implements Definition {}

    assertThat(problems(new Mine("mine", Metadata.NONE)))
        .containsExactly(
            "catalog: "
                + Mine.class.getName()
                + " (expected: a prompt, feature, feature set, source, knowledge or another"
                + " definition of Rapport)");
  }

  @Test
  void names_that_meet_in_one_file_differ() {
    assertThat(
            problems(
                Request.of("user", String.class),
                Request.of("at", Instant.class),
                FeatureSet.named("safety", SAFETY),
                USER))
        .containsExactly(
            "feature set safety: also the name of a feature (expected: another name; a set may"
                + " stand where a feature does)",
            "request input at: reserved (expected: another name; the column at of a file of"
                + " questions is the moment)",
            "request input user: also the name of an entity (expected: another name; questions in"
                + " a file have a column for each)");
  }

  @Test
  void a_source_says_when_its_facts_were_true_and_known() {
    assertThat(problems(UNTIMED_TRIPS))
        .containsExactly(
            "source trip: event time: undeclared (expected: .at(Trip::component), or .timeless()"
                + " for facts without a time)");
    assertThat(problems(PLACES.knownAfter(Duration.ofHours(6)).dropLaterThan(Duration.ofDays(1))))
        .containsExactly(
            "source place: dropLaterThan: on facts without a time (expected:"
                + " .at(Place::component) instead of .timeless())",
            "source place: knownAfter: on facts without a time (expected:"
                + " .knownAt(Place::component), or .at(...) instead of .timeless())");
    tables.with("past", "user_id TEXT, topic TEXT, watched_at INSTANT, gone BOOLEAN, labels LIST");
    assertThat(problems(VIDEOS.history("past")))
        .containsExactly(
            "source videos: known time of its history: undeclared (expected:"
                + " .knownAt(Watched::component) or .knownAfter(duration); otherwise everything"
                + " was learned today and the past is empty)");
    assertThat(check(VIDEOS.history("past").knownAfter(Duration.ZERO)).sources()).hasSize(1);
  }

  @Test
  void what_a_source_retains_is_enough_for_its_features() {
    assertThat(problems(PLACES.retain(Duration.ofDays(1))))
        .containsExactly(
            "source place: retain: on facts without a time (expected: .at(Place::component) instead"
                + " of .timeless())");
    assertThat(problems(VIDEOS.knownAfter(Duration.ofHours(6)).retain(Duration.ofHours(6))))
        .containsExactly(
            "source videos: retain: PT6H, no longer than knownAfter PT6H (expected: more, or no"
                + " fact is ever seen)");
    Source<Watched> retained = VIDEOS.retain(Duration.ofDays(7));
    assertThat(
            problems(
                retained.feature("exactly").aggregate(countRows(), Window.last(Duration.ofDays(7))),
                retained.feature("ever").aggregate(countRows(), Window.lifetime()),
                retained.feature("longer").aggregate(countRows(), Window.last(Duration.ofDays(8))),
                retained
                    .feature("before")
                    .aggregate(
                        countRows(), Window.last(Duration.ofDays(6)).offsetBy(Duration.ofDays(2)))))
        .containsExactly(
            "feature before: window: PT144H offset by PT48H over videos (expected: at most PT168H,"
                + " which its source retains; or .retain(...) for longer)",
            "feature longer: window: PT192H over videos (expected: at most PT168H, which its source"
                + " retains; or .retain(...) for longer)");
    for (Duration none : List.of(Duration.ZERO, Duration.ofDays(-1), Duration.ofNanos(1))) {
      assertThatThrownBy(() -> VIDEOS.retain(none))
          .hasMessage(
              "source videos: retain "
                  + none
                  + " (expected: more than zero, in whole microseconds)");
    }
  }

  @Test
  @SuppressWarnings({"unchecked", "rawtypes"}) // what javac refuses may still come unchecked
  void a_source_says_whose_its_facts_are() {
    Accessor<Trip, String> wrong = Trip::userId;
    assertThat(
            problems(
                TRIPS.about(USER, Trip::destination),
                VIDEOS.about(FLIGHT, (Accessor) (Accessor<Watched, String>) Watched::topic)))
        .containsExactly(
            "source trip: about user: declared twice (expected: one key for an entity; another"
                + " role is another entity, with a name of its own)",
            "source videos: about flight: topic, string (expected: a component of the entity's"
                + " key type, long)");
    assertThat(wrong).isNotNull();
  }

  @Test
  @SuppressWarnings({"unchecked", "rawtypes"}) // what javac refuses may still come unchecked
  void order_and_deletion_have_what_they_need() {
    assertThat(
            problems(
                VIDEOS
                    .deletedWhen(Watched::gone)
                    .orderedBy((Accessor) (Accessor<Watched, List<String>>) Watched::labels)))
        .containsExactly(
            "source videos: deletedWhen: without an id (expected: .id(Watched::component), which"
                + " says what is deleted)",
            "source videos: orderedBy: labels, list<string> (expected: a component with a natural"
                + " order)");
  }

  record Twice(String userId, String user_id, Instant at) {}

  @Test
  void components_that_one_column_would_match_are_refused() {
    assertThat(problems(Source.stream(Twice.class, "twice").at(Twice::at)))
        .containsExactly(
            "source twice: components: userId, user_id (expected: names that differ in more than"
                + " case and underscores, which do not count in a column's name)");
  }

  @Test
  void every_component_has_a_column() {
    tables.with(
        "trips",
        "userId TEXT, USER_ID TEXT, destination INTEGER, end_at TEXT, rating FLOATING, extra MAP");
    assertThat(problems(TRIPS.at(Trip::endedAt)))
        .containsExactly(
            "source trip: column activity: missing (expected: a column for the component activity,"
                + " string; there are userId, USER_ID, destination, end_at, rating, extra)",
            "source trip: column destination: integer (expected: varchar or uuid for the component"
                + " destination, string; convert it in the query with cast, or change the"
                + " component's type)",
            "source trip: column ended_at: missing (expected: a column for the component endedAt,"
                + " instant; nearest: end_at)",
            "source trip: column of userId: userId, USER_ID (expected: one column; leave the"
                + " others out of the query)",
            "source trip: column rating: floating (expected: bigint for the component rating,"
                + " integer; convert it in the query with cast, or change the component's type)");
  }

  record Lasting(Duration length, Instant at) {}

  @Test
  void a_component_that_no_column_holds_is_refused() {
    tables.with("lasting", "length TEXT, at INSTANT");
    assertThat(problems(Source.table(Lasting.class, "lasting").at(Lasting::at)))
        .containsExactly(
            "source lasting: column length: text (expected: a component of another type: no column"
                + " holds a duration for the component length, duration; convert it in the query"
                + " with cast, or change the component's type)");
  }

  @Test
  void a_table_that_cannot_be_described_hides_no_other_problem() {
    Source<Trip> missing =
        Source.table(Trip.class, "nowhere.parquet").at(Trip::endedAt).named("lost");
    Source<Trip> unreachable =
        Source.table(Trip.class, "unreachable").at(Trip::endedAt).named("far");

    assertThat(problems(missing, unreachable, UNTIMED_TRIPS))
        .containsExactly(
            "source far: storage: cannot be reached",
            "source lost: file nowhere.parquet: missing (expected: a file)",
            "source trip: event time: undeclared (expected: .at(Trip::component), or .timeless()"
                + " for facts without a time)");
    assertThatThrownBy(() -> check(unreachable))
        .isInstanceOfSatisfying(
            RapportException.class,
            e -> assertThat(e.kind()).isEqualTo(RapportException.Kind.DEPENDENCY))
        .hasMessage("source far: storage: cannot be reached");
  }

  @Test
  void a_windowed_feature_says_whose_it_is() {
    assertThat(
            problems(
                VISITS.feature("visits").aggregate(countRows(), lifetime()),
                VISITS.feature("twice").by(USER, USER).aggregate(countRows(), lifetime()),
                VISITS.feature("flights").by(FLIGHT).aggregate(countRows(), lifetime())))
        .containsExactly(
            "feature flights: by: flight (expected: an entity that source trip is about: user,"
                + " destination; or .about(FLIGHT, ...) on the source)",
            "feature twice: by: user twice (expected: each entity once)",
            "feature visits: by: undeclared, and source trip is about user, destination (expected:"
                + " .by(USER, DESTINATION), one of them, or .global() for a feature of everybody)");
    Source<Trip> nobodys = UNTIMED_TRIPS.at(Trip::endedAt);
    assertThat(
            problems(
                nobodys.feature("trips").aggregate(countRows(), lifetime()),
                nobodys.feature("mine").by(USER).aggregate(countRows(), lifetime())))
        .containsExactly(
            "feature mine: by: user (expected: .about(USER, ...) on source trip)",
            "feature trips: by: undeclared, and source trip is about no entity (expected:"
                + " .about(ENTITY, Trip::component) on the source, or .global() for a feature of"
                + " everybody)");
    assertThat(check(nobodys.feature("all").global().aggregate(count(), lifetime())).features())
        .hasSize(1);
  }

  @Test
  @SuppressWarnings({"unchecked", "rawtypes"}) // what javac refuses may still come unchecked
  void a_windowed_feature_compares_what_has_an_order() {
    ExtremeBy<Place> wrong = maxBy((Accessor) (Accessor<Place, List<String>>) Place::activities);
    assertThat(problems(PLACES.feature("best").aggregate(Place::name, wrong, lifetime())))
        .containsExactly(
            "feature best: extreme by: activities, list<string> (expected: a component with a"
                + " natural order)");
    assertThat(
            problems(
                PLACES.feature("each").per(Place::location).aggregate(countRows(), lifetime())))
        .containsExactly(
            "feature each: type: map<GeoPoint, long>, a map with keys of type GeoPoint (expected:"
                + " keys that are scalars or enums)");
  }

  @Test
  void a_filter_that_never_holds_is_refused() {
    assertThat(
            problems(
                PLACES
                    .feature("safe")
                    .where(Place::safety, equalTo(4))
                    .aggregate(countRows(), lifetime())))
        .containsExactly(
            "feature safe: where safety = 4, integer (expected: a long, the type of the column; it"
                + " would never hold)");
  }

  @Test
  void facts_without_a_time_have_no_window() {
    assertThat(problems(PLACES.feature("recent").aggregate(countRows(), Duration.ofHours(1))))
        .containsExactly(
            "feature recent: window: PT1H over place, which is timeless (expected: lifetime(); or"
                + " declare the event time of place with .at(...))");
  }

  @Test
  @SuppressWarnings({"unchecked", "rawtypes"}) // what javac refuses may still come unchecked
  void defaults_and_fallbacks_have_the_type_of_the_feature() {
    Feature<Object> safety = (Feature) SAFETY;
    Feature<List<Object>> favourites = (Feature) FAVOURITES;
    assertThat(
            problems(
                safety.withDefault("high").orElse(LAST_PLACE),
                favourites.withDefault(List.of(1, 2))))
        .containsExactly(
            "feature favourite_activities: default: [1, 2], list (expected: a list<string>)",
            "feature safety: default: \"high\", string (expected: a long)",
            "feature safety: orElse: last_place, string (expected: a feature of its own type,"
                + " long)");
  }

  @Test
  @SuppressWarnings({"unchecked", "rawtypes"}) // what javac refuses may still come unchecked
  void a_feature_is_read_through_a_key_of_its_entity() {
    assertThat(
            problems(
                SAFETY.of((Entity) FLIGHT, (Feature) LAST_PLACE),
                SAFETY.of((Entity) DESTINATION, (Feature) SAFETY).named("nonsense")))
        .containsExactly(
            "feature nonsense: of: safety, long (expected: the key of destination, string)",
            "feature safety_of_last_place: of: flight (expected: an entity of safety:"
                + " destination)",
            "feature safety_of_last_place: of: last_place, string (expected: the key of flight,"
                + " long)");
  }

  @Test
  @SuppressWarnings({"unchecked", "rawtypes"}) // what javac refuses may still come unchecked
  void a_service_is_bound_and_asked_what_it_answers() {
    Feature<Double> ok = WEATHER.feature("weather_there", LAST_PLACE);
    assertThat(
            problems(
                ok,
                WEATHER.feature("weather_where", (Input) SAFETY).backfillFrom((Feature) SAFETY)))
        .containsExactly(
            "feature weather_where: backfillFrom: safety, long (expected: a feature of its own"
                + " type, double)",
            "feature weather_where: request: safety, long (expected: what service weather is"
                + " asked, string)",
            "service weather: unbound (expected: a client; bind it where Rapport is opened, or let"
                + " the catalog's class implement ServiceBindings.Provider)");
    ServiceBindings bound = ServiceBindings.NONE.with(WEATHER, (requests, timeout) -> Map.of());
    assertThat(CheckedCatalog.check(Catalog.of(ok), tables, bound).services())
        .containsExactly(WEATHER);
  }

  @Test
  void a_knowledge_is_about_its_entity_and_searched_by_texts() {
    assertThat(
            problems(
                Knowledge.of("flights", FLIGHT, PLACES).text(Place::safety),
                Knowledge.of("guessed", DESTINATION, PLACES).text(place -> place.name() + "!"),
                new Knowledge<>("empty", DESTINATION, PLACES, List.of(), Metadata.NONE),
                new Knowledge<>(
                    "other",
                    DESTINATION,
                    PLACES,
                    List.of((Accessor<Trip, String>) Trip::activity),
                    Metadata.NONE)))
        .containsExactly(
            "knowledge empty: text: none (expected: a component to search by, with .text(...))",
            "knowledge flights: entity: flight (expected: an entity that source place is about)",
            "knowledge flights: text: safety, long (expected: a string, or a list or set of"
                + " strings)",
            "knowledge guessed: text: accessor: a lambda in "
                + CatalogCheckTest.class.getName()
                + " (expected: a record component such as Trip::endedAt)",
            "knowledge other: text: activity of Trip (expected: a component of Place)");
  }

  @Test
  @SuppressWarnings({"unchecked", "rawtypes"}) // what javac refuses may still come unchecked
  void a_prompt_ranks_by_numbers_about_its_candidates() {
    Feature<String> described =
        PLACES.feature("described").aggregate(Place::description, latest(), lifetime());
    assertThat(
            problems(
                Prompt.named("empty"),
                Prompt.named("advice")
                    .offer(
                        Candidates.from(DESTINATIONS)
                            .require(LAST_PLACE, equalTo("Rome"))
                            .require(
                                (Feature) SAFETY, (dev.rapport.api.schema.Condition) atLeast(4))
                            .rankBy(
                                described.weight(1),
                                Feature.computed("one", Type.DOUBLE, Input.words(), w -> 1d)
                                    .weight(1)))))
        .containsExactly(
            "prompt advice: offer destinations: rankBy: described, string (expected: a number;"
                + " make one of it with Feature.computed)",
            "prompt advice: offer destinations: rankBy: one, which is about nobody (expected: a"
                + " feature about destination, or it is the same for every candidate)",
            "prompt advice: offer destinations: require: last_place, which is about user"
                + " (expected: a feature about destination, or it is the same for every"
                + " candidate)",
            "prompt advice: offer destinations: require: safety >= 4, integer (expected: a long,"
                + " the type of the feature; it would never hold)",
            "prompt empty: parts: none (expected: at least one: .instruct(...), .fact(...) or"
                + " .offer(...))");
  }

  @Test
  void an_aggregation_of_the_wrong_type_is_refused_where_it_is_defined() {
    Aggregation<Number, Double> mean = mean();
    assertThatThrownBy(() -> mean.resultType(Type.STRING))
        .hasMessage("mean of: string (expected: a number)");
  }
}
