package dev.rapport.api.knowledge;

import dev.rapport.api.feature.Feature;
import dev.rapport.api.feature.FeatureSet;
import dev.rapport.api.schema.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Which items a question is offered. Every item that meets the hard filters is scored by the
 * similarity of its text to the query and by the declared terms; the score is the sum of weight x
 * value, an absent value counting 0. The query is the user's words and the values of the features
 * named by {@link #like}. Ties go to the smaller key.
 *
 * @param <K> the class of the items' keys
 * @param like features whose values join the words in the query
 * @param filters hard filters, of which every one must hold; an absent value does not meet one
 * @param terms the terms of the ranking
 * @param similarityWeight how much the similarity (cosine, -1 to 1) counts
 * @param retrieve how many of the most similar items are scored by the terms; 0: all
 * @param top how many are offered
 * @param shown the features that are shown beside each item
 */
public record Candidates<K>(
    Knowledge<K> knowledge,
    List<Feature<?>> like,
    List<Filter<?>> filters,
    List<Feature.Weight> terms,
    double similarityWeight,
    int retrieve,
    int top,
    List<Feature<?>> shown) {
  public Candidates {
    Objects.requireNonNull(knowledge, "candidates: knowledge: null (expected: a knowledge)");
    like = List.copyOf(like);
    filters = List.copyOf(filters);
    terms = List.copyOf(terms);
    shown = List.copyOf(shown);
    if (top < 1) {
      throw new IllegalArgumentException("candidates: top " + top + " (expected: 1 or more)");
    }
    if (retrieve < 0) {
      throw new IllegalArgumentException(
          "candidates: retrieve " + retrieve + " (expected: 0 or more)");
    }
    if (!Double.isFinite(similarityWeight)) {
      throw new IllegalArgumentException(
          "candidates: similarity weight " + similarityWeight + " (expected: a finite number)");
    }
  }

  /** A condition on a feature of the item, or of the item and the user. */
  public record Filter<T>(Feature<T> feature, Condition<T> condition) {}

  /** The items of a collection, the ten most similar to the query. */
  public static <K> Candidates<K> from(Knowledge<K> knowledge) {
    return new Candidates<>(knowledge, List.of(), List.of(), List.of(), 1, 0, 10, List.of());
  }

  /** Features whose values join the user's words in the query. */
  public Candidates<K> like(Feature<?>... features) {
    return new Candidates<>(
        knowledge, plus(like, features), filters, terms, similarityWeight, retrieve, top, shown);
  }

  /** Offers only items for which a feature is true. */
  public Candidates<K> require(Feature<Boolean> feature) {
    return require(feature, Condition.equalTo(true));
  }

  /** Offers only items for which a feature meets a condition. */
  public <T> Candidates<K> require(Feature<T> feature, Condition<T> condition) {
    Objects.requireNonNull(feature, "candidates: require: null (expected: a feature)");
    Objects.requireNonNull(condition, "candidates: require: null (expected: a condition)");
    List<Filter<?>> more = new ArrayList<>(filters);
    more.add(new Filter<>(feature, condition));
    return new Candidates<>(knowledge, like, more, terms, similarityWeight, retrieve, top, shown);
  }

  /** Adds terms to the ranking. */
  public Candidates<K> rankBy(Feature.Weight... weights) {
    return new Candidates<>(
        knowledge, like, filters, plus(terms, weights), similarityWeight, retrieve, top, shown);
  }

  /** How much similarity counts beside the terms; 1 unless said. */
  public Candidates<K> similarityWeight(double weight) {
    return new Candidates<>(knowledge, like, filters, terms, weight, retrieve, top, shown);
  }

  /** Scores only the n most similar items by the terms; all unless said. */
  public Candidates<K> retrieve(int n) {
    return new Candidates<>(knowledge, like, filters, terms, similarityWeight, n, top, shown);
  }

  /** How many are offered; 10 unless said. */
  public Candidates<K> top(int n) {
    return new Candidates<>(knowledge, like, filters, terms, similarityWeight, retrieve, n, shown);
  }

  /** Features that are shown beside each item. */
  public Candidates<K> with(Feature<?>... features) {
    return new Candidates<>(
        knowledge, like, filters, terms, similarityWeight, retrieve, top, plus(shown, features));
  }

  /** Features that are shown beside each item. */
  public Candidates<K> with(FeatureSet features) {
    Objects.requireNonNull(features, "candidates: with: null (expected: a feature set)");
    return with(features.features().toArray(Feature<?>[]::new));
  }

  @SafeVarargs
  private static <E> List<E> plus(List<? extends E> list, E... more) {
    List<E> all = new ArrayList<>(list);
    for (E element : more) {
      all.add(
          Objects.requireNonNull(
              element,
              "candidates: feature: null (expected: a feature; is it a constant used before it is initialised?)"));
    }
    return all;
  }
}
