package dev.rapport.engine.knowledge;

import dev.rapport.api.feature.Feature;
import dev.rapport.api.knowledge.Candidates;
import dev.rapport.api.question.Context;
import dev.rapport.engine.answer.Inquiry;
import dev.rapport.engine.value.NaturalOrder;
import dev.rapport.engine.value.Wording;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What items are compared with: the user's words and the values of the features that join them.
 *
 * @param vector the mean of the vectors of its texts, of length 1; empty where there is no text
 */
record Query(String text, Optional<float[]> vector) {

  static Query of(Candidates<?> candidates, Inquiry inquiry, Embeddings embeddings) {
    List<String> texts = new ArrayList<>();
    add(texts, inquiry.question().words());
    Context context = inquiry.answer(candidates.like());
    for (Feature<?> feature : candidates.like()) {
      context.get(feature).ifPresent(value -> elements(value).forEach(each -> add(texts, each)));
    }
    return new Query(String.join("\n", texts), mean(embeddings.ofQuery(texts)));
  }

  /** The elements of a list or set, the keys of a map, else the value. */
  private static Collection<?> elements(Object value) {
    return switch (value) {
      case Set<?> set -> set.stream().sorted(NaturalOrder.INSTANCE).toList();
      case Collection<?> list -> list;
      case Map<?, ?> map -> map.keySet().stream().sorted(NaturalOrder.INSTANCE).toList();
      default -> List.of(value);
    };
  }

  private static void add(List<String> texts, Object value) {
    String text = Wording.of(value);
    if (!text.isEmpty()) {
      texts.add(text);
    }
  }

  private static Optional<float[]> mean(List<float[]> vectors) {
    if (vectors.isEmpty()) {
      return Optional.empty();
    }
    double[] sums = new double[vectors.getFirst().length];
    for (float[] vector : vectors) {
      for (int i = 0; i < sums.length; i++) {
        sums[i] += vector[i];
      }
    }
    double squares = 0;
    for (double sum : sums) {
      squares += sum * sum;
    }
    if (squares < 1e-12) {
      return Optional.empty(); // they cancel each other
    }
    float[] mean = new float[sums.length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = (float) (sums[i] / Math.sqrt(squares));
    }
    return Optional.of(mean);
  }
}
