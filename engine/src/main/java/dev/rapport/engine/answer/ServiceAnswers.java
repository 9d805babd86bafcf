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
import java.time.Duration;
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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * What outside services answered: facts in the log, each known when it was answered. An answer that
 * was recorded with other types than the service has today is not used. Thread-safe.
 */
public final class ServiceAnswers {
  /** How much later than a service's timeout its call is given up from outside. */
  private static final Duration GRACE = Duration.ofMillis(100);

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
    answers.forEach((request, said) -> {
      byte[] row = ValueCodec.encode(new @Nullable Object[] {request, said});
      known.put(request, new Known(answer(service, row), answered));
      entries.add(new LogEntry(answered, row));
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

  /** Calls the client on a thread of its own, and waits no longer than the service may take. */
  private static <I, O> Map<I, O> call(
      Service<I, O> service, ServiceClient<I, O> client, List<I> requests) {
    FutureTask<Map<I, O>> call = new FutureTask<>(() -> client.ask(requests, service.timeout()));
    Thread caller = Thread.ofVirtual().name("service " + service.name()).start(call);
    try {
      // The client's own timeout says more, so it goes first.
      return call.get(service.timeout().plus(GRACE).toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      caller.interrupt();
      throw RapportException.dependency(
          "service " + service.name() + ": no answer within " + service.timeout(), e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RapportException told) {
        throw told;
      }
      throw RapportException.dependency("service " + service.name() + ": " + e.getCause(), e);
    } catch (InterruptedException e) {
      caller.interrupt();
      Thread.currentThread().interrupt();
      throw RapportException.dependency("service " + service.name() + ": interrupted", e);
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
          try {
            @Nullable Object[] row = ValueCodec.decode(entry.payload());
            record(
                recorded,
                Conversion.required(service.requestType(), row[0]),
                entry.ingestedMicros(),
                Conversion.required(service.answerType(), row[1]));
          } catch (IllegalArgumentException e) {
            return true; // recorded with other types than today's: it answers nothing any more
          }
          return true;
        });
    return recorded;
  }

  /** What a service said, as it will be read back. */
  private static <O> O answer(Service<?, O> service, byte[] row) {
    try {
      return Conversion.required(service.answerType(), ValueCodec.decode(row)[1]);
    } catch (IllegalArgumentException e) {
      throw RapportException.dependency(
          "service " + service.name() + ": answer: " + e.getMessage(), e);
    }
  }

  private static void record(Recorded recorded, Object request, long micros, Object answer) {
    Objects.requireNonNull(recorded.byRequest.computeIfAbsent(request, _ -> new TreeMap<>()))
        .put(micros, answer);
  }

  private static String stream(Service<?, ?> service) {
    return "service/" + service.name();
  }
}
