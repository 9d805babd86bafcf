package dev.rapport.testkit.fakes;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A local server that speaks the wire format of OpenAI's chat completions: {@code POST
 * /v1/chat/completions}, streamed or whole, usage where the request asks for it, and the API's
 * errors for a wrong path, key, model or body. What it answers is a script, so tests can also have
 * it dawdle, break off or talk nonsense. It listens on the loopback address. Thread-safe.
 */
public final class OpenAiStub implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final Optional<String> model;
  private final Optional<String> key;
  private final Reply reply;

  private OpenAiStub(Optional<String> model, Optional<String> key, Reply reply) {
    this.model = model;
    this.key = key;
    this.reply = reply;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /** A server that answers every model and key with these parts. */
  public static OpenAiStub answering(String... parts) {
    return replying((request, answer) -> {
      for (String part : parts) {
        answer.part(part);
      }
      answer.end(request.prompt().length(), parts.length);
    });
  }

  /** A server that answers every model and key by a script. */
  public static OpenAiStub replying(Reply reply) {
    return new OpenAiStub(Optional.empty(), Optional.empty(), reply);
  }

  /** A server that serves one model to those who have the key. */
  public static OpenAiStub serving(String model, String key, Reply reply) {
    return new OpenAiStub(Optional.of(model), Optional.of(key), reply);
  }

  /** The base URL, {@code /v1} included. */
  public URI url() {
    return URI.create(
        "http://%s:%d/v1"
            .formatted(server.getAddress().getHostString(), server.getAddress().getPort()));
  }

  /** The well-formed requests so far, in order of arrival. */
  public List<Request> requests() {
    return List.copyOf(requests);
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  /** An exception makes the server break the connection off, where closing would end the answer. */
  private void handle(HttpExchange exchange) throws IOException {
    try {
      byte[] body = exchange.getRequestBody().readAllBytes();
      Answer answer = new Answer(exchange, closed);
      if (!exchange.getRequestURI().getPath().equals("/v1/chat/completions")
          || !exchange.getRequestMethod().equals("POST")) {
        answer.refuse(
            404,
            "Invalid URL (%s %s)"
                .formatted(exchange.getRequestMethod(), exchange.getRequestURI().getPath()),
            "invalid_request_error",
            null);
        return;
      }
      Optional<String> sent =
          Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"));
      if (key.isPresent() && !sent.equals(key.map(expected -> "Bearer " + expected))) {
        answer.refuse(
            401, "Incorrect API key provided.", "invalid_request_error", "invalid_api_key");
        return;
      }
      JsonNode json = read(body);
      Optional<String> mistake = mistake(json);
      if (mistake.isPresent()) {
        answer.refuse(400, mistake.get(), "invalid_request_error", null);
        return;
      }
      Request request = new Request(sent, json);
      requests.add(request);
      if (model.isPresent() && !model.get().equals(request.model())) {
        answer.refuse(
            404,
            "The model `%s` does not exist or you do not have access to it."
                .formatted(request.model()),
            "invalid_request_error",
            "model_not_found");
        return;
      }
      answer.request = request;
      reply.to(request, answer);
      if (answer.cut) {
        throw new IOException("cut");
      }
      exchange.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      exchange.close();
    }
  }

  private static JsonNode read(byte[] body) {
    try {
      return JSON.readTree(body);
    } catch (JacksonException e) {
      return JSON.missingNode();
    }
  }

  private static Optional<String> mistake(JsonNode body) {
    if (!body.isObject()) {
      return Optional.of("We could not parse the JSON body of your request.");
    }
    if (body.path("model").asString("").isEmpty()) {
      return Optional.of("you must provide a model parameter");
    }
    if (body.path("messages").isEmpty()) {
      return Optional.of("Missing required parameter: 'messages'.");
    }
    for (JsonNode message : body.path("messages")) {
      if (!message.path("role").isString() || message.path("content").isMissingNode()) {
        return Optional.of("Invalid value for 'messages'.");
      }
    }
    if (body.has("stream_options") && !body.path("stream").asBoolean(false)) {
      return Optional.of("The 'stream_options' parameter is only allowed when 'stream' is true.");
    }
    return Optional.empty();
  }

  /** What the server does with a well-formed request. */
  @FunctionalInterface
  public interface Reply {
    void to(Request request, Answer answer) throws IOException, InterruptedException;
  }

  /**
   * A request.
   *
   * @param authorization the header, scheme included
   * @param body the JSON
   */
  public record Request(Optional<String> authorization, JsonNode body) {
    public String model() {
      return body.path("model").asString("");
    }

    /** The text of the last message. */
    public String prompt() {
      JsonNode messages = body.path("messages");
      return messages.path(messages.size() - 1).path("content").asString("");
    }

    boolean streams() {
      return body.path("stream").asBoolean(false);
    }

    boolean wantsUsage() {
      return body.path("stream_options").path("include_usage").asBoolean(false);
    }
  }

  /** One answer on its way. Of one thread. */
  public static final class Answer {
    private final HttpExchange exchange;
    private final CountDownLatch closed;
    private final List<String> parts = new ArrayList<>();
    private Request request = new Request(Optional.empty(), JSON.missingNode());
    private boolean open;
    private boolean cut;

    private Answer(HttpExchange exchange, CountDownLatch closed) {
      this.exchange = exchange;
      this.closed = closed;
    }

    /** Sends a piece of text. */
    public Answer part(String text) throws IOException {
      parts.add(text);
      if (request.streams()) {
        ObjectNode chunk = completion("chat.completion.chunk");
        ObjectNode choice = chunk.putArray("choices").addObject();
        choice.put("index", 0).putNull("finish_reason");
        ObjectNode delta = choice.putObject("delta");
        if (parts.size() == 1) {
          delta.put("role", "assistant");
        }
        delta.put("content", text);
        if (request.wantsUsage()) {
          chunk.putNull("usage");
        }
        line("data: " + chunk);
      }
      return this;
    }

    /** Ends the answer as a model does that has said all. */
    public void end(long inputTokens, long outputTokens) throws IOException {
      if (!request.streams()) {
        ObjectNode whole = completion("chat.completion");
        ObjectNode choice = whole.putArray("choices").addObject();
        choice.put("index", 0).put("finish_reason", "stop");
        choice.putObject("message").put("role", "assistant").put("content", String.join("", parts));
        usage(whole, inputTokens, outputTokens);
        whole(200, "application/json", whole.toString());
        return;
      }
      ObjectNode last = completion("chat.completion.chunk");
      ObjectNode choice = last.putArray("choices").addObject();
      choice.put("index", 0).put("finish_reason", "stop");
      choice.putObject("delta");
      line("data: " + last);
      if (request.wantsUsage()) {
        ObjectNode usage = completion("chat.completion.chunk");
        usage.putArray("choices");
        usage(usage, inputTokens, outputTokens);
        line("data: " + usage);
      }
      line("data: [DONE]");
      exchange.getResponseBody().close();
    }

    /** Sends one event of the stream as it stands, the empty line after it included. */
    public Answer line(String line) throws IOException {
      if (!open) {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        open = true;
      }
      OutputStream body = exchange.getResponseBody();
      body.write((line + "\n\n").getBytes(StandardCharsets.UTF_8));
      body.flush();
      return this;
    }

    /** Answers with another status, and with the error object of the API. */
    public void refuse(int status, String message) throws IOException {
      refuse(status, message, status >= 500 ? "server_error" : "invalid_request_error", null);
    }

    /** Answers with anything else. */
    public void whole(int status, String contentType, String body, Map<String, String> headers)
        throws IOException {
      headers.forEach(exchange.getResponseHeaders()::set);
      whole(status, contentType, body);
    }

    /** Says nothing more, until the server is closed. */
    public void silence() throws InterruptedException {
      closed.await();
    }

    /** Breaks the connection off where the reply ends. */
    public void cut() {
      cut = true;
    }

    private void refuse(int status, String message, String type, @Nullable String code)
        throws IOException {
      ObjectNode body = JSON.createObjectNode();
      body.putObject("error")
          .put("message", message)
          .put("type", type)
          .putNull("param")
          .put("code", code);
      whole(status, "application/json", body.toString());
    }

    private void whole(int status, String contentType, String body) throws IOException {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", contentType);
      exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
      exchange.getResponseBody().close();
    }

    private ObjectNode completion(String kind) {
      return JSON.createObjectNode()
          .put("id", "chatcmpl-stub")
          .put("object", kind)
          .put("created", 0)
          .put("model", request.model());
    }

    private static void usage(ObjectNode to, long inputTokens, long outputTokens) {
      to.putObject("usage")
          .put("prompt_tokens", inputTokens)
          .put("completion_tokens", outputTokens)
          .put("total_tokens", inputTokens + outputTokens);
    }
  }
}
