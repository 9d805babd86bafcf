package dev.rapport.api.aggregation;

import dev.rapport.api.schema.Type;
import java.util.List;
import java.util.Objects;

/**
 * An aggregation as a value: what is computed from the facts of a window, never how. A null input
 * is skipped, except that {@link Latest}, {@link First} and {@link Last} with {@code anyRow} take
 * it. Over an empty window counts are 0, lists, sets and maps are empty and everything else is
 * absent.
 *
 * @param <V> the input's type
 * @param <A> the result's type
 */
public sealed interface Aggregation<V, A> {

  /**
   * The type of the result for an input's type.
   *
   * @throws IllegalArgumentException if this aggregation cannot take that input
   */
  Type<A> resultType(Type<?> input);

  /** How many facts have a value. */
  record Count<V>() implements Aggregation<V, Long> {
    @Override
    public Type<Long> resultType(Type<?> input) {
      return Type.LONG;
    }
  }

  /** How many facts there are, nulls included. */
  record CountRows<V>() implements Aggregation<V, Long> {
    @Override
    public Type<Long> resultType(Type<?> input) {
      return Type.LONG;
    }
  }

  /**
   * The compensated floating-point sum; its error is at most 1e-12 x the sum of absolute values.
   */
  record Sum() implements Aggregation<Number, Double> {
    @Override
    public Type<Double> resultType(Type<?> input) {
      return number("sum", input, Type.DOUBLE);
    }
  }

  /** The exact sum of integers, in 128 bits; an error where it does not fit 64 bits. */
  record SumLong() implements Aggregation<Number, Long> {
    @Override
    public Type<Long> resultType(Type<?> input) {
      if (!(input.equals(Type.INTEGER) || input.equals(Type.LONG))) {
        throw mismatch("sumLong", input, "an integer or a long");
      }
      return Type.LONG;
    }
  }

  /** The arithmetic mean. */
  record Mean() implements Aggregation<Number, Double> {
    @Override
    public Type<Double> resultType(Type<?> input) {
      return number("mean", input, Type.DOUBLE);
    }
  }

  /** The spread of numbers. The sample forms are absent below two values. */
  record Spread(Form form) implements Aggregation<Number, Double> {
    /** Which spread. */
    public enum Form {
      VARIANCE_SAMPLE,
      VARIANCE_POPULATION,
      STDDEV_SAMPLE,
      STDDEV_POPULATION
    }

    @Override
    public Type<Double> resultType(Type<?> input) {
      return number(form.name().toLowerCase(java.util.Locale.ROOT), input, Type.DOUBLE);
    }
  }

  /** The middle value; the mean of the two middle values of an even number of them. */
  record Median() implements Aggregation<Number, Double> {
    @Override
    public Type<Double> resultType(Type<?> input) {
      return number("median", input, Type.DOUBLE);
    }
  }

  /** The least or greatest value. */
  record Extreme<V>(boolean greatest) implements Aggregation<V, V> {
    @Override
    @SuppressWarnings("unchecked") // the result is one of the inputs
    public Type<V> resultType(Type<?> input) {
      return (Type<V>) comparable(greatest ? "max" : "min", input);
    }
  }

  /** The n least or greatest values, the extreme one first; equal values each count. */
  record Extremes<V>(boolean greatest, int n) implements Aggregation<V, List<V>> {
    public Extremes {
      checkSize(greatest ? "largest" : "smallest", n);
    }

    @Override
    @SuppressWarnings("unchecked") // the results are among the inputs
    public Type<List<V>> resultType(Type<?> input) {
      return (Type<List<V>>)
          (Type<?>) Type.listOf(comparable(greatest ? "largest" : "smallest", input));
    }
  }

  /** The value of the oldest fact: of any, or of those that have a value. */
  record First<V>(boolean anyRow) implements Aggregation<V, V> {
    @Override
    @SuppressWarnings("unchecked") // the result is one of the inputs
    public Type<V> resultType(Type<?> input) {
      return (Type<V>) input;
    }
  }

  /** The value of the newest fact that has one. */
  record Last<V>(boolean anyRow) implements Aggregation<V, V> {
    @Override
    @SuppressWarnings("unchecked") // the result is one of the inputs
    public Type<V> resultType(Type<?> input) {
      return (Type<V>) input;
    }
  }

  /** The value of the newest fact, also where that is null; its time to live is the window. */
  record Latest<V>() implements Aggregation<V, V> {
    @Override
    @SuppressWarnings("unchecked") // the result is one of the inputs
    public Type<V> resultType(Type<?> input) {
      return (Type<V>) input;
    }
  }

  /** The n oldest values, oldest first. */
  record FirstN<V>(int n) implements Aggregation<V, List<V>> {
    public FirstN {
      checkSize("first", n);
    }

    @Override
    @SuppressWarnings("unchecked") // the results are among the inputs
    public Type<List<V>> resultType(Type<?> input) {
      return (Type<List<V>>) (Type<?>) Type.listOf(input);
    }
  }

  /** The n newest values, newest first; with {@code distinct} each value once, at its newest. */
  record LastN<V>(int n, boolean distinct) implements Aggregation<V, List<V>> {
    public LastN {
      checkSize(distinct ? "lastDistinct" : "last", n);
    }

    @Override
    @SuppressWarnings("unchecked") // the results are among the inputs
    public Type<List<V>> resultType(Type<?> input) {
      return (Type<List<V>>) (Type<?>) Type.listOf(input);
    }
  }

  /** The n most frequent values; ties go to the latest occurrence, then to natural order. */
  record MostFrequent<V>(int n) implements Aggregation<V, List<V>> {
    public MostFrequent {
      checkSize("mostFrequent", n);
    }

    @Override
    @SuppressWarnings("unchecked") // the results are among the inputs
    public Type<List<V>> resultType(Type<?> input) {
      return (Type<List<V>>) (Type<?>) Type.listOf(comparable("mostFrequent", input));
    }
  }

  /** How many different values there are, exactly, up to {@code bound}, where it saturates. */
  record CountDistinct<V>(long bound) implements Aggregation<V, Long> {
    public CountDistinct {
      if (bound < 1) {
        throw new IllegalArgumentException(
            "countDistinct bound: " + bound + " (expected: 1 or more)");
      }
    }

    @Override
    public Type<Long> resultType(Type<?> input) {
      return Type.LONG;
    }
  }

  /** An aggregation of the user's own. */
  record Custom<V, S, A>(Type<A> result, Aggregator<V, S, A> aggregator)
      implements Aggregation<V, A> {
    public Custom {
      Objects.requireNonNull(result, "aggregation result: null (expected: a type)");
      Objects.requireNonNull(aggregator, "aggregator: null (expected: the four functions)");
    }

    @Override
    public Type<A> resultType(Type<?> input) {
      return result;
    }
  }

  private static Type<Double> number(String name, Type<?> input, Type<Double> result) {
    if (!Number.class.isAssignableFrom(input.javaClass())) {
      throw mismatch(name, input, "a number");
    }
    return result;
  }

  private static Type<?> comparable(String name, Type<?> input) {
    if (!Comparable.class.isAssignableFrom(input.javaClass())) {
      throw mismatch(name, input, "a value with a natural order");
    }
    return input;
  }

  private static void checkSize(String name, int n) {
    if (n < 1) {
      throw new IllegalArgumentException(name + " n: " + n + " (expected: 1 or more)");
    }
  }

  private static IllegalArgumentException mismatch(String name, Type<?> input, String expected) {
    return new IllegalArgumentException(name + " of: " + input + " (expected: " + expected + ")");
  }
}
