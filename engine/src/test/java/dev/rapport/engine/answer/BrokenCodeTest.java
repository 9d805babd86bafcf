package dev.rapport.engine.answer;

import static dev.rapport.api.aggregation.Aggregations.countRows;
import static dev.rapport.api.aggregation.Aggregations.custom;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rapport.api.aggregation.Aggregator;
import dev.rapport.api.aggregation.Window;
import dev.rapport.api.entity.Entity;
import dev.rapport.api.feature.Feature;
import dev.rapport.api.feature.Service;
import dev.rapport.api.feature.Source;
import dev.rapport.api.question.Answer;
import dev.rapport.api.question.Question;
import dev.rapport.api.question.Status;
import dev.rapport.api.schema.Type;
import dev.rapport.engine.Progress;
import dev.rapport.engine.TestClock;
import dev.rapport.engine.UserCode;
import dev.rapport.engine.fact.Intake;
import dev.rapport.engine.intake.FactBase;
import dev.rapport.engine.intake.Receipt;
import dev.rapport.engine.service.ServiceAnswers;
import dev.rapport.spi.service.ServiceBindings;
import dev.rapport.testkit.Delivery;
import dev.rapport.testkit.Scenario;
import dev.rapport.testkit.fakes.FakeFactLog;
import dev.rapport.testkit.fakes.FakeTableReader;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Code of others that breaks in ways that are no exceptions fails its own value and nothing else.
 */
class BrokenCodeTest {
  /** How code breaks. */
  enum Breakage {
    ENDLESS("java.lang.StackOverflowError"),
    MISSING_CLASS("java.lang.NoClassDefFoundError: com/acme/Cities"),
    BROKEN_CLASS("java.lang.ExceptionInInitializerError: java.lang.IllegalStateException: no file"),
    ASSERTION("java.lang.AssertionError: a city has a name"),
    CHECKED("java.io.IOException: no file");

    private final String reason;

    Breakage(String reason) {
      this.reason = reason;
    }

    int happen() {
      return switch (this) {
        case ENDLESS -> 1 + happen();
        case MISSING_CLASS -> throw new NoClassDefFoundError("com/acme/Cities");
        case BROKEN_CLASS ->
            throw new ExceptionInInitializerError(new IllegalStateException("no file"));
        case ASSERTION -> throw new AssertionError("a city has a name");
        case CHECKED -> throw sneaky(new IOException("no file"));
      };
    }

    /** Throws what no method here declares, as other languages do. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // erased: nothing is checked
    private static <E extends Throwable> RuntimeException sneaky(Throwable thrown) throws E {
      throw (E) thrown;
    }
  }

  record Stay(String user, Instant at, String city) {}

  /** A record whose constructor and one of whose accessors may break. */
  record Fragile(String user, Instant at, String how) {
    Fragile {
      if (how.startsWith("made ")) {
        Breakage.valueOf(how.substring(5)).happen();
      }
    }

    @Override
    public String how() {
      if (how.startsWith("read ")) {
        Breakage.valueOf(how.substring(5)).happen();
      }
      return how;
    }
  }

  /** The last city; one of its functions breaks where it is told "broken". */
  record LastCity(Breakage how, String where) implements Aggregator<String, String, String> {
    private String at(String function, String state) {
      if (where.equals(function) && (function.equals("create") || state.equals("broken"))) {
        how.happen();
      }
      return state;
    }

    @Override
    public String create() {
      return at("create", "");
    }

    @Override
    public String add(String state, String city) {
      return at("add", city);
    }

    @Override
    public String merge(String earlier, String later) {
      return at("merge", later.isEmpty() ? earlier : later);
    }

    @Override
    public Optional<String> finish(String state) {
      return at("finish", state).isEmpty() ? Optional.empty() : Optional.of(state);
    }
  }

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Entity<String> USER = Entity.of("user", String.class);
  private static final Source<Stay> STAYS =
      Source.stream(Stay.class, "stays")
          .at(Stay::at)
          .knownAfter(Duration.ZERO)
          .about(USER, Stay::user);
  private static final Source<Fragile> FRAGILE =
      Source.stream(Fragile.class, "fragile").at(Fragile::at).about(USER, Fragile::user);

  private static Feature<Long> filtered(Breakage how) {
    return STAYS
        .feature("filtered")
        .where(stay -> !stay.city().equals("broken") || how.happen() == 0)
        .aggregate(countRows(), Duration.ofHours(2));
  }

  /** Facts of two hours, a minute apart; the last is the one at which code breaks. */
  private static List<Stay> stays() {
    List<Stay> stays = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      stays.add(new Stay("ann", NOON.minusSeconds(60L * (100 - i)), "city " + i));
    }
    stays.add(new Stay("ann", NOON.minusSeconds(1), "broken"));
    return stays;
  }

  /** The answer in the past, live and in datasets, which is that of the reference. */
  private static <T> Answer<T> everywhere(Feature<T> feature) {
    Question question = Question.about(USER, "ann").at(NOON);
    Scenario scenario =
        Scenario.asking(List.of(feature), List.of(question))
            .with(STAYS, stays().stream().map(stay -> new Delivery<>(stay, NOON)).toList());
    return Law.everywhere(scenario).answer(feature);
  }

  private static void assertFailed(Answer<?> answer, String reason) {
    assertThat(answer.status()).isEqualTo(Status.ERROR);
    assertThat(answer.reason()).isEqualTo(reason);
  }

  @ParameterizedTest
  @EnumSource
  void a_filter(Breakage how) {
    assertFailed(everywhere(filtered(how)), "a filter failed: " + how.reason);
  }

  @ParameterizedTest
  @EnumSource
  void a_formula(Breakage how) {
    Feature<String> last =
        STAYS
            .feature("last")
            .aggregate(Stay::city, custom(Type.STRING, new LastCity(how, "")), Window.lifetime());
    Feature<Long> computed =
        Feature.computed("computed", Type.LONG, last, city -> (long) how.happen());
    assertFailed(everywhere(computed), how.reason);
  }

  @ParameterizedTest
  @CsvSource({
    "ENDLESS, create",
    "ENDLESS, add",
    "ENDLESS, merge",
    "ENDLESS, finish",
    "ASSERTION, create",
    "ASSERTION, add",
    "ASSERTION, finish",
    "MISSING_CLASS, create",
    "MISSING_CLASS, add",
    "MISSING_CLASS, finish",
    "BROKEN_CLASS, add",
    "CHECKED, add"
  })
  void an_aggregation(Breakage how, String where) {
    Feature<String> last =
        STAYS
            .feature("last")
            .aggregate(
                Stay::city, custom(Type.STRING, new LastCity(how, where)), Window.lifetime());
    Answer<String> answer = everywhere(last);
    if (where.equals("merge")) { // the facts are read one by one instead
      assertThat(answer.value()).isEqualTo("broken");
    } else {
      assertFailed(answer, "the aggregation failed: " + how.reason);
    }
  }

  @Test
  void an_aggregation_that_cannot_begin_is_an_error_for_who_has_no_facts_too() {
    Feature<String> last =
        STAYS
            .feature("last")
            .aggregate(
                Stay::city,
                custom(Type.STRING, new LastCity(Breakage.ASSERTION, "create")),
                Window.lifetime());
    Server server = new Server(FactBase.ALL_STAY, List.of(last));
    assertFailed(
        server.ask(Question.about(USER, "bob")).answer(last),
        "the aggregation failed: " + Breakage.ASSERTION.reason);
  }

  @ParameterizedTest
  @EnumSource
  void a_filter_that_breaks_on_a_pushed_fact_stops_no_later_push_and_no_other_feature(
      Breakage how) {
    Feature<Long> all = STAYS.feature("all").aggregate(countRows(), Window.lifetime());
    Feature<Long> filtered = filtered(how);
    Server server = new Server(FactBase.ALL_STAY, List.of(filtered, all));
    server.clock.set(NOON);
    assertThat(server.ask(Question.about(USER, "ann")).get(all)).contains(0L);
    server.push(STAYS, new Stay("ann", NOON.minusSeconds(2), "broken"));
    server.push(STAYS, new Stay("ann", NOON.minusSeconds(1), "rome"));
    server.push(STAYS, new Stay("bob", NOON.minusSeconds(1), "rome"));
    assertThat(server.ask(Question.about(USER, "ann")).get(all)).contains(2L);
    assertThat(server.ask(Question.about(USER, "bob")).get(filtered)).contains(1L);
    server.restart();
    assertFailed(
        server.ask(Question.about(USER, "ann")).answer(filtered), "a filter failed: " + how.reason);
  }

  @ParameterizedTest
  @EnumSource
  void a_record_that_cannot_be_read_or_made_is_set_aside(Breakage how) {
    Feature<Long> all = FRAGILE.feature("all").aggregate(countRows(), Window.lifetime());
    Server server = new Server(FactBase.ALL_STAY, List.of(all));
    server.clock.set(NOON);
    Receipt typed =
        server.facts.ingest(
            FRAGILE,
            List.of(
                new Fragile("ann", NOON.minusSeconds(1), "read " + how),
                new Fragile("ann", NOON.minusSeconds(1), "whole")));
    assertThat(typed.accepted()).isEqualTo(1);
    assertThat(typed.setAside())
        .containsExactly(new Intake.SetAside("fact 1", "Fragile.how: " + how.reason));
    Receipt fields =
        server.facts.ingestFields(
            FRAGILE,
            List.of(
                new FactBase.Incoming(
                    "line 1", Map.of("user", "ann", "at", NOON.toString(), "how", "made " + how))),
            List.of());
    assertThat(fields.setAside())
        .containsExactly(new Intake.SetAside("line 1", "Fragile: " + how.reason));
    assertThat(server.ask(Question.about(USER, "ann")).get(all)).contains(1L);
  }

  @ParameterizedTest
  @EnumSource
  void a_client_of_a_service(Breakage how) {
    Service<String, Double> weather = Service.of("weather", String.class, Double.class);
    Feature<String> name =
        Feature.computed("name", Type.STRING, dev.rapport.api.feature.Input.moment(), _ -> "rome");
    Feature<Double> feature = weather.feature("weather_there", name);
    try (FakeFactLog log = new FakeFactLog(new FakeFactLog.Disk())) {
      FactBase facts = new FactBase(log, new FakeTableReader(), TestClock.at(NOON), Source::name);
      facts.prepare(List.of(), List.of(), Progress.NONE);
      Answering answering =
          new Answering(
              facts,
              new ServiceAnswers(
                  log,
                  ServiceBindings.NONE.with(weather, (_, _) -> Map.of("rome", how.happen() * 1.0)),
                  facts));
      Answer<Double> answer =
          answering
              .answer(List.of(Question.aboutNobody()), List.of(feature))
              .getFirst()
              .answer(feature);
      assertThat(answer.status()).isEqualTo(Status.ABSENT);
      assertThat(answer.reason()).isEqualTo("service weather: " + how.reason);
    }
  }

  @Test
  void too_little_memory_is_no_failure_of_the_code() {
    assertThatThrownBy(() ->
            UserCode.run(
                () -> {
                  throw new OutOfMemoryError("heap");
                },
                why -> why))
        .isInstanceOf(OutOfMemoryError.class);
  }

  record Paid(String who, long cents, Instant at) {}

  private static volatile boolean memoryIsFull;

  /** A total that is out of memory now and then. */
  record Total() implements Aggregator<Long, Long, Long> {
    @Override
    public Long create() {
      return 0L;
    }

    @Override
    public Long add(Long total, Long cents) {
      return total + cents;
    }

    @Override
    public Long merge(Long total, Long other) {
      if (memoryIsFull) {
        throw new OutOfMemoryError("no more");
      }
      return total + other;
    }

    @Override
    public Optional<Long> finish(Long total) {
      return Optional.of(total);
    }
  }

  @Test
  void a_summary_that_memory_did_not_suffice_for_is_made_when_it_does() {
    Entity<String> who = Entity.of("who", String.class);
    Source<Paid> payments =
        Source.stream(Paid.class, "payments").at(Paid::at).about(who, Paid::who);
    Feature<Long> total =
        payments
            .feature("total")
            .aggregate(Paid::cents, custom(Type.LONG, new Total()), Window.lifetime());
    Question ann = Question.about(who, "ann");
    try (FakeFactLog log = new FakeFactLog(new FakeFactLog.Disk())) {
      FactBase facts = new FactBase(log, new FakeTableReader(), Clock.systemUTC(), Source::name);
      facts.prepare(List.of(total), List.of(), Progress.NONE);
      Answering answering =
          new Answering(facts, new ServiceAnswers(log, ServiceBindings.NONE, facts));
      long sum = 0;
      int count = 0;
      for (int round = 0; round < 12; round++) {
        List<Paid> some = new ArrayList<>();
        for (int i = 0; i < 512; i++) {
          some.add(new Paid("ann", count, Instant.EPOCH.plusSeconds(count)));
          sum += count++;
        }
        facts.ingest(payments, some);
        memoryIsFull = round == 1;
        if (memoryIsFull) {
          assertThatThrownBy(() -> answering.answer(List.of(ann), List.of(total)))
              .isInstanceOf(OutOfMemoryError.class);
        } else {
          assertThat(answering.answer(List.of(ann), List.of(total)).getFirst().get(total))
              .contains(sum);
        }
      }
    } finally {
      memoryIsFull = false;
    }
  }

  @Test
  void what_a_failure_says_of_itself_may_fail_too() {
    RuntimeException secretive =
        new RuntimeException() {
          private static final long serialVersionUID = 1L;

          @Override
          public String getMessage() {
            throw new IllegalStateException("not told");
          }
        };
    assertThat(
            UserCode.<String>run(
                () -> {
                  throw secretive;
                },
                reason -> reason))
        .isEqualTo(secretive.getClass().getName());
  }

  @Test
  void an_interruption_elsewhere_does_not_interrupt_who_tells_of_it() {
    assertThat(UserCode.reasonElsewhere(new InterruptedException("there"))).contains("there");
    assertThat(Thread.interrupted()).isFalse();
    assertThat(UserCode.reason(new InterruptedException("here"))).contains("here");
    assertThat(Thread.interrupted()).isTrue();
  }
}
