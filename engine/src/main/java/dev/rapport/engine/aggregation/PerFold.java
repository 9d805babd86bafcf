package dev.rapport.engine.aggregation;

import dev.rapport.api.aggregation.KeyBound;
import dev.rapport.engine.aggregation.fold.Fold;
import dev.rapport.engine.aggregation.fold.Outcome;
import dev.rapport.engine.aggregation.fold.Viewpoint;
import dev.rapport.engine.value.NaturalOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One fold for each value of a column, as a map in the natural order of these values. The input is
 * a list of the column and the value; where the column is null the fact does not count, and a value
 * of the map that would be absent or null is left out.
 *
 * @param bound which keys stay where there are more, by all facts that hold one
 */
record PerFold(Fold each, Optional<KeyBound> bound) implements Fold {
  /** What is known of each key, and how many facts there were. */
  private static final class State {
    private final Map<Object, Group> groups = new LinkedHashMap<>();
    private long position;
  }

  /** The facts of one key: their state, how many they are, and the place of the newest. */
  private static final class Group {
    private final Object key;
    private Object state;
    private long facts;
    private long newest;

    Group(Object key, Object state) {
      this.key = key;
      this.state = state;
    }
  }

  @Override
  public Object create() {
    return new State();
  }

  @Override
  public Object add(Object state, @Nullable Object input, long eventMicros) {
    if (input instanceof List<?> pair && pair.get(0) != null) {
      Group group = group((State) state, pair.get(0));
      group.state = each.add(group.state, pair.get(1), eventMicros);
      group.facts++;
      group.newest = ((State) state).position++;
    }
    return state;
  }

  private Group group(State state, Object key) {
    return state.groups.computeIfAbsent(key, _ -> new Group(key, each.create()));
  }

  @Override
  public Object merge(Object earlier, Object later) {
    State state = (State) earlier;
    State more = (State) later;
    for (Group other : more.groups.values()) {
      Group group = group(state, other.key);
      group.state = each.merge(group.state, other.state);
      group.facts += other.facts;
      group.newest = state.position + other.newest;
    }
    state.position += more.position;
    return state;
  }

  @Override
  public boolean isCompact() {
    return false;
  }

  @Override
  public boolean keepsAll() {
    return each.keepsAll();
  }

  @Override
  public long entries(Object state) {
    return ((State) state)
        .groups.values().stream().mapToLong(group -> 2 + each.entries(group.state)).sum();
  }

  @Override
  public Fold states() {
    return new PerFold(each.states(), Optional.empty());
  }

  @Override
  public Outcome finish(Object state, Viewpoint at) {
    Map<Object, Object> values = new LinkedHashMap<>();
    for (Group group : kept((State) state)) {
      switch (each.finish(group.state, at)) {
        case Outcome.Value value -> values.put(group.key, value.value());
        case Outcome.Null _, Outcome.Absent _ -> {}
        case Outcome.Failure error -> {
          return new Outcome.Failure(group.key + ": " + error.reason());
        }
      }
    }
    return new Outcome.Value(Collections.unmodifiableMap(values));
  }

  /** In the natural order of the keys; the newer first of keys that are the same in it. */
  private List<Group> kept(State state) {
    List<Group> groups = new ArrayList<>(state.groups.values());
    Comparator<Group> byNewest = Comparator.comparingLong(group -> group.newest);
    groups.sort(
        bound.filter(b -> b.keep() == KeyBound.Keep.MOST_FACTS).isPresent()
            ? Comparator.<Group>comparingLong(group -> group.facts)
                .thenComparing(byNewest)
                .reversed()
            : byNewest.reversed());
    if (bound.isPresent() && bound.get().n() < groups.size()) {
      groups = groups.subList(0, bound.get().n());
    }
    groups.sort((a, b) -> NaturalOrder.INSTANCE.compare(a.key, b.key));
    return groups;
  }
}
