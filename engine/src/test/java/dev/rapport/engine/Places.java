package dev.rapport.engine;

import static dev.rapport.api.aggregation.Aggregations.lastDistinct;
import static dev.rapport.api.aggregation.Aggregations.latest;
import static dev.rapport.api.aggregation.Window.lifetime;

import dev.rapport.api.entity.Entity;
import dev.rapport.api.feature.Feature;
import dev.rapport.api.feature.Source;
import dev.rapport.api.knowledge.Knowledge;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;

/** A small catalog, written as users do: places, and what users watched. */
@NullUnmarked
public final class Places {
  public static final Entity<String> USER = Entity.of("user", String.class);
  public static final Entity<String> PLACE = Entity.of("place", String.class);

  /** A place as it is known from a moment on. */
  public record Place(
      String name,
      String country,
      List<String> activities,
      Double budget,
      Boolean coastal,
      Instant since) {

    /** A place known for long. */
    public static Place of(
        String name, String country, Double budget, Boolean coastal, String... activities) {
      Instant since = Instant.parse("2026-01-01T00:00:00Z");
      return new Place(name, country, List.of(activities), budget, coastal, since);
    }

    public Place since(String moment) {
      return new Place(name, country, activities, budget, coastal, Instant.parse(moment));
    }
  }

  /** A video that somebody watched. */
  public record Watched(String user, String topic, Instant at) {}

  public static final Source<Place> PLACES =
      Source.stream(Place.class, "places")
          .at(Place::since)
          .knownAfter(Duration.ZERO)
          .about(PLACE, Place::name);

  public static final Source<Watched> WATCHED =
      Source.stream(Watched.class, "watched")
          .at(Watched::at)
          .knownAfter(Duration.ZERO)
          .about(USER, Watched::user);

  public static final Knowledge<String> KNOWLEDGE =
      Knowledge.of("places", PLACE, PLACES).text(Place::name, Place::activities);

  public static final Feature<String> COUNTRY =
      PLACES.feature("country").aggregate(Place::country, latest(), lifetime());
  public static final Feature<Double> BUDGET =
      PLACES.feature("daily_budget").aggregate(Place::budget, latest(), lifetime());
  public static final Feature<Boolean> COASTAL =
      PLACES.feature("coastal").aggregate(Place::coastal, latest(), lifetime());
  public static final Feature<List<String>> ACTIVITIES =
      PLACES.feature("activities").aggregate(Place::activities, latest(), lifetime());
  public static final Feature<List<String>> TOPICS =
      WATCHED.feature("topics").aggregate(Watched::topic, lastDistinct(5), Duration.ofHours(1));

  private Places() {}

  /** Somebody watched something a few minutes ago. */
  public static Watched watched(String user, String topic, int minutesAgo) {
    return new Watched(user, topic, World.NOW.minus(Duration.ofMinutes(minutesAgo)));
  }
}
