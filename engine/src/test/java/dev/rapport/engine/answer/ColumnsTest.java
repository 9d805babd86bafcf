package dev.rapport.engine.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.api.feature.Feature;
import dev.rapport.api.question.Context;
import dev.rapport.api.question.Question;
import dev.rapport.api.schema.Type;
import dev.rapport.engine.value.Micros;
import dev.rapport.spi.table.OutputVector;
import dev.rapport.testkit.Scenario;
import dev.rapport.testkit.random.RandomScenarios;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Batches of questions answered by columns: the values of single answers. */
class ColumnsTest {
  static LongStream seeds() {
    return LongStream.range(0, 40);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void columns_hold_the_values_of_single_answers(long seed) {
    Scenario scenario = RandomScenarios.of(seed);
    List<Feature<?>> features = scenario.features();
    new EnginePath(EnginePath.Life.LIVE)
        .with(
            scenario,
            answering -> {
              List<Context> expected = answering.past(scenario.questions(), features);
              assertSame(answering, scenario, expected, "seed " + seed);
              return expected;
            });
  }

  /** The columns hold the values of answers. */
  static void assertSame(
      Answering answering, Scenario scenario, List<Context> answers, String where) {
    List<Feature<?>> features = scenario.features();
    List<OutputVector> columns =
        answering.columns(features).of(batch(scenario.questions())).vectors();
    for (int feature = 0; feature < features.size(); feature++) {
      for (int i = 0; i < answers.size(); i++) {
        assertThat(value(columns.get(feature), i, features.get(feature).type()))
            .as("%s, question %s, %s", where, i, features.get(feature))
            .isEqualTo(answers.get(i).answers().get(feature).value());
      }
    }
  }

  private static QuestionBatch batch(List<Question> questions) {
    QuestionBatch batch = new QuestionBatch(questions.size());
    for (int i = 0; i < questions.size(); i++) {
      int at = i;
      Question question = questions.get(i);
      question.keys().forEach((entity, key) -> batch.keys(entity)[at] = key);
      question.inputs().forEach((name, value) -> batch.inputs(name)[at] = value);
      batch.words()[i] = question.words();
      question.at().ifPresent(moment -> batch.at(at, Micros.of(moment)));
    }
    return batch;
  }

  private static @Nullable Object value(OutputVector vector, int row, Type<?> type) {
    return switch (vector) {
      case OutputVector.Longs longs when longs.nulls().get(row) -> null;
      case OutputVector.Doubles doubles when doubles.nulls().get(row) -> null;
      case OutputVector.Longs longs when type.equals(Type.INSTANT) ->
          Micros.instant(longs.values()[row]);
      case OutputVector.Longs longs when type.equals(Type.INTEGER) -> (int) longs.values()[row];
      case OutputVector.Longs longs -> longs.values()[row];
      case OutputVector.Doubles doubles -> doubles.values()[row];
      case OutputVector.Objects objects -> objects.values()[row];
      case OutputVector.Texts texts -> texts.dictionary().text(texts.codes()[row]);
    };
  }
}
