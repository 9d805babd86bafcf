package dev.rapport.api.schema;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A condition on one value that can be read as well as run, so that a reader can skip what cannot
 * hold and an explanation can show it. A null value meets no condition.
 *
 * @param operator how the value compares
 * @param operands one operand, two for {@code BETWEEN} (both inclusive), any number for {@code
 *     ONE_OF}
 */
public record Condition<V>(Operator operator, List<V> operands) {
  public Condition {
    operands.forEach(operand ->
        Objects.requireNonNull(operand, "condition: null (expected: a value to compare with)"));
    operands = List.copyOf(operands);
  }

  /** How a value compares with the operands. */
  public enum Operator {
    AT_LEAST,
    MORE_THAN,
    AT_MOST,
    LESS_THAN,
    EQUAL_TO,
    NOT_EQUAL_TO,
    BETWEEN,
    ONE_OF
  }

  public static <V extends Comparable<? super V>> Condition<V> atLeast(V bound) {
    return of(Operator.AT_LEAST, bound);
  }

  public static <V extends Comparable<? super V>> Condition<V> moreThan(V bound) {
    return of(Operator.MORE_THAN, bound);
  }

  public static <V extends Comparable<? super V>> Condition<V> atMost(V bound) {
    return of(Operator.AT_MOST, bound);
  }

  public static <V extends Comparable<? super V>> Condition<V> lessThan(V bound) {
    return of(Operator.LESS_THAN, bound);
  }

  public static <V> Condition<V> equalTo(V value) {
    return of(Operator.EQUAL_TO, value);
  }

  public static <V> Condition<V> notEqualTo(V value) {
    return of(Operator.NOT_EQUAL_TO, value);
  }

  /** At least {@code low} and at most {@code high}. */
  public static <V extends Comparable<? super V>> Condition<V> between(V low, V high) {
    return new Condition<>(Operator.BETWEEN, Arrays.asList(low, high));
  }

  public static <V> Condition<V> oneOf(Collection<V> values) {
    Objects.requireNonNull(values, "condition: one of null (expected: a collection of values)");
    return new Condition<>(Operator.ONE_OF, new ArrayList<>(values));
  }

  private static <V> Condition<V> of(Operator operator, V operand) {
    return new Condition<>(operator, Collections.singletonList(operand));
  }

  /** Whether a value meets this condition. */
  public boolean holds(@Nullable V value) {
    if (value == null) {
      return false;
    }
    return switch (operator) {
      case AT_LEAST -> compare(value, 0) >= 0;
      case MORE_THAN -> compare(value, 0) > 0;
      case AT_MOST -> compare(value, 0) <= 0;
      case LESS_THAN -> compare(value, 0) < 0;
      case EQUAL_TO -> isSame(value, operands.getFirst());
      case NOT_EQUAL_TO -> !isSame(value, operands.getFirst());
      case BETWEEN -> compare(value, 0) >= 0 && compare(value, 1) <= 0;
      case ONE_OF -> operands.stream().anyMatch(operand -> isSame(value, operand));
    };
  }

  /** Whether values are equal; decimals by their value, so that 10 is 10.00. */
  private static boolean isSame(Object value, Object operand) {
    return (value instanceof BigDecimal decimal && operand instanceof BigDecimal other)
        ? decimal.compareTo(other) == 0
        : value.equals(operand);
  }

  @SuppressWarnings("unchecked") // the factories that need an order ask for Comparable
  private int compare(V value, int operand) {
    return ((Comparable<V>) value).compareTo(operands.get(operand));
  }

  @Override
  public String toString() {
    return switch (operator) {
      case AT_LEAST -> ">= " + operands.getFirst();
      case MORE_THAN -> "> " + operands.getFirst();
      case AT_MOST -> "<= " + operands.getFirst();
      case LESS_THAN -> "< " + operands.getFirst();
      case EQUAL_TO -> "= " + operands.getFirst();
      case NOT_EQUAL_TO -> "!= " + operands.getFirst();
      case BETWEEN -> "between " + operands.get(0) + " and " + operands.get(1);
      case ONE_OF -> "one of " + operands;
    };
  }
}
