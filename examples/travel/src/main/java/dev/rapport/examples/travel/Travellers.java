package dev.rapport.examples.travel;

import static dev.rapport.api.aggregation.Aggregations.*;
import static dev.rapport.api.aggregation.Window.lifetime;
import static dev.rapport.api.schema.Condition.atLeast;
import static dev.rapport.api.schema.Type.BOOLEAN;
import static dev.rapport.api.schema.Type.DOUBLE;
import static dev.rapport.examples.travel.Places.*;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;

import module dev.rapport.api;

import dev.rapport.examples.travel.facts.Favourite;
import dev.rapport.examples.travel.facts.Traveller;
import dev.rapport.examples.travel.facts.Trip;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What tables say about a traveller: profile, trips and favourites. Level 1 adds it. */
public final class Travellers {
  private Travellers() {}

  private static final Duration THREE_YEARS = ofDays(3 * 365);

  public static final Entity<String> USER =
      Entity.of("user", String.class).describedAs("Somebody who travels with us.");

  // -- where the facts come from

  static final Source<Traveller> TRAVELLERS =
      Source.table(Traveller.class, "select * from read_parquet('travellers.parquet')")
          .at(Traveller::updatedAt)
          .about(USER, Traveller::userId)
          .describedAs("Profiles, a row for each change.")
          .ownedBy("accounts");

  static final Source<Trip> TRIPS =
      Source.table(Trip.class, "select * from read_parquet('trips.parquet')")
          .at(Trip::endedAt)
          .knownAfter(ofHours(6))
          .id(Trip::tripId)
          .about(USER, Trip::userId)
          .about(DESTINATION, Trip::destination)
          .describedAs("Trips made, loaded every night from the booking system.")
          .ownedBy("bookings");

  static final Source<Favourite> FAVOURITES =
      Source.table(Favourite.class, "select * from read_parquet('favourites.parquet')")
          .at(Favourite::markedAt)
          .knownAt(Favourite::changedAt)
          .id(Favourite::favouriteId)
          .deletedWhen(Favourite::removed)
          .about(USER, Favourite::userId)
          .about(DESTINATION, Favourite::destination)
          .describedAs("Places marked as favourites, and unmarked again.")
          .ownedBy("accounts");

  // -- what they say about the traveller

  static final Feature<String> HOME =
      TRAVELLERS
          .feature("home")
          .aggregate(Traveller::home, latest(), lifetime())
          .describedAs("The place where the traveller lives.");

  static final Feature<String> HOME_NAME =
      NAME.of(HOME).describedAs("What the traveller's home is called.");

  static final Feature<String> HOME_COUNTRY =
      TRAVELLERS
          .feature("home_country")
          .aggregate(Traveller::homeCountry, latest(), lifetime())
          .describedAs("The country where the traveller lives, as ISO 3166-1 alpha-2.");

  static final Feature<List<String>> INTERESTS =
      TRAVELLERS
          .feature("interests")
          .aggregate(Traveller::interests, latest(), lifetime())
          .describedAs("What the traveller says to be interested in.");

  static final Feature<Double> BUDGET =
      TRAVELLERS
          .feature("budget")
          .aggregate(Traveller::budgetPerDay, latest(), lifetime())
          .describedAs("What the traveller says to spend, in euros a day.");

  static final Feature<Double> USUAL_SPEND =
      TRIPS
          .feature("usual_spend")
          .by(USER)
          .aggregate(Trip::pricePerDay, median(), THREE_YEARS)
          .orElse(BUDGET)
          .describedAs("What trips did cost, in euros a day; before the first trip, the budget.");

  static final Feature<List<String>> FAVOURITE_ACTIVITIES =
      TRIPS
          .feature("favourite_activities")
          .by(USER)
          .where(Trip::rating, atLeast(4))
          .aggregate(Trip::activity, mostFrequent(5), lifetime())
          .describedAs("What the traveller did most on trips rated 4 or 5.");

  static final Feature<Map<String, Double>> ACTIVITY_RATINGS =
      TRIPS
          .feature("activity_ratings")
          .by(USER)
          .per(Trip::activity)
          .aggregate(Trip::rating, mean(), lifetime())
          .describedAs("How the traveller rated trips, by what they were about.");

  static final Feature<List<String>> FAVOURITE_CUISINES =
      TRIPS
          .feature("favourite_cuisines")
          .by(USER)
          .where(Trip::rating, atLeast(4))
          .aggregate(Trip::cuisineStyle, mostFrequent(3), lifetime())
          .describedAs("The cooking of the places the traveller rated 4 or 5.");

  static final Feature<List<String>> LAST_PLACES =
      TRIPS
          .feature("last_places")
          .by(USER)
          .aggregate(Trip::destination, lastDistinct(5), THREE_YEARS)
          .describedAs("Where the traveller went, newest first.");

  static final Feature<Duration> SINCE_LAST_TRIP =
      TRIPS
          .feature("since_last_trip")
          .by(USER)
          .aggregate(sinceLast(), lifetime())
          .describedAs("How long ago the last trip ended.");

  static final Feature<String> BEST_PLACE =
      TRIPS
          .feature("best_place")
          .by(USER)
          .aggregate(Trip::destination, maxBy(Trip::rating), lifetime())
          .describedAs("Where the best-rated trip went; of several, the newest.");

  static final Feature<String> BEST_PLACE_NAME =
      NAME.of(BEST_PLACE).describedAs("What that place is called.");

  static final Feature<List<String>> BEST_PLACE_ACTIVITIES =
      ACTIVITIES.of(BEST_PLACE).describedAs("What one does at that place.");

  static final Feature<List<String>> FAVOURITE_PLACES =
      FAVOURITES
          .feature("favourite_places")
          .by(USER)
          .aggregate(Favourite::destination, lastDistinct(8), lifetime())
          .describedAs("Places marked as favourites, newest first.");

  static final Feature<Double> LIKED_TEMPERATURE =
      TRIPS
          .feature("liked_temperature")
          .by(USER)
          .where(Trip::rating, atLeast(4))
          .aggregate(Trip::temperatureC, mean(), lifetime())
          .withDefault(22.0)
          .describedAs("The mean temperature of trips rated 4 or 5, in degrees Celsius.");

  static final Feature<Double> USUAL_DISTANCE =
      TRIPS
          .feature("usual_distance")
          .by(USER)
          .aggregate(Trip::kilometres, median(), lifetime())
          .withDefault(2_500.0)
          .describedAs("How far from home the traveller goes, in kilometres.");

  // -- what they say about a place, or about a traveller and a place

  static final Feature<Double> EVERYBODYS_RATING =
      TRIPS
          .feature("everybodys_rating")
          .global()
          .aggregate(Trip::rating, mean(), ofDays(365))
          .describedAs("The mean rating of all trips of the past year.");

  static final Feature<Double> RATING =
      TRIPS
          .feature("rating")
          .by(DESTINATION)
          .aggregate(Trip::rating, mean(), ofDays(365))
          .orElse(EVERYBODYS_RATING)
          .describedAs("How travellers rated the place in the past year, 1 to 5.");

  static final Feature<Long> VISITS =
      TRIPS
          .feature("visits")
          .by(USER, DESTINATION)
          .aggregate(countRows(), lifetime())
          .describedAs("How often this traveller went to this place.");

  static final Feature<Long> MARKED =
      FAVOURITES
          .feature("marked")
          .by(USER, DESTINATION)
          .aggregate(countRows(), lifetime())
          .describedAs("1 where this traveller has marked this place as a favourite, else 0.");

  // -- how well a place suits, by all that

  static final Feature<Double> TASTE_MATCH =
      Feature.computed("taste_match", DOUBLE, FAVOURITE_ACTIVITIES, ACTIVITIES, Fit::inOrder)
          .describedAs("How much of the favourite activities the place offers, 0 to 1.");

  static final Feature<Double> RATED_MATCH =
      Feature.computed("rated_match", DOUBLE, ACTIVITY_RATINGS, ACTIVITIES, Fit::byRating)
          .describedAs("How the traveller rated what the place offers, 0 to 1.");

  static final Feature<Double> INTEREST_MATCH =
      Feature.computed("interest_match", DOUBLE, INTERESTS, ACTIVITIES, Fit::share)
          .describedAs("The share of the stated interests that the place offers.");

  static final Feature<Double> LIKE_BEST_PLACE =
      Feature.computed("like_best_place", DOUBLE, BEST_PLACE_ACTIVITIES, ACTIVITIES, Fit::overlap)
          .describedAs("How much the place is like the one of the best-rated trip, 0 to 1.");

  static final Feature<Double> CUISINE_MATCH =
      Feature.computed(
              "cuisine_match",
              DOUBLE,
              FAVOURITE_CUISINES,
              CUISINE_STYLE,
              (liked, style) -> liked.contains(style) ? 1.0 : 0.0)
          .describedAs("1 where the place cooks as the traveller likes it, else 0.");

  static final Feature<Double> BUDGET_FIT =
      Feature.computed("budget_fit", DOUBLE, USUAL_SPEND, DAILY_BUDGET, Fit::budget)
          .describedAs("1 where the place costs no more than usual, less where it does.");

  static final Feature<Double> WELL_RATED =
      Feature.computed("well_rated", DOUBLE, RATING, rating -> (rating - 1) / 4)
          .describedAs("How travellers rated the place, 0 to 1.");

  static final Feature<Double> ALREADY_VISITED =
      Feature.computed("already_visited", DOUBLE, VISITS, visits -> Math.min(1.0, visits / 2.0))
          .describedAs("0 for a new place, 0.5 after one visit, 1 after two.");

  static final Feature<Boolean> AWAY_FROM_HOME =
      Feature.computed(
              "away_from_home", BOOLEAN, HOME, PLACE, (home, place) -> !home.equals(place.id()))
          .describedAs("Whether the place is another than the traveller's home.");
}
