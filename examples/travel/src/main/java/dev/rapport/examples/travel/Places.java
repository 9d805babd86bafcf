package dev.rapport.examples.travel;

import static dev.rapport.api.aggregation.Aggregations.*;
import static dev.rapport.api.aggregation.Window.lifetime;

import module dev.rapport.api;

import dev.rapport.examples.travel.facts.Place;
import java.util.List;

/** What is known about every place, whoever asks. */
public final class Places {
  private Places() {}

  public static final Entity<String> DESTINATION =
      Entity.of("destination", String.class).describedAs("A place to travel to.");

  static final Source<Place> PLACES =
      Source.table(Place.class, "select * from read_json('destinations.jsonl')")
          .timeless()
          .about(DESTINATION, Place::id)
          .describedAs("The guide book: real places, in our own words.")
          .ownedBy("editors");

  static final Knowledge<String> DESTINATIONS =
      Knowledge.of("destinations", DESTINATION, PLACES)
          .text(Place::name, Place::country, Place::description, Place::activities, Place::cuisine)
          .describedAs("The places of the guide book, searched by what it says about them.");

  static final Feature<Place> PLACE =
      PLACES
          .feature("place")
          .aggregate(latest(), lifetime())
          .describedAs("Everything the guide book says about a place.");

  static final Feature<String> NAME =
      Feature.computed("name", Type.STRING, PLACE, Place::name)
          .describedAs("What the place is called.");

  static final Feature<String> COUNTRY =
      Feature.computed("country", Type.STRING, PLACE, Place::country)
          .describedAs("The country the place is in.");

  static final Feature<String> COUNTRY_CODE =
      Feature.computed("country_code", Type.STRING, PLACE, Place::countryCode)
          .describedAs("The same as ISO 3166-1 alpha-2.");

  static final Feature<GeoPoint> LOCATION =
      Feature.computed("location", Type.of(GeoPoint.class), PLACE, Place::location)
          .describedAs("Where the place is.");

  static final Feature<List<String>> ACTIVITIES =
      PLACES
          .feature("activities")
          .aggregate(Place::activities, latest(), lifetime())
          .describedAs("What one does there.");

  static final Feature<String> CUISINE_STYLE =
      Feature.computed("cuisine_style", Type.STRING, PLACE, Place::cuisineStyle)
          .describedAs("The style of cooking there.");

  static final Feature<Integer> SAFETY =
      Feature.computed("safety", Type.INTEGER, PLACE, Place::safety)
          .describedAs("1 (most governments advise against travel) to 5 (very safe).")
          .tagged("risk");

  static final Feature<Integer> DAILY_BUDGET =
      Feature.computed("daily_budget", Type.INTEGER, PLACE, Place::dailyBudget)
          .describedAs("Euros a day and person for a mid-range traveller.");
}
