package dev.rapport.api.prompt;

import dev.rapport.api.question.Context;
import java.util.List;

/**
 * An item offered for a question.
 *
 * @param key its key
 * @param score the sum of {@code terms}
 * @param terms what each term of the ranking contributed, similarity first
 * @param context the features shown beside it, about the item and about (user, item)
 */
public record Candidate(Object key, double score, List<Term> terms, Context context) {
  public Candidate {
    terms = List.copyOf(terms);
  }

  /**
   * One term of a score.
   *
   * @param contribution weight x value, 0 where the value is absent
   */
  public record Term(String name, double weight, double contribution) {}
}
