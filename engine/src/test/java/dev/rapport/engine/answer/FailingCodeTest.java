package dev.rapport.engine.answer;

import static dev.rapport.api.aggregation.Aggregations.countRows;
import static dev.rapport.api.aggregation.Aggregations.custom;
import static java.time.temporal.ChronoUnit.MICROS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.api.aggregation.Aggregator;
import dev.rapport.api.aggregation.Window;
import dev.rapport.api.entity.Entity;
import dev.rapport.api.feature.Feature;
import dev.rapport.api.feature.Source;
import dev.rapport.api.question.Answer;
import dev.rapport.api.question.Question;
import dev.rapport.api.question.Status;
import dev.rapport.api.schema.Type;
import dev.rapport.testkit.Delivery;
import dev.rapport.testkit.Scenario;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What becomes of answers whose code fails, and of times so far away that their spans overflow. */
class FailingCodeTest {
  record Stay(String user, Instant at, Instant learnedAt, String city) {}

  /** The last city there was; fails on the sea. */
  record LastCity() implements Aggregator<String, String, String> {
    @Override
    public String create() {
      return "";
    }

    @Override
    public String add(String state, String city) {
      return named(city);
    }

    @Override
    public String merge(String earlier, String later) {
      return later.isEmpty() ? earlier : later;
    }

    @Override
    public Optional<String> finish(String state) {
      return state.isEmpty() ? Optional.empty() : Optional.of(state);
    }
  }

  private static final Entity<String> USER = Entity.of("user", String.class);
  private static final Source<Stay> STAYS =
      Source.stream(Stay.class, "stays")
          .at(Stay::at)
          .knownAt(Stay::learnedAt)
          .about(USER, Stay::user);
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private static String named(String city) {
    if (city.equals("sea")) {
      throw new IllegalStateException("the sea is no city");
    }
    return city;
  }

  private static Stay stay(Instant at, Instant learnedAt, String city) {
    return new Stay("ann", at, learnedAt, city);
  }

  /** The answer of the engine, which is that of the reference. */
  private static <T> Answer<T> answer(Feature<T> feature, List<Stay> stays, Instant moment) {
    Scenario scenario =
        Scenario.asking(List.of(feature), List.of(Question.about(USER, "ann").at(moment)))
            .with(STAYS, stays.stream().map(stay -> new Delivery<>(stay, NOON)).toList());
    return Law.everywhere(scenario).answer(feature);
  }

  @Test
  void a_filter_that_fails_is_an_error_of_its_source_that_rests_on_no_facts() {
    Feature<Long> cities =
        STAYS
            .feature("cities")
            .where(stay -> !named(stay.city()).isEmpty())
            .aggregate(countRows(), Duration.ofHours(2));
    Instant before = NOON.minus(Duration.ofHours(1));
    List<Stay> stays = List.of(stay(before, before, "Rome"), stay(before, before, "sea"));

    Answer<Long> failed = answer(cities, stays, NOON);
    assertThat(failed.status()).isEqualTo(Status.ERROR);
    assertThat(failed.evidence().source()).isEqualTo("stays");
    assertThat(failed.evidence().facts()).isZero();
    assertThat(answer(cities, stays, before).status()).isEqualTo(Status.VALUE);
  }

  /** Among many facts those are looked for one by one on which the filter failed. */
  @Test
  void a_filter_that_fails_on_few_of_many_facts_fails_the_windows_that_see_them() {
    Feature<Long> cities =
        STAYS
            .feature("cities")
            .where(stay -> !named(stay.city()).isEmpty())
            .aggregate(countRows(), Duration.ofMinutes(400));
    Instant start = NOON.minus(Duration.ofMinutes(1_000));
    Instant late = NOON.plus(Duration.ofMinutes(5));
    List<Stay> stays = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      Instant at = start.plus(Duration.ofMinutes(i));
      stays.add(new Stay(i % 9 == 8 ? "ben" : "ann", at, i == 900 ? late : at, "Rome"));
    }
    stays.set(100, stay(stays.get(100).at(), stays.get(100).at(), "sea"));
    stays.set(500, new Stay("ben", stays.get(500).at(), stays.get(500).at(), "sea"));
    stays.set(900, stay(stays.get(900).at(), late, "sea"));

    assertThat(answer(cities, stays, start.plus(Duration.ofMinutes(100))).status())
        .isEqualTo(Status.VALUE);
    for (int minute : List.of(101, 500)) {
      Answer<Long> failed = answer(cities, stays, start.plus(Duration.ofMinutes(minute)));
      assertThat(failed.status()).isEqualTo(Status.ERROR);
      assertThat(failed.reason()).contains("the sea is no city");
    }
    for (int minute : List.of(501, 901, 1_000)) {
      assertThat(answer(cities, stays, start.plus(Duration.ofMinutes(minute))).status())
          .isEqualTo(Status.VALUE);
    }
    assertThat(answer(cities, stays, NOON.plus(Duration.ofMinutes(6))).status())
        .isEqualTo(Status.ERROR);
  }

  @Test
  void a_filter_that_fails_in_one_window_of_a_series_leaves_the_facts_of_the_others() {
    Feature<List<Long>> cities =
        STAYS
            .feature("cities")
            .where(stay -> !named(stay.city()).isEmpty())
            .aggregate(countRows(), Window.last(Duration.ofHours(2)).series(3));
    Instant newest = NOON.minus(Duration.ofHours(1));
    Instant middle = NOON.minus(Duration.ofHours(3));
    List<Stay> stays =
        List.of(
            stay(newest, newest, "Rome"),
            stay(newest, newest, "Oslo"),
            stay(middle, middle, "sea"),
            stay(middle, middle, "Bern"));

    Answer<List<Long>> failed = answer(cities, stays, NOON);
    assertThat(failed.status()).isEqualTo(Status.ERROR);
    assertThat(failed.evidence().facts()).isEqualTo(2);
    assertThat(failed.evidence().eventTime()).contains(newest);
  }

  @Test
  void an_aggregation_that_fails_on_a_fact_not_yet_known_does_not_fail_before() {
    Feature<String> last =
        STAYS
            .feature("last_city")
            .aggregate(Stay::city, custom(Type.STRING, new LastCity()), Window.lifetime());
    Instant known = NOON.plus(Duration.ofHours(1));
    List<Stay> stays = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      Instant at = NOON.minus(40 - i, MICROS);
      stays.add(i == 11 ? stay(at, known, "sea") : stay(at, at, "city " + i));
    }

    assertThat(answer(last, stays, known).value()).isEqualTo("city 39");
    Answer<String> failed = answer(last, stays, known.plus(1, MICROS));
    assertThat(failed.status()).isEqualTo(Status.ERROR);
    assertThat(failed.evidence().facts()).isEqualTo(40);
  }

  @Test
  void an_age_beyond_what_microseconds_count_is_the_longest_there_is() {
    Feature<Long> stays = STAYS.feature("stays").aggregate(countRows(), Window.lifetime());
    Instant first = Instant.parse("-200000-01-01T00:00:00Z");

    Answer<Long> old =
        answer(stays, List.of(stay(first, first, "Ur")), Instant.parse("+200000-01-01T00:00:00Z"));
    assertThat(old.value()).isEqualTo(1);
    assertThat(old.evidence().age()).contains(Duration.of(Long.MAX_VALUE, MICROS));
  }
}
