package dev.rapport.platform;

import dev.rapport.api.error.RapportException;
import dev.rapport.engine.Progress;
import dev.rapport.plugins.embedding.onnx.MiniLm;
import dev.rapport.plugins.tokens.jtokkit.JTokkitTokenizer;
import dev.rapport.spi.model.ChatModel;
import dev.rapport.spi.model.EmbeddingModel;
import dev.rapport.spi.model.Tokenizer;
import dev.rapport.spi.service.ServiceBindings;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;

/**
 * How Rapport is opened, where it is not by default. Immutable.
 *
 * @param clock what serving takes for now; the system's unless said
 * @param dataRoot where relative paths in the SQL of tables start; the working directory unless
 *     said
 * @param services the clients of services, over those a catalog brings along
 * @param embedding what texts are compared by; in-process MiniLM unless said
 * @param tokenizer what counts tokens; OpenAI's o200k unless said
 * @param model the language model, if there is one
 * @param progress is told how far long work is
 * @param datasetMemory about how many bytes a dataset may take in memory: three quarters for its
 *     facts, the rest for values on their way to the file. Where facts need more, the dataset is
 *     made in several passes. Two thirds of what the Java machine may take unless said, less what
 *     reading itself takes. What Java, the libraries and the log take comes in addition.
 * @param expiry whether facts of a stream leave memory while others are pushed, once no feature in
 *     use can need them from now on, or all do with a state for each hop of their windows. The log
 *     keeps them: a question about a moment that needs them reads the stream anew, which takes as
 *     long as a start. Not unless said.
 */
public record Options(
    Clock clock,
    Path dataRoot,
    ServiceBindings services,
    EmbeddingModel embedding,
    Tokenizer tokenizer,
    Optional<ChatModel> model,
    Progress progress,
    long datasetMemory,
    boolean expiry) {
  /** About what readers and writers keep in memory, whatever the size of the files. */
  private static final long READING = 64L << 20;

  public Options {
    Objects.requireNonNull(clock, "clock: null (expected: a clock)");
    Objects.requireNonNull(dataRoot, "data root: null (expected: a directory)");
    Objects.requireNonNull(services, "services: null (expected: bindings)");
    Objects.requireNonNull(embedding, "embedding: null (expected: an embedding model)");
    Objects.requireNonNull(tokenizer, "tokenizer: null (expected: a tokenizer)");
    Objects.requireNonNull(model, "model: null (expected: a model, or Optional.empty())");
    Objects.requireNonNull(progress, "progress: null (expected: a listener)");
    if (datasetMemory <= 0) {
      throw RapportException.user("memory of datasets", datasetMemory, "a number of bytes above 0");
    }
  }

  public static Options defaults() {
    return new Options(
        Clock.systemUTC(),
        Path.of(""),
        ServiceBindings.NONE,
        MiniLm.load(),
        JTokkitTokenizer.o200k(),
        Optional.empty(),
        Progress.NONE,
        datasetMemory(Runtime.getRuntime().maxMemory()),
        false);
  }

  private static long datasetMemory(long heap) {
    long facts = Math.max(heap / 2 - READING, heap / 8);
    return facts / 3 * 4;
  }

  public Options withClock(Clock clock) {
    return new Options(
        clock, dataRoot, services, embedding, tokenizer, model, progress, datasetMemory, expiry);
  }

  public Options withDataRoot(Path dataRoot) {
    return new Options(
        clock, dataRoot, services, embedding, tokenizer, model, progress, datasetMemory, expiry);
  }

  public Options withServices(ServiceBindings services) {
    return new Options(
        clock, dataRoot, services, embedding, tokenizer, model, progress, datasetMemory, expiry);
  }

  public Options withEmbedding(EmbeddingModel embedding) {
    return new Options(
        clock, dataRoot, services, embedding, tokenizer, model, progress, datasetMemory, expiry);
  }

  public Options withTokenizer(Tokenizer tokenizer) {
    return new Options(
        clock, dataRoot, services, embedding, tokenizer, model, progress, datasetMemory, expiry);
  }

  public Options withModel(ChatModel model) {
    return new Options(
        clock,
        dataRoot,
        services,
        embedding,
        tokenizer,
        Optional.of(Objects.requireNonNull(model, "model: null (expected: a language model)")),
        progress,
        datasetMemory,
        expiry);
  }

  public Options withProgress(Progress progress) {
    return new Options(
        clock, dataRoot, services, embedding, tokenizer, model, progress, datasetMemory, expiry);
  }

  public Options withDatasetMemory(long bytes) {
    return new Options(
        clock, dataRoot, services, embedding, tokenizer, model, progress, bytes, expiry);
  }

  /** Lets facts of streams leave memory; see {@link #expiry}. */
  public Options withExpiry() {
    return new Options(
        clock, dataRoot, services, embedding, tokenizer, model, progress, datasetMemory, true);
  }
}
