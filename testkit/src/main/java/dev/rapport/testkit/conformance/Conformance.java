package dev.rapport.testkit.conformance;

import dev.rapport.api.error.RapportException;
import dev.rapport.api.question.Answer;
import dev.rapport.api.question.Context;
import dev.rapport.api.question.Status;
import dev.rapport.testkit.AnswerPath;
import dev.rapport.testkit.conformance.CaseResult.Failed;
import dev.rapport.testkit.conformance.CaseResult.Passed;
import dev.rapport.testkit.conformance.CaseResult.Unreadable;
import dev.rapport.testkit.conformance.CaseResult.Unsupported;
import dev.rapport.testkit.conformance.CaseResult.Verdict;
import dev.rapport.testkit.conformance.translate.BoundCase;
import dev.rapport.testkit.conformance.translate.PitCase;
import dev.rapport.testkit.conformance.translate.Translation;
import dev.rapport.testkit.conformance.translate.UnsupportedNotion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Runs files of cases (formats {@code pit-case/1} and {@code pit-bound/1}) on an answer path. A
 * case of which any feature asks for what Rapport does not have is not supported as a whole, and so
 * is every case of another format; both say by name why. A case that breaks off fails, a file that
 * cannot be read is told; neither stops the others.
 */
public final class Conformance {
  private Conformance() {}

  /**
   * How many cases ended how.
   *
   * @param unreadable how many files could not be read
   */
  public record Summary(int passed, int failed, int unsupported, int unreadable) {
    @Override
    public String toString() {
      return passed + " passed, " + failed + " failed, " + unsupported + " unsupported";
    }

    private Summary with(Verdict verdict) {
      return switch (verdict) {
        case Passed _ -> new Summary(passed + 1, failed, unsupported, unreadable);
        case Failed _ -> new Summary(passed, failed + 1, unsupported, unreadable);
        case Unsupported _ -> new Summary(passed, failed, unsupported + 1, unreadable);
        case Unreadable _ -> new Summary(passed, failed, unsupported, unreadable + 1);
      };
    }
  }

  /**
   * Runs all cases of all files, in order.
   *
   * @param sink takes each result as it comes
   */
  public static Summary run(List<Path> files, AnswerPath answering, Consumer<CaseResult> sink) {
    Summary summary = new Summary(0, 0, 0, 0);
    for (Path path : files) {
      CaseFile file;
      try {
        file = CaseFile.read(path);
      } catch (RapportException e) {
        String name = String.valueOf(path.getFileName());
        Verdict unreadable = new Unreadable(String.valueOf(e.getMessage()));
        sink.accept(new CaseResult(path, name, unreadable, List.of()));
        summary = summary.with(unreadable);
        continue;
      }
      for (JsonNode json : file.cases()) {
        CaseResult result = run(file, json, answering);
        sink.accept(result);
        summary = summary.with(result.verdict());
      }
    }
    return summary;
  }

  private static CaseResult run(CaseFile file, JsonNode json, AnswerPath path) {
    String id = json.path("id").asString("case without an id");
    List<List<@Nullable Object>> values = new ArrayList<>();
    Verdict verdict;
    try {
      List<String> mismatches =
          switch (file.format()) {
            case CaseFile.PIT_CASE -> ofCase(PitCase.of(json), path, values);
            case CaseFile.PIT_BOUND -> ofBound(BoundCase.of(json), path, values);
            default -> throw new UnsupportedNotion("format " + file.format());
          };
      verdict = mismatches.isEmpty() ? new Passed() : new Failed(mismatches);
    } catch (UnsupportedNotion e) {
      verdict = new Unsupported(String.valueOf(e.getMessage()));
    } catch (RuntimeException | StackOverflowError e) {
      verdict = new Failed(List.of(path.name() + ": " + e));
    }
    return new CaseResult(file.path(), id, verdict, values);
  }

  private static List<String> ofCase(
      PitCase pitCase, AnswerPath path, List<List<@Nullable Object>> values) {
    Translation.Translated translated = Translation.translate(pitCase);
    List<Context> contexts = path.answer(translated.scenario());
    List<String> mismatches = new ArrayList<>();
    for (var row : translated.cells()) {
      List<@Nullable Object> ofRow = new ArrayList<>();
      for (var cell : row) {
        Answer<?> answer = contexts.get(cell.question()).answer(cell.feature());
        if (answer.status() == Status.ERROR
            && !isTooLarge(answer, pitCase, values.size(), ofRow.size())) {
          mismatches.add("row " + values.size() + ": " + answer.reason());
        }
        ofRow.add(cell.value(answer));
      }
      values.add(ofRow);
    }
    mismatches.addAll(Mismatches.of(pitCase, values));
    return mismatches;
  }

  /**
   * Whether an error is what a case expects: where it says that a sum has no value, though there
   * are values to add, it is too large.
   */
  private static boolean isTooLarge(Answer<?> answer, PitCase pitCase, int row, int feature) {
    return pitCase.features().get(feature).isSum()
        && answer.reason().contains("64 bits")
        && pitCase.expected().path(row).path(feature).isNull();
  }

  private static List<String> ofBound(
      BoundCase bound, AnswerPath path, List<List<@Nullable Object>> values) {
    Answer<?> answer = path.answer(bound.scenario()).getFirst().answer(bound.feature());
    List<@Nullable Object> row = new ArrayList<>();
    row.add(answer.value());
    values.add(row);
    if (answer.value() instanceof Number number && bound.holds(number.doubleValue())) {
      return List.of();
    }
    return List.of(answer.value() + answer.reason() + " (expected: " + bound.expected() + ")");
  }
}
