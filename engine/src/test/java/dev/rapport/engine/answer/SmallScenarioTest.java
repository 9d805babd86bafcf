package dev.rapport.engine.answer;

import static dev.rapport.api.aggregation.Aggregations.count;
import static dev.rapport.api.aggregation.Aggregations.latest;
import static dev.rapport.api.aggregation.Aggregations.mostFrequent;
import static dev.rapport.api.aggregation.Aggregations.sum;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.api.aggregation.Window;
import dev.rapport.api.entity.Entity;
import dev.rapport.api.feature.Feature;
import dev.rapport.api.feature.Source;
import dev.rapport.api.question.Context;
import dev.rapport.api.question.Question;
import dev.rapport.testkit.Delivery;
import dev.rapport.testkit.Scenario;
import dev.rapport.testkit.replay.Replay;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The engine and the reference over a small source with corrections and deletes. */
@SuppressWarnings("NullAway") // components that may be null are referred to as accessors
class SmallScenarioTest {
  record Stay(
      String id,
      @Nullable String user,
      Instant at,
      Instant learned,
      @Nullable Double price,
      String city,
      boolean cancelled) {}

  private static final Entity<String> USER = Entity.of("user", String.class);

  private static final Source<Stay> STAYS =
      Source.stream(Stay.class, "stays")
          .at(Stay::at)
          .knownAt(Stay::learned)
          .id(Stay::id)
          .deletedWhen(Stay::cancelled)
          .about(USER, Stay::user);

  private static final Feature<Double> SPENT =
      STAYS.feature("spent").aggregate(Stay::price, sum(), ofDays(2));
  private static final Feature<Long> DEAR =
      STAYS
          .feature("dear")
          .where(stay -> stay.city().equals("b"))
          .aggregate(Stay::price, count(), Window.last(ofHours(7)).every(ofHours(2)));
  private static final Feature<Double> LAST =
      STAYS.feature("last_price").aggregate(Stay::price, latest(), Window.lifetime());
  private static final Feature<List<String>> CITIES =
      STAYS.feature("cities").aggregate(Stay::city, mostFrequent(2), Window.lifetime());
  private static final Feature<Map<String, Double>> PER_CITY =
      STAYS.feature("per_city").per(Stay::city).aggregate(Stay::price, sum(), ofDays(3));
  private static final Feature<Long> ALL =
      STAYS.feature("everybody").global().aggregate(Stay::price, count(), ofDays(1));

  @ParameterizedTest
  @EnumSource
  void answers_equal_those_of_the_reference(EnginePath.Life life) {
    SplittableRandom random = new SplittableRandom(7);
    Instant start = Instant.parse("2026-01-01T00:00:00Z");
    List<Delivery<Stay>> deliveries = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      Instant at = start.plusSeconds(random.nextInt(96) * 3_600L);
      deliveries.add(
          new Delivery<>(
              new Stay(
                  "s" + random.nextInt(150),
                  random.nextInt(20) == 0 ? null : "u" + random.nextInt(3),
                  at,
                  at.plusSeconds(random.nextInt(5) * 3_600L),
                  random.nextInt(8) == 0 ? null : (double) random.nextInt(100),
                  String.valueOf((char) ('a' + random.nextInt(3))),
                  random.nextInt(10) == 0),
              start.plusSeconds(500_000 + i)));
    }
    List<Question> questions = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      questions.add(
          Question.about(USER, "u" + random.nextInt(4))
              .at(start.plusSeconds(random.nextInt(110) * 3_600L)));
    }
    Scenario scenario =
        Scenario.asking(List.of(SPENT, DEAR, LAST, CITIES, PER_CITY, ALL), questions)
            .with(STAYS, deliveries);
    List<Context> expected = new Replay().answer(scenario);
    List<Context> actual = new EnginePath(life).answer(scenario);
    for (int i = 0; i < expected.size(); i++) {
      for (int f = 0; f < scenario.features().size(); f++) {
        var wanted = expected.get(i).answers().get(f);
        var given = actual.get(i).answers().get(f);
        assertThat(given.status()).as("%s %s", questions.get(i), wanted).isEqualTo(wanted.status());
        assertThat((Object) given.value())
            .as("%s %s", questions.get(i), wanted)
            .isEqualTo(wanted.value());
        assertThat(given.evidence()).isEqualTo(wanted.evidence());
      }
    }
  }
}
