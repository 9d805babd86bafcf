package dev.rapport.testkit.replay;

import dev.rapport.api.aggregation.Window;
import dev.rapport.api.feature.Feature;
import dev.rapport.api.feature.Formula;
import dev.rapport.api.feature.Input;
import dev.rapport.api.feature.Request;
import dev.rapport.api.feature.Source;
import dev.rapport.api.question.Answer;
import dev.rapport.api.question.Answer.Evidence;
import dev.rapport.api.question.Context;
import dev.rapport.api.question.Question;
import dev.rapport.api.question.Status;
import dev.rapport.testkit.RecordedAnswer;
import dev.rapport.testkit.Scenario;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Answers the questions of one scenario. */
final class Reading {
  private final Scenario scenario;
  private final Map<String, History<?>> histories = new LinkedHashMap<>();

  Reading(Scenario scenario) {
    this.scenario = scenario;
    scenario
        .deliveries()
        .forEach((source, list) -> histories.put(source.name(), new History<>(source, list)));
  }

  Context answer(Question question) {
    List<Answer<?>> answers = new ArrayList<>();
    for (Feature<?> feature : scenario.features()) {
      answers.add(
          question.at().isPresent()
              ? answer(feature, question)
              : absent(feature, "the question has no moment", Evidence.NONE));
    }
    return new Context(question, question.at().orElse(Instant.EPOCH), answers);
  }

  private <T> Answer<T> answer(Feature<T> feature, Question question) {
    Answer<T> own = ownAnswer(feature, question);
    if (own.status() != Status.ABSENT) {
      return own;
    }
    for (Feature<? extends T> fallback : feature.fallbacks()) {
      Answer<? extends T> other = answer(fallback, question);
      if (other.status().hasValue()) {
        return new Answer<>(
            feature, other.value(), Status.FALLBACK, fallback.name(), other.evidence());
      }
    }
    return feature
        .defaultValue()
        .map(value -> new Answer<>(feature, value, Status.DEFAULT, "", own.evidence()))
        .orElse(own);
  }

  private <T> Answer<T> ownAnswer(Feature<T> feature, Question question) {
    return switch (feature.formula()) {
      case Formula.Windowed<T, ?> windowed -> windowed(feature, windowed, question);
      case Formula.Computed<T> computed -> computed(feature, computed, question);
      case Formula.Through<T, ?> through -> through(feature, through, question);
      case Formula.Asked<T, ?> asked -> asked(feature, asked, question);
    };
  }

  private <T, R> Answer<T> windowed(
      Feature<T> feature, Formula.Windowed<T, R> windowed, Question question) {
    Source<R> source = windowed.source();
    for (var entity : windowed.by()) {
      if (question.keys().get(entity.name()) == null) {
        return absent(
            feature,
            "the question names no " + entity.name(),
            new Evidence(source.name(), Optional.empty(), Optional.empty(), 0));
      }
    }
    Evidence nothing = new Evidence(source.name(), Optional.empty(), Optional.empty(), 0);
    return switch (windowed.zone().orElse(new Formula.Zone.Fixed(ZoneOffset.UTC))) {
      case Formula.Zone.Fixed(ZoneId zone) -> inZone(feature, windowed, question, zone);
      case Formula.Zone.Of(Feature<String> holder) -> {
        Answer<String> name = answer(holder, question);
        String reason = holder.name() + ": " + name.reason();
        if (name.status() == Status.ERROR) {
          yield error(feature, reason, nothing);
        }
        if (name.value() == null) {
          yield absent(feature, reason, nothing);
        }
        try {
          yield inZone(feature, windowed, question, ZoneId.of(name.value()));
        } catch (DateTimeException _) {
          yield error(
              feature,
              "zone: " + name.value() + " (expected: a zone such as Europe/Paris)",
              nothing);
        }
      }
    };
  }

  /** Over its window, or each window of its series. */
  private <T, R> Answer<T> inZone(
      Feature<T> feature, Formula.Windowed<T, R> windowed, Question question, ZoneId zone) {
    List<Outcome> outcomes = new ArrayList<>();
    List<Version<R>> facts = new ArrayList<>();
    for (Window window : windows(windowed)) {
      outcomes.add(outcome(windowed, window, zone, question, facts));
    }
    Outcome outcome = windowed.series().map(s -> list(s, outcomes)).orElseGet(outcomes::getFirst);
    Optional<Instant> newest =
        facts.stream()
            .map(Version::event)
            .filter(event -> event != Micros.BEGINNING)
            .max(Comparator.naturalOrder())
            .map(Micros::instant);
    return answer(
        feature, outcome, evidence(windowed.source().name(), newest, question, facts.size()));
  }

  /**
   * What one window comes to.
   *
   * @param used where its facts are added
   */
  private <R> Outcome outcome(
      Formula.Windowed<?, R> windowed,
      Window window,
      ZoneId zone,
      Question question,
      List<Version<R>> used) {
    WindowScan.Looked<R> looked;
    try {
      looked =
          WindowScan.look(
              windowed, window, zone, history(windowed.source()), question, moment(question));
    } catch (Throwable e) {
      return Outcome.error("a filter failed: " + reason(e));
    }
    used.addAll(looked.facts());
    try {
      return WindowScan.outcome(windowed, looked);
    } catch (Throwable e) {
      return Outcome.error("the aggregation failed: " + reason(e));
    }
  }

  /** Why the user's code failed; throws what says that the machine is at its end. */
  private static String reason(Throwable thrown) {
    if (thrown instanceof VirtualMachineError error && !(thrown instanceof StackOverflowError)) {
      throw error;
    }
    return thrown instanceof LinkageError && thrown.getCause() != null
        ? thrown + ": " + thrown.getCause()
        : thrown.toString();
  }

  private static List<Window> windows(Formula.Windowed<?, ?> windowed) {
    return windowed
        .series()
        .map(Formula.Repeated::series)
        .map(series -> IntStream.range(0, series.n()).mapToObj(series::window).toList())
        .orElse(List.of(windowed.window()));
  }

  private static Outcome list(Formula.Repeated series, List<Outcome> outcomes) {
    List<Object> values = new ArrayList<>();
    for (Outcome outcome : outcomes) {
      if (outcome.status() == Status.ERROR) {
        return outcome;
      }
      values.add(outcome.value() == null ? series.ofNothing().orElseThrow() : outcome.value());
    }
    return Outcome.of(List.copyOf(values));
  }

  @SuppressWarnings("unchecked") // a source of that name has that record
  private <R> History<R> history(Source<R> source) {
    History<?> history = histories.get(source.name());
    return history == null ? new History<>(source, List.of()) : (History<R>) history;
  }

  private <T> Answer<T> computed(
      Feature<T> feature, Formula.Computed<T> computed, Question question) {
    List<@Nullable Object> values = new ArrayList<>();
    List<Taken> taken = new ArrayList<>();
    for (Input<?> input : computed.inputs()) {
      Taken one = take(input, question);
      taken.add(one);
      values.add(one.value());
    }
    Evidence evidence = together(taken, question);
    for (Taken one : taken) {
      if (one.status() == Status.ERROR) {
        return error(feature, one.reason(), evidence);
      }
    }
    for (Taken one : taken) {
      if (!one.status().hasValue()) {
        return absent(feature, one.reason(), evidence);
      }
    }
    try {
      T value = computed.code().apply(values);
      return value == null
          ? absent(feature, "the code returned null", evidence)
          : new Answer<>(feature, value, Status.VALUE, "", evidence);
    } catch (Throwable e) {
      return error(feature, reason(e), evidence);
    }
  }

  private <T, K> Answer<T> through(
      Feature<T> feature, Formula.Through<T, K> through, Question question) {
    Answer<K> key = answer(through.key(), question);
    if (key.value() == null) {
      String reason = through.key().name() + ": " + key.reason();
      return key.status() == Status.ERROR
          ? error(feature, reason, key.evidence())
          : absent(feature, reason, key.evidence());
    }
    return as(feature, answer(through.target(), question.and(through.entity(), key.value())));
  }

  private <T, I> Answer<T> asked(Feature<T> feature, Formula.Asked<T, I> asked, Question question) {
    String service = asked.service().name();
    Taken request = take(asked.request(), question);
    if (!request.status().hasValue()) {
      return request.status() == Status.ERROR
          ? error(feature, request.reason(), request.evidence())
          : absent(feature, request.reason(), request.evidence());
    }
    long moment = moment(question);
    long oldest = Micros.minus(moment, Micros.of(asked.service().freshFor()));
    RecordedAnswer<?, ?> newest = null;
    for (RecordedAnswer<?, ?> recorded : scenario.answers()) {
      long answered = Micros.of(recorded.answeredAt());
      if (recorded.service().name().equals(service)
          && recorded.request().equals(request.value())
          && answered >= oldest
          && answered < moment
          && (newest == null || answered >= Micros.of(newest.answeredAt()))) {
        newest = recorded;
      }
    }
    if (newest != null) {
      @SuppressWarnings("unchecked") // a service of that name answers that type
      T answer = (T) newest.answer();
      Instant answeredAt = Micros.instant(Micros.of(newest.answeredAt()));
      return new Answer<>(
          feature,
          answer,
          Status.VALUE,
          "",
          evidence(service, Optional.of(answeredAt), question, 1));
    }
    if (asked.history().isPresent()) {
      return as(feature, answer(asked.history().get(), question));
    }
    return absent(
        feature,
        service + " has no recorded answer",
        new Evidence(service, Optional.empty(), Optional.empty(), 0));
  }

  /** What an input holds; the status of one that may be absent always has a value. */
  private record Taken(
      @Nullable Object value, Status status, String reason, Optional<Evidence> from) {
    static Taken given(Object value) {
      return new Taken(value, Status.VALUE, "", Optional.empty());
    }

    Evidence evidence() {
      return from.orElse(Evidence.NONE);
    }
  }

  private Taken take(Input<?> input, Question question) {
    return switch (input) {
      case Feature<?> feature -> {
        Answer<?> answer = answer(feature, question);
        yield new Taken(
            answer.value(),
            answer.status(),
            feature.name() + ": " + answer.reason(),
            Optional.of(answer.evidence()));
      }
      case Request<?> request -> {
        Object value = question.inputs().get(request.name());
        yield value == null
            ? new Taken(
                null,
                Status.ABSENT,
                "the question has no " + request.name(),
                Optional.of(Evidence.NONE))
            : Taken.given(value);
      }
      case Input.Moment _ -> Taken.given(question.at().orElseThrow());
      case Input.Words _ -> Taken.given(question.words());
      case Input.Optionally<?>(Input<?> inner) -> {
        Taken taken = take(inner, question);
        yield new Taken(Optional.ofNullable(taken.value()), Status.VALUE, "", taken.from());
      }
    };
  }

  private static Evidence together(List<Taken> taken, Question question) {
    List<Evidence> all = taken.stream().map(Taken::evidence).toList();
    List<String> sources =
        all.stream().map(Evidence::source).filter(s -> !s.isEmpty()).distinct().toList();
    Optional<Instant> newest =
        all.stream().flatMap(e -> e.eventTime().stream()).max(Instant::compareTo);
    long facts = all.stream().mapToLong(Evidence::facts).sum();
    return evidence(sources.size() == 1 ? sources.getFirst() : "", newest, question, facts);
  }

  private static Evidence evidence(
      String source, Optional<Instant> newest, Question question, long facts) {
    Optional<Duration> age =
        newest.map(time ->
            Duration.of(Micros.between(Micros.of(time), moment(question)), ChronoUnit.MICROS));
    return new Evidence(source, newest, age, facts);
  }

  private static long moment(Question question) {
    return Micros.of(question.at().orElseThrow());
  }

  @SuppressWarnings("unchecked") // the definition pairs the aggregation with the feature's type
  private static <T> Answer<T> answer(Feature<T> feature, Outcome outcome, Evidence evidence) {
    return new Answer<>(feature, (T) outcome.value(), outcome.status(), outcome.reason(), evidence);
  }

  private static <T> Answer<T> as(Feature<T> feature, Answer<T> answer) {
    return new Answer<>(
        feature, answer.value(), answer.status(), answer.reason(), answer.evidence());
  }

  private static <T> Answer<T> absent(Feature<T> feature, String reason, Evidence evidence) {
    return new Answer<>(feature, null, Status.ABSENT, reason, evidence);
  }

  private static <T> Answer<T> error(Feature<T> feature, String reason, Evidence evidence) {
    return new Answer<>(feature, null, Status.ERROR, reason, evidence);
  }
}
