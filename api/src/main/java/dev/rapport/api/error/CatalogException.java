package dev.rapport.api.error;

import java.util.List;
import java.util.stream.Collectors;

/** A catalog that cannot be used, with every problem found in it at once. */
public final class CatalogException extends RapportException {
  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial") // always an immutable list of strings
  private final List<String> problems;

  /**
   * Gathers problems.
   *
   * @param problems one sentence each, at least one
   */
  public CatalogException(List<String> problems) {
    super(Kind.USER, describe(problems));
    this.problems = List.copyOf(problems);
  }

  public List<String> problems() {
    return problems;
  }

  private static String describe(List<String> problems) {
    if (problems.isEmpty()) {
      throw new IllegalArgumentException("problems: [] (expected: at least one)");
    }
    String count = problems.size() == 1 ? "1 problem" : problems.size() + " problems";
    return problems.stream()
        .collect(Collectors.joining("\n  - ", "catalog: " + count + "\n  - ", ""));
  }
}
