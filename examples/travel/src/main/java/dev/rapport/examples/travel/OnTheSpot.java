package dev.rapport.examples.travel;

import static dev.rapport.api.aggregation.Aggregations.*;
import static dev.rapport.api.schema.Type.BOOLEAN;
import static dev.rapport.api.schema.Type.DOUBLE;
import static dev.rapport.api.schema.Type.INTEGER;
import static dev.rapport.api.schema.Type.STRING;
import static dev.rapport.examples.travel.Places.*;
import static dev.rapport.examples.travel.Travellers.*;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofSeconds;

import module dev.rapport.api;

import dev.rapport.examples.travel.facts.WeatherReport;
import dev.rapport.examples.travel.weather.Weather;

/** What the request and the outside say: here, now, then and there. Level 3 adds it. */
public final class OnTheSpot {
  private OnTheSpot() {}

  // -- what arrives with the question

  public static final Request<GeoPoint> HERE =
      Request.of("here", GeoPoint.class).describedAs("Where the traveller is now.");

  public static final Request<String> HERE_COUNTRY =
      Request.of("here_country", String.class)
          .describedAs("The country the traveller is in now, as ISO 3166-1 alpha-2, if known.");

  // -- what the outside answers

  static final Service<GeoPoint, Weather> FORECAST =
      Service.of("open_meteo", GeoPoint.class, Weather.class)
          .withTimeout(ofSeconds(2))
          .describedAs("The current weather, of the Open-Meteo forecast API.");

  static final Source<WeatherReport> WEATHER_REPORTS =
      Source.table(WeatherReport.class, "select * from read_parquet('weather_history.parquet')")
          .at(WeatherReport::measuredAt)
          .about(DESTINATION, WeatherReport::destination)
          .describedAs("The weather of the past weeks, hour by hour.");

  static final Feature<WeatherReport> WEATHER_REPORT =
      WEATHER_REPORTS
          .feature("weather_report")
          .aggregate(latest(), ofHours(2))
          .describedAs("The last recorded weather at the place.");

  static final Feature<Weather> WEATHER =
      FORECAST
          .feature("weather", LOCATION)
          .backfillFrom(
              Feature.computed(
                      "weather_then",
                      Type.of(Weather.class),
                      WEATHER_REPORT,
                      WeatherReport::weather)
                  .describedAs("The recorded weather, for questions about the past."))
          .describedAs("The weather at the place now.");

  static final Feature<String> WEATHER_IN_WORDS =
      Feature.computed("weather_in_words", STRING, WEATHER, Weather::inWords)
          .describedAs("The weather at the place now, for people.");

  // -- from here to there

  static final Feature<Double> DISTANCE_KM =
      Feature.computed("distance_km", DOUBLE, HERE, LOCATION, GeoPoint::kilometresTo)
          .describedAs("From where the traveller is now to the place, in kilometres.");

  static final Feature<Boolean> SAME_COUNTRY =
      Feature.computed(
              "same_country",
              BOOLEAN,
              HERE_COUNTRY.optional(),
              HOME_COUNTRY,
              COUNTRY_CODE,
              (here, home, there) -> here.orElse(home).equals(there))
          .describedAs("Whether the place is in the country the traveller is in, or else home.");

  // -- at the time of the journey

  static final Feature<Integer> TRAVEL_MONTH =
      Feature.computed(
              "travel_month", INTEGER, Input.words(), Input.moment(), TravelMonth::askedFor)
          .describedAs("The month the traveller's words ask about, 1 to 12; else the current one.");

  static final Feature<Double> TEMPERATURE_THEN =
      Feature.computed(
              "temperature_then",
              DOUBLE,
              PLACE,
              TRAVEL_MONTH,
              (place, month) -> place.temperature().get(month - 1))
          .describedAs("The usual temperature of that month, in degrees Celsius.");

  static final Feature<Double> RAIN_THEN =
      Feature.computed(
              "rain_then",
              DOUBLE,
              PLACE,
              TRAVEL_MONTH,
              (place, month) -> place.rain().get(month - 1))
          .describedAs("The usual rain of that month, in millimetres.");

  // -- how well a place suits, by all that

  static final Feature<Double> DISTANCE_COMFORT =
      Feature.computed("distance_comfort", DOUBLE, USUAL_DISTANCE, DISTANCE_KM, Fit::distance)
          .describedAs("1 for a place no further than usual, less beyond, 0 for right here.");

  static final Feature<Double> SEASON_FIT =
      Feature.computed(
              "season_fit", DOUBLE, LIKED_TEMPERATURE, TEMPERATURE_THEN, RAIN_THEN, Fit::season)
          .describedAs("How close that month comes to what the traveller likes, 0 to 1.");

  static final Feature<Double> WEATHER_FIT =
      Feature.computed("weather_fit", DOUBLE, LIKED_TEMPERATURE, WEATHER, Fit::weather)
          .describedAs("How close today's weather comes to what the traveller likes, 0 to 1.");
}
