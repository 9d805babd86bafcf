package dev.rapport.plugins.model.langchain4j;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEvent;
import dev.langchain4j.http.client.sse.ServerSentEventContext;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import dev.rapport.api.error.RapportException;
import dev.rapport.api.schema.DurationText;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One streamed answer over HTTP, read by the caller's thread under one deadline. LangChain4j's own
 * client limits only the time to the headers, and neither stops a stream nor misses its end; this
 * one closes the connection when the time is up, and takes a stream that breaks off, carries an
 * error or is none for the failure that it is.
 */
final class StreamingCall implements HttpClient {
  private static final int MAX_ERROR_BODY = 1 << 16;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final java.net.http.HttpClient http;
  private final Endpoint endpoint;
  private final Duration timeout;
  private final long deadline;
  private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
  private final CompletableFuture<InputStream> body = new CompletableFuture<>();
  private boolean ended;

  StreamingCall(java.net.http.HttpClient http, Endpoint endpoint, Duration timeout) {
    this.http = http;
    this.endpoint = endpoint;
    this.timeout = timeout;
    this.deadline = System.nanoTime() + timeout.toNanos();
  }

  /** The first failure, none if the whole answer has come. */
  Optional<RuntimeException> failure() {
    return Optional.ofNullable(failure.get());
  }

  /** Ends the call with a failure, unless it has failed before. */
  void fail(RuntimeException thrown) {
    if (failure.compareAndSet(null, thrown)) {
      var _ = body.thenAccept(StreamingCall::close);
    }
  }

  /** Ends the call because something in the stream cannot be read. */
  void failUnreadable(String what, Throwable thrown) {
    fail(broken("an unreadable stream: " + endpoint.withoutKey(what), thrown));
  }

  @Override
  public SuccessfulHttpResponse execute(HttpRequest request) {
    throw new UnsupportedOperationException("only streams");
  }

  @Override
  public void execute(
      HttpRequest request, ServerSentEventParser parser, ServerSentEventListener listener) {
    CompletableFuture<HttpResponse<InputStream>> sent =
        http.sendAsync(jdkRequest(request), BodyHandlers.ofInputStream());
    HttpResponse<InputStream> response;
    try {
      response = sent.get(remaining(), NANOSECONDS);
    } catch (TimeoutException e) {
      sent.cancel(true);
      fail(late());
      return;
    } catch (InterruptedException e) {
      sent.cancel(true);
      Thread.currentThread().interrupt();
      fail(broken("the wait was interrupted", e));
      return;
    } catch (ExecutionException e) {
      fail(Unreachable.toException(endpoint, e));
      return;
    }
    CompletableFuture<Void> guard = new CompletableFuture<>();
    var _ =
        guard
            .orTimeout(remaining(), NANOSECONDS)
            .exceptionally(late -> {
              fail(late());
              return null;
            });
    try (InputStream stream = response.body()) {
      body.complete(stream);
      if (response.statusCode() / 100 == 2) {
        read(response, stream, parser, listener);
      } else {
        fail(refusal(response, stream.readNBytes(MAX_ERROR_BODY)).toException(endpoint));
      }
    } catch (IOException e) {
      fail(broken("the connection broke", e));
    } finally {
      guard.complete(null);
    }
  }

  private void read(
      HttpResponse<InputStream> response,
      InputStream stream,
      ServerSentEventParser parser,
      ServerSentEventListener listener) {
    listener.onOpen(
        SuccessfulHttpResponse.builder()
            .statusCode(response.statusCode())
            .headers(response.headers().map())
            .build());
    parser.parse(stream, new Checked(listener));
    if (failure.get() == null && !ended) {
      String type = response.headers().firstValue("Content-Type").orElse("no content type");
      fail(broken("no complete stream of chat completions (" + type + ")", null));
    }
    if (failure.get() == null) {
      listener.onClose();
    }
  }

  /** Passes events on as long as they are those of an answer. */
  private final class Checked implements ServerSentEventListener {
    private final ServerSentEventListener listener;

    private Checked(ServerSentEventListener listener) {
      this.listener = listener;
    }

    @Override
    public void onEvent(ServerSentEvent event, ServerSentEventContext context) {
      if (failure.get() != null) {
        return;
      }
      if (event.data().strip().equals("[DONE]")) {
        ended = true;
        return;
      }
      JsonNode json;
      try {
        json = JSON.readTree(event.data());
      } catch (JsonProcessingException e) {
        failUnreadable(start(event.data()), e);
        return;
      }
      if (json.hasNonNull("error") || "error".equals(event.event())) {
        String said = Refusal.message(json).orElse(start(event.data()));
        fail(broken("an error instead of the rest: " + endpoint.withoutKey(said), null));
      } else if (!json.isObject()) {
        failUnreadable(start(event.data()), new IOException("not a JSON object"));
      } else {
        ended |= json.at("/choices/0/finish_reason").isTextual();
        listener.onEvent(event, context);
      }
    }

    @Override
    public void onError(Throwable thrown) {
      fail(broken("the connection broke", thrown));
    }

    private static String start(String data) {
      return data.substring(0, Math.min(data.length(), 80));
    }
  }

  private static Refusal refusal(HttpResponse<?> response, byte[] body) {
    return new Refusal(
        response.statusCode(),
        Refusal.words(body),
        response.headers().firstValue("Location"),
        response.headers().firstValue("Retry-After"));
  }

  private static java.net.http.HttpRequest jdkRequest(HttpRequest request) {
    var jdkRequest =
        java.net.http.HttpRequest.newBuilder(URI.create(request.url()))
            .method(request.method().name(), BodyPublishers.ofString(request.body()));
    request
        .headers()
        .forEach((name, values) -> values.forEach(value -> jdkRequest.header(name, value)));
    return jdkRequest.header("Accept", "text/event-stream").build();
  }

  private long remaining() {
    return Math.max(0, deadline - System.nanoTime());
  }

  private RapportException late() {
    return RapportException.dependency(
        "language model %s: no whole answer after %s (expected: an answer in time; allow it more, or a faster model)"
            .formatted(endpoint, DurationText.of(timeout)),
        null);
  }

  private RapportException broken(String how, @Nullable Throwable thrown) {
    return RapportException.dependency(
        "language model %s: %s (expected: a whole answer; try again, and see that %s is the base URL of an OpenAI-compatible API)"
            .formatted(endpoint, how, Endpoint.URL),
        thrown);
  }

  private static void close(InputStream stream) {
    try {
      stream.close();
    } catch (IOException e) {
      // Its reader is told by its next read.
    }
  }

  /** Gives this client to LangChain4j; the deadline stands in for its two timeouts. */
  record Builder(StreamingCall call, Duration readTimeout) implements HttpClientBuilder {
    @Override
    public Duration connectTimeout() {
      return readTimeout;
    }

    @Override
    public HttpClientBuilder connectTimeout(Duration timeout) {
      return this;
    }

    @Override
    public HttpClientBuilder readTimeout(Duration timeout) {
      return this;
    }

    @Override
    public HttpClient build() {
      return call;
    }
  }
}
