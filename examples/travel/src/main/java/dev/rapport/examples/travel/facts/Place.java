package dev.rapport.examples.travel.facts;

import dev.rapport.api.schema.GeoPoint;
import java.util.List;

/**
 * A place to travel to.
 *
 * @param lat degrees north
 * @param lon degrees east
 * @param temperature twelve monthly means, January first, in degrees Celsius
 * @param rain twelve monthly sums, January first, in millimetres
 * @param safety 1 (most governments advise against travel) to 5 (very safe)
 * @param dailyBudget euros a day and person for a mid-range traveller, lodging included
 * @param crowd {@code quiet}, {@code moderate} or {@code busy}
 */
public record Place(
    String id,
    String name,
    String country,
    String countryCode,
    double lat,
    double lon,
    String description,
    List<Double> temperature,
    List<Double> rain,
    List<String> activities,
    List<String> cuisine,
    String cuisineStyle,
    int safety,
    int dailyBudget,
    List<String> languages,
    String crowd) {
  public GeoPoint location() {
    return new GeoPoint(lat, lon);
  }
}
