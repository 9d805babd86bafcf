package dev.rapport.spi.model;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * A language model. Thread-safe.
 *
 * <p>Errors are {@link dev.rapport.api.error.RapportException}: {@code DEPENDENCY} where the model
 * cannot be reached, is too slow or refuses to serve; {@code USER} where the request or the
 * configuration is wrong (an unknown model, a rejected key).
 */
public interface ChatModel {
  /** Which model, for people. */
  String name();

  /**
   * Answers a prompt.
   *
   * @param timeout for the whole answer
   * @param part takes each piece of the answer as it arrives
   * @return the whole answer
   */
  ChatAnswer answer(String prompt, Duration timeout, Consumer<String> part);

  /**
   * An answer.
   *
   * @param inputTokens as the model counted, -1 where it did not say
   * @param outputTokens as the model counted, -1 where it did not say
   */
  record ChatAnswer(String text, long inputTokens, long outputTokens) {}
}
