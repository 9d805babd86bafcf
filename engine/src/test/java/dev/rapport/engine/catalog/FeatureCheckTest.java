package dev.rapport.engine.catalog;

import static dev.rapport.api.aggregation.Aggregations.count;
import static dev.rapport.api.aggregation.Aggregations.countRows;
import static dev.rapport.api.aggregation.Aggregations.maxBy;
import static dev.rapport.api.aggregation.Aggregations.mean;
import static dev.rapport.api.aggregation.Window.lifetime;
import static dev.rapport.api.schema.Condition.equalTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rapport.api.aggregation.Aggregation;
import dev.rapport.api.aggregation.ExtremeBy;
import dev.rapport.api.catalog.Catalog;
import dev.rapport.api.entity.Entity;
import dev.rapport.api.feature.Feature;
import dev.rapport.api.feature.Input;
import dev.rapport.api.feature.Source;
import dev.rapport.api.schema.Accessor;
import dev.rapport.api.schema.Type;
import dev.rapport.spi.service.ServiceBindings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every problem that the check finds in a feature or a service, with its text. */
final class FeatureCheckTest extends CheckedTravels {
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
            "feature recent: window: 1 h over place, which is timeless (expected: lifetime(); or"
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
  void an_aggregation_of_the_wrong_type_is_refused_where_it_is_defined() {
    Aggregation<Number, Double> mean = mean();
    assertThatThrownBy(() -> mean.resultType(Type.STRING))
        .hasMessage("mean of: string (expected: a number)");
  }
}
