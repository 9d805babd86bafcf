package dev.rapport.testkit.fakes;

import dev.rapport.api.error.RapportException;
import dev.rapport.spi.model.ChatModel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;

/** Answers from a script, word by word, and remembers what it was asked. Thread-safe. */
public final class FakeChatModel implements ChatModel {
  private final Queue<String> script;
  private final List<String> prompts = new ArrayList<>();

  /** A model that gives these answers, in order, and fails after them. */
  public FakeChatModel(String... answers) {
    this.script = new ArrayDeque<>(List.of(answers));
  }

  /** What it was asked so far. */
  public synchronized List<String> prompts() {
    return List.copyOf(prompts);
  }

  @Override
  public String name() {
    return "script";
  }

  @Override
  public synchronized ChatAnswer answer(String prompt, Duration timeout, Consumer<String> part) {
    prompts.add(prompt);
    String answer = script.poll();
    if (answer == null) {
      throw RapportException.dependency(
          "model script: no answer left (expected: at most as many questions as answers)", null);
    }
    for (String piece : answer.splitWithDelimiters(" ", 0)) {
      part.accept(piece);
    }
    return new ChatAnswer(answer, Words.of(prompt).size(), Words.of(answer).size());
  }
}
