package dev.rapport.engine.aggregation;

import dev.rapport.engine.value.NaturalOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One fold for each value of a column, as a map in the natural order of these values. The input is
 * a list of the column and the value; where the column is null the fact does not count, and a value
 * of the map that would be absent or null is left out.
 */
record PerFold(Fold each) implements Fold {
  @Override
  public Object create() {
    return new LinkedHashMap<Object, Object>();
  }

  @Override
  public Object add(Object state, @Nullable Object input, long eventMicros) {
    if (input instanceof List<?> pair && pair.get(0) != null) {
      Map<Object, Object> states = states(state);
      Object key = pair.get(0);
      states.put(key, each.add(state(states, key), pair.get(1), eventMicros));
    }
    return state;
  }

  private Object state(Map<Object, Object> states, Object key) {
    Object state = states.get(key);
    return state == null ? each.create() : state;
  }

  @Override
  public Object merge(Object earlier, Object later) {
    Map<Object, Object> states = states(earlier);
    states(later).forEach((key, state) -> states.put(key, each.merge(state(states, key), state)));
    return earlier;
  }

  @Override
  public boolean isCompact() {
    return false;
  }

  @Override
  public Outcome finish(Object state, Viewpoint at) {
    Map<Object, Object> values = new LinkedHashMap<>();
    List<Map.Entry<Object, Object>> entries = new ArrayList<>(states(state).entrySet());
    entries.sort((a, b) -> NaturalOrder.INSTANCE.compare(a.getKey(), b.getKey()));
    for (Map.Entry<Object, Object> entry : entries) {
      switch (each.finish(entry.getValue(), at)) {
        case Outcome.Value value -> values.put(entry.getKey(), value.value());
        case Outcome.Null _, Outcome.Absent _ -> {}
        case Outcome.Failure error -> {
          return new Outcome.Failure(entry.getKey() + ": " + error.reason());
        }
      }
    }
    return new Outcome.Value(Collections.unmodifiableMap(values));
  }

  @SuppressWarnings("unchecked") // states come from this fold
  private static Map<Object, Object> states(Object state) {
    return (Map<Object, Object>) state;
  }
}
