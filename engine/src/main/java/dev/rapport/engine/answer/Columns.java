package dev.rapport.engine.answer;

import dev.rapport.api.feature.Feature;
import dev.rapport.api.feature.Formula;
import dev.rapport.api.question.Answer;
import dev.rapport.api.question.Status;
import dev.rapport.engine.aggregation.fold.Outcome;
import dev.rapport.engine.intake.Stores;
import dev.rapport.engine.window.SharedReading;
import dev.rapport.spi.table.OutputVector;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The values of features for batches of past questions, as columns: what a dataset writes. Features
 * that only read windows are read together and by columns; the others as single answers are. Values
 * are those that {@link Answering#past} gives. Thread-safe.
 */
public final class Columns {
  private final Answering answering;
  private final Stores stores;
  private final List<Feature<?>> features;
  private final List<Shared> shared = new ArrayList<>();
  private final List<Integer> others = new ArrayList<>();

  /** Features that are read together, and how many rows of their store are seen. */
  private record Shared(SharedReading<?> reading, int visible) {}

  Columns(Answering answering, Stores stores, List<Feature<?>> features) {
    this.answering = answering;
    this.stores = stores;
    this.features = features;
    Map<String, Map<Integer, Formula.Windowed<?, ?>>> bySource = new LinkedHashMap<>();
    for (int i = 0; i < features.size(); i++) {
      Feature<?> feature = features.get(i);
      if (feature.formula() instanceof Formula.Windowed<?, ?> windowed
          && feature.fallbacks().isEmpty()
          && SharedReading.canRead(windowed)) {
        bySource
            .computeIfAbsent(windowed.source().name(), _ -> new LinkedHashMap<>())
            .put(i, windowed);
      } else {
        others.add(i);
      }
    }
    bySource.values().forEach(windowed -> shared.add(together(windowed)));
  }

  @SuppressWarnings("unchecked") // all of one source
  private <R> Shared together(Map<Integer, Formula.Windowed<?, ?>> windowed) {
    Map<Integer, Formula.Windowed<?, R>> typed = new LinkedHashMap<>();
    windowed.forEach((number, formula) -> typed.put(number, (Formula.Windowed<?, R>) formula));
    Formula.Windowed<?, R> any = typed.values().iterator().next();
    return new Shared(stores.windows(any.source()).together(typed), stores.visible(any.source()));
  }

  /**
   * The values for a batch.
   *
   * @param vectors one for each feature; null where there is no value
   * @param errors one for each feature that is in error for a question
   */
  public record Values(List<OutputVector> vectors, List<Errors> errors) {}

  /**
   * The questions for which a feature is in error: its code threw, or its sum is beyond 64 bits.
   *
   * @param count how many there are
   * @param first the position of the first of them, and
   * @param reason why it is
   */
  public record Errors(Feature<?> feature, long count, int first, String reason) {}

  /** The errors of one feature, being counted. */
  private static final class ErrorCount {
    private long count;
    private int first = Integer.MAX_VALUE;
    private String reason = "";

    void add(int question, String why) {
      count++;
      if (question < first) {
        first = question;
        reason = why;
      }
    }
  }

  /** The values for a batch. */
  public Values of(QuestionBatch batch) {
    List<ValueVector> vectors = new ArrayList<>();
    List<ErrorCount> errors = new ArrayList<>();
    for (Feature<?> feature : features) {
      vectors.add(new ValueVector(feature.type(), batch.size()));
      errors.add(new ErrorCount());
    }
    SharedReading.Sink sink =
        (feature, question, outcome) -> {
          if (batch.isAskable(question)) {
            switch (outcome) {
              case Outcome.Value(Object value) -> vectors.get(feature).put(question, value);
              case Outcome.Absent _ ->
                  vectors
                      .get(feature)
                      .put(question, features.get(feature).defaultValue().orElse(null));
              case Outcome.Null _ -> {}
              case Outcome.Failure(String reason) -> errors.get(feature).add(question, reason);
            }
          }
        };
    shared.forEach(one ->
        one.reading().read(batch.size(), batch.keys(), batch.moments(), one.visible(), sink));
    if (!others.isEmpty()) {
      int[] positions = batch.askable();
      List<Frame> frames = new ArrayList<>(positions.length);
      for (int position : positions) {
        frames.add(Frame.of(batch.question(position), batch.moment(position)));
      }
      Evaluation evaluation = new Evaluation(answering, stores, frames, null);
      for (int feature : others) {
        List<? extends Answer<?>> answers = evaluation.answers(features.get(feature));
        fill(vectors.get(feature), errors.get(feature), positions, answers);
      }
    }
    return new Values(vectors.stream().map(ValueVector::vector).toList(), counted(errors));
  }

  private static void fill(
      ValueVector vector, ErrorCount errors, int[] positions, List<? extends Answer<?>> answers) {
    for (int i = 0; i < positions.length; i++) {
      Answer<?> answer = answers.get(i);
      vector.put(positions[i], answer.value());
      if (answer.status() == Status.ERROR) {
        errors.add(positions[i], answer.reason());
      }
    }
  }

  private List<Errors> counted(List<ErrorCount> errors) {
    List<Errors> counted = new ArrayList<>();
    for (int i = 0; i < errors.size(); i++) {
      ErrorCount one = errors.get(i);
      if (one.count > 0) {
        counted.add(new Errors(features.get(i), one.count, one.first, one.reason));
      }
    }
    return counted;
  }
}
