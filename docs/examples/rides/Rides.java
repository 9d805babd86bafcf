// docs:begin head
import static dev.rapport.api.aggregation.Aggregations.*;
import static dev.rapport.api.aggregation.Window.lifetime;
import static dev.rapport.api.schema.Type.DOUBLE;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;

import module dev.rapport.api;
import module java.base;

/** What a city's bicycle hire knows of its riders and stations, from two files. */
public final class Rides implements CatalogProvider {
  static final Entity<String> RIDER = Entity.of("rider", String.class);
  static final Entity<Integer> STATION = Entity.of("station", Integer.class);
  // docs:end head

  record Ride(
      String rideId,
      String rider,
      int fromStation,
      int toStation,
      String bike,
      Instant startedAt,
      Instant receivedAt,
      long legOfDay,
      int minutes,
      double price) {}

  static final Source<Ride> RIDES =
      Source.table(Ride.class, "select * from read_csv('rides.csv')")
          .at(Ride::startedAt)
          .knownAt(Ride::receivedAt)
          .id(Ride::rideId)
          .orderedBy(Ride::legOfDay)
          .about(RIDER, Ride::rider)
          .about(STATION, Ride::fromStation);

  record Station(int station, String name, double lat, double lon) {
    GeoPoint place() {
      return new GeoPoint(lat, lon);
    }
  }

  static final Source<Station> STATIONS =
      Source.table(Station.class, "select * from read_csv('stations.csv')")
          .timeless()
          .about(STATION, Station::station);

  // A count and a sum of a rider's facts; a default where there is nothing.

  static final Feature<Long> RIDES_IN_WEEK =
      RIDES.feature("rides_in_week").by(RIDER).aggregate(countRows(), ofDays(7));

  static final Feature<Double> SPENT_IN_WEEK =
      RIDES
          .feature("spent_in_week")
          .by(RIDER)
          .aggregate(Ride::price, sum(), ofDays(7))
          .withDefault(0.0);

  // The newest value; the most frequent ones; one aggregate for each value of another column.

  static final Feature<Integer> LAST_STATION =
      RIDES.feature("last_station").by(RIDER).aggregate(Ride::toStation, latest(), lifetime());

  static final Feature<List<Integer>> USUAL_STATIONS =
      RIDES
          .feature("usual_stations")
          .by(RIDER)
          .aggregate(Ride::toStation, mostFrequent(2), ofDays(30));

  static final Feature<Map<String, Long>> MINUTES_BY_BIKE =
      RIDES
          .feature("minutes_by_bike")
          .by(RIDER)
          .per(Ride::bike)
          .aggregate(Ride::minutes, sumLong(), ofDays(30));

  // Only some facts; about a rider and a station; about everybody.

  static final Feature<Long> LONG_RIDES =
      RIDES
          .feature("long_rides")
          .by(RIDER)
          .where(ride -> ride.minutes() >= 30)
          .aggregate(countRows(), ofDays(30));

  static final Feature<Long> STARTS_HERE =
      RIDES.feature("starts_here").by(RIDER, STATION).aggregate(countRows(), lifetime());

  static final Feature<Long> DEPARTURES =
      RIDES.feature("departures").by(STATION).aggregate(countRows(), ofHours(1));

  static final Feature<Double> USUAL_MINUTES_OF_ALL =
      RIDES.feature("usual_minutes_of_all").global().aggregate(Ride::minutes, mean(), ofDays(30));

  static final Feature<Double> USUAL_MINUTES =
      RIDES
          .feature("usual_minutes")
          .by(RIDER)
          .aggregate(Ride::minutes, mean(), ofDays(30))
          .orElse(USUAL_MINUTES_OF_ALL);

  // Read through another feature whose value is a key.

  static final Feature<String> NAME =
      STATIONS.feature("name").aggregate(Station::name, latest(), lifetime());

  static final Feature<String> LAST_STATION_NAME = NAME.of(LAST_STATION).named("last_station_name");

  // Ordinary Java over features and what arrives with the question.

  static final Request<GeoPoint> HERE = Request.of("here", GeoPoint.class);

  static final Feature<Station> WHERE =
      STATIONS.feature("where").aggregate(latest(), lifetime());

  static final Feature<Double> METRES_AWAY =
      Feature.computed(
          "metres_away",
          DOUBLE,
          HERE,
          WHERE,
          (here, station) -> (double) Math.round(1000 * here.kilometresTo(station.place())));

  static final FeatureSet RIDER_NOW =
      FeatureSet.named(
          "rider_now",
          RIDES_IN_WEEK,
          SPENT_IN_WEEK,
          LAST_STATION,
          LAST_STATION_NAME,
          USUAL_STATIONS,
          MINUTES_BY_BIKE,
          LONG_RIDES,
          USUAL_MINUTES);

  @Override
  public Catalog catalog() {
    return Catalog.of(RIDER_NOW, STARTS_HERE, DEPARTURES, METRES_AWAY);
  }
}
