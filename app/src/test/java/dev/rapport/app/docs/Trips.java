package dev.rapport.app.docs;

// docs:begin catalog
import static dev.rapport.api.aggregation.Aggregations.mostFrequent;
import static java.time.Duration.ofDays;

import module dev.rapport.api;
import module java.base;

/** What we know of travellers, and the prompt that uses it. */
public final class Trips implements CatalogProvider {
  record Trip(String traveller, String activity, int rating, Instant endedAt) {}

  static final Entity<String> TRAVELLER = Entity.of("traveller", String.class);

  static final Source<Trip> TRIPS =
      Source.table(Trip.class, "select * from 'trips.csv'")
          .at(Trip::endedAt)
          .about(TRAVELLER, Trip::traveller);

  static final Feature<List<String>> ENJOYS =
      TRIPS
          .feature("enjoys")
          .where(trip -> trip.rating() >= 4)
          .aggregate(Trip::activity, mostFrequent(3), ofDays(365));

  static final Prompt ADVICE =
      Prompt.named("advice").instruct("Recommend one place to travel to.").fact("Enjoys", ENJOYS);

  @Override
  public Catalog catalog() {
    return Catalog.of(ADVICE);
  }
}
// docs:end catalog
