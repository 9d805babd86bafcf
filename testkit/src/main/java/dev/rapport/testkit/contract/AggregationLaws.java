package dev.rapport.testkit.contract;

import dev.rapport.api.aggregation.Aggregator;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.BiPredicate;

/** The laws of {@link Aggregator}, checked over given values. */
public final class AggregationLaws {
  private static final int SPLITS = 50;

  private AggregationLaws() {}

  /** Checks the laws, where results are equal as {@code equals} says; see the other method. */
  public static <V, S, A> void check(Aggregator<V, S, A> aggregator, List<V> values, long seed) {
    check(aggregator, values, seed, Objects::equals);
  }

  /**
   * Checks that {@code merge} is associative and {@code create()} neutral for it, that the values
   * split anywhere, added apart and merged in order finish as all of them added to one state, and
   * that {@code finish} leaves the state as it was.
   *
   * @param values without nulls, oldest first
   * @param seed of the splits
   * @param same when two results are equal, for floating-point results
   * @throws AssertionError that names the law, the seed and the split
   */
  public static <V, S, A> void check(
      Aggregator<V, S, A> aggregator, List<V> values, long seed, BiPredicate<A, A> same) {
    Laws<V, S, A> laws = new Laws<>(aggregator, List.copyOf(values), seed, same);
    laws.finishChangesNothing();
    laws.emptyIsNeutral();
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < SPLITS; i++) {
      int first = random.nextInt(values.size() + 1);
      int second = random.nextInt(values.size() + 1);
      laws.splitsAreEqual(Math.min(first, second), Math.max(first, second));
    }
  }

  private record Laws<V, S, A>(
      Aggregator<V, S, A> aggregator, List<V> values, long seed, BiPredicate<A, A> same) {
    private S fold(int from, int to) {
      S state = aggregator.create();
      for (V value : values.subList(from, to)) {
        state = aggregator.add(state, value);
      }
      return state;
    }

    private Optional<A> whole() {
      return aggregator.finish(fold(0, values.size()));
    }

    private void finishChangesNothing() {
      int middle = values.size() / 2;
      S state = fold(0, middle);
      Optional<A> once = aggregator.finish(state);
      require("finish twice gives the same", once, aggregator.finish(state));
      for (V value : values.subList(middle, values.size())) {
        state = aggregator.add(state, value);
        Optional<A> _ = aggregator.finish(state);
      }
      require("finish between additions changes nothing", whole(), aggregator.finish(state));
      require(
          "the whole added again gives the same",
          whole(),
          aggregator.finish(fold(0, values.size())));
    }

    private void emptyIsNeutral() {
      S before = aggregator.merge(aggregator.create(), fold(0, values.size()));
      require("create() merged before changes nothing", whole(), aggregator.finish(before));
      S after = aggregator.merge(fold(0, values.size()), aggregator.create());
      require("create() merged after changes nothing", whole(), aggregator.finish(after));
    }

    private void splitsAreEqual(int first, int second) {
      String at = " (split at " + first + " and " + second + ")";
      S left =
          aggregator.merge(
              aggregator.merge(fold(0, first), fold(first, second)), fold(second, values.size()));
      S right =
          aggregator.merge(
              fold(0, first), aggregator.merge(fold(first, second), fold(second, values.size())));
      require("merge is associative" + at, aggregator.finish(left), aggregator.finish(right));
      require("parts merged are the whole" + at, whole(), aggregator.finish(left));
      List<S> parts = new ArrayList<>(List.of(fold(0, first), fold(second, values.size())));
      S grown = parts.getFirst();
      for (V value : values.subList(first, second)) {
        grown = aggregator.add(grown, value);
      }
      S rest = aggregator.merge(grown, parts.getLast());
      require("a merged state goes on" + at, whole(), aggregator.finish(rest));
    }

    private void require(String law, Optional<A> expected, Optional<A> actual) {
      boolean holds =
          expected.isPresent() == actual.isPresent()
              && (expected.isEmpty() || same.test(expected.get(), actual.orElseThrow()));
      if (!holds) {
        throw new AssertionError(
            law + ": " + actual + " (expected: " + expected + ") with seed " + seed);
      }
    }
  }
}
