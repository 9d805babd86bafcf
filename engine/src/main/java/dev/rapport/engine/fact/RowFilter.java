package dev.rapport.engine.fact;

import dev.rapport.api.feature.Selection;
import dev.rapport.api.schema.Condition;
import dev.rapport.engine.UserCode;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Which rows pass all tests of a feature; each is tested once, when it comes. */
public final class RowFilter<R> {
  private final List<Check<R>> checks;
  private final BitSet passing = new BitSet();
  private final BitSet failing = new BitSet();
  private final Map<Integer, String> failures = new HashMap<>();

  /** A test of the row of a store. */
  @FunctionalInterface
  private interface Check<R> {
    boolean passes(FactStore<R> store, int row);
  }

  RowFilter(List<Selection.Test<R>> tests, FactShape<R> shape) {
    this.checks = tests.stream().<Check<R>>map(test -> check(test, shape)).toList();
  }

  void test(int row, FactStore<R> store) {
    boolean passes =
        UserCode.run(
            () -> passesAll(row, store),
            why -> {
              failing.set(row);
              failures.put(row, why);
              return false;
            });
    passing.set(row, passes);
  }

  private boolean passesAll(int row, FactStore<R> store) {
    for (Check<R> check : checks) {
      if (!check.passes(store, row)) {
        return false;
      }
    }
    return true;
  }

  private static <R> Check<R> check(Selection.Test<R> test, FactShape<R> shape) {
    return switch (test) {
      case Selection.Test.Code<R> code -> (store, row) -> code.filter().test(store.record(row));
      case Selection.Test.OnColumn<R, ?> on -> check(on, shape.index(on.column()));
    };
  }

  private static <R, V> Check<R> check(Selection.Test.OnColumn<R, V> on, int component) {
    Condition<V> condition = on.condition();
    return (store, row) -> {
      @SuppressWarnings("unchecked") // the column of the accessor
      V value = (V) store.value(component, row);
      return condition.holds(value);
    };
  }

  /** Whether a row passes; false where the code failed. */
  public boolean passes(int row) {
    return passing.get(row);
  }

  /** On how many rows the code failed. */
  public int failures() {
    return failures.size();
  }

  /** The rows on which the code failed. */
  public IntStream failing() {
    return failing.stream();
  }

  /** Why the code could not say; null where it could. */
  public @Nullable String failure(int row) {
    return failing.get(row) ? failures.get(row) : null;
  }
}
