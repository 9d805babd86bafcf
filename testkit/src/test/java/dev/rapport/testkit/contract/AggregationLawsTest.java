package dev.rapport.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rapport.api.aggregation.Aggregator;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An aggregator that breaks one law is refused by the name of that law. */
class AggregationLawsTest {
  private static final List<Integer> VALUES =
      IntStream.range(0, 20).map(i -> (i * 7) % 5 + i).boxed().toList();

  // docs:begin own-aggregation
  /** How far the greatest value is from the least. */
  record Swing() implements Aggregator<Double, Swing.Ends, Double> {
    record Ends(double least, double greatest) {}

    @Override
    public Ends create() {
      return new Ends(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);
    }

    @Override
    public Ends add(Ends state, Double value) {
      return merge(state, new Ends(value, value));
    }

    @Override
    public Ends merge(Ends earlier, Ends later) {
      return new Ends(
          Math.min(earlier.least, later.least), Math.max(earlier.greatest, later.greatest));
    }

    @Override
    public Optional<Double> finish(Ends state) {
      return state.least > state.greatest
          ? Optional.empty()
          : Optional.of(state.greatest - state.least);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void a_swing_keeps_the_laws(long seed) {
    AggregationLaws.check(new Swing(), random -> random.nextDouble(-50, 50), seed);
  }

  // docs:end own-aggregation

  /** The list of all values, which keeps the laws; each wrong one overrides one function. */
  private static class Listing implements Aggregator<Integer, List<Integer>, List<Integer>> {
    private static final long serialVersionUID = 1L;

    @Override
    public List<Integer> create() {
      return new ArrayList<>();
    }

    @Override
    public List<Integer> add(List<Integer> state, Integer value) {
      state.add(value);
      return state;
    }

    @Override
    public List<Integer> merge(List<Integer> earlier, List<Integer> later) {
      earlier.addAll(later);
      return earlier;
    }

    @Override
    public Optional<List<Integer>> finish(List<Integer> state) {
      return state.isEmpty() ? Optional.empty() : Optional.of(List.copyOf(state));
    }
  }

  @SuppressWarnings("serial") // never serialized
  static Stream<Arguments> wrong() {
    List<Integer> shared = new ArrayList<>();
    AtomicInteger finished = new AtomicInteger();
    return Stream.of(
        wrong(
            "create() gives a state of its own",
            "one list for all",
            new Listing() {
              @Override
              public List<Integer> create() {
                return shared;
              }
            }),
        wrong(
            "the same values give the same result",
            "counts its calls",
            new Listing() {
              @Override
              public Optional<List<Integer>> finish(List<Integer> state) {
                return state.size() < 2 ? super.finish(state) : Optional.of(List.of(call()));
              }

              private int call() {
                return finished.incrementAndGet();
              }
            }),
        wrong(
            "finish leaves the state as it was",
            "takes away when finished",
            new Listing() {
              @Override
              public Optional<List<Integer>> finish(List<Integer> state) {
                Optional<List<Integer>> result = super.finish(state);
                if (state.size() > 1) {
                  state.removeFirst();
                }
                return result;
              }
            }),
        wrong(
            "finish leaves the state as it was",
            "gives its state away",
            new Listing() {
              @Override
              public Optional<List<Integer>> finish(List<Integer> state) {
                return Optional.of(state);
              }
            }),
        wrong(
            "create() is neutral for merge",
            "forgets the earlier where there is no later",
            new Listing() {
              @Override
              public List<Integer> merge(List<Integer> earlier, List<Integer> later) {
                return later.isEmpty() ? create() : super.merge(earlier, later);
              }
            }),
        wrong(
            "merge leaves its second argument as it was",
            "moves the later values",
            new Listing() {
              @Override
              public List<Integer> merge(List<Integer> earlier, List<Integer> later) {
                List<Integer> merged = super.merge(earlier, later);
                later.clear();
                return merged;
              }
            }),
        wrong(
            "merge shares nothing with its second argument",
            "takes the later state where there is no earlier",
            new Listing() {
              @Override
              public List<Integer> merge(List<Integer> earlier, List<Integer> later) {
                return earlier.isEmpty() ? later : super.merge(earlier, later);
              }
            }),
        wrong(
            "merge is associative",
            "marks where it merged",
            new Listing() {
              @Override
              public List<Integer> merge(List<Integer> earlier, List<Integer> later) {
                if (!earlier.isEmpty() && !later.isEmpty()) {
                  earlier.add(earlier.size());
                }
                return super.merge(earlier, later);
              }
            }),
        wrong(
            "parts merged are the whole",
            "later values first",
            new Listing() {
              @Override
              public List<Integer> merge(List<Integer> earlier, List<Integer> later) {
                earlier.addAll(0, later);
                return earlier;
              }
            }),
        wrong(
            "a merged state goes on",
            "cannot be added to once merged",
            new Listing() {
              @Override
              public List<Integer> add(List<Integer> state, Integer value) {
                return state instanceof ArrayList<Integer> ? super.add(state, value) : state;
              }

              @Override
              public List<Integer> merge(List<Integer> earlier, List<Integer> later) {
                if (earlier.isEmpty() || later.isEmpty()) {
                  return new ArrayList<>(earlier.isEmpty() ? later : earlier);
                }
                return Stream.concat(earlier.stream(), later.stream()).toList();
              }
            }));
  }

  private static Arguments wrong(
      String law, String how, Aggregator<Integer, List<Integer>, List<Integer>> aggregator) {
    return Arguments.of(law, how, aggregator);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("wrong")
  void what_breaks_a_law_is_refused_by_its_name(
      String law, String how, Aggregator<Integer, List<Integer>, List<Integer>> aggregator) {
    assertThatThrownBy(() -> AggregationLaws.check(aggregator, random -> random.nextInt(5), 1))
        .as(how)
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith(law + ": ")
        .hasMessageContaining("(expected: ")
        .hasMessageContaining("a: [")
        .hasMessageEndingWith("seed 1");
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void what_keeps_the_laws_passes(long seed) {
    AggregationLaws.check(new Listing(), VALUES, seed);
    AggregationLaws.check(new Listing(), List.<Integer>of(), seed);
    AggregationLaws.check(new Listing(), random -> random.nextInt(5), seed);
  }

  @Test
  @SuppressWarnings("serial") // never serialized
  void every_law_is_broken_by_a_test() {
    List<String> laws = new ArrayList<>(wrong().map(one -> (String) one.get()[0]).toList());
    assertThat(laws).contains(AggregationLaws.LAWS.toArray(String[]::new));
  }

  @Test
  void a_message_names_the_law_the_results_the_parts_and_the_seed() {
    Aggregator<Integer, List<Integer>, List<Integer>> reversed =
        new Listing() {
          private static final long serialVersionUID = 1L;

          @Override
          public List<Integer> merge(List<Integer> earlier, List<Integer> later) {
            earlier.addAll(0, later);
            return earlier;
          }
        };
    assertThatThrownBy(() -> AggregationLaws.check(reversed, List.of(1, 2), 4))
        .hasMessage(
            """
            parts merged are the whole: a + b + c gives [2, 1] (expected: a, b, c give [1, 2])
              a: [1], b: [2], c: []
              seed 4\
            """
                .replace("\n", System.lineSeparator()));
  }

  @Test
  @SuppressWarnings("serial") // never serialized
  void an_exception_breaks_the_law_in_which_it_is_thrown_but_an_arithmetic_one_is_a_result() {
    Aggregator<Integer, List<Integer>, List<Integer>> failing =
        new Listing() {
          @Override
          public List<Integer> merge(List<Integer> earlier, List<Integer> later) {
            throw new UnsupportedOperationException("not yet");
          }
        };
    assertThatThrownBy(() -> AggregationLaws.check(failing, VALUES, 1))
        .hasMessageStartingWith(
            "create() is neutral for merge: java.lang.UnsupportedOperationException: not yet"
                + " (expected: no exception)");

    Aggregator<Integer, List<Integer>, List<Integer>> bounded =
        new Listing() {
          @Override
          public Optional<List<Integer>> finish(List<Integer> state) {
            if (state.size() > 5) {
              throw new ArithmeticException("more than 5");
            }
            return super.finish(state);
          }
        };
    AggregationLaws.check(bounded, VALUES, 1);
  }

  @Test
  void results_are_equal_as_the_user_says() {
    Aggregator<Integer, double[], Double> mean =
        new Aggregator<>() {
          private static final long serialVersionUID = 1L;

          @Override
          public double[] create() {
            return new double[2];
          }

          @Override
          public double[] add(double[] state, Integer value) {
            return new double[] {state[0] + value / 10.0, state[1] + 1};
          }

          @Override
          public double[] merge(double[] earlier, double[] later) {
            return new double[] {earlier[0] + later[0], earlier[1] + later[1]};
          }

          @Override
          public Optional<Double> finish(double[] state) {
            return state[1] == 0 ? Optional.empty() : Optional.of(state[0] / state[1]);
          }
        };
    assertThatThrownBy(() -> AggregationLaws.check(mean, random -> random.nextInt(100), 1))
        .isInstanceOf(AssertionError.class);
    AggregationLaws.check(mean, random -> random.nextInt(100), 1, (a, b) -> Math.abs(a - b) < 1e-9);
  }
}
