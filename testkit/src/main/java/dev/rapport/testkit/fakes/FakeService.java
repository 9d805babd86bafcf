package dev.rapport.testkit.fakes;

import dev.rapport.api.error.RapportException;
import dev.rapport.api.schema.DurationText;
import dev.rapport.spi.service.ServiceClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Answers from a map, slowly or not at all where told so; no time passes: an answer that would take
 * longer than the timeout fails at once, as a timeout does. Thread-safe.
 */
public final class FakeService<I, O> implements ServiceClient<I, O> {
  private final Map<I, O> answers = new LinkedHashMap<>();
  private final List<List<I>> calls = new ArrayList<>();
  private Duration delay = Duration.ZERO;
  private boolean failing;

  public FakeService() {}

  /** What it answers to a request, instead of what it answered before. */
  public synchronized FakeService<I, O> answering(I request, O answer) {
    answers.put(request, answer);
    return this;
  }

  /** How long each call takes from now on. */
  public synchronized FakeService<I, O> taking(Duration delay) {
    this.delay = delay;
    return this;
  }

  /** Whether it cannot be reached from now on. */
  public synchronized FakeService<I, O> failing(boolean failing) {
    this.failing = failing;
    return this;
  }

  /** The requests of each call so far. */
  public synchronized List<List<I>> calls() {
    return List.copyOf(calls);
  }

  @Override
  public synchronized Map<I, O> ask(List<I> requests, Duration timeout) {
    calls.add(List.copyOf(requests));
    if (failing) {
      throw RapportException.dependency("service: cannot be reached", null);
    }
    if (delay.compareTo(timeout) > 0) {
      throw RapportException.dependency(
          "service: no answer within "
              + DurationText.of(timeout)
              + " (it takes "
              + DurationText.of(delay)
              + ")",
          null);
    }
    Map<I, O> found = new LinkedHashMap<>();
    for (I request : requests) {
      O answer = answers.get(request);
      if (answer != null) {
        found.put(request, answer);
      }
    }
    return found;
  }
}
