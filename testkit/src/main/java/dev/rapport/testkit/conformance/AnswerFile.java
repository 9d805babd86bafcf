package dev.rapport.testkit.conformance;

import dev.rapport.api.error.RapportException;
import dev.rapport.testkit.conformance.CaseResult.Failed;
import dev.rapport.testkit.conformance.CaseResult.Passed;
import dev.rapport.testkit.conformance.CaseResult.Unreadable;
import dev.rapport.testkit.conformance.CaseResult.Unsupported;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * The answers to cases as a file of JSON: {@code {"case id": [[value per feature] per row]}} or
 * {@code {"case id": {"unsupported": "why"}}}, a case that broke off as {@code {"failed":
 * ["why"]}}. NaN and the infinities are texts, maps are objects. Of two cases of one id the second
 * is {@code "case id #2"}, the third {@code "case id #3"}.
 */
public final class AnswerFile {
  private AnswerFile() {}

  /**
   * Writes results.
   *
   * @throws RapportException of kind {@code USER} if the file cannot be written
   */
  public static void write(Path file, List<CaseResult> results) {
    Map<String, Object> answers = new LinkedHashMap<>();
    for (CaseResult result : results) {
      if (!(result.verdict() instanceof Unreadable)) {
        answers.put(free(result.id(), answers), answer(result));
      }
    }
    try {
      Files.writeString(file, JsonMapper.shared().writeValueAsString(answers) + "\n");
    } catch (IOException e) {
      throw new RapportException(
          RapportException.Kind.USER,
          "answers "
              + file
              + ": cannot be written: "
              + e
              + " (expected: a file in a folder that is there)",
          e);
    }
  }

  private static Object answer(CaseResult result) {
    return switch (result.verdict()) {
      case Unsupported(String why) -> Map.of("unsupported", why);
      case Unreadable(String why) -> Map.of("unreadable", why);
      case Failed(List<String> why) when result.values().isEmpty() -> Map.of("failed", why);
      case Failed _, Passed _ -> result.values();
    };
  }

  private static String free(String id, Map<String, Object> taken) {
    String name = id;
    for (int n = 2; taken.containsKey(name); n++) {
      name = id + " #" + n;
    }
    return name;
  }
}
