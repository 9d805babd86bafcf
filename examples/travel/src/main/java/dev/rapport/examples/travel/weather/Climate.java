package dev.rapport.examples.travel.weather;

import dev.rapport.api.schema.GeoPoint;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import tools.jackson.databind.MappingIterator;
import tools.jackson.databind.json.JsonMapper;

/**
 * The climate of a place.
 *
 * @param id what the place is called; seeds its weather
 * @param temperature twelve monthly means, January first, in degrees Celsius
 * @param rain twelve monthly sums, January first, in millimetres
 */
public record Climate(
    String id, double lat, double lon, List<Double> temperature, List<Double> rain) {
  /** Beyond this a place of the list says nothing about the weather somewhere else. */
  private static final double NEAR_KM = 100;

  public Climate {
    if (temperature.size() != 12 || rain.size() != 12) {
      throw new IllegalArgumentException(
          "climate of "
              + id
              + ": "
              + temperature.size()
              + " temperatures, "
              + rain.size()
              + " sums of rain (expected: 12 each)");
    }
    temperature = List.copyOf(temperature);
    rain = List.copyOf(rain);
  }

  /** The climates of the destinations that come with the example. */
  public static List<Climate> ofDestinations() {
    try (InputStream file =
            Objects.requireNonNull(
                Climate.class.getResourceAsStream("/travel/destinations.jsonl"),
                "travel/destinations.jsonl: not on the class path");
        MappingIterator<Climate> lines =
            JsonMapper.shared().readerFor(Climate.class).readValues(file)) {
      return lines.readAll();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The climate at a point: of the nearest known place, or roughly that of its latitude. */
  static Climate at(GeoPoint point, List<Climate> known) {
    return known.stream()
        .min(Comparator.comparingDouble(climate -> climate.location().kilometresTo(point)))
        .filter(climate -> climate.location().kilometresTo(point) <= NEAR_KM)
        .orElseGet(() -> ofLatitude(point));
  }

  GeoPoint location() {
    return new GeoPoint(lat, lon);
  }

  private static Climate ofLatitude(GeoPoint point) {
    double mean = 28 - 0.006 * point.lat() * point.lat();
    double swing = point.lat() * 0.25;
    return new Climate(
        String.format(java.util.Locale.ROOT, "%.2f,%.2f", point.lat(), point.lon()),
        point.lat(),
        point.lon(),
        IntStream.range(0, 12)
            .mapToObj(month -> mean - swing * Math.cos(Math.PI * month / 6))
            .toList(),
        IntStream.range(0, 12).mapToObj(_ -> 70.0).toList());
  }
}
