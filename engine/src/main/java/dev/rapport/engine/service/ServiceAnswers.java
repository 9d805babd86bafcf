package dev.rapport.engine.service;

import dev.rapport.api.error.RapportException;
import dev.rapport.api.feature.Service;
import dev.rapport.api.schema.DurationText;
import dev.rapport.api.schema.Type;
import dev.rapport.engine.UserCode;
import dev.rapport.engine.intake.FactBase;
import dev.rapport.engine.value.Conversion;
import dev.rapport.engine.value.Micros;
import dev.rapport.engine.value.ValueCodec;
import dev.rapport.spi.log.FactLog;
import dev.rapport.spi.service.ServiceBindings;
import dev.rapport.spi.service.ServiceClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * What outside services answered: facts in the log, each known when it was answered. The question
 * that made the call sees what came of it at its own moment, then and whenever it is asked again
 * there; so at one moment a request has one answer, or none, and is made once. An answer that was
 * recorded with other types than the service has today is not used. Thread-safe.
 */
public final class ServiceAnswers {
  /** How much later than a service's timeout its call is given up from outside. */
  private static final Duration GRACE = Duration.ofMillis(100);

  private static final int STRETCH = 1_024;

  private final FactLog log;
  private final ServiceBindings bindings;
  private final FactBase facts;
  private final int stretch;
  private final Map<Kept, ServiceRecord> services;

  /** Whose answers are kept together. */
  private record Kept(String service, Type<?> request, Type<?> answer) {}

  /**
   * The answers in a log.
   *
   * @param facts whose moments questions are asked at
   */
  public ServiceAnswers(FactLog log, ServiceBindings bindings, FactBase facts) {
    this(log, bindings, facts, STRETCH);
  }

  /**
   * The answers in a log.
   *
   * @param stretch rows that are read together where a question about the past needs one
   */
  public ServiceAnswers(FactLog log, ServiceBindings bindings, FactBase facts, int stretch) {
    this(log, bindings, facts, stretch, new ConcurrentHashMap<>());
  }

  private ServiceAnswers(
      FactLog log,
      ServiceBindings bindings,
      FactBase facts,
      int stretch,
      Map<Kept, ServiceRecord> services) {
    this.log = log;
    this.bindings = bindings;
    this.facts = facts;
    this.stretch = stretch;
    this.services = services;
  }

  /** The same answers, by the clients of a catalog that takes the place of this one's. */
  public ServiceAnswers successor(ServiceBindings bindings, FactBase facts) {
    return new ServiceAnswers(log, bindings, facts, stretch, services);
  }

  /**
   * What came of a call for a question of that moment, else the newest answer to a request in
   * {@code [moment - freshFor, moment)}.
   */
  public Optional<Reply> at(Service<?, ?> service, Object request, long moment) {
    long oldest = Micros.minus(moment, Micros.of(service.freshFor()));
    return recorded(service).at(request, moment, oldest);
  }

  /** Asks the service for a question of a moment, and records what comes of each request. */
  public <I, O> void ask(Service<I, O> service, Collection<I> requests, long moment) {
    List<AnswerRow> rows = new ArrayList<>(requests.size());
    try {
      Map<I, O> answers = call(service, client(service), List.copyOf(requests));
      requests.forEach(request -> rows.add(row(service, request, answers.get(request), moment)));
    } catch (RapportException e) {
      String reason = String.valueOf(e.getMessage());
      requests.forEach(request -> rows.add(AnswerRow.nothing(request, moment, reason)));
    }
    recorded(service).append(facts, rows);
  }

  private <I, O> ServiceClient<I, O> client(Service<I, O> service) {
    return bindings
        .client(service)
        .orElseThrow(() ->
            RapportException.user(
                "service " + service.name(), "unbound", "a client bound when opening"));
  }

  /** What is recorded of one request: an answer that cannot be read back is none. */
  private static <O> AnswerRow row(
      Service<?, O> service, Object request, @Nullable O said, long moment) {
    if (said == null) {
      return AnswerRow.nothing(request, moment, service.name() + " has no answer");
    }
    try {
      return AnswerRow.answer(request, moment, asReadBack(service, said));
    } catch (IllegalArgumentException e) {
      return AnswerRow.nothing(
          request, moment, "service " + service.name() + ": answer: " + e.getMessage());
    }
  }

  /** What a service said, as it will be read from the log. */
  private static <O> Object asReadBack(Service<?, O> service, O said) {
    @Nullable Object[] row = ValueCodec.decode(ValueCodec.encode(new @Nullable Object[] {said}));
    return Conversion.required(service.answerType(), row[0]);
  }

  /** Calls the client on a thread of its own, and waits no longer than the service may take. */
  private static <I, O> Map<I, O> call(
      Service<I, O> service, ServiceClient<I, O> client, List<I> requests) {
    FutureTask<Map<I, O>> call = new FutureTask<>(() -> answers(service, client, requests));
    Thread caller = Thread.ofVirtual().name("service " + service.name()).start(call);
    try {
      // The client's own timeout says more, so it goes first.
      return call.get(service.timeout().plus(GRACE).toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      caller.interrupt();
      throw RapportException.dependency(
          "service " + service.name() + ": no answer within " + DurationText.of(service.timeout()),
          e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RapportException told) {
        throw told;
      }
      Throwable thrown = e.getCause() == null ? e : e.getCause();
      throw RapportException.dependency(
          "service " + service.name() + ": " + UserCode.reasonElsewhere(thrown), e);
    } catch (InterruptedException e) {
      caller.interrupt();
      Thread.currentThread().interrupt();
      throw RapportException.dependency("service " + service.name() + ": interrupted", e);
    }
  }

  /** The client's answers; also its map is code of others. */
  private static <I, O> Map<I, O> answers(
      Service<I, O> service, ServiceClient<I, O> client, List<I> requests) {
    Map<I, O> said = client.ask(requests, service.timeout());
    if (said == null) {
      throw RapportException.dependency(
          "service " + service.name() + ": answer: null (expected: the answers there are)", null);
    }
    Map<I, O> answers = new HashMap<>();
    for (I request : requests) {
      O answer = said.get(request);
      if (answer != null) {
        answers.put(request, answer);
      }
    }
    return answers;
  }

  private ServiceRecord recorded(Service<?, ?> service) {
    Kept kept = new Kept(service.name(), service.requestType(), service.answerType());
    ServiceRecord record =
        services.computeIfAbsent(kept, _ -> ServiceRecord.open(service, log, facts, stretch));
    record.keep(Micros.of(service.freshFor()));
    return record;
  }
}
