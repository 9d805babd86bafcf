package dev.rapport.examples.travel;

import static dev.rapport.api.prompt.TokenBudget.tokens;
import static dev.rapport.api.schema.Condition.atLeast;
import static dev.rapport.examples.travel.OnTheSpot.*;
import static dev.rapport.examples.travel.Places.*;
import static dev.rapport.examples.travel.RightNow.*;
import static dev.rapport.examples.travel.Travellers.*;

import module dev.rapport.api;

import dev.rapport.examples.travel.weather.OpenMeteoClient;
import dev.rapport.examples.travel.weather.OpenMeteoStub;
import dev.rapport.examples.travel.weather.SeededWeather;
import dev.rapport.examples.travel.weather.Weather;
import dev.rapport.spi.service.ServiceBindings;
import dev.rapport.spi.service.ServiceClient;
import java.net.URI;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;

/**
 * The travel site: one question, "where should I go?", at four levels of knowing who asks. Each
 * level tells the model more, and ranks the places by more; the weights are chosen by hand.
 */
public final class Travel implements CatalogProvider, ServiceBindings.Provider {

  /** What tables say about a traveller. */
  static final FeatureSet HISTORY =
      FeatureSet.named(
              "history",
              HOME,
              INTERESTS,
              BUDGET,
              USUAL_SPEND,
              FAVOURITE_ACTIVITIES,
              FAVOURITE_CUISINES,
              BEST_PLACE,
              LAST_PLACES,
              SINCE_LAST_TRIP,
              FAVOURITE_PLACES,
              LIKED_TEMPERATURE,
              USUAL_DISTANCE)
          .describedAs("What tables say about a traveller.");

  /** What streams say about a traveller. */
  static final FeatureSet RIGHT_NOW =
      FeatureSet.named(
              "right_now",
              RECENT_TOPICS,
              PLACES_SEARCHED,
              PLACES_CLICKED,
              SEARCHES_THIS_VISIT,
              VIDEOS_BY_DAY,
              TOPIC_WEIGHTS)
          .describedAs("What streams say about a traveller.");

  // -- the places on offer, ranked by more at each level

  private static final Candidates<String> PLACES_0 =
      Candidates.from(DESTINATIONS).top(10).with(NAME, COUNTRY, ACTIVITIES, DAILY_BUDGET);

  private static final Candidates<String> PLACES_1 =
      PLACES_0
          .like(FAVOURITE_ACTIVITIES)
          .require(AWAY_FROM_HOME)
          .require(SAFETY, atLeast(2))
          .rankBy(
              TASTE_MATCH.weight(2),
              RATED_MATCH.weight(2),
              INTEREST_MATCH.weight(1.5),
              LIKE_BEST_PLACE.weight(0.5),
              CUISINE_MATCH.weight(0.5),
              BUDGET_FIT.weight(1.5),
              WELL_RATED.weight(1),
              MARKED.weight(0.5),
              ALREADY_VISITED.weight(-1))
          .with(CUISINE_STYLE, RATING, VISITS);

  private static final Candidates<String> PLACES_2 =
      PLACES_1
          .like(RECENT_TOPICS)
          .rankBy(TOPIC_MATCH.weight(4), SEARCHED.weight(3), CLICKED.weight(1.5));

  private static final Candidates<String> PLACES_3 =
      PLACES_2
          .rankBy(SEASON_FIT.weight(3), DISTANCE_COMFORT.weight(1.5), WEATHER_FIT.weight(0.3))
          .with(DISTANCE_KM, SAME_COUNTRY, WEATHER_IN_WORDS, TEMPERATURE_THEN);

  // -- what the model is told, more at each level

  private static final String OFFER = "Places to choose from, best guess first";

  private static final Prompt NOBODY =
      Prompt.named("nobody")
          .instruct(
              """
              You are a travel advisor. Recommend one place from the list, and say in two or three \
              sentences why it suits this traveller. Use only what is written here.\
              """)
          .within(tokens(2_000));

  private static final Prompt SOMEBODY =
      NOBODY
          .fact("Lives in", HOME_NAME)
          .fact("Says to like", INTERESTS)
          .fact("Enjoyed most on past trips", FAVOURITE_ACTIVITIES)
          .fact("Likes to eat", FAVOURITE_CUISINES)
          .fact("Best trip so far", BEST_PLACE_NAME)
          .fact("Last trips", LAST_PLACES)
          .fact("Favourites", FAVOURITE_PLACES)
          .fact("Usually spends, euros a day", USUAL_SPEND);

  private static final Prompt SOMEBODY_NOW =
      SOMEBODY
          .fact("Watched in the past hour", RECENT_TOPICS)
          .fact("Searched for in the past hour", PLACES_SEARCHED)
          .fact("Looked at in the past 30 minutes", PLACES_CLICKED);

  private static final Prompt SOMEBODY_HERE_AND_NOW =
      SOMEBODY_NOW
          .fact("Month asked about, 1 to 12", TRAVEL_MONTH)
          .fact("Liked temperature, °C", LIKED_TEMPERATURE)
          .fact("Usual distance, km", USUAL_DISTANCE);

  public static final Prompt LEVEL_0 =
      NOBODY
          .as("travel_level_0")
          .offer(OFFER, PLACES_0)
          .describedAs("The traveller's words and the places most similar to them.");

  public static final Prompt LEVEL_1 =
      SOMEBODY
          .as("travel_level_1")
          .offer(OFFER, PLACES_1)
          .describedAs("Level 0 and trips, favourites, interests, home and budget.");

  public static final Prompt LEVEL_2 =
      SOMEBODY_NOW
          .as("travel_level_2")
          .offer(OFFER, PLACES_2)
          .describedAs("Level 1 and what was watched, searched and clicked just now.");

  public static final Prompt LEVEL_3 =
      SOMEBODY_HERE_AND_NOW
          .as("travel_level_3")
          .offer(OFFER, PLACES_3)
          .describedAs("Level 2 and where the traveller is, the season and the weather.");

  /** The prompts from level 0 to level 3. */
  public static final List<Prompt> LEVELS = List.of(LEVEL_0, LEVEL_1, LEVEL_2, LEVEL_3);

  private final ServiceClient<GeoPoint, Weather> weather;

  /** With the weather of the local stub, which starts when it is first asked. */
  public Travel() {
    this(OpenMeteoStub.startedWhenAsked(Clock.fixed(SeededWeather.NOW, ZoneOffset.UTC)));
  }

  /** With the weather of a server that speaks Open-Meteo's forecast API. */
  public Travel(URI weather) {
    this(new OpenMeteoClient(weather));
  }

  private Travel(ServiceClient<GeoPoint, Weather> weather) {
    this.weather = weather;
  }

  /** With the weather of the public Open-Meteo server. */
  public static Travel live() {
    return new Travel(OpenMeteoClient.PUBLIC);
  }

  @Override
  public Catalog catalog() {
    return Catalog.of(LEVEL_0, LEVEL_1, LEVEL_2, LEVEL_3, HISTORY, RIGHT_NOW);
  }

  @Override
  public ServiceBindings services() {
    return ServiceBindings.NONE.with(FORECAST, weather);
  }
}
