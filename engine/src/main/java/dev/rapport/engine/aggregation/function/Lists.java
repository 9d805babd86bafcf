package dev.rapport.engine.aggregation.function;

import dev.rapport.api.aggregation.Aggregator;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;

/** The first or last values, as lists; empty for no values. */
public final class Lists {
  private Lists() {}

  /** The n oldest, oldest first. */
  public record First(int n) implements Aggregator<Object, List<Object>, List<Object>> {
    @Override
    public List<Object> create() {
      return new ArrayList<>();
    }

    @Override
    public List<Object> add(List<Object> state, Object value) {
      if (state.size() < n) {
        state.add(value);
      }
      return state;
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

  /** The n newest, newest first. */
  public record Last(int n) implements Aggregator<Object, ArrayDeque<Object>, List<Object>> {
    @Override
    public ArrayDeque<Object> create() {
      return new ArrayDeque<>();
    }

    @Override
    public ArrayDeque<Object> add(ArrayDeque<Object> state, Object value) {
      state.addFirst(value);
      if (state.size() > n) {
        state.removeLast();
      }
      return state;
    }

    @Override
    public ArrayDeque<Object> merge(ArrayDeque<Object> earlier, ArrayDeque<Object> later) {
      later.reversed().forEach(value -> add(earlier, value));
      return earlier;
    }

    @Override
    public Optional<List<Object>> finish(ArrayDeque<Object> state) {
      return Optional.of(List.copyOf(state));
    }
  }

  /** The n newest different ones, each at its newest, newest first. */
  public record LastDistinct(int n)
      implements Aggregator<Object, SequencedSet<Object>, List<Object>> {
    @Override
    public SequencedSet<Object> create() {
      return new LinkedHashSet<>();
    }

    @Override
    public SequencedSet<Object> add(SequencedSet<Object> state, Object value) {
      state.addFirst(value);
      if (state.size() > n) {
        state.removeLast();
      }
      return state;
    }

    @Override
    public SequencedSet<Object> merge(SequencedSet<Object> earlier, SequencedSet<Object> later) {
      later.reversed().forEach(value -> add(earlier, value));
      return earlier;
    }

    @Override
    public Optional<List<Object>> finish(SequencedSet<Object> state) {
      return Optional.of(List.copyOf(state));
    }
  }
}
