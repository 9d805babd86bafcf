package dev.rapport.plugins.model.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rapport.api.error.RapportException;
import dev.rapport.api.error.RapportException.Kind;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EnvironmentTest {
  private static final String URL = "RAPPORT_LLM_URL";
  private static final String MODEL = "RAPPORT_LLM_MODEL";
  private static final String KEY = "RAPPORT_LLM_KEY";

  @Test
  void an_environment_without_a_word_of_it_names_no_model() {
    assertThat(OpenAiCompatibleModel.fromEnvironment(Map.of("HOME", "/root"))).isEmpty();
    assertThat(OpenAiCompatibleModel.fromEnvironment(Map.of(URL, "", MODEL, " ", KEY, "\n")))
        .isEmpty();
  }

  @Test
  void the_name_says_which_model_and_where() {
    assertThat(named(Map.of(URL, " http://localhost:11434/v1/ ", MODEL, "llama3.2")))
        .isEqualTo("llama3.2 at http://localhost:11434/v1");
  }

  @Test
  void a_key_alone_is_for_the_vendor_and_never_shown() {
    assertThat(named(Map.of(MODEL, "gpt-4o-mini", KEY, "sk-secret")))
        .matches("gpt-4o-mini at https://\\S+/v1/?");
    assertThat(Endpoint.of(Map.of(MODEL, "gpt-4o-mini", KEY, "sk-secret")).orElseThrow())
        .asString()
        .doesNotContain("secret");
  }

  @Test
  void what_is_missing_is_named() {
    assertThat(mistake(Map.of(URL, "http://localhost:11434/v1")))
        .isEqualTo(
            "RAPPORT_LLM_MODEL: not set (expected: the name of a model that http://localhost:11434/v1 serves)");
    assertThat(mistake(Map.of(KEY, "sk-secret")))
        .startsWith("RAPPORT_LLM_MODEL: not set")
        .doesNotContain("secret");
    assertThat(mistake(Map.of(MODEL, "llama3.2")))
        .startsWith("RAPPORT_LLM_URL: not set (expected: the base URL")
        .contains("RAPPORT_LLM_KEY alone");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost:11434/v1",
        "localhost",
        "ftp://localhost/v1",
        "http://",
        "http:///v1",
        "http://local host/v1",
        "file:///etc/hosts"
      })
  void a_url_that_is_none_is_named(String url) {
    assertThat(mistake(Map.of(URL, url, MODEL, "m")))
        .isEqualTo(
            "RAPPORT_LLM_URL: "
                + url
                + " (expected: the base URL of an OpenAI-compatible API, as in http://localhost:11434/v1)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "http://localhost/v1/chat/completions; the URL without /chat/completions",
        "http://localhost/v1?key=1; no ? or #",
        "http://ann:pass@localhost/v1; no user or password",
      })
  void a_url_with_too_much_in_it_is_named(String url, String expected) {
    assertThat(mistake(Map.of(URL, url, MODEL, "m")))
        .startsWith("RAPPORT_LLM_URL: ")
        .contains("(expected: " + expected)
        .doesNotContain("pass@");
  }

  @Test
  void no_error_shows_the_key() {
    assertThat(mistake(Map.of(URL, "localhost/sk-secret", MODEL, "m", KEY, "sk-secret")))
        .startsWith("RAPPORT_LLM_URL: localhost/***");
    assertThat(mistake(Map.of(MODEL, "m", KEY, "sk-secret\nsk-second")))
        .isEqualTo(
            "RAPPORT_LLM_KEY: not shown (expected: letters, digits and signs of ASCII only)");
  }

  private static String named(Map<String, String> environment) {
    return OpenAiCompatibleModel.fromEnvironment(environment).orElseThrow().name();
  }

  private static String mistake(Map<String, String> environment) {
    RapportException thrown =
        catchThrowableOfType(
            RapportException.class, () -> OpenAiCompatibleModel.fromEnvironment(environment));
    assertThat(thrown.kind()).isEqualTo(Kind.USER);
    return String.valueOf(thrown.getMessage());
  }
}
