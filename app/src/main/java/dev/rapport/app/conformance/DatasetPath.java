package dev.rapport.app.conformance;

import dev.rapport.api.question.Context;
import dev.rapport.engine.dataset.Questions;
import dev.rapport.testkit.AnswerPath;
import dev.rapport.testkit.Scenario;
import java.time.Instant;
import java.util.List;

/** Answers all questions at once, after everything was ingested: as a dataset. */
public final class DatasetPath implements AnswerPath {
  private static final Instant END = Instant.parse("9999-12-31T23:59:59.999999Z");

  private final WorkFolder folder = new WorkFolder();

  public DatasetPath() {}

  @Override
  public String name() {
    return "dataset";
  }

  @Override
  public List<Context> answer(Scenario scenario) {
    try (World world = new World(folder.next(), scenario)) {
      world.moveTo(END);
      return world
          .rapport()
          .dataset(Questions.of(scenario.questions()), scenario.features())
          .rows();
    }
  }

  @Override
  public void close() {
    folder.close();
  }
}
