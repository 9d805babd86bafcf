package dev.rapport.app.conformance;

import dev.rapport.api.feature.Feature;
import dev.rapport.api.question.Answer;
import dev.rapport.api.question.Context;
import dev.rapport.api.question.Question;
import dev.rapport.engine.answer.Needs;
import dev.rapport.engine.dataset.Questions;
import dev.rapport.testkit.AnswerPath;
import dev.rapport.testkit.Scenario;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Answers each question now, with the clock at its moment, in the order of the moments; what was
 * ingested later is pushed later. Two things serving does not answer are asked as in a dataset: a
 * question without a moment, which has no now, and features that need an input which the question
 * lacks, as serving refuses these.
 */
public final class ServingPath implements AnswerPath {
  private final WorkFolder folder = new WorkFolder();

  public ServingPath() {}

  @Override
  public String name() {
    return "serving";
  }

  @Override
  public List<Context> answer(Scenario scenario) {
    List<Question> questions = scenario.questions();
    @Nullable Context[] contexts = new Context[questions.size()];
    try (World world = new World(folder.next(), scenario)) {
      for (int i : byMoment(questions)) {
        Question question = questions.get(i);
        contexts[i] =
            question.at().isPresent()
                ? now(world, scenario, question, question.at().get())
                : past(world, question, scenario.features());
      }
    }
    return Arrays.stream(contexts).map(Objects::requireNonNull).toList();
  }

  private static Context now(World world, Scenario scenario, Question question, Instant moment) {
    world.moveTo(moment);
    List<Feature<?>> complete = new ArrayList<>();
    List<Feature<?>> lacking = new ArrayList<>();
    for (Feature<?> feature : scenario.features()) {
      (hasInputs(question, feature) ? complete : lacking).add(feature);
    }
    Question asked =
        new Question(question.keys(), question.inputs(), question.words(), Optional.empty());
    Context now = world.rapport().ask(asked, complete);
    if (!now.moment().equals(moment)) {
      throw new IllegalStateException("asked at " + now.moment() + " (expected: " + moment + ")");
    }
    Context then = past(world, question, lacking);
    List<Answer<?>> answers = new ArrayList<>();
    for (Feature<?> feature : scenario.features()) {
      answers.add((complete.contains(feature) ? now : then).answer(feature));
    }
    return new Context(question, moment, answers);
  }

  private static boolean hasInputs(Question question, Feature<?> feature) {
    return question
        .inputs()
        .keySet()
        .containsAll(Needs.of(List.of(feature), null).inputs().keySet());
  }

  private static Context past(World world, Question question, List<Feature<?>> features) {
    return world.rapport().dataset(Questions.of(List.of(question)), features).rows().getFirst();
  }

  private static List<Integer> byMoment(List<Question> questions) {
    return IntStream.range(0, questions.size())
        .boxed()
        .sorted(Comparator.comparing(i -> questions.get(i).at().orElse(Instant.MIN)))
        .toList();
  }

  @Override
  public void close() {
    folder.close();
  }
}
