package dev.rapport.spi.service;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Asks an outside service. Thread-safe.
 *
 * @param <I> the request
 * @param <O> the answer
 */
@FunctionalInterface
public interface ServiceClient<I, O> {

  /**
   * Asks many requests at once.
   *
   * @param requests distinct
   * @param timeout for the whole call
   * @return the answers that there are; a request without one is absent
   * @throws dev.rapport.api.error.RapportException of kind {@code DEPENDENCY} where the service
   *     cannot be reached, is too slow or answers what cannot be read
   */
  Map<I, O> ask(List<I> requests, Duration timeout);
}
