package dev.rapport.plugins.model.langchain4j;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.rapport.api.error.RapportException;
import java.util.Locale;
import java.util.Optional;

/**
 * An answer of another status than success.
 *
 * @param said the server's own words, may be empty
 * @param location where the server sends us instead
 * @param retryAfter when the server wants to be asked again, in seconds or as a date
 */
record Refusal(int status, String said, Optional<String> location, Optional<String> retryAfter) {
  private static final int MAX_WORDS = 300;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** The words in an error's body: its message where it is JSON, nothing where it is a page. */
  static String words(byte[] body) {
    String text = new String(body, UTF_8).strip();
    try {
      JsonNode json = JSON.readTree(text);
      if (json != null && json.isContainerNode()) {
        return message(json).orElse(text);
      }
    } catch (JsonProcessingException e) {
      // Plain text or a page.
    }
    return text.startsWith("<") ? "" : text;
  }

  /** The message of an error object in any of the shapes that servers give it. */
  static Optional<String> message(JsonNode json) {
    for (String path : new String[] {"/error/message", "/error", "/message", "/detail"}) {
      JsonNode message = json.at(path);
      if (message.isTextual() && !message.textValue().isBlank()) {
        return Optional.of(message.textValue());
      }
    }
    JsonNode error = json.path("error");
    return error.isContainerNode() ? Optional.of(error.toString()) : Optional.empty();
  }

  RapportException toException(Endpoint endpoint) {
    String answer = "it answered " + status + quoted(endpoint);
    return switch (status) {
      case 301, 302, 303, 307, 308 ->
          RapportException.user(
              Endpoint.URL,
              endpoint.url(),
              "an address that does not move; it sent us to "
                  + location.map(endpoint::withoutKey).orElse("nowhere"));
      case 401, 403 ->
          RapportException.user(
              Endpoint.KEY,
              endpoint.key().isPresent() ? "set, but refused" : "not set",
              "a key that " + endpoint.url() + " accepts; " + answer);
      case 402 ->
          RapportException.dependency(
              "language model %s: payment required%s (expected: an account with credit)"
                  .formatted(endpoint, quoted(endpoint)),
              null);
      case 404 ->
          blamesModel()
              ? unknownModel(endpoint, answer)
              : RapportException.user(
                  Endpoint.URL,
                  endpoint.url(),
                  "the base URL of an OpenAI-compatible API, often ending in /v1, that serves %s=%s; %s"
                      .formatted(Endpoint.MODEL, endpoint.model(), answer));
      case 429 ->
          RapportException.dependency(
              "language model %s: too many requests%s (expected: a free slot or credit; try again %s)"
                  .formatted(
                      endpoint, quoted(endpoint), retryAfter.map(Refusal::later).orElse("later")),
              null);
      default -> {
        if (status >= 400 && status < 500 && status != 408) {
          yield blamesModel()
              ? unknownModel(endpoint, answer)
              : RapportException.user(
                  "prompt", "refused by " + endpoint, "what this model accepts; " + answer);
        }
        yield RapportException.dependency(
            "language model %s: status %d%s (expected: 200; try again later)"
                .formatted(endpoint, status, quoted(endpoint)),
            null);
      }
    };
  }

  private boolean blamesModel() {
    String words = said.toLowerCase(Locale.ROOT);
    return words.contains("model")
        && (status == 404
            || words.contains("not found")
            || words.contains("not exist")
            || words.contains("invalid model")
            || words.contains("unknown model")
            || words.contains("not a valid model"));
  }

  private static RapportException unknownModel(Endpoint endpoint, String answer) {
    return RapportException.user(
        Endpoint.MODEL, endpoint.model(), "a model that " + endpoint.url() + " serves; " + answer);
  }

  private String quoted(Endpoint endpoint) {
    String words = endpoint.withoutKey(said).replaceAll("\\s+", " ").strip();
    if (words.isEmpty()) {
      return "";
    }
    return ": " + (words.length() > MAX_WORDS ? words.substring(0, MAX_WORDS) + "..." : words);
  }

  private static String later(String retryAfter) {
    return retryAfter.matches("[0-9]{1,9}") ? "in " + retryAfter + " s" : "later";
  }
}
