package dev.rapport.engine.aggregation.function;

import dev.rapport.api.aggregation.Aggregator;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** How many different values there are, saturating at a bound. */
public record Distinct(long bound)
    implements Aggregator<Object, Set<Object>, Long>, Sized<Set<Object>> {
  @Override
  public Set<Object> create() {
    return new HashSet<>();
  }

  @Override
  public Set<Object> add(Set<Object> state, Object value) {
    if (state.size() < bound) {
      state.add(value);
    }
    return state;
  }

  @Override
  public Set<Object> merge(Set<Object> earlier, Set<Object> later) {
    later.forEach(value -> add(earlier, value));
    return earlier;
  }

  @Override
  public long entries(Set<Object> state) {
    return state.size();
  }

  @Override
  public Optional<Long> finish(Set<Object> state) {
    return Optional.of((long) state.size());
  }
}
