package dev.rapport.testkit.contract;

import dev.rapport.api.aggregation.Aggregator;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.BiPredicate;
import java.util.function.Function;

/**
 * The laws of {@link Aggregator}, checked one by one over parts of given or generated values. What
 * breaks a law is told by the law's words, both results, the values of the parts, and the seed:
 *
 * <pre>
 * merge is associative: (a + b) + c gives 3.0 (expected: a + (b + c) gives 2.5)
 *   a: [1.0], b: [2.0], c: [3.0, 4.0]
 *   seed 7
 * </pre>
 */
public final class AggregationLaws {
  private static final int RUNS = 100;

  /** As many values are generated at the most. */
  private static final int LONGEST = 24;

  /** The names of the laws, in the order in which they are checked. */
  public static final List<String> LAWS =
      List.of(
          "create() gives a state of its own",
          "the same values give the same result",
          "finish leaves the state as it was",
          "create() is neutral for merge",
          "merge leaves its second argument as it was",
          "merge shares nothing with its second argument",
          "merge is associative",
          "parts merged are the whole",
          "a merged state goes on");

  private AggregationLaws() {}

  /** Checks the laws over generated values, results by {@code equals}; see the last method. */
  public static <V, S, A> void check(
      Aggregator<V, S, A> aggregator, Function<SplittableRandom, ? extends V> values, long seed) {
    check(aggregator, values, seed, Objects::equals);
  }

  /** Checks the laws over given values, results by {@code equals}; see the last method. */
  public static <V, S, A> void check(
      Aggregator<V, S, A> aggregator, List<? extends V> values, long seed) {
    check(aggregator, values, seed, Objects::equals);
  }

  /**
   * Checks the laws over given values, split differently in each of 100 runs.
   *
   * @param values without nulls, oldest first
   * @param seed of the splits
   * @param same when two results are equal
   * @throws AssertionError as the last method does
   */
  public static <V, S, A> void check(
      Aggregator<V, S, A> aggregator,
      List<? extends V> values,
      long seed,
      BiPredicate<? super A, ? super A> same) {
    List<V> all = List.copyOf(values);
    run(aggregator, _ -> all, seed, same);
  }

  /**
   * Checks the laws over none to 24 generated values, anew in each of 100 runs.
   *
   * @param values one value from chance, not null; few different ones find more than many
   * @param seed of the values and the splits: the same seed checks the same
   * @param same when two results are equal, such as within a rounding error
   * @throws AssertionError that names the law, both results, the values of each part and the seed
   */
  public static <V, S, A> void check(
      Aggregator<V, S, A> aggregator,
      Function<SplittableRandom, ? extends V> values,
      long seed,
      BiPredicate<? super A, ? super A> same) {
    run(aggregator, random -> some(values, random), seed, same);
  }

  private static <V> List<V> some(
      Function<SplittableRandom, ? extends V> values, SplittableRandom random) {
    List<V> some = new ArrayList<>();
    int size = random.nextInt(LONGEST + 1);
    for (int i = 0; i < size; i++) {
      some.add(values.apply(random));
    }
    return some;
  }

  private static <V, S, A> void run(
      Aggregator<V, S, A> aggregator,
      Function<SplittableRandom, List<V>> values,
      long seed,
      BiPredicate<? super A, ? super A> same) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < RUNS; i++) {
      List<V> all = values.apply(random);
      int one = random.nextInt(all.size() + 1);
      int other = random.nextInt(all.size() + 1);
      int first = Math.min(one, other);
      int second = Math.max(one, other);
      new Run<>(
              aggregator,
              all.subList(0, first),
              all.subList(first, second),
              all.subList(second, all.size()),
              seed,
              same)
          .all();
    }
  }

  /** What a finish came to: a result, none, or an error. */
  private record Result<A>(Optional<A> value, String error) {
    @Override
    public String toString() {
      return error.isEmpty() ? value.map(String::valueOf).orElse("nothing") : "error: " + error;
    }
  }

  /** The laws over three parts, the oldest values first. */
  private record Run<V, S, A>(
      Aggregator<V, S, A> aggregator,
      List<V> a,
      List<V> b,
      List<V> c,
      long seed,
      BiPredicate<? super A, ? super A> same) {
    void all() {
      List<Law<A>> laws =
          List.of(
              this::createIsApart,
              this::isRepeatable,
              this::finishChangesNothing,
              this::createIsNeutral,
              this::mergeKeepsTheLater,
              this::mergeSharesNothing,
              this::mergeIsAssociative,
              this::partsAreTheWhole,
              this::mergedGoesOn);
      for (int i = 0; i < laws.size(); i++) {
        law(LAWS.get(i), laws.get(i));
      }
    }

    private void createIsApart(Require<A> require) {
      Result<A> empty = finish(aggregator.create());
      S untouched = aggregator.create();
      state(a, b, c);
      require.same("create() gives", empty, "one while another grew", finish(untouched));
      require.same("create() gives", empty, "the next one", finish(aggregator.create()));
    }

    private void isRepeatable(Require<A> require) {
      require.same("a, b, c give", finish(state(a, b, c)), "again", finish(state(a, b, c)));
    }

    private void finishChangesNothing(Require<A> require) {
      S state = state(a);
      Result<A> once = finish(state);
      require.same("finish of a gives", once, "a second finish", finish(state));
      state = add(state, b);
      require.same("a, b give", finish(state(a, b)), "a, finished, then b added", finish(state));
      require.same("finish of a gives", finish(state(a)), "the same once b was added", once);
    }

    private void createIsNeutral(Require<A> require) {
      Result<A> whole = finish(state(a, b));
      require.same(
          "a, b give", whole, "create() + (a, b)", finish(merge(aggregator.create(), state(a, b))));
      require.same(
          "a, b give", whole, "(a, b) + create()", finish(merge(state(a, b), aggregator.create())));
    }

    private void mergeKeepsTheLater(Require<A> require) {
      S later = state(b);
      Result<A> alone = finish(later);
      S once = merge(state(a), later);
      require.same("b gives", alone, "b once merged into a", finish(later));
      Result<A> merged = finish(once);
      require.same("a + b gives", merged, "a + b again", finish(merge(state(a), later)));
    }

    private void mergeSharesNothing(Require<A> require) {
      for (List<V> earlier : List.of(a, List.<V>of())) {
        S later = state(b);
        Result<A> alone = finish(later);
        S merged = add(merge(state(earlier), later), c);
        merge(merged, state(a));
        require.same("b gives", alone, "b once what it was merged into grew", finish(later));
        later = state(b);
        merged = merge(state(earlier), later);
        Result<A> before = finish(merged);
        add(later, c);
        require.same("merged with b gives", before, "the same once b grew", finish(merged));
      }
    }

    private void mergeIsAssociative(Require<A> require) {
      require.same(
          "a + (b + c) gives",
          finish(merge(state(a), merge(state(b), state(c)))),
          "(a + b) + c",
          finish(merge(merge(state(a), state(b)), state(c))));
    }

    private void partsAreTheWhole(Require<A> require) {
      Result<A> whole = finish(state(a, b, c));
      require.same(
          "a, b, c give", whole, "a + b + c", finish(merge(merge(state(a), state(b)), state(c))));
    }

    private void mergedGoesOn(Require<A> require) {
      require.same(
          "a, b, c give",
          finish(state(a, b, c)),
          "a + b, then c added",
          finish(add(merge(state(a), state(b)), c)));
    }

    @SafeVarargs
    private S state(List<V>... parts) {
      S state = aggregator.create();
      for (List<V> part : parts) {
        state = add(state, part);
      }
      return state;
    }

    private S add(S state, List<V> values) {
      S sum = state;
      for (V value : values) {
        sum = aggregator.add(sum, value);
      }
      return sum;
    }

    private S merge(S earlier, S later) {
      return aggregator.merge(earlier, later);
    }

    private Result<A> finish(S state) {
      try {
        return new Result<>(aggregator.finish(Objects.requireNonNull(state, "a null state")), "");
      } catch (ArithmeticException e) { // the value is in error, as it is where this is used
        return new Result<>(Optional.empty(), String.valueOf(e.getMessage()));
      }
    }

    private void law(String law, Law<A> check) {
      try {
        check.check((of, expected, what, actual) -> {
          if (!isSame(expected, actual)) {
            throw new AssertionError(
                "%s: %s gives %s (expected: %s %s)%s"
                    .formatted(law, what, actual, of, expected, where()));
          }
        });
      } catch (RuntimeException | LinkageError | StackOverflowError e) {
        throw new AssertionError("%s: %s (expected: no exception)%s".formatted(law, e, where()), e);
      }
    }

    private boolean isSame(Result<A> expected, Result<A> actual) {
      if (expected.value.isPresent() && actual.value.isPresent()) {
        return same.test(expected.value.get(), actual.value.get());
      }
      return expected.equals(actual);
    }

    private String where() {
      return "%n  a: %s, b: %s, c: %s%n  seed %d".formatted(a, b, c, seed);
    }

    /** Says what gives one result, and what is to give the same. */
    private interface Require<A> {
      void same(String of, Result<A> expected, String what, Result<A> actual);
    }

    /** One law. */
    private interface Law<A> {
      void check(Require<A> require);
    }
  }
}
