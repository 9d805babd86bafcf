package dev.rapport.engine.aggregation;

import dev.rapport.api.aggregation.Aggregator;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The n most frequent values: by count, then by the latest occurrence, then by natural order. */
record Frequencies(int n) implements Aggregator<Object, Frequencies.State, List<Object>> {
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
  public Optional<List<Object>> finish(State state) {
    Comparator<Map.Entry<Object, Tally>> order =
        Comparator.<Map.Entry<Object, Tally>>comparingLong(entry -> -entry.getValue().count)
            .thenComparingLong(entry -> -entry.getValue().last);
    return Optional.of(
        state.tallies.entrySet().stream().sorted(order).limit(n).map(Map.Entry::getKey).toList());
  }
}
