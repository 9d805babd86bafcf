package dev.rapport.engine.answer;

import static dev.rapport.api.aggregation.Aggregations.latest;
import static dev.rapport.api.aggregation.Window.lifetime;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.api.entity.Entity;
import dev.rapport.api.feature.Feature;
import dev.rapport.api.feature.Input;
import dev.rapport.api.feature.Request;
import dev.rapport.api.feature.Service;
import dev.rapport.api.feature.Source;
import dev.rapport.api.question.Answer;
import dev.rapport.api.question.Context;
import dev.rapport.api.question.Question;
import dev.rapport.api.question.Status;
import dev.rapport.api.schema.Type;
import dev.rapport.engine.Progress;
import dev.rapport.engine.intake.FactBase;
import dev.rapport.engine.service.ServiceAnswers;
import dev.rapport.engine.value.Micros;
import dev.rapport.engine.value.ValueCodec;
import dev.rapport.spi.log.LogEntry;
import dev.rapport.spi.service.ServiceBindings;
import dev.rapport.spi.service.ServiceClient;
import dev.rapport.testkit.fakes.FakeFactLog;
import dev.rapport.testkit.fakes.FakeService;
import dev.rapport.testkit.fakes.FakeTableReader;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a service said to a question that was served is what that question reads ever after. */
class ServedMomentTest {
  private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");

  record Town(String city, String twin, Instant since) {}

  private static final Entity<String> CITY = Entity.of("city", String.class);
  private static final Request<String> HERE = Request.of("here", String.class);
  private static final Request<String> THERE = Request.of("there", String.class);
  private static final Service<String, Double> WEATHER =
      Service.of("weather", String.class, Double.class).withTimeout(Duration.ofMillis(50));
  private static final Feature<Double> NOW_HERE = WEATHER.feature("now_here", HERE);
  private static final Feature<Double> NOW_THERE = WEATHER.feature("now_there", THERE);
  private static final Feature<Double> USUAL =
      Feature.computed("usual", Type.DOUBLE, HERE, _ -> -1.0);
  private static final Feature<Double> HERE_OR_USUAL =
      WEATHER.feature("here_or_usual", HERE).backfillFrom(USUAL);
  private static final Source<Town> TOWNS =
      Source.stream(Town.class, "towns")
          .at(Town::since)
          .knownAfter(Duration.ZERO)
          .about(CITY, Town::city);
  private static final Feature<String> TWIN =
      TOWNS.feature("twin").aggregate(Town::twin, latest(), lifetime());
  private static final Feature<Double> AT_TWIN = WEATHER.feature("at_twin", TWIN);
  private static final Feature<String> HOME =
      Feature.computed("home", Type.STRING, THERE, there -> there);
  private static final Feature<String> NAME =
      Feature.computed("name", Type.STRING, HERE, Input.moment(), (here, _) -> here);
  private static final Request<String> PLACE = Request.of("place", String.class);
  private static final Feature<String> AT =
      Feature.computed("at", Type.STRING, PLACE, place -> place);
  private static final Feature<Double> BY_NAME = WEATHER.feature("by_name", NAME);

  private final FakeFactLog.Disk disk = new FakeFactLog.Disk();
  private final FakeFactLog log = new FakeFactLog(disk);
  private final FakeService<String, Double> service = new FakeService<>();
  private FactBase facts = facts(log);
  private Answering answering = opened(log, service);

  private static FactBase facts(FakeFactLog log) {
    return new FactBase(
        log, new FakeTableReader(), Clock.fixed(NOON, ZoneOffset.UTC), Source::name);
  }

  private Answering opened(FakeFactLog log, ServiceClient<String, Double> client) {
    return new Answering(
        facts, new ServiceAnswers(log, ServiceBindings.NONE.with(WEATHER, client), facts));
  }

  private static Question paris() {
    return Question.about(CITY, "paris").with(HERE, "paris").with(THERE, "oslo");
  }

  private Context ask(Question question, Feature<?>... features) {
    return answering.answer(List.of(question), List.of(features)).getFirst();
  }

  private void assertSameAgain(Context served, Feature<?>... features) {
    Context again = ask(paris().at(served.moment()), features);
    for (int i = 0; i < features.length; i++) {
      Answer<?> first = served.answers().get(i);
      Answer<?> second = again.answers().get(i);
      assertThat(second).isEqualTo(first);
    }
  }

  @Test
  void an_answer_that_a_question_triggered_is_read_at_its_own_moment() {
    service.answering("paris", 20.0);
    Context served = ask(paris(), NOW_HERE);
    assertThat(served.get(NOW_HERE)).contains(20.0);

    service.answering("paris", 30.0);
    assertSameAgain(served, NOW_HERE);
    assertThat(ask(paris(), NOW_HERE).get(NOW_HERE)).contains(20.0);
    assertThat(ask(paris().at(served.moment().minusNanos(1_000)), NOW_HERE).get(NOW_HERE))
        .isEmpty();
    assertThat(service.calls()).hasSize(1);
  }

  @Test
  void a_call_that_failed_is_failed_when_asked_again_although_others_succeeded_since() {
    service.failing(true);
    Context served = ask(paris(), HERE_OR_USUAL, NOW_THERE);
    assertThat(served.answer(HERE_OR_USUAL).status()).isEqualTo(Status.ABSENT);
    assertThat(served.answer(HERE_OR_USUAL).reason()).contains("cannot be reached");

    service.failing(false).answering("paris", 20.0).answering("oslo", 5.0);
    assertThat(ask(paris(), NOW_HERE, NOW_THERE).get(NOW_HERE)).contains(20.0);
    assertSameAgain(served, HERE_OR_USUAL, NOW_THERE);
    assertThat(ask(paris().at(served.moment().minusSeconds(1)), HERE_OR_USUAL).get(HERE_OR_USUAL))
        .contains(-1.0);
  }

  @Test
  void a_call_that_failed_counts_for_its_own_requests_only() {
    Inquiry inquiry = answering.inquire(paris());
    service.failing(true);
    assertThat(inquiry.answer(List.of(NOW_HERE)).answer(NOW_HERE).reason())
        .contains("cannot be reached");
    service.failing(false).answering("paris", 20.0).answering("oslo", 5.0);
    Context second = inquiry.answer(List.of(NOW_THERE));
    assertThat(second.get(NOW_THERE)).contains(5.0);
    assertThat(service.calls()).containsExactly(List.of("paris"), List.of("oslo"));
    assertSameAgain(second, NOW_THERE);
    assertThat(ask(paris().at(second.moment()), NOW_HERE).get(NOW_HERE)).isEmpty();
  }

  @Test
  void an_answer_that_cannot_be_recorded_leaves_the_others_of_its_call_alone() {
    @SuppressWarnings({"unchecked", "rawtypes"}) // a client may be wrong
    ServiceClient<String, Double> wrong =
        (_, _) -> (Map) Map.of("paris", new Object(), "oslo", 5.0);
    answering = opened(log, wrong);
    Feature<Double> both = WEATHER.feature("both", AT);
    List<Context> served =
        answering.answer(
            List.of(paris().with(PLACE, "paris"), paris().with(PLACE, "oslo")), List.of(both));
    assertThat(served.getFirst().answer(both).status()).isEqualTo(Status.ABSENT);
    assertThat(served.getFirst().answer(both).reason()).startsWith("service weather: answer: ");
    assertThat(served.getLast().get(both)).contains(5.0);
  }

  @Test
  void a_request_that_the_service_had_no_answer_to_has_none_when_asked_again() {
    service.answering("oslo", 5.0);
    Context served = ask(paris(), HERE_OR_USUAL, NOW_THERE);
    assertThat(served.get(HERE_OR_USUAL)).isEmpty();
    assertThat(served.get(NOW_THERE)).contains(5.0);
    assertSameAgain(served, HERE_OR_USUAL, NOW_THERE);
  }

  @Test
  void all_of_it_survives_a_restart() {
    service.answering("paris", 20.0);
    Context served = ask(paris(), NOW_HERE, NOW_THERE);
    service.failing(true);
    Context failed = ask(paris(), NOW_THERE);
    service.failing(false).answering("oslo", 5.0);
    Context later = ask(paris(), NOW_THERE);
    log.close();

    FakeFactLog again = new FakeFactLog(disk);
    facts = facts(again);
    answering = opened(again, service);
    assertSameAgain(served, NOW_HERE, NOW_THERE);
    assertSameAgain(failed, NOW_THERE);
    assertSameAgain(later, NOW_THERE);
    assertThat(failed.get(NOW_THERE)).isEmpty();
    assertThat(later.get(NOW_THERE)).contains(5.0);
  }

  @Test
  void one_question_makes_a_request_once_however_many_features_need_it() {
    service.answering("paris", 20.0);
    ask(paris(), NOW_HERE, HERE_OR_USUAL, BY_NAME);
    assertThat(service.calls()).containsExactly(List.of("paris"));

    service.failing(true);
    ask(paris(), NOW_THERE, WEATHER.feature("there_too", THERE));
    assertThat(service.calls()).hasSize(2);
  }

  @Test
  void features_read_through_others_and_items_make_a_request_once() {
    service.answering("london", 15.0);
    facts.prepare(List.of(TWIN), List.of(), Progress.NONE);
    facts.ingest(
        TOWNS, List.of(new Town("paris", "london", NOON), new Town("oslo", "london", NOON)));
    Feature<Double> ofHome = AT_TWIN.of(CITY, HOME);
    Inquiry inquiry = answering.inquire(paris());
    assertThat(inquiry.answer(List.of(AT_TWIN, ofHome)).get(ofHome)).contains(15.0);
    Inquiry.Items<String> items = inquiry.about(CITY, List.of("paris", "oslo"));
    assertThat(items.answers(AT_TWIN)).extracting(Answer::value).containsExactly(15.0, 15.0);
    assertThat(service.calls()).containsExactly(List.of("london"));
  }

  @Test
  void a_client_that_ignores_its_timeout_is_given_up() throws InterruptedException {
    CountDownLatch interrupted = new CountDownLatch(1);
    answering =
        opened(
            log,
            (_, _) -> {
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                interrupted.countDown();
              }
              return Map.of();
            });
    Context served = ask(paris(), NOW_HERE);
    assertThat(served.answer(NOW_HERE).reason())
        .isEqualTo("service weather: no answer within 0.05 s");
    interrupted.await(); // its thread does not stay behind
    assertSameAgain(served, NOW_HERE);
  }

  @Test
  void a_client_that_answers_with_nothing_at_all_is_told() {
    @SuppressWarnings("NullAway") // a client may be wrong
    ServiceClient<String, Double> wrong = (_, _) -> null;
    answering = opened(log, wrong);
    assertThat(ask(paris(), NOW_HERE).answer(NOW_HERE).reason())
        .isEqualTo("service weather: answer: null (expected: the answers there are)");
  }

  @Test
  void an_answer_recorded_with_another_type_answers_nothing_and_the_others_do() {
    long then = Micros.of(NOON.minusSeconds(60));
    log.append(
        "service/weather",
        List.of(
            entry(then, "paris", 19.0),
            entry(then + 1, "paris", "warm"),
            entry(then + 2, "oslo", 4.0)),
        Map.of());
    Context past = ask(paris().at(NOON), NOW_HERE, NOW_THERE);
    assertThat(past.get(NOW_HERE)).contains(19.0);
    assertThat(past.get(NOW_THERE)).contains(4.0);
  }

  private static LogEntry entry(long micros, Object request, Object answer) {
    return new LogEntry(micros, ValueCodec.encode(new @Nullable Object[] {request, answer}));
  }

  @Test
  void a_service_that_fails_leaves_the_kind_of_failure_to_the_reason() {
    answering =
        opened(
            log,
            (_, _) -> {
              throw new IllegalStateException("odd");
            });
    assertThat(ask(paris(), NOW_HERE).answer(NOW_HERE).reason())
        .isEqualTo("service weather: java.lang.IllegalStateException: odd");
  }
}
