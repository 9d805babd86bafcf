package dev.rapport.testkit;

import dev.rapport.api.question.Context;
import java.util.List;

/**
 * One way of answering questions over facts: the naive reference, datasets, serving. All of them
 * must answer a scenario alike.
 */
public interface AnswerPath extends AutoCloseable {
  /** What to call it in a message, such as {@code replay}. */
  String name();

  /** One context for each question, in the order of the questions. */
  List<Context> answer(Scenario scenario);

  @Override
  default void close() {}
}
