package dev.rapport.examples.travel.facts;

import dev.rapport.api.schema.GeoPoint;
import java.time.Instant;
import java.util.List;

/**
 * A traveller's profile, as the traveller filled it in at one moment.
 *
 * @param home the place of residence, a key of {@link Place}
 * @param homeCountry ISO 3166-1 alpha-2
 * @param interests activities the traveller ticked
 * @param budgetPerDay euros a day, lodging included
 */
public record Traveller(
    String userId,
    Instant updatedAt,
    String home,
    String homeCountry,
    double homeLat,
    double homeLon,
    List<String> interests,
    double budgetPerDay) {
  public GeoPoint homeLocation() {
    return new GeoPoint(homeLat, homeLon);
  }
}
