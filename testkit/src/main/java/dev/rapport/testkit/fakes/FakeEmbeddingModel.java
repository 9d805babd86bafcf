package dev.rapport.testkit.fakes;

import dev.rapport.spi.model.EmbeddingModel;
import java.util.List;
import java.util.Locale;

/**
 * A bag of words: each word adds one at a place its hash names, so texts that share words are
 * similar. Without any word a text is the first unit vector. Immutable.
 */
public final class FakeEmbeddingModel implements EmbeddingModel {
  private final int dimensions;

  /** A model of vectors of a length. */
  public FakeEmbeddingModel(int dimensions) {
    this.dimensions = dimensions;
  }

  @Override
  public String name() {
    return "bag-of-words-" + dimensions;
  }

  @Override
  public int dimensions() {
    return dimensions;
  }

  @Override
  public List<float[]> embed(List<String> texts) {
    return texts.stream().map(this::embed).toList();
  }

  private float[] embed(String text) {
    float[] vector = new float[dimensions];
    for (String word : Words.of(text.toLowerCase(Locale.ROOT))) {
      vector[Math.floorMod(word.hashCode() * 0x9E3779B9, dimensions)] += 1;
    }
    double squares = 0;
    for (float x : vector) {
      squares += x * x;
    }
    if (squares == 0) {
      vector[0] = 1;
      return vector;
    }
    for (int i = 0; i < dimensions; i++) {
      vector[i] = (float) (vector[i] / Math.sqrt(squares));
    }
    return vector;
  }
}
