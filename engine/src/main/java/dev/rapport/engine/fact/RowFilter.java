package dev.rapport.engine.fact;

import dev.rapport.api.feature.Selection;
import dev.rapport.api.schema.Condition;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which rows pass all tests of a feature; each is tested once, when it comes. */
public final class RowFilter<R> {
  private final List<Selection.Test<R>> tests;
  private final FactShape<R> shape;
  private final BitSet passing = new BitSet();
  private final Map<Integer, String> failures = new HashMap<>();

  RowFilter(List<Selection.Test<R>> tests, FactShape<R> shape) {
    this.tests = tests;
    this.shape = shape;
  }

  void test(int row, FactStore<R> store) {
    try {
      boolean passes = true;
      for (Selection.Test<R> test : tests) {
        passes = passes && passes(test, row, store);
      }
      passing.set(row, passes);
    } catch (RuntimeException e) { // the user's code
      failures.put(row, e.toString());
    }
  }

  private boolean passes(Selection.Test<R> test, int row, FactStore<R> store) {
    return switch (test) {
      case Selection.Test.Code<R> code -> code.filter().test(store.record(row));
      case Selection.Test.OnColumn<R, ?> on -> holds(on, store, row);
    };
  }

  private <V> boolean holds(Selection.Test.OnColumn<R, V> on, FactStore<R> store, int row) {
    Condition<V> condition = on.condition();
    @SuppressWarnings("unchecked") // the column of the accessor
    V value = (V) store.value(shape.index(on.column()), row);
    return condition.holds(value);
  }

  /** Whether a row passes; false where the code failed. */
  public boolean passes(int row) {
    return passing.get(row);
  }

  /** Whether the code failed on any row. */
  public boolean hasFailures() {
    return !failures.isEmpty();
  }

  /** Why the code could not say; null where it could. */
  public @Nullable String failure(int row) {
    return failures.isEmpty() ? null : failures.get(row);
  }
}
