package dev.rapport.api.aggregation;

import dev.rapport.api.schema.DurationText;
import dev.rapport.api.schema.Type;
import java.time.Duration;
import java.util.Objects;

/** What aggregations refuse: types that they cannot take, and numbers that mean nothing. */
final class Inputs {
  private Inputs() {}

  static Type<Double> number(String name, Type<?> input, Type<Double> result) {
    if (!Number.class.isAssignableFrom(input.javaClass())) {
      throw mismatch(name, input, "a number");
    }
    return result;
  }

  static Type<?> comparable(String name, Type<?> input) {
    if (!Comparable.class.isAssignableFrom(input.javaClass())) {
      throw mismatch(name, input, "a value with a natural order");
    }
    return input;
  }

  static void checkSize(String name, int n) {
    if (n < 1) {
      throw new IllegalArgumentException(name + " n: " + n + " (expected: 1 or more)");
    }
  }

  static void checkHalfLife(String name, Duration halfLife) {
    Objects.requireNonNull(halfLife, name + " half-life: null (expected: a duration)");
    if (halfLife.isNegative() || halfLife.isZero() || halfLife.toNanosPart() % 1_000 != 0) {
      throw new IllegalArgumentException(
          name
              + " half-life: "
              + DurationText.of(halfLife)
              + " (expected: more than zero, in whole microseconds)");
    }
  }

  static IllegalArgumentException mismatch(String name, Type<?> input, String expected) {
    return new IllegalArgumentException(name + " of: " + input + " (expected: " + expected + ")");
  }
}
