package dev.rapport.engine.answer;

import dev.rapport.api.error.RapportException;
import dev.rapport.api.feature.Service;
import dev.rapport.engine.value.Conversion;
import dev.rapport.engine.value.Micros;
import dev.rapport.engine.value.ValueCodec;
import dev.rapport.spi.log.FactLog;
import dev.rapport.spi.log.LogEntry;
import dev.rapport.spi.service.ServiceBindings;
import dev.rapport.spi.service.ServiceClient;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What outside services answered: facts in the log, each known when it was answered. Thread-safe.
 */
public final class ServiceAnswers {
  private final FactLog log;
  private final ServiceBindings bindings;
  private final Clock clock;
  private final Map<String, Recorded> services = new ConcurrentHashMap<>();

  /** The answers of one service by request and time. Guarded by itself. */
  private static final class Recorded {
    private final Map<Object, TreeMap<Long, Object>> byRequest = new HashMap<>();
  }

  /** A recorded answer. */
  record Known(Object answer, long answeredMicros) {}

  public ServiceAnswers(FactLog log, ServiceBindings bindings, Clock clock) {
    this.log = log;
    this.bindings = bindings;
    this.clock = clock;
  }

  /** The newest answer to a request in {@code [moment - freshFor, moment)}. */
  Optional<Known> at(Service<?, ?> service, Object request, long moment) {
    Recorded recorded = recorded(service);
    synchronized (recorded) {
      TreeMap<Long, Object> answers = recorded.byRequest.get(request);
      Map.Entry<Long, Object> newest = answers == null ? null : answers.lowerEntry(moment);
      long oldest = Micros.minus(moment, Micros.of(service.freshFor()));
      return newest == null || newest.getKey() < oldest
          ? Optional.empty()
          : Optional.of(new Known(newest.getValue(), newest.getKey()));
    }
  }

  /**
   * Asks the service and records what it answers.
   *
   * @return the answers that there are
   * @throws RapportException of kind {@code DEPENDENCY} where the service fails
   */
  <I, O> Map<I, Known> ask(Service<I, O> service, Collection<I> requests) {
    if (requests.isEmpty()) {
      return Map.of();
    }
    ServiceClient<I, O> client =
        bindings
            .client(service)
            .orElseThrow(() ->
                RapportException.user(
                    "service " + service.name(), "unbound", "a client bound when opening"));
    Map<I, O> answers = call(service, client, List.copyOf(requests));
    long answered = Micros.of(clock.instant());
    Map<I, Known> known = new LinkedHashMap<>();
    List<LogEntry> entries = new ArrayList<>();
    answers.forEach((request, answer) -> {
      known.put(request, new Known(answer, answered));
      entries.add(
          new LogEntry(answered, ValueCodec.encode(new @Nullable Object[] {request, answer})));
    });
    Recorded recorded = recorded(service);
    synchronized (recorded) {
      if (!entries.isEmpty()) {
        log.append(stream(service), entries, Map.of());
      }
      known.forEach((request, answer) -> record(recorded, request, answered, answer.answer()));
    }
    return known;
  }

  private static <I, O> Map<I, O> call(
      Service<I, O> service, ServiceClient<I, O> client, List<I> requests) {
    try {
      return client.ask(requests, service.timeout());
    } catch (RapportException e) {
      throw e;
    } catch (RuntimeException e) {
      throw RapportException.dependency("service " + service.name() + ": " + e, e);
    }
  }

  private Recorded recorded(Service<?, ?> service) {
    return services.computeIfAbsent(service.name(), _ -> load(service));
  }

  private Recorded load(Service<?, ?> service) {
    Recorded recorded = new Recorded();
    log.read(
        stream(service),
        0,
        (_, entry) -> {
          @Nullable Object[] row = ValueCodec.decode(entry.payload());
          Object request = Conversion.required(service.requestType(), row[0]);
          Object answer = Conversion.required(service.answerType(), row[1]);
          record(recorded, request, entry.ingestedMicros(), answer);
          return true;
        });
    return recorded;
  }

  private static void record(Recorded recorded, Object request, long micros, Object answer) {
    Objects.requireNonNull(recorded.byRequest.computeIfAbsent(request, _ -> new TreeMap<>()))
        .put(micros, answer);
  }

  private static String stream(Service<?, ?> service) {
    return "service/" + service.name();
  }
}
