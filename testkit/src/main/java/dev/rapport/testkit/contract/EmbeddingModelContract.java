package dev.rapport.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rapport.spi.model.EmbeddingModel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every {@link EmbeddingModel} must keep. */
public abstract class EmbeddingModelContract {
  private static final List<String> TEXTS =
      List.of(
          "A quiet beach in Greece with clear water",
          "",
          "   ",
          "Straße, 東京, naïve café ☕",
          "word ".repeat(5_000),
          "A quiet beach in Greece with clear water");

  protected EmbeddingModelContract() {}

  protected abstract EmbeddingModel model();

  private static double similarity(float[] a, float[] b) {
    double dot = 0;
    for (int i = 0; i < a.length; i++) {
      dot += (double) a[i] * b[i];
    }
    return dot;
  }

  @Test
  void every_text_has_one_vector_of_length_one() {
    List<float[]> vectors = model().embed(TEXTS);

    assertThat(vectors).hasSameSizeAs(TEXTS);
    for (float[] vector : vectors) {
      assertThat(vector).hasSize(model().dimensions());
      assertThat(similarity(vector, vector)).isEqualTo(1, within(1e-5));
    }
  }

  @Test
  void no_texts_have_no_vectors() {
    assertThat(model().embed(List.of())).isEmpty();
  }

  @Test
  void a_text_has_the_same_vector_alone_and_in_company() {
    List<float[]> together = model().embed(TEXTS);
    List<float[]> alone = new ArrayList<>();
    TEXTS.forEach(text -> alone.addAll(model().embed(List.of(text))));

    for (int i = 0; i < TEXTS.size(); i++) {
      assertThat(similarity(together.get(i), alone.get(i))).isEqualTo(1, within(1e-5));
    }
  }

  @Test
  void texts_about_one_thing_are_more_similar() {
    List<float[]> vectors =
        model()
            .embed(
                List.of(
                    "A quiet beach in Greece with clear water",
                    "A beach in Greece, quiet, with warm water",
                    "Quarterly tax forms for small companies"));

    assertThat(similarity(vectors.get(0), vectors.get(1)))
        .isGreaterThan(similarity(vectors.get(0), vectors.get(2)) + 0.1);
  }

  @Test
  void a_model_has_a_name_and_a_dimension() {
    assertThat(model().name()).isNotBlank();
    assertThat(model().dimensions()).isPositive();
  }
}
