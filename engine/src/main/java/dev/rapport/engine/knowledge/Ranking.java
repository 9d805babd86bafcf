package dev.rapport.engine.knowledge;

import dev.rapport.api.feature.Feature;
import dev.rapport.api.knowledge.Candidates;
import dev.rapport.api.prompt.Candidate;
import dev.rapport.api.prompt.Candidate.Term;
import dev.rapport.api.question.Context;
import dev.rapport.engine.answer.Inquiry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The items of one question in order of their scores. Not thread-safe. */
final class Ranking<K> {
  private final Candidates<K> candidates;
  private final Inquiry.Items items;
  private final List<Scored<K>> ranked;

  /** An item with its score, and its position among the items. */
  private record Scored<K>(int position, K key, double score, List<Term> terms) {}

  private Ranking(Candidates<K> candidates, Inquiry.Items items, List<Scored<K>> ranked) {
    this.candidates = candidates;
    this.items = items;
    this.ranked = ranked;
  }

  /**
   * Ranks items.
   *
   * @param seen by key: so ties, which keep their order, go to the smaller key
   * @param similarities by the number of an item's text
   */
  static <K> Ranking<K> of(
      Candidates<K> candidates, Inquiry inquiry, List<Shelf.Item<K>> seen, double[] similarities) {
    List<K> keys = seen.stream().map(Shelf.Item::key).toList();
    double[] similarity =
        seen.stream().mapToDouble(i -> i.text() < 0 ? 0 : similarities[i.text()] + 0.0).toArray();
    Inquiry.Items all = inquiry.about(candidates.knowledge().entity(), keys);
    int[] kept = retrieved(candidates, passing(candidates, all), similarity);

    Inquiry.Items items = all.narrow(kept);
    List<Context> contexts =
        items.answer(candidates.terms().stream().map(Feature.Weight::feature).toList());
    List<Scored<K>> scored = new ArrayList<>(kept.length);
    for (int i = 0; i < kept.length; i++) {
      List<Term> terms = new ArrayList<>();
      double weight = candidates.similarityWeight();
      terms.add(new Term("similarity", weight, product(weight, similarity[kept[i]])));
      for (Feature.Weight term : candidates.terms()) {
        double value = contexts.get(i).get(term.feature()).map(Ranking::number).orElse(0.0);
        terms.add(new Term(term.feature().name(), term.weight(), product(term.weight(), value)));
      }
      double score = terms.stream().mapToDouble(Term::contribution).sum();
      scored.add(new Scored<>(i, keys.get(kept[i]), score, terms));
    }
    scored.sort(Comparator.<Scored<K>>comparingDouble(Scored::score).reversed());
    return new Ranking<>(candidates, items, scored);
  }

  /** The positions of the items that meet every filter. */
  private static int[] passing(Candidates<?> candidates, Inquiry.Items items) {
    List<Context> contexts =
        items.answer(candidates.filters().stream().map(Candidates.Filter::feature).toList());
    return IntStream.range(0, contexts.size())
        .filter(i -> candidates.filters().stream().allMatch(f -> holds(f, contexts.get(i))))
        .toArray();
  }

  private static <T> boolean holds(Candidates.Filter<T> filter, Context context) {
    Optional<T> value = context.get(filter.feature());
    return value.isPresent() && filter.condition().holds(value.get());
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

  /** Never a negative zero, which would come after a positive one. */
  private static double product(double weight, double value) {
    return weight * value + 0.0;
  }

  private static double number(Object value) {
    return switch (value) {
      case Boolean b -> b ? 1 : 0;
      case Number n -> Double.isFinite(n.doubleValue()) ? n.doubleValue() : 0;
      default -> 0;
    };
  }

  List<Candidate> all() {
    return candidates(ranked, List.of());
  }

  List<Candidate> offered() {
    List<Scored<K>> top = ranked.subList(0, Math.min(candidates.top(), ranked.size()));
    return candidates(top, candidates.shown());
  }

  private List<Candidate> candidates(List<Scored<K>> some, List<Feature<?>> shown) {
    List<Context> contexts =
        items.narrow(some.stream().mapToInt(Scored::position).toArray()).answer(shown);
    List<Candidate> result = new ArrayList<>(some.size());
    for (int i = 0; i < some.size(); i++) {
      Scored<K> one = some.get(i);
      result.add(new Candidate(one.key(), one.score(), one.terms(), contexts.get(i)));
    }
    return result;
  }
}
