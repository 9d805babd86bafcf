package dev.rapport.plugins.model.langchain4j;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.langchain4j.model.output.TokenUsage;
import dev.rapport.api.error.RapportException;
import dev.rapport.api.schema.DurationText;
import dev.rapport.spi.model.ChatModel;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A model behind an OpenAI-compatible API: OpenAI's own, Ollama, vLLM, llama.cpp, and most others.
 * Answers are streamed and never retried. The key appears in no text and no error. Thread-safe.
 */
public final class OpenAiCompatibleModel implements ChatModel {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration LONGEST = Duration.ofDays(1);

  private final Endpoint endpoint;
  private final HttpClient http;

  private OpenAiCompatibleModel(Endpoint endpoint) {
    this.endpoint = endpoint;
    this.http =
        HttpClient.newBuilder()
            // Some servers take the offer of HTTP/2 without TLS for a broken request.
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();
  }

  /**
   * The model that the environment names.
   *
   * @param environment {@code RAPPORT_LLM_URL}, the base of the API (with a key alone: OpenAI's);
   *     {@code RAPPORT_LLM_MODEL}, the model's name there; {@code RAPPORT_LLM_KEY}, where the API
   *     asks for one; blank is not set
   * @return nothing where none of the three is set
   * @throws RapportException of kind {@code USER} that names the variable, where one is missing or
   *     malformed
   */
  public static Optional<ChatModel> fromEnvironment(Map<String, String> environment) {
    return Endpoint.of(environment).map(OpenAiCompatibleModel::new);
  }

  @Override
  public String name() {
    return endpoint.toString();
  }

  /**
   * {@inheritDoc}
   *
   * <p>Parts come on the caller's thread; what {@code part} throws ends the answer and is thrown
   * on. The time of {@code part} counts too.
   */
  @Override
  public ChatAnswer answer(String prompt, Duration timeout, Consumer<String> part) {
    if (prompt.isBlank()) {
      throw RapportException.user("prompt", "blank", "text");
    }
    if (!timeout.isPositive()) {
      throw RapportException.user("timeout", DurationText.of(timeout), "more than 0");
    }
    Duration limit = timeout.compareTo(LONGEST) > 0 ? LONGEST : timeout;
    StreamingCall call = new StreamingCall(http, endpoint, limit);
    Listener listener = new Listener(call, part);
    OpenAiStreamingChatModel.builder()
        .httpClientBuilder(new StreamingCall.Builder(call, limit))
        .baseUrl(endpoint.url())
        .apiKey(endpoint.key().orElse(null))
        .modelName(endpoint.model())
        .timeout(limit)
        .build()
        .chat(prompt, listener);
    return listener.answer();
  }

  /** Gathers the parts of one answer. */
  private static final class Listener implements StreamingChatResponseHandler {
    private final StreamingCall call;
    private final Consumer<String> part;
    private final StringBuilder text = new StringBuilder();
    private @Nullable TokenUsage usage;

    private Listener(StreamingCall call, Consumer<String> part) {
      this.call = call;
      this.part = part;
    }

    @Override
    public void onPartialResponse(String partial) {
      text.append(partial);
      try {
        part.accept(partial);
      } catch (RuntimeException e) {
        call.fail(e);
      }
    }

    @Override
    public void onCompleteResponse(ChatResponse complete) {
      usage = complete.tokenUsage();
    }

    @Override
    public void onError(Throwable thrown) {
      call.failUnreadable(String.valueOf(thrown.getMessage()), thrown);
    }

    ChatAnswer answer() {
      call.failure()
          .ifPresent(thrown -> {
            throw thrown;
          });
      return new ChatAnswer(
          text.toString(),
          usage == null ? -1 : count(usage.inputTokenCount()),
          usage == null ? -1 : count(usage.outputTokenCount()));
    }

    private static long count(@Nullable Integer tokens) {
      return tokens == null ? -1 : tokens;
    }
  }
}
