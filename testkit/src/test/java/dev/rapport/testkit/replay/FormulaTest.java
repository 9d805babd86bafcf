package dev.rapport.testkit.replay;

import static dev.rapport.api.aggregation.Aggregations.countRows;
import static dev.rapport.api.aggregation.Aggregations.last;
import static dev.rapport.api.aggregation.Aggregations.latest;
import static dev.rapport.api.aggregation.Aggregations.sumLong;
import static dev.rapport.testkit.replay.Stays.PLACE;
import static dev.rapport.testkit.replay.Stays.TABLE;
import static dev.rapport.testkit.replay.Stays.USER;
import static dev.rapport.testkit.replay.Stays.ann;
import static dev.rapport.testkit.replay.Stays.answer;
import static dev.rapport.testkit.replay.Stays.second;
import static dev.rapport.testkit.replay.Stays.stay;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.api.aggregation.Window;
import dev.rapport.api.feature.Feature;
import dev.rapport.api.feature.Input;
import dev.rapport.api.feature.Request;
import dev.rapport.api.feature.Service;
import dev.rapport.api.feature.Source;
import dev.rapport.api.question.Answer;
import dev.rapport.api.question.Question;
import dev.rapport.api.question.Status;
import dev.rapport.api.schema.Type;
import dev.rapport.testkit.RecordedAnswer;
import dev.rapport.testkit.replay.Stays.Stay;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Features of features: computed, read through a key, asked of a service, with a fallback. */
class FormulaTest {
  private static final Source<Stay> STAYS = TABLE.about(PLACE, Stay::place);
  private static final Feature<Long> NIGHTS =
      STAYS.feature("nights").by(USER).aggregate(Stay::nights, sumLong(), Window.lifetime());
  private static final Feature<Long> NEWEST =
      STAYS.feature("newest").by(USER).aggregate(Stay::nights, latest(), Window.lifetime());
  private static final Feature<Long> EVERYBODYS =
      STAYS.feature("all").global().aggregate(Stay::nights, sumLong(), Window.lifetime());
  private static final Feature<String> LAST_PLACE =
      STAYS.feature("last_place").by(USER).aggregate(Stay::place, last(), Window.lifetime());
  private static final Feature<Long> VISITS =
      STAYS.feature("visits").by(PLACE).aggregate(countRows(), Window.lifetime());
  private static final Request<Long> WANTED = Request.of("wanted", Long.class);

  private static Feature<Long> plusOne(Feature<Long> feature) {
    return Feature.computed("plus_one", Type.LONG, feature, n -> n + 1);
  }

  private static Stay at(String user, String place, long second) {
    return new Stay(null, user, place, second(second), null, 1L, null, null);
  }

  @Test
  void code_runs_over_what_is_there_and_its_evidence_adds_up() {
    Feature<Long> both =
        Feature.computed("both", Type.LONG, NIGHTS, EVERYBODYS, (mine, all) -> mine * 10 + all);
    Answer<Long> answer = answer(both, ann(100), STAYS, stay(10, 2L), stay(20, 3L));

    assertThat(answer.value()).isEqualTo(55);
    assertThat(answer.evidence().source()).isEqualTo("stay");
    assertThat(answer.evidence().facts()).isEqualTo(4);
    assertThat(answer.evidence().eventTime()).contains(second(20));
  }

  @Test
  void an_absent_input_makes_it_absent_unless_it_is_optional() {
    Answer<Long> absent = answer(plusOne(NIGHTS), ann(100), STAYS);
    assertThat(absent.status()).isEqualTo(Status.ABSENT);
    assertThat(absent.reason()).startsWith("nights: ");
    Feature<Long> optional =
        Feature.computed("or_seven", Type.LONG, NIGHTS.optional(), n -> n.orElse(7L));
    assertThat(answer(optional, ann(100), STAYS).value()).isEqualTo(7);
    assertThat(answer(plusOne(NEWEST), ann(100), STAYS, stay(1, null)).status())
        .isEqualTo(Status.ABSENT);
  }

  @Test
  void an_error_is_an_error_in_what_is_computed_from_it() {
    Stay[] tooMany = {stay(1, Long.MAX_VALUE), stay(2, 1L)};

    assertThat(answer(plusOne(NIGHTS), ann(100), STAYS, tooMany).status()).isEqualTo(Status.ERROR);
    Feature<Boolean> there =
        Feature.computed("there", Type.BOOLEAN, NIGHTS.optional(), Optional::isPresent);
    assertThat(answer(there, ann(100), STAYS, tooMany).value()).isFalse();
    assertThat(answer(NIGHTS.withDefault(1L), ann(100), STAYS, tooMany).status())
        .isEqualTo(Status.ERROR);
  }

  @Test
  void code_that_throws_is_an_error_and_null_is_absent() {
    Feature<Long> failing =
        Feature.computed(
            "failing",
            Type.LONG,
            NIGHTS,
            n -> {
              throw new IllegalStateException("no luck with " + n);
            });
    Answer<Long> answer = answer(failing, ann(100), STAYS, stay(1, 4L));
    assertThat(answer.status()).isEqualTo(Status.ERROR);
    assertThat(answer.reason()).contains("no luck with 4");
    Feature<Long> nothing = Feature.computed("nothing", Type.LONG, NIGHTS, _ -> null);
    assertThat(answer(nothing, ann(100), STAYS, stay(1, 4L)).status()).isEqualTo(Status.ABSENT);
  }

  @Test
  void the_request_the_moment_and_the_words_are_inputs() {
    Feature<String> said =
        Feature.computed(
            "said",
            Type.STRING,
            WANTED,
            Input.moment(),
            Input.words(),
            (wanted, moment, words) -> words + " " + wanted + " at " + moment.getEpochSecond());
    Question question = ann(100).with(WANTED, 3L).saying("warm");

    assertThat(answer(said, question, STAYS).value()).isEqualTo("warm 3 at 100");
    assertThat(answer(said, ann(100), STAYS).reason()).isEqualTo("the question has no wanted");
  }

  @Test
  void fallbacks_come_in_order_and_the_default_last() {
    Feature<Long> nights = NIGHTS.orElse(EVERYBODYS).withDefault(42L);
    Answer<Long> fallback = answer(nights, ann(100), STAYS, at("bob", "oslo", 1));

    assertThat(fallback.status()).isEqualTo(Status.FALLBACK);
    assertThat(fallback.reason()).isEqualTo("all");
    assertThat(fallback.value()).isEqualTo(1);
    assertThat(answer(nights, ann(100), STAYS).status()).isEqualTo(Status.DEFAULT);
    assertThat(answer(nights, ann(100), STAYS, stay(1, 5L)).status()).isEqualTo(Status.VALUE);
    assertThat(answer(NEWEST.withDefault(1L), ann(100), STAYS, stay(1, null)).status())
        .isEqualTo(Status.NULL);
  }

  @Test
  void a_feature_is_read_through_the_key_that_another_holds() {
    Feature<Long> visits = VISITS.of(PLACE, LAST_PLACE);
    Stay[] stays = {at("bob", "rome", 1), at("bob", "oslo", 2), at("ann", "rome", 3)};

    assertThat(answer(visits, ann(100), STAYS, stays).value()).isEqualTo(2);
    Answer<Long> nowhere = answer(visits, Question.about(USER, "eve").at(second(9)), STAYS, stays);
    assertThat(nowhere.status()).isEqualTo(Status.ABSENT);
    assertThat(nowhere.reason()).startsWith("last_place: ");
  }

  @Test
  void a_key_that_the_question_does_not_name_is_absent() {
    assertThat(answer(VISITS, ann(100), STAYS, stay(1, 1L)).reason())
        .isEqualTo("the question names no place");
  }

  @Test
  void a_past_question_reads_what_the_service_answered_then() {
    Service<Long, String> service =
        Service.of("weather", Long.class, String.class).withFreshFor(Duration.ofSeconds(10));
    Feature<String> weather = service.feature("weather_now", WANTED);
    Feature<String> climate = Feature.computed("climate", Type.STRING, WANTED, n -> "usual " + n);
    Instant answered = second(50);
    var rain = new RecordedAnswer<>(service, 3L, "rain", answered);
    var sun = new RecordedAnswer<>(service, 3L, "sun", second(55));
    Question at56 = ann(56).with(WANTED, 3L);

    assertThat(answer(weather, at56, rain, sun).value()).isEqualTo("sun");
    assertThat(answer(weather, ann(55).with(WANTED, 3L), rain, sun).value()).isEqualTo("rain");
    assertThat(answer(weather, ann(50).with(WANTED, 3L), rain).status()).isEqualTo(Status.ABSENT);
    assertThat(answer(weather, ann(60).with(WANTED, 3L), rain).value()).isEqualTo("rain");
    assertThat(answer(weather, ann(61).with(WANTED, 3L), rain).status()).isEqualTo(Status.ABSENT);
    assertThat(answer(weather, ann(56).with(WANTED, 4L), rain).status()).isEqualTo(Status.ABSENT);
    assertThat(answer(weather, ann(56), rain).reason()).isEqualTo("the question has no wanted");
    assertThat(answer(weather.backfillFrom(climate), ann(61).with(WANTED, 3L), rain).value())
        .isEqualTo("usual 3");
    assertThat(answer(weather, at56, rain).evidence().eventTime()).contains(answered);
  }
}
