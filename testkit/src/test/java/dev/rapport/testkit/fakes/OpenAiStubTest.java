package dev.rapport.testkit.fakes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OpenAiStubTest {
  private static final String MESSAGES =
      "\"messages\":[{\"role\":\"user\",\"content\":\"Where to?\"}]";

  private final HttpClient client = HttpClient.newHttpClient();

  @Test
  void an_answer_is_streamed_as_the_api_streams() throws IOException, InterruptedException {
    try (var stub = OpenAiStub.answering("To ", "Crete.")) {
      HttpResponse<String> response =
          post(
              stub.url(),
              "{\"model\":\"m\",\"stream\":true,\"stream_options\":{\"include_usage\":true},"
                  + MESSAGES
                  + "}");
      assertThat(response.headers().firstValue("Content-Type")).hasValue("text/event-stream");
      String head =
          "data: {\"id\":\"chatcmpl-stub\",\"object\":\"chat.completion.chunk\",\"created\":0,\"model\":\"m\",\"choices\":";
      assertThat(response.body())
          .isEqualTo(
              head
                  + "[{\"index\":0,\"finish_reason\":null,\"delta\":{\"role\":\"assistant\",\"content\":\"To \"}}],\"usage\":null}\n\n"
                  + head
                  + "[{\"index\":0,\"finish_reason\":null,\"delta\":{\"content\":\"Crete.\"}}],\"usage\":null}\n\n"
                  + head
                  + "[{\"index\":0,\"finish_reason\":\"stop\",\"delta\":{}}]}\n\n"
                  + head
                  + "[],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":2,\"total_tokens\":11}}\n\n"
                  + "data: [DONE]\n\n");
      assertThat(stub.requests()).singleElement().extracting("prompt").isEqualTo("Where to?");
    }
  }

  @Test
  void an_answer_comes_whole_where_no_stream_is_asked_for()
      throws IOException, InterruptedException {
    try (var stub = OpenAiStub.answering("To ", "Crete.")) {
      assertThat(post(stub.url(), "{\"model\":\"m\"," + MESSAGES + "}").body())
          .contains("\"object\":\"chat.completion\"", "\"content\":\"To Crete.\"");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "/v1/chat/completions; right; {; 400; parse the JSON",
        "/v1/chat/completions; right; {\"model\":\"m\"}; 400; Missing required parameter",
        "/v1/chat/completions; right; {\"messages\":[]}; 400; must provide a model",
        "/v1/chat/completions; right; {\"model\":\"m\",\"messages\":[{}]}; 400; Invalid value",
        "/v1/chat/completions; wrong; {}; 401; invalid_api_key",
        "/chat/completions; right; {}; 404; Invalid URL (POST /chat/completions)",
        "/v1/chat/completions; right; {\"model\":\"n\",\"messages\":[{\"role\":\"user\",\"content\":\"\"}]}; 404; model_not_found",
      })
  void what_the_api_refuses_is_refused(
      String path, String key, String body, int status, String words)
      throws IOException, InterruptedException {
    try (var stub =
        OpenAiStub.serving("m", "right", (request, answer) -> answer.part("yes").end(1, 1))) {
      HttpResponse<String> response =
          client.send(
              HttpRequest.newBuilder(stub.url().resolve(path))
                  .header("Authorization", "Bearer " + key)
                  .POST(BodyPublishers.ofString(body))
                  .build(),
              BodyHandlers.ofString());
      assertThat(response.statusCode()).isEqualTo(status);
      assertThat(response.body()).contains(words);
    }
  }

  @Test
  void an_answer_can_be_cut() {
    try (var stub = OpenAiStub.replying((request, answer) -> answer.part("To ").cut())) {
      assertThatThrownBy(
              () -> post(stub.url(), "{\"model\":\"m\",\"stream\":true," + MESSAGES + "}"))
          .isInstanceOf(IOException.class);
    }
  }

  private HttpResponse<String> post(URI base, String body)
      throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create(base + "/chat/completions"))
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }
}
