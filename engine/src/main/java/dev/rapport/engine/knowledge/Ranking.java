package dev.rapport.engine.knowledge;

import dev.rapport.api.feature.Feature;
import dev.rapport.api.knowledge.Candidates;
import dev.rapport.api.prompt.Candidate;
import dev.rapport.api.prompt.Candidate.Term;
import dev.rapport.api.question.Answer;
import dev.rapport.api.question.Context;
import dev.rapport.engine.answer.Inquiry;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The items of one question in order of their scores. Not thread-safe. */
final class Ranking<K> {
  private final Candidates<K> candidates;
  private final Inquiry.Items<K> items;
  private final List<Scored> ranked;

  /** The score of an item, by its position. */
  private record Scored(int position, double score, List<Term> terms) {}

  private Ranking(Candidates<K> candidates, Inquiry.Items<K> items, List<Scored> ranked) {
    this.candidates = candidates;
    this.items = items;
    this.ranked = ranked;
  }

  /**
   * Ranks items.
   *
   * @param items by key: so ties, which keep their order, go to the smaller key
   * @param similarity of each item
   */
  static <K> Ranking<K> of(Candidates<K> candidates, Inquiry.Items<K> items, double[] similarity) {
    int[] kept = retrieved(candidates, passing(candidates, items), similarity);
    Inquiry.Items<K> some = items.narrow(kept);
    List<List<Term>> terms = new ArrayList<>(kept.length);
    for (int position : kept) {
      List<Term> first = new ArrayList<>(1 + candidates.terms().size());
      first.add(term("similarity", candidates.similarityWeight(), similarity[position]));
      terms.add(first);
    }
    for (Feature.Weight weight : candidates.terms()) {
      addTerm(weight.feature(), weight.weight(), some, terms);
    }
    List<Scored> scored = new ArrayList<>(kept.length);
    for (int i = 0; i < kept.length; i++) {
      double score = 0;
      for (Term term : terms.get(i)) {
        score += term.contribution();
      }
      scored.add(new Scored(i, score, terms.get(i)));
    }
    scored.sort(Comparator.comparingDouble(Scored::score).reversed());
    return new Ranking<>(candidates, some, scored);
  }

  private static <T> void addTerm(
      Feature<T> feature, double weight, Inquiry.Items<?> items, List<List<Term>> terms) {
    List<Answer<T>> answers = items.answers(feature);
    for (int i = 0; i < answers.size(); i++) {
      terms.get(i).add(term(feature.name(), weight, number(answers.get(i).value())));
    }
  }

  /** The contribution is never a negative zero, which would read as if there were something. */
  private static Term term(String name, double weight, double value) {
    return new Term(name, weight, weight * value + 0.0);
  }

  /** The positions of the items that meet every filter. */
  private static int[] passing(Candidates<?> candidates, Inquiry.Items<?> items) {
    BitSet passing = new BitSet();
    passing.set(0, items.keys().size());
    candidates.filters().forEach(filter -> retain(filter, items, passing));
    return passing.stream().toArray();
  }

  private static <T> void retain(
      Candidates.Filter<T> filter, Inquiry.Items<?> items, BitSet passing) {
    List<Answer<T>> answers = items.answers(filter.feature());
    for (int i = 0; i < answers.size(); i++) {
      if (!filter.condition().holds(answers.get(i).value())) {
        passing.clear(i);
      }
    }
  }

  /** The most similar of some positions, in their order. */
  private static int[] retrieved(Candidates<?> candidates, int[] positions, double[] similarity) {
    int n = candidates.retrieve();
    if (n == 0 || n >= positions.length) {
      return positions;
    }
    return IntStream.of(positions)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer at) -> similarity[at]).reversed())
        .limit(n)
        .mapToInt(Integer::intValue)
        .sorted()
        .toArray();
  }

  private static double number(@Nullable Object value) {
    return switch (value) {
      case null -> 0;
      case Boolean b -> b ? 1 : 0;
      case Number n -> Double.isFinite(n.doubleValue()) ? n.doubleValue() : 0;
      default -> 0;
    };
  }

  List<Candidate> all() {
    return candidates(ranked, List.of());
  }

  List<Candidate> offered() {
    return candidates(
        ranked.subList(0, Math.min(candidates.top(), ranked.size())), candidates.shown());
  }

  private List<Candidate> candidates(List<Scored> some, List<Feature<?>> shown) {
    Inquiry.Items<K> inOrder = items.narrow(some.stream().mapToInt(Scored::position).toArray());
    List<Context> contexts = inOrder.answer(shown);
    List<Candidate> result = new ArrayList<>(some.size());
    for (int i = 0; i < some.size(); i++) {
      Scored one = some.get(i);
      K key = inOrder.keys().get(i);
      result.add(new Candidate(key, one.score(), one.terms(), contexts.get(i)));
    }
    return result;
  }
}
