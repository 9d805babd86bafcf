package dev.rapport.engine.aggregation.function;

import dev.rapport.api.aggregation.Aggregator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Aggregations by the order of the values. */
public final class Ordered {
  private Ordered() {}

  /** The n values that come first in an order. */
  public record Extremes(Comparator<Object> order, int n)
      implements Aggregator<Object, List<Object>, List<Object>> {
    @Override
    public List<Object> create() {
      return new ArrayList<>();
    }

    @Override
    public List<Object> add(List<Object> state, Object value) {
      int place = placeOf(state, value);
      if (place < n) {
        state.add(place, value);
        if (state.size() > n) {
          state.removeLast();
        }
      }
      return state;
    }

    /** Behind all that come before it or are equal, so that equal values stay oldest first. */
    private int placeOf(List<Object> state, Object value) {
      int low = 0;
      int high = state.size();
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (order.compare(state.get(middle), value) <= 0) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return low;
    }

    @Override
    public List<Object> merge(List<Object> earlier, List<Object> later) {
      later.forEach(value -> add(earlier, value));
      return earlier;
    }

    @Override
    public Optional<List<Object>> finish(List<Object> state) {
      return Optional.of(List.copyOf(state));
    }
  }

  /** All values, as doubles. */
  static final class Values {
    private double[] values = new double[8];
    private int size;

    void add(double value) {
      if (size == values.length) {
        values = Arrays.copyOf(values, size * 2);
      }
      values[size++] = value;
    }
  }

  /** The middle value; the mean of the two middle ones of an even number. */
  public record Median() implements OverDoubles<Values> {
    @Override
    public Values create() {
      return new Values();
    }

    @Override
    public void add(Values state, double value) {
      state.add(value);
    }

    @Override
    public Values merge(Values earlier, Values later) {
      for (int i = 0; i < later.size; i++) {
        earlier.add(later.values[i]);
      }
      return earlier;
    }

    @Override
    public Optional<Double> finish(Values state) {
      if (state.size == 0) {
        return Optional.empty();
      }
      double[] sorted = Arrays.copyOf(state.values, state.size);
      Arrays.sort(sorted);
      double upper = sorted[state.size / 2];
      if (state.size % 2 == 1) {
        return Optional.of(upper);
      }
      double lower = sorted[state.size / 2 - 1];
      double sum = lower + upper;
      return Optional.of(Double.isInfinite(sum) ? lower / 2 + upper / 2 : sum / 2);
    }
  }
}
