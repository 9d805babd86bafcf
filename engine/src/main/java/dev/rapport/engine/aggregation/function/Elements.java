package dev.rapport.engine.aggregation.function;

import dev.rapport.api.aggregation.Aggregation.Elementwise.By;
import dev.rapport.api.aggregation.Aggregator;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lists of numbers, element by element: compensated sums or means, or the greatest. */
public record Elements(By by) implements Aggregator<List<?>, Elements.State, List<Double>> {
  /** What is known of each position; a list that does not fit spoils it for good. */
  static final class State {
    private final List<CompensatedSum> sums = new ArrayList<>();
    private final List<Double> greatest = new ArrayList<>();
    private int length = -1;
    private String failure = "";
  }

  @Override
  public State create() {
    return new State();
  }

  @Override
  public State add(State state, List<?> value) {
    if (fits(state, value.size())) {
      for (int i = 0; i < value.size(); i++) {
        if (value.get(i) == null) {
          fail(state, "a list with null at " + i + " (expected: numbers)");
          return state;
        }
        double number = ((Number) value.get(i)).doubleValue();
        state.sums.get(i).add(number);
        greater(state, i, number);
      }
    }
    return state;
  }

  @Override
  public State merge(State earlier, State later) {
    if (later.length >= 0 && fits(earlier, later.length)) {
      for (int i = 0; i < later.length; i++) {
        earlier.sums.get(i).add(later.sums.get(i));
        greater(earlier, i, later.greatest.get(i));
      }
    }
    if (!later.failure.isEmpty()) {
      fail(earlier, later.failure);
    }
    return earlier;
  }

  private static boolean fits(State state, int length) {
    if (state.length < 0) {
      state.length = length;
      for (int i = 0; i < length; i++) {
        state.sums.add(new CompensatedSum());
        state.greatest.add(Double.NEGATIVE_INFINITY);
      }
    }
    if (state.length != length) {
      fail(
          state,
          "lists of " + state.length + " and " + length + " elements (expected: equal lengths)");
      return false;
    }
    return true;
  }

  private static void fail(State state, String failure) {
    if (state.failure.isEmpty()) {
      state.failure = failure;
    }
  }

  private static void greater(State state, int at, double value) {
    if (Double.compare(value, state.greatest.get(at)) > 0) {
      state.greatest.set(at, value);
    }
  }

  @Override
  public Optional<List<Double>> finish(State state) {
    if (!state.failure.isEmpty()) {
      throw new ArithmeticException("elementwise of: " + state.failure);
    }
    if (state.length < 0) {
      return Optional.empty();
    }
    return Optional.of(
        switch (by) {
          case SUM -> state.sums.stream().map(CompensatedSum::total).toList();
          case MEAN -> state.sums.stream().map(sum -> sum.total() / sum.count()).toList();
          case MAX -> List.copyOf(state.greatest);
        });
  }
}
