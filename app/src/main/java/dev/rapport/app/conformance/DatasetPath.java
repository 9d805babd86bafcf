package dev.rapport.app.conformance;

import dev.rapport.api.question.Context;
import dev.rapport.engine.dataset.Questions;
import dev.rapport.testkit.AnswerPath;
import dev.rapport.testkit.Scenario;
import java.util.List;

/** Answers all questions at once, after everything was ingested: as a dataset. */
public final class DatasetPath implements AnswerPath {
  private final WorkFolder folder = new WorkFolder();

  public DatasetPath() {}

  @Override
  public String name() {
    return "dataset";
  }

  @Override
  public List<Context> answer(Scenario scenario) {
    try (World world = new World(folder.next(), scenario)) {
      world.moveToEnd();
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
