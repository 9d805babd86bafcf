package dev.rapport.engine.catalog;

import static dev.rapport.api.aggregation.Aggregations.latest;
import static dev.rapport.api.aggregation.Aggregations.mostFrequent;
import static dev.rapport.api.aggregation.Window.lifetime;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rapport.api.catalog.Catalog;
import dev.rapport.api.entity.Definition;
import dev.rapport.api.entity.Entity;
import dev.rapport.api.error.CatalogException;
import dev.rapport.api.feature.Feature;
import dev.rapport.api.feature.Service;
import dev.rapport.api.feature.Source;
import dev.rapport.api.knowledge.Knowledge;
import dev.rapport.api.schema.GeoPoint;
import dev.rapport.spi.service.ServiceBindings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Definitions of a travel site, whose problems are looked for. */
abstract class CheckedTravels {
  static final String TRIP_COLUMNS =
      "user_id TEXT, destination TEXT, ended_at INSTANT, rating INTEGER, activity TEXT";
  static final String PLACE_COLUMNS =
      "name TEXT, description TEXT, location STRUCT, activities LIST, safety INTEGER";

  record Trip(String userId, String destination, Instant endedAt, int rating, String activity) {}

  record Place(
      String name, String description, GeoPoint location, List<String> activities, long safety) {}

  record Watched(
      String userId, String topic, Instant watchedAt, boolean gone, List<String> labels) {}

  static final Entity<String> USER = Entity.of("user", String.class);
  static final Entity<String> DESTINATION = Entity.of("destination", String.class);
  static final Entity<Long> FLIGHT = Entity.of("flight", Long.class);

  static final Source<Trip> UNTIMED_TRIPS = Source.table(Trip.class, "trips");
  static final Source<Trip> TRIPS = UNTIMED_TRIPS.at(Trip::endedAt).about(USER, Trip::userId);
  static final Source<Trip> VISITS = TRIPS.about(DESTINATION, Trip::destination);
  static final Source<Place> PLACES =
      Source.table(Place.class, "places").timeless().about(DESTINATION, Place::name);
  static final Source<Watched> VIDEOS =
      Source.stream(Watched.class, "videos").at(Watched::watchedAt).about(USER, Watched::userId);
  static final Feature<List<String>> FAVOURITES =
      TRIPS
          .feature("favourite_activities")
          .where(trip -> trip.rating() >= 4)
          .aggregate(Trip::activity, mostFrequent(5), Duration.ofDays(365));
  static final Feature<Long> SAFETY =
      PLACES.feature("safety").aggregate(Place::safety, latest(), lifetime());
  static final Feature<String> LAST_PLACE =
      TRIPS.feature("last_place").aggregate(Trip::destination, latest(), lifetime());
  static final Knowledge<String> DESTINATIONS =
      Knowledge.of("destinations", DESTINATION, PLACES).text(Place::name, Place::activities);
  static final Service<String, Double> WEATHER = Service.of("weather", String.class, Double.class);

  final DescribedTables tables =
      new DescribedTables().with("trips", TRIP_COLUMNS).with("places", PLACE_COLUMNS);

  final CheckedCatalog check(Definition... roots) {
    return CheckedCatalog.check(Catalog.of(roots), tables, ServiceBindings.NONE);
  }

  final List<String> problems(Definition... roots) {
    return catchThrowableOfType(CatalogException.class, () -> check(roots)).problems();
  }
}
