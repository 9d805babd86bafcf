package dev.rapport.testkit.contract;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rapport.api.aggregation.Aggregator;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AggregationLawsTest {
  private static final List<Integer> VALUES =
      IntStream.range(0, 20).map(i -> (i * 7) % 5 + i).boxed().toList();

  /** The list of all values, merged and finished as told. */
  private static Aggregator<Integer, List<Integer>, List<Integer>> listing(
      BinaryOperator<List<Integer>> merge,
      Function<List<Integer>, Optional<List<Integer>>> finish) {
    return new Aggregator<>() {
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
        return merge.apply(earlier, later);
      }

      @Override
      public Optional<List<Integer>> finish(List<Integer> state) {
        return finish.apply(state);
      }
    };
  }

  private static List<Integer> joined(List<Integer> earlier, List<Integer> later) {
    earlier.addAll(later);
    return earlier;
  }

  private static Optional<List<Integer>> copied(List<Integer> state) {
    return state.isEmpty() ? Optional.empty() : Optional.of(List.copyOf(state));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void what_keeps_the_laws_passes(long seed) {
    var good = listing(AggregationLawsTest::joined, AggregationLawsTest::copied);
    AggregationLaws.check(good, VALUES, seed);
    AggregationLaws.check(good, List.of(), seed);
  }

  @Test
  void a_merge_in_the_wrong_order_is_refused() {
    var bad = listing((a, b) -> joined(b, a), AggregationLawsTest::copied);

    assertThatThrownBy(() -> AggregationLaws.check(bad, VALUES, 1))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("seed 1");
  }

  @Test
  void a_merge_that_forgets_is_refused() {
    var bad =
        listing((earlier, later) -> later.isEmpty() ? earlier : later, AggregationLawsTest::copied);

    assertThatThrownBy(() -> AggregationLaws.check(bad, VALUES, 1))
        .hasMessageContaining("parts merged are the whole");
  }

  @Test
  void a_finish_that_changes_the_state_is_refused() {
    var bad =
        listing(
            AggregationLawsTest::joined,
            state -> {
              Optional<List<Integer>> result = copied(state);
              state.clear();
              return result;
            });

    assertThatThrownBy(() -> AggregationLaws.check(bad, VALUES, 1))
        .hasMessageContaining("finish twice");
  }
}
