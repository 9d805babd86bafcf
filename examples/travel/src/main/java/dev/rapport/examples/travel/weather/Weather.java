package dev.rapport.examples.travel.weather;

/**
 * The weather at a place.
 *
 * @param temperatureC two metres above the ground
 * @param precipitationMm rain, showers and snow as water in the hour before
 * @param windKmh ten metres above the ground
 * @param weatherCode WMO code table 4677, as Open-Meteo uses it: 0 to 99
 */
public record Weather(
    double temperatureC, double precipitationMm, double windKmh, int weatherCode) {

  /** The weather code in words, such as {@code clear sky}. */
  public String sky() {
    return switch (weatherCode) {
      case 0 -> "clear sky";
      case 1 -> "mainly clear";
      case 2 -> "partly cloudy";
      case 3 -> "overcast";
      case 45, 48 -> "fog";
      case 51, 53, 55 -> "drizzle";
      case 56, 57 -> "freezing drizzle";
      case 61 -> "light rain";
      case 63 -> "rain";
      case 65 -> "heavy rain";
      case 66, 67 -> "freezing rain";
      case 71 -> "light snow";
      case 73 -> "snow";
      case 75 -> "heavy snow";
      case 77 -> "snow grains";
      case 80, 81 -> "rain showers";
      case 82 -> "violent rain showers";
      case 85, 86 -> "snow showers";
      case 95 -> "thunderstorm";
      case 96, 99 -> "thunderstorm with hail";
      default -> "weather code " + weatherCode;
    };
  }

  /** For people: {@code 31 °C, clear sky}. */
  public String inWords() {
    return Math.round(temperatureC) + " °C, " + sky();
  }
}
