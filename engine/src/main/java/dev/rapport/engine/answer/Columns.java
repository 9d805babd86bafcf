package dev.rapport.engine.answer;

import dev.rapport.api.feature.Feature;
import dev.rapport.api.feature.Formula;
import dev.rapport.api.question.Answer;
import dev.rapport.engine.aggregation.fold.Outcome;
import dev.rapport.engine.intake.Stores;
import dev.rapport.engine.window.SharedReading;
import dev.rapport.spi.table.OutputVector;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
    return new Shared(
        answering.windows(stores, any.source()).together(typed), stores.visible(any.source()));
  }

  /** The values for a batch, one vector for each feature. */
  public List<OutputVector> of(QuestionBatch batch) {
    List<ValueVector> vectors = new ArrayList<>();
    features.forEach(feature -> vectors.add(new ValueVector(feature.type(), batch.size())));
    SharedReading.Sink sink =
        (feature, question, outcome) -> {
          if (batch.isAskable(question)) {
            vectors.get(feature).put(question, value(features.get(feature), outcome));
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
        fill(vectors.get(feature), positions, evaluation.answers(features.get(feature)));
      }
    }
    return vectors.stream().map(ValueVector::vector).toList();
  }

  private static void fill(ValueVector vector, int[] positions, List<? extends Answer<?>> answers) {
    for (int i = 0; i < positions.length; i++) {
      vector.put(positions[i], answers.get(i).value());
    }
  }

  private static @Nullable Object value(Feature<?> feature, Outcome outcome) {
    return switch (outcome) {
      case Outcome.Value(Object value) -> value;
      case Outcome.Absent _ -> feature.defaultValue().orElse(null);
      case Outcome.Null _, Outcome.Failure _ -> null;
    };
  }
}
