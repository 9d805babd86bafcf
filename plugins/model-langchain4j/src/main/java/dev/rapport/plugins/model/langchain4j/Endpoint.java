package dev.rapport.plugins.model.langchain4j;

import static dev.langchain4j.model.openai.internal.OpenAiUtils.DEFAULT_OPENAI_URL;

import dev.rapport.api.error.RapportException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Optional;

/**
 * Where a model is served and under which name. Neither its text nor its errors show the key.
 *
 * @param url the base of the API: {@code /chat/completions} is added to it
 */
record Endpoint(String url, String model, Optional<String> key) {
  static final String URL = "RAPPORT_LLM_URL";
  static final String MODEL = "RAPPORT_LLM_MODEL";
  static final String KEY = "RAPPORT_LLM_KEY";

  private static final String PATH = "/chat/completions";
  private static final String BASE_URL =
      "the base URL of an OpenAI-compatible API, as in http://localhost:11434/v1";

  /** The endpoint that the environment names, none where it names nothing of it. */
  static Optional<Endpoint> of(Map<String, String> environment) {
    Optional<String> url = value(environment, URL);
    Optional<String> model = value(environment, MODEL);
    Optional<String> key = value(environment, KEY).map(Endpoint::checkedKey);
    if (url.isEmpty() && model.isEmpty() && key.isEmpty()) {
      return Optional.empty();
    }
    if (url.isEmpty() && key.isEmpty()) {
      throw RapportException.user(
          URL, "not set", BASE_URL + "; or " + KEY + " alone for " + DEFAULT_OPENAI_URL);
    }
    String checked = url.map(text -> checkedUrl(text, key)).orElse(DEFAULT_OPENAI_URL);
    if (model.isEmpty()) {
      throw RapportException.user(
          MODEL, "not set", "the name of a model that " + checked + " serves");
    }
    return Optional.of(new Endpoint(checked, model.get(), key));
  }

  /** A text of the server without the key, should it repeat it. */
  String withoutKey(String text) {
    return withoutKey(text, key);
  }

  @Override
  public String toString() {
    return model + " at " + url;
  }

  private static Optional<String> value(Map<String, String> environment, String variable) {
    return Optional.ofNullable(environment.get(variable))
        .map(String::strip)
        .filter(value -> !value.isEmpty());
  }

  private static String checkedKey(String key) {
    if (!key.chars().allMatch(character -> character > ' ' && character < 127)) {
      throw RapportException.user(KEY, "not shown", "letters, digits and signs of ASCII only");
    }
    return key;
  }

  private static String checkedUrl(String text, Optional<String> key) {
    String shown = withoutKey(text, key).replaceAll("//[^/]*@", "//***@");
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      throw RapportException.user(URL, shown, BASE_URL);
    }
    boolean http =
        "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
    if (!http || uri.getHost() == null) {
      throw RapportException.user(URL, shown, BASE_URL);
    }
    if (uri.getRawUserInfo() != null) {
      throw RapportException.user(URL, shown, "no user or password in it; " + KEY + " is sent");
    }
    if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
      throw RapportException.user(URL, shown, "no ? or # in it; " + BASE_URL);
    }
    String base = text.replaceAll("/+$", "");
    if (base.endsWith(PATH)) {
      throw RapportException.user(URL, shown, "the URL without " + PATH + ", which is added to it");
    }
    return base;
  }

  private static String withoutKey(String text, Optional<String> key) {
    return key.map(secret -> text.replace(secret, "***")).orElse(text);
  }
}
