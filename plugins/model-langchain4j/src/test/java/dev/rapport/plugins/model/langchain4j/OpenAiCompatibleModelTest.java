package dev.rapport.plugins.model.langchain4j;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rapport.api.error.RapportException;
import dev.rapport.api.error.RapportException.Kind;
import dev.rapport.spi.model.ChatModel;
import dev.rapport.testkit.fakes.OpenAiStub;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class OpenAiCompatibleModelTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final String KEY = "sk-very-secret";

  private final List<String> parts = new ArrayList<>();

  @Test
  void an_answer_comes_in_parts_with_the_models_counts() {
    try (var stub = OpenAiStub.answering("Go to ", "Crete", " — 海 👍.")) {
      var answer = model(stub).answer("Where to?", LONG, parts::add);
      assertThat(parts).containsExactly("Go to ", "Crete", " — 海 👍.");
      assertThat(answer).isEqualTo(new ChatModel.ChatAnswer("Go to Crete — 海 👍.", 9, 3));
    }
  }

  @Test
  void the_request_is_what_the_api_expects() {
    try (var stub = OpenAiStub.answering("Crete")) {
      model(stub).answer("Where \"to\"?\n👍", LONG, parts::add);
      var request = stub.requests().getFirst();
      assertThat(request.authorization()).hasValue("Bearer " + KEY);
      assertThat(request.body().toString())
          .isEqualTo(
              "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Where \\\"to\\\"?\\n👍\"}],"
                  + "\"stream\":true,\"stream_options\":{\"include_usage\":true}}");
    }
  }

  @Test
  void without_a_key_none_is_sent() {
    try (var stub = OpenAiStub.answering("Crete")) {
      model(stub.url().toString(), "").answer("Where to?", LONG, parts::add);
      assertThat(stub.requests().getFirst().authorization()).isEmpty();
    }
  }

  @Test
  void each_part_is_handed_on_before_the_next_is_sent() {
    var seen = new CountDownLatch(1);
    try (var stub =
        OpenAiStub.replying((request, answer) -> {
          answer.part("Go");
          seen.await();
          answer.part(" on").end(1, 2);
        })) {
      var answer =
          model(stub)
              .answer(
                  "Where to?",
                  LONG,
                  part -> {
                    parts.add(part);
                    seen.countDown();
                  });
      assertThat(parts).containsExactly("Go", " on");
      assertThat(answer.text()).isEqualTo("Go on");
    }
  }

  @Test
  void a_server_that_counts_nothing_and_ends_without_a_mark_is_understood() {
    try (var stub =
        OpenAiStub.replying((request, answer) ->
            answer
                .line(": a comment")
                .line("data:{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Crete\"}}]}")
                .line("data:{\"choices\":[{\"delta\":{},\"finish_reason\":\"length\"}]}"))) {
      assertThat(model(stub).answer("Where to?", LONG, parts::add))
          .isEqualTo(new ChatModel.ChatAnswer("Crete", -1, -1));
    }
  }

  @Test
  void an_answer_of_no_words_is_an_answer() {
    try (var stub = OpenAiStub.answering()) {
      assertThat(model(stub).answer("Where to?", LONG, parts::add).text()).isEmpty();
      assertThat(parts).isEmpty();
    }
  }

  @Test
  void what_the_consumer_throws_is_thrown_on_and_ends_the_answer() {
    try (var stub =
        OpenAiStub.replying((request, answer) -> {
          answer.part("Go");
          answer.part(" on");
          answer.silence();
        })) {
      var full = new IllegalStateException("the screen is full");
      assertThatThrownBy(() ->
              model(stub)
                  .answer(
                      "Where to?",
                      LONG,
                      part -> {
                        parts.add(part);
                        throw full;
                      }))
          .isSameAs(full);
      assertThat(parts).containsExactly("Go");
    }
  }

  @Test
  void silence_after_the_request_is_a_timeout() {
    try (var stub = OpenAiStub.replying((request, answer) -> answer.silence())) {
      assertLate(failure(model(stub), SHORT), stub, "0.3 s");
    }
  }

  @Test
  void silence_in_the_middle_of_an_answer_is_a_timeout() {
    try (var stub = OpenAiStub.replying((request, answer) -> answer.part("Go").silence())) {
      Duration enoughForOnePart = Duration.ofSeconds(2);
      assertLate(failure(model(stub), enoughForOnePart), stub, "2 s");
      assertThat(parts).containsExactly("Go");
    }
  }

  @Test
  void an_answer_that_never_ends_is_a_timeout() {
    try (var stub =
        OpenAiStub.replying((request, answer) -> {
          while (true) {
            answer.part("and on ");
          }
        })) {
      assertLate(failure(model(stub), SHORT), stub, "0.3 s");
    }
  }

  @Test
  void silence_in_the_middle_of_an_errors_text_is_a_timeout() throws IOException {
    try (var server = saying("HTTP/1.1 500 No\r\nContent-Length: 9\r\n\r\n{")) {
      String url = "http://127.0.0.1:" + server.getLocalPort() + "/v1";
      assertThat(failure(model(url, KEY), SHORT)).hasMessageContaining("no whole answer after");
    }
  }

  @Test
  void a_server_that_is_not_there_is_a_failed_dependency() throws IOException {
    int port;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    var thrown = failure(model("http://127.0.0.1:" + port + "/v1", KEY), LONG);
    assertThat(thrown.kind()).isEqualTo(Kind.DEPENDENCY);
    assertThat(thrown)
        .hasMessage(
            "language model m at http://127.0.0.1:%d/v1: connection refused (expected: a running OpenAI-compatible API; RAPPORT_LLM_URL says where)",
            port);
  }

  @Test
  void a_host_that_does_not_exist_is_a_failed_dependency() {
    var thrown = failure(model("http://nowhere.invalid/v1", KEY), LONG);
    assertThat(thrown.kind()).isEqualTo(Kind.DEPENDENCY);
    assertThat(thrown).hasMessageContaining("m at http://nowhere.invalid/v1: unknown host");
  }

  @Test
  void https_to_a_server_without_it_is_a_failed_dependency() throws IOException {
    try (var server = saying("HTTP/1.1 400 No\r\n\r\n")) {
      String url = "https://127.0.0.1:" + server.getLocalPort() + "/v1";
      var thrown = failure(model(url, KEY), LONG);
      assertThat(thrown.kind()).isEqualTo(Kind.DEPENDENCY);
      assertThat(thrown).hasMessageContaining("no secure connection");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "401; Incorrect key " + KEY + "; USER; RAPPORT_LLM_KEY: set, but refused",
        "403; Not for you; USER; RAPPORT_LLM_KEY: set, but refused",
        "404; model \"m\" not found, try pulling it first; USER; RAPPORT_LLM_MODEL: m",
        "404; Invalid URL (POST /x); USER; RAPPORT_LLM_URL: http://",
        "400; m is not a valid model ID; USER; RAPPORT_LLM_MODEL: m",
        "400; This model's maximum context length is 10; USER; prompt: refused by m at http://",
        "402; Insufficient balance; DEPENDENCY; payment required: Insufficient balance",
        "408; ''; DEPENDENCY; status 408",
        "429; Slow down; DEPENDENCY; too many requests: Slow down",
        "500; Oops; DEPENDENCY; status 500: Oops",
        "503; Overloaded; DEPENDENCY; status 503: Overloaded",
      })
  void a_refusal_says_who_must_act(int status, String words, Kind kind, String message) {
    try (var stub = OpenAiStub.replying((request, answer) -> answer.refuse(status, words))) {
      var thrown = failure(model(stub), LONG);
      assertThat(thrown.kind()).isEqualTo(kind);
      assertThat(thrown).hasMessageContaining(message).hasMessageContaining(stub.url().toString());
    }
  }

  @Test
  void the_stubs_own_refusals_are_told_apart() {
    try (var stub = OpenAiStub.serving("other", KEY, (request, answer) -> answer.end(0, 0))) {
      assertThat(failure(model(stub), LONG)).hasMessageStartingWith("RAPPORT_LLM_MODEL: m ");
      assertThat(failure(model(stub.url().toString(), "wrong"), LONG))
          .hasMessageStartingWith("RAPPORT_LLM_KEY: set, but refused");
      assertThat(failure(model(stub.url().toString(), ""), LONG))
          .hasMessageStartingWith("RAPPORT_LLM_KEY: not set");
      assertThat(failure(model(stub.url().toString().replace("/v1", ""), KEY), LONG))
          .hasMessageStartingWith("RAPPORT_LLM_URL: ");
    }
  }

  @Test
  void a_server_that_asks_for_patience_is_quoted() {
    try (var stub =
        OpenAiStub.replying((request, answer) ->
            answer.whole(429, "text/plain", "busy", Map.of("Retry-After", "7")))) {
      assertThat(failure(model(stub), LONG))
          .hasMessageEndingWith(
              "too many requests: busy (expected: a free slot or credit; try again in 7 s)");
    }
  }

  @Test
  void a_moved_address_is_not_followed() {
    try (var stub =
        OpenAiStub.replying((request, answer) ->
            answer.whole(301, "text/html", "<p>", Map.of("Location", "http://new/v1")))) {
      var thrown = failure(model(stub), LONG);
      assertThat(thrown.kind()).isEqualTo(Kind.USER);
      assertThat(thrown)
          .hasMessageStartingWith("RAPPORT_LLM_URL: ")
          .hasMessageEndingWith("it sent us to http://new/v1)");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data: {",
        "data: <html>",
        "data: 7",
        "data: {\"choices\":7}",
        "data: {\"choices\":[{\"delta\":{\"content\":{}}}]}",
        "data: {\"choices\":[{\"delta\":{\"content\":\" on\"}}]}",
        "data: {\"error\":{\"message\":\"out of memory\"}}",
        "data: {\"error\":\"out of memory\"}",
        "event: error\ndata: {\"message\":\"out of memory\"}",
        "{\"choices\":[]}",
        ": nothing",
      })
  void a_stream_that_goes_wrong_is_a_failed_dependency(String line) {
    try (var stub = OpenAiStub.replying((request, answer) -> answer.part("Go").line(line))) {
      var thrown = failure(model(stub), LONG);
      assertThat(thrown.kind()).isEqualTo(Kind.DEPENDENCY);
      assertThat(thrown)
          .hasMessageStartingWith("language model m at " + stub.url() + ": ")
          .hasMessageContaining(
              line.contains("memory") ? "an error instead of the rest: out of memory" : "stream");
    }
  }

  @Test
  void a_stream_that_breaks_off_is_a_failed_dependency() {
    try (var stub = OpenAiStub.replying((request, answer) -> answer.part("Go").cut())) {
      var thrown = failure(model(stub), LONG);
      assertThat(thrown.kind()).isEqualTo(Kind.DEPENDENCY);
      assertThat(thrown).hasMessageContaining("the connection broke");
    }
  }

  @ParameterizedTest
  @CsvSource({"text/html,<html>", "application/json,{}", "text/event-stream,''"})
  void what_is_no_stream_is_a_failed_dependency(String type, String body) {
    try (var stub =
        OpenAiStub.replying((request, answer) -> answer.whole(200, type, body, Map.of()))) {
      var thrown = failure(model(stub), LONG);
      assertThat(thrown.kind()).isEqualTo(Kind.DEPENDENCY);
      assertThat(thrown)
          .hasMessageContaining("no complete stream of chat completions (" + type + ")");
    }
  }

  @Test
  void a_blank_prompt_and_no_time_are_refused_before_anything_is_sent() {
    try (var stub = OpenAiStub.answering("Crete")) {
      var model = model(stub);
      assertThatThrownBy(() -> model.answer(" ", LONG, parts::add))
          .hasMessage("prompt: blank (expected: text)");
      assertThatThrownBy(() -> model.answer("Where to?", Duration.ZERO, parts::add))
          .hasMessage("timeout: 0 s (expected: more than 0)");
      assertThat(stub.requests()).isEmpty();
    }
  }

  @Test
  void an_interrupted_wait_ends_the_answer_and_keeps_the_interrupt() {
    try (var stub = OpenAiStub.replying((request, answer) -> answer.part("Go").silence())) {
      Thread caller = Thread.currentThread();
      var thrown =
          catchThrowableOfType(
              RapportException.class,
              () -> model(stub).answer("Where to?", LONG, part -> caller.interrupt()));
      assertThat(Thread.interrupted()).isTrue();
      assertThat(thrown.kind()).isEqualTo(Kind.DEPENDENCY);
    }
  }

  /** A server that says one thing to whoever comes first, and waits for the other to hang up. */
  private static ServerSocket saying(String text) throws IOException {
    var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    Thread.startVirtualThread(() -> {
      try (var socket = server.accept()) {
        socket.getOutputStream().write(text.getBytes(US_ASCII));
        socket.getInputStream().transferTo(OutputStream.nullOutputStream());
      } catch (IOException e) {
        // The client has gone, as it should.
      }
    });
    return server;
  }

  private static ChatModel model(OpenAiStub stub) {
    return model(stub.url().toString(), KEY);
  }

  private static ChatModel model(String url, String key) {
    return OpenAiCompatibleModel.fromEnvironment(
            Map.of("RAPPORT_LLM_URL", url, "RAPPORT_LLM_MODEL", "m", "RAPPORT_LLM_KEY", key))
        .orElseThrow();
  }

  private RapportException failure(ChatModel model, Duration timeout) {
    var thrown =
        catchThrowableOfType(
            RapportException.class, () -> model.answer("Where to?", timeout, parts::add));
    var trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace));
    assertThat(trace.toString()).doesNotContain(KEY);
    return thrown;
  }

  private static void assertLate(RapportException thrown, OpenAiStub stub, String time) {
    assertThat(thrown.kind()).isEqualTo(Kind.DEPENDENCY);
    assertThat(thrown)
        .hasMessage(
            "language model m at %s: no whole answer after %s (expected: an answer in time; allow it more, or a faster model)",
            stub.url(), time);
  }
}
