package dev.rapport.plugins.embedding.onnx;

import dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel;
import dev.rapport.api.error.RapportException;
import dev.rapport.spi.model.EmbeddingModel;
import java.util.List;

/**
 * The sentence model all-MiniLM-L6-v2, quantized, computed in this process: 384 dimensions, made
 * for English.
 *
 * <p>A text is read up to its first 126 tokens, about 90 words of English; what follows has no
 * influence. Letter case and accents do not matter. A text without a token (empty, blank, control
 * characters) gets the vector of a full stop: of length 1 like all others, and close to nothing. A
 * text has the same vector whatever other texts it comes with.
 *
 * <p>The first text loads the model, once in a process. Nothing is downloaded or reported then:
 * where they are not set, the system properties {@code ai.djl.offline=true} and {@code
 * RUST_FLAVOR=cpu} forbid it to the tokenizer's library. Thread-safe.
 */
public final class MiniLm implements EmbeddingModel {
  private static final String NAME = "all-minilm-l6-v2-q";
  private static final int DIMENSIONS = 384;
  private static final String NEUTRAL = ".";

  private MiniLm() {}

  /** The model, not yet in memory. */
  public static MiniLm load() {
    return new MiniLm();
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int dimensions() {
    return DIMENSIONS;
  }

  /**
   * {@inheritDoc}
   *
   * @throws RapportException of kind {@code DEPENDENCY} where the native libraries cannot be loaded
   */
  @Override
  public List<float[]> embed(List<String> texts) {
    if (texts.isEmpty()) {
      return List.of();
    }
    AllMiniLmL6V2QuantizedEmbeddingModel model = model();
    return texts.parallelStream().map(text -> vector(model, text)).toList();
  }

  private static float[] vector(AllMiniLmL6V2QuantizedEmbeddingModel model, String text) {
    try {
      return model.embed(text).content().vector();
    } catch (IllegalArgumentException e) { // how the library refuses a text without a token
      return model.embed(NEUTRAL).content().vector();
    }
  }

  private static AllMiniLmL6V2QuantizedEmbeddingModel model() {
    return switch (FirstUse.LOADING) {
      case Loading.Done(var model) -> model;
      case Loading.Failed(Throwable thrown) ->
          throw RapportException.dependency(
              "embedding model %s: not loaded: %s (expected: a platform of ONNX Runtime, and a temporary and a home directory that can be written)"
                  .formatted(NAME, root(thrown)),
              thrown);
    };
  }

  private static Throwable root(Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  /** What became of loading the model. */
  private sealed interface Loading {
    record Done(AllMiniLmL6V2QuantizedEmbeddingModel model) implements Loading {}

    record Failed(Throwable thrown) implements Loading {}
  }

  /** The model in memory; the library keeps one in a process too. */
  private static final class FirstUse {
    static final Loading LOADING = load();

    private static Loading load() {
      System.getProperties().putIfAbsent("ai.djl.offline", "true");
      System.getProperties().putIfAbsent("RUST_FLAVOR", "cpu");
      Thread thread = Thread.currentThread();
      ClassLoader before = thread.getContextClassLoader();
      // The library looks for its files by the context class loader, which may be a catalog's.
      thread.setContextClassLoader(AllMiniLmL6V2QuantizedEmbeddingModel.class.getClassLoader());
      try {
        return new Loading.Done(new AllMiniLmL6V2QuantizedEmbeddingModel());
      } catch (LinkageError | RuntimeException e) { // no second attempt: the JVM makes none either
        return new Loading.Failed(e);
      } finally {
        thread.setContextClassLoader(before);
      }
    }
  }
}
