package dev.rapport.examples.travel.facts;

import dev.rapport.examples.travel.weather.Weather;
import java.time.Instant;

/**
 * The weather that the service answered for a place at some time in the past.
 *
 * @param precipitationMm in the hour before
 * @param weatherCode WMO code table 4677, as Open-Meteo uses it
 */
public record WeatherReport(
    String destination,
    Instant measuredAt,
    double temperatureC,
    double precipitationMm,
    double windKmh,
    int weatherCode) {
  public Weather weather() {
    return new Weather(temperatureC, precipitationMm, windKmh, weatherCode);
  }
}
