package dev.rapport.testkit.conformance;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of one case.
 *
 * @param values for each row of the spine the value of each feature: null, a {@code Boolean},
 *     {@code Long}, {@code Double}, {@code String}, a list of these or a map to counts; empty where
 *     the case is not supported or broke off
 */
public record CaseResult(
    Path file, String id, Verdict verdict, List<List<@Nullable Object>> values) {
  /** How it ended. */
  public sealed interface Verdict {}

  /** Every value is the expected one. */
  public record Passed() implements Verdict {}

  /**
   * Some values are not.
   *
   * @param mismatches one sentence each
   */
  public record Failed(List<String> mismatches) implements Verdict {
    public Failed {
      mismatches = List.copyOf(mismatches);
    }
  }

  /**
   * The case asks for something that Rapport does not have.
   *
   * @param why the notions it lacks, by name
   */
  public record Unsupported(String why) implements Verdict {}

  /**
   * The file is not there, not JSON or not a file of cases; the id is its name.
   *
   * @param why names the file and the place in it
   */
  public record Unreadable(String why) implements Verdict {}
}
