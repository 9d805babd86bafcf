package dev.rapport.api.schema;

import java.util.Objects;

/**
 * A place on earth.
 *
 * @param lat degrees north, -90 to 90
 * @param lon degrees east, -180 to 180
 */
public record GeoPoint(double lat, double lon) {
  /** Mean radius of the earth in kilometres (IUGG). */
  private static final double EARTH_RADIUS_KM = 6371.0088;

  public GeoPoint {
    if (!(lat >= -90 && lat <= 90)) {
      throw new IllegalArgumentException("lat: " + lat + " (expected: -90 to 90)");
    }
    if (!(lon >= -180 && lon <= 180)) {
      throw new IllegalArgumentException("lon: " + lon + " (expected: -180 to 180)");
    }
  }

  /**
   * The great-circle distance in kilometres, by the haversine formula; within 0.6 % of the distance
   * on the ellipsoid.
   */
  public double kilometresTo(GeoPoint other) {
    Objects.requireNonNull(other, "other");
    double phi1 = Math.toRadians(lat);
    double phi2 = Math.toRadians(other.lat);
    double sinLat = Math.sin((phi2 - phi1) / 2);
    double sinLon = Math.sin(Math.toRadians(other.lon - lon) / 2);
    double h = sinLat * sinLat + Math.cos(phi1) * Math.cos(phi2) * sinLon * sinLon;
    return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(h)));
  }
}
