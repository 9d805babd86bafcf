package dev.rapport.testkit.conformance;

import dev.rapport.api.error.RapportException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A file of cases, as JSON. */
record CaseFile(Path path, String format, List<JsonNode> cases) {
  /** Facts, questions and expected values. */
  static final String PIT_CASE = "pit-case/1";

  /** Approximations and what they may be off. */
  static final String PIT_BOUND = "pit-bound/1";

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /**
   * Reads a file.
   *
   * @throws RapportException of kind {@code USER} if it is not there, not JSON or not a file of
   *     cases
   */
  static CaseFile read(Path path) {
    if (!Files.isRegularFile(path)) {
      throw RapportException.user(
          "case file " + path,
          Files.isDirectory(path) ? "a folder" : "not there",
          "a file of cases");
    }
    JsonNode json;
    try {
      json = JSON.readTree(path.toFile());
    } catch (JacksonException e) {
      throw new RapportException(
          RapportException.Kind.USER,
          "case file "
              + path
              + ": not JSON: "
              + e.getOriginalMessage().replaceAll(" \\(start marker at .*\\)", "")
              + at(e),
          e);
    }
    String format = json.path("format").asString("");
    if (format.isEmpty() || !json.path("cases").isArray()) {
      throw RapportException.user(
          "case file " + path,
          json.isObject() ? "an object with " + json.propertyNames() : "no object",
          "a JSON object with format \"" + PIT_CASE + "\" or \"" + PIT_BOUND + "\" and cases");
    }
    return new CaseFile(path, format, List.copyOf(json.path("cases").values()));
  }

  private static String at(JacksonException e) {
    var location = e.getLocation();
    return location == null
        ? ""
        : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
  }
}
