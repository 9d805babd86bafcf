package dev.rapport.plugins.embedding.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rapport.spi.model.EmbeddingModel;
import dev.rapport.testkit.contract.EmbeddingModelContract;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MiniLmTest extends EmbeddingModelContract {
  private static final List<String> TEXTS =
      List.of(
          "a day at the beach",
          "swimming in the sea",
          "quarterly accounting",
          "Lisbon is a hilly city with trams, seafood and music.",
          "Where should I go this summer?",
          "",
          "museums ".repeat(400),
          "海と山",
          "👍");

  @Override
  protected EmbeddingModel model() {
    return MiniLm.load();
  }

  @Test
  void what_means_the_same_is_closer_than_what_does_not() {
    assertThat(similarity("beach", "sea")).isGreaterThan(similarity("beach", "accounting") + 0.2);
    assertThat(similarity("a day at the beach", "swimming in the sea"))
        .isGreaterThan(similarity("a day at the beach", "quarterly accounting") + 0.2);
    assertThat(similarity("hiking in the mountains", "a trek over high passes"))
        .isGreaterThan(similarity("hiking in the mountains", "nightclubs and cocktails") + 0.2);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void vectors_come_in_the_order_of_the_texts_and_bit_by_bit_as_alone(long seed) {
    System.out.println("seed " + seed);
    List<String> shuffled = new ArrayList<>(TEXTS);
    Collections.shuffle(shuffled, new Random(seed));
    List<float[]> vectors = model().embed(shuffled);
    for (int i = 0; i < shuffled.size(); i++) {
      assertThat(vectors.get(i)).as(shuffled.get(i)).containsExactly(embed(shuffled.get(i)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\n\t", "\u0000", "\u200b", "\ud83d"})
  void a_text_without_a_token_is_close_to_nothing(String text) {
    assertThat(embed(text)).containsExactly(embed("."));
    for (String other : List.of("a day at the beach", "quarterly accounting", TEXTS.get(3))) {
      assertThat(similarity(text, other)).isLessThan(0.2);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"[CLS]", "[SEP] [PAD]", "<|endoftext|>", "a\u0000b", "a\ud83d b"})
  void no_text_is_refused(String text) {
    assertThat(dot(embed(text), embed(text))).isCloseTo(1, within(1e-5));
  }

  @Test
  void a_long_text_counts_up_to_its_token_126() {
    assertThat(embed("beach ".repeat(126) + "accounting"))
        .containsExactly(embed("beach ".repeat(126)));
    assertThat(similarity("beach ".repeat(125) + "accounting", "beach ".repeat(125)))
        .isLessThan(0.999);
  }

  @Test
  void letter_case_and_accents_do_not_matter() {
    assertThat(embed("CAFÉ in Málaga")).containsExactly(embed("cafe in malaga"));
  }

  @Test
  void many_threads_get_the_same_vectors() throws ExecutionException, InterruptedException {
    List<Future<List<float[]>>> answers = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 20; i++) {
        answers.add(threads.submit(() -> MiniLm.load().embed(TEXTS)));
      }
    }
    float[][] expected = model().embed(TEXTS).toArray(float[][]::new);
    for (Future<List<float[]>> answer : answers) {
      assertThat(answer.get().toArray(float[][]::new)).isDeepEqualTo(expected);
    }
  }

  private float[] embed(String text) {
    return model().embed(List.of(text)).getFirst();
  }

  private double similarity(String one, String other) {
    return dot(embed(one), embed(other));
  }

  private static double dot(float[] one, float[] other) {
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += (double) one[i] * other[i];
    }
    return sum;
  }
}
