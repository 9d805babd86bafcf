package dev.rapport.examples.travel.evaluation;

import dev.rapport.api.knowledge.Candidates;
import dev.rapport.api.prompt.Candidate;
import dev.rapport.api.prompt.Part;
import dev.rapport.api.prompt.Prompt;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * At which ranks the true places stood, over many questions.
 *
 * @param ranks one for each question, 1 the best; a place that was not offered has the rank after
 *     the last
 */
public record Scoreboard(List<Integer> ranks) {
  /** More than there are places. */
  private static final int ALL = 1_000;

  public Scoreboard {
    ranks = List.copyOf(ranks);
    if (ranks.isEmpty()) {
      throw new IllegalArgumentException("scoreboard: no ranks (expected: at least one)");
    }
  }

  /**
   * All places in the order in which a prompt would offer them, with nothing shown beside them.
   *
   * @throws IllegalArgumentException for a prompt that offers nothing
   */
  public static Candidates<?> everyPlace(Prompt prompt) {
    return prompt.parts().stream()
        .filter(Part.Offer.class::isInstance)
        .map(offer -> unlimited(((Part.Offer) offer).candidates()))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "prompt " + prompt.name() + ": no offer (expected: places to rank)"));
  }

  private static <K> Candidates<K> unlimited(Candidates<K> few) {
    return new Candidates<>(
        few.knowledge(),
        few.like(),
        few.filters(),
        few.terms(),
        few.similarityWeight(),
        few.retrieve(),
        ALL,
        List.of());
  }

  /** At which rank a place stands among candidates, from 1; empty where it is not offered. */
  public static OptionalInt rankOf(String place, List<Candidate> candidates) {
    return IntStream.range(0, candidates.size())
        .filter(i -> candidates.get(i).key().equals(place))
        .map(i -> i + 1)
        .findFirst();
  }

  public double meanRank() {
    return ranks.stream().mapToInt(Integer::intValue).average().orElse(0);
  }

  public double medianRank() {
    int[] sorted = ranks.stream().mapToInt(Integer::intValue).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2.0;
  }

  /** The mean of 1 / rank: 1 where the true place is always first. */
  public double meanReciprocalRank() {
    return ranks.stream().mapToDouble(rank -> 1.0 / rank).average().orElse(0);
  }

  /** The share of questions where the true place is among the first {@code n}. */
  public double hitsAt(int n) {
    return ranks.stream().filter(rank -> rank <= n).count() / (double) ranks.size();
  }

  /** For people, on one line. */
  public String summary() {
    return String.format(
        Locale.ROOT,
        "%,d questions: mean rank %.1f, median %.1f, mean reciprocal rank %.3f; the true place is"
            + " first in %.0f %%, among the first 5 in %.0f %%, among the first 10 in %.0f %%",
        ranks.size(),
        meanRank(),
        medianRank(),
        meanReciprocalRank(),
        100 * hitsAt(1),
        100 * hitsAt(5),
        100 * hitsAt(10));
  }
}
