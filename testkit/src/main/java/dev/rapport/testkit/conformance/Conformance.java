package dev.rapport.testkit.conformance;

import dev.rapport.api.error.RapportException;
import dev.rapport.api.question.Answer;
import dev.rapport.api.question.Context;
import dev.rapport.api.question.Status;
import dev.rapport.testkit.AnswerPath;
import dev.rapport.testkit.conformance.CaseResult.Failed;
import dev.rapport.testkit.conformance.CaseResult.Passed;
import dev.rapport.testkit.conformance.CaseResult.Unsupported;
import dev.rapport.testkit.conformance.CaseResult.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Runs files of cases (format {@code pit-case/1}) on an answer path. A case of which any feature
 * asks for what Rapport does not have is not supported as a whole, and so is every case of another
 * format; both say by name why.
 */
public final class Conformance {
  private Conformance() {}

  /** How many cases ended how. */
  public record Summary(int passed, int failed, int unsupported) {
    @Override
    public String toString() {
      return passed + " passed, " + failed + " failed, " + unsupported + " unsupported";
    }
  }

  /**
   * Runs all cases of all files, in order.
   *
   * @param sink takes each result as it comes
   * @throws RapportException of kind {@code USER} if a file is not there, not JSON or not a file of
   *     cases; before any case is run
   */
  public static Summary run(List<Path> files, AnswerPath path, Consumer<CaseResult> sink) {
    List<CaseFile> read = files.stream().map(CaseFile::read).toList();
    int passed = 0;
    int failed = 0;
    int unsupported = 0;
    for (CaseFile file : read) {
      for (JsonNode json : file.cases()) {
        CaseResult result = run(file, json, path);
        sink.accept(result);
        switch (result.verdict()) {
          case Passed _ -> passed++;
          case Failed _ -> failed++;
          case Unsupported _ -> unsupported++;
        }
      }
    }
    return new Summary(passed, failed, unsupported);
  }

  /**
   * Writes results as JSON: {@code {"case id": [[value per feature] per row]}} or {@code {"case
   * id": {"unsupported": "why"}}}, a case that broke off as {@code {"failed": ["why"]}}. NaN and
   * the infinities are texts.
   *
   * @throws RapportException of kind {@code USER} if the file cannot be written
   */
  public static void writeAnswers(Path file, List<CaseResult> results) {
    Map<String, Object> answers = new LinkedHashMap<>();
    for (CaseResult result : results) {
      answers.put(
          result.id(),
          switch (result.verdict()) {
            case Unsupported(String why) -> Map.of("unsupported", why);
            case Failed(List<String> why) when result.values().isEmpty() -> Map.of("failed", why);
            case Failed _, Passed _ -> result.values();
          });
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

  private static CaseResult run(CaseFile file, JsonNode json, AnswerPath path) {
    String id = json.path("id").asString("case without an id");
    List<List<@Nullable Object>> values = new ArrayList<>();
    Verdict verdict;
    try {
      if (!file.isSupported()) {
        throw new UnsupportedNotion("format " + file.format());
      }
      PitCase pitCase = PitCase.of(json);
      Translation.Translated translated = Translation.translate(pitCase);
      List<Context> contexts = path.answer(translated.scenario());
      List<String> mismatches = new ArrayList<>();
      for (var row : translated.cells()) {
        List<@Nullable Object> ofRow = new ArrayList<>();
        for (var cell : row) {
          Answer<?> answer = contexts.get(cell.question()).answer(cell.feature());
          if (answer.status() == Status.ERROR) {
            mismatches.add("row " + values.size() + ": " + answer.reason());
          }
          ofRow.add(answer.value());
        }
        values.add(ofRow);
      }
      mismatches.addAll(Mismatches.of(pitCase, values));
      verdict = mismatches.isEmpty() ? new Passed() : new Failed(mismatches);
    } catch (UnsupportedNotion e) {
      verdict = new Unsupported(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      verdict = new Failed(List.of(path.name() + ": " + e));
    }
    return new CaseResult(file.path(), id, verdict, values);
  }
}
