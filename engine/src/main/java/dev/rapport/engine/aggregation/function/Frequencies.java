package dev.rapport.engine.aggregation.function;

import dev.rapport.api.aggregation.Aggregator;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The n most frequent values: by count, then by the latest occurrence, then by natural order. */
public record Frequencies(int n)
    implements Aggregator<Object, Frequencies.State, List<Object>>, Sized<Frequencies.State> {
  /** How often each value occurred, and where it did last. */
  static final class State {
    private final Map<Object, Tally> tallies = new HashMap<>();
    private long position;
  }

  private record Tally(long count, long last) {}

  @Override
  public State create() {
    return new State();
  }

  @Override
  public State add(State state, Object value) {
    long position = state.position++;
    state.tallies.merge(
        value, new Tally(1, position), (was, is) -> new Tally(was.count + 1, is.last));
    return state;
  }

  @Override
  public State merge(State earlier, State later) {
    long shift = earlier.position;
    later.tallies.forEach((value, tally) ->
        earlier.tallies.merge(
            value,
            new Tally(tally.count, shift + tally.last),
            (was, is) -> new Tally(was.count + is.count, is.last)));
    earlier.position += later.position;
    return earlier;
  }

  @Override
  public long entries(State state) {
    return 2L * state.tallies.size();
  }

  @Override
  public Optional<List<Object>> finish(State state) {
    return Optional.of(ranked(state).map(Map.Entry::getKey).toList());
  }

  private Stream<Map.Entry<Object, Tally>> ranked(State state) {
    Comparator<Map.Entry<Object, Tally>> order =
        Comparator.<Map.Entry<Object, Tally>>comparingLong(entry -> -entry.getValue().count)
            .thenComparingLong(entry -> -entry.getValue().last);
    return state.tallies.entrySet().stream().sorted(order).limit(n);
  }

  /** The same with how often each occurred. */
  public record Counted(Frequencies of)
      implements Aggregator<Object, State, Map<Object, Long>>, Sized<State> {
    @Override
    public State create() {
      return of.create();
    }

    @Override
    public State add(State state, Object value) {
      return of.add(state, value);
    }

    @Override
    public State merge(State earlier, State later) {
      return of.merge(earlier, later);
    }

    @Override
    public long entries(State state) {
      return of.entries(state);
    }

    @Override
    public Optional<Map<Object, Long>> finish(State state) {
      Map<Object, Long> counts = new LinkedHashMap<>();
      of.ranked(state).forEach(entry -> counts.put(entry.getKey(), entry.getValue().count));
      return Optional.of(Collections.unmodifiableMap(counts));
    }
  }
}
