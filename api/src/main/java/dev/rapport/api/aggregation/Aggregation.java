package dev.rapport.api.aggregation;

import dev.rapport.api.schema.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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

  /**
   * Whether an empty window has a value: counts are 0, lists and maps are empty, {@link Seen} is
   * false; everything else is absent.
   */
  default boolean hasValueOfNothing() {
    return switch (this) {
      case Count<?> _,
          CountRows<?> _,
          Extremes<?> _,
          FirstN<?> _,
          LastN<?> _,
          MostFrequent<?> _,
          CountDistinct<?> _,
          Histogram<?> _,
          ApproxCountDistinct<?> _,
          DecayedCount<?> _,
          Seen<?> _,
          Streak<?> _ ->
          true;
      case Sum _,
          SumLong _,
          Mean _,
          Spread _,
          Median _,
          Extreme<?> _,
          First<?> _,
          Last<?> _,
          Latest<?> _,
          Lag<?> _,
          ApproxPercentiles _,
          DecayedSum _,
          Elementwise _,
          Since<?> _,
          TimeOf<?> _,
          Custom<?, ?, ?> _ ->
          false;
    };
  }

  /** An aggregation that counts. */
  sealed interface Counting<V> extends Aggregation<V, Long> {
    @Override
    default Type<Long> resultType(Type<?> input) {
      return Type.LONG;
    }
  }

  /** An aggregation whose result is the value of one fact, of whatever type. */
  sealed interface Choosing<V> extends Aggregation<V, V> {
    @Override
    @SuppressWarnings("unchecked") // the result is one of the inputs
    default Type<V> resultType(Type<?> input) {
      return (Type<V>) input;
    }
  }

  /** How many facts have a value. */
  record Count<V>() implements Counting<V> {}

  /** How many facts there are, nulls included. */
  record CountRows<V>() implements Counting<V> {}

  /**
   * The compensated floating-point sum; its error is at most 1e-12 x the sum of absolute values.
   */
  record Sum() implements Aggregation<Number, Double> {
    @Override
    public Type<Double> resultType(Type<?> input) {
      return Inputs.number("sum", input, Type.DOUBLE);
    }
  }

  /** The exact sum of integers, in 128 bits; an error where it does not fit 64 bits. */
  record SumLong() implements Aggregation<Number, Long> {
    @Override
    public Type<Long> resultType(Type<?> input) {
      if (!(input.equals(Type.INTEGER) || input.equals(Type.LONG))) {
        throw Inputs.mismatch("sumLong", input, "an integer or a long");
      }
      return Type.LONG;
    }
  }

  /** The arithmetic mean. */
  record Mean() implements Aggregation<Number, Double> {
    @Override
    public Type<Double> resultType(Type<?> input) {
      return Inputs.number("mean", input, Type.DOUBLE);
    }
  }

  /**
   * The shape of a distribution of numbers. Variance and deviation of a sample are absent below two
   * values; skewness (bias-corrected) below three, kurtosis (bias-corrected excess) below four,
   * both also where all values are equal. NaN where a value is NaN or infinite; where the sums of
   * powers do not fit a double, variance and deviation are infinite, skewness and kurtosis NaN.
   */
  record Spread(Form form) implements Aggregation<Number, Double> {
    /** Which spread. */
    public enum Form {
      VARIANCE_SAMPLE,
      VARIANCE_POPULATION,
      STDDEV_SAMPLE,
      STDDEV_POPULATION,
      SKEW_SAMPLE,
      KURTOSIS_SAMPLE
    }

    @Override
    public Type<Double> resultType(Type<?> input) {
      return Inputs.number(AggregationText.of(this), input, Type.DOUBLE);
    }
  }

  /** The middle value; the mean of the two middle values of an even number of them. */
  record Median() implements Aggregation<Number, Double> {
    @Override
    public Type<Double> resultType(Type<?> input) {
      return Inputs.number("median", input, Type.DOUBLE);
    }
  }

  /** The least or greatest value. */
  record Extreme<V>(boolean greatest) implements Aggregation<V, V> {
    @Override
    @SuppressWarnings("unchecked") // the result is one of the inputs
    public Type<V> resultType(Type<?> input) {
      return (Type<V>) Inputs.comparable(greatest ? "max" : "min", input);
    }
  }

  /** The n least or greatest values, the extreme one first; equal values each count. */
  record Extremes<V>(boolean greatest, int n) implements Aggregation<V, List<V>> {
    public Extremes {
      Inputs.checkSize(greatest ? "largest" : "smallest", n);
    }

    @Override
    @SuppressWarnings("unchecked") // the results are among the inputs
    public Type<List<V>> resultType(Type<?> input) {
      return (Type<List<V>>)
          (Type<?>) Type.listOf(Inputs.comparable(greatest ? "largest" : "smallest", input));
    }
  }

  /** The value of the oldest fact: of any, or of those that have a value. */
  record First<V>(boolean anyRow) implements Choosing<V> {}

  /** The value of the newest fact that has one. */
  record Last<V>(boolean anyRow) implements Choosing<V> {}

  /** The value of the newest fact, also where that is null; its time to live is the window. */
  record Latest<V>() implements Choosing<V> {}

  /** The n oldest values, oldest first. */
  record FirstN<V>(int n) implements Aggregation<V, List<V>> {
    public FirstN {
      Inputs.checkSize("first", n);
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
      Inputs.checkSize(distinct ? "lastDistinct" : "last", n);
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
      Inputs.checkSize("mostFrequent", n);
    }

    @Override
    @SuppressWarnings("unchecked") // the results are among the inputs
    public Type<List<V>> resultType(Type<?> input) {
      return (Type<List<V>>) (Type<?>) Type.listOf(Inputs.comparable("mostFrequent", input));
    }
  }

  /** How many different values there are, exactly, up to {@code bound}, where it saturates. */
  record CountDistinct<V>(long bound) implements Counting<V> {
    public CountDistinct {
      if (bound < 1) {
        throw new IllegalArgumentException(
            "countDistinct bound: " + bound + " (expected: 1 or more)");
      }
    }
  }

  /**
   * The value of the fact that is {@code back} facts older than the newest, also where it is null.
   */
  record Lag<V>(int back) implements Choosing<V> {
    public Lag {
      if (back < 0) {
        throw new IllegalArgumentException("lag: " + back + " (expected: 0 or more)");
      }
    }
  }

  /**
   * How often each value occurs, most frequent first; ties as in {@link MostFrequent}.
   *
   * @param n the most values; the others fall out
   */
  record Histogram<V>(int n) implements Aggregation<V, Map<V, Long>> {
    public Histogram {
      Inputs.checkSize("histogram", n);
    }

    @Override
    @SuppressWarnings("unchecked") // the keys are among the inputs
    public Type<Map<V, Long>> resultType(Type<?> input) {
      return (Type<Map<V, Long>>)
          (Type<?>) Type.mapOf(Inputs.comparable("histogram", input), Type.LONG);
    }
  }

  /**
   * About how many different values there are: a HyperLogLog sketch of {@code 2^precision}
   * registers, with a relative standard error of {@code 1.04 / sqrt(2^precision)}. The same values
   * give the same answer, whatever their order.
   *
   * @param precision 4 to 21
   */
  record ApproxCountDistinct<V>(int precision) implements Counting<V> {
    public ApproxCountDistinct {
      if (precision < 4 || precision > 21) {
        throw new IllegalArgumentException(
            "approxCountDistinct precision: " + precision + " (expected: 4 to 21)");
      }
    }
  }

  /**
   * About the values below which given shares of the values lie, one for each share: for a share
   * {@code p} of {@code n} values that of rank {@code ceil(p x n)}, at least 1, in the order of
   * {@code Double.compare}. The result is within 1/256 (0.4 %) of that value, or within 1e-308
   * where it is about zero; infinities, NaN, and values that have no other one within 1/128 are
   * exact. The same values give the same answer, whatever their order.
   *
   * @param shares each from 0 to 1: 0.5 is the median
   */
  record ApproxPercentiles(List<Double> shares) implements Aggregation<Number, List<Double>> {
    public ApproxPercentiles {
      shares = List.copyOf(shares);
      if (shares.isEmpty() || shares.stream().anyMatch(share -> !(share >= 0 && share <= 1))) {
        throw new IllegalArgumentException(
            "approxPercentiles of: " + shares + " (expected: one or more from 0 to 1)");
      }
    }

    @Override
    public Type<List<Double>> resultType(Type<?> input) {
      Inputs.number("approxPercentiles", input, Type.DOUBLE);
      return Type.listOf(Type.DOUBLE);
    }
  }

  /**
   * The sum in which a value counts half after each {@code halfLife} of age, seen from the end of
   * the window: {@code value x 2^(-age / halfLife)}. NaN and infinities count in full, whatever
   * their age; a fact that was true ever counts as 0.
   */
  record DecayedSum(Duration halfLife) implements Aggregation<Number, Double> {
    public DecayedSum {
      Inputs.checkHalfLife("decayedSum", halfLife);
    }

    @Override
    public Type<Double> resultType(Type<?> input) {
      return Inputs.number("decayedSum", input, Type.DOUBLE);
    }
  }

  /**
   * The count in which a fact with a value counts half after each {@code halfLife} of age, seen
   * from the end of the window. A fact that was true ever counts as 0.
   */
  record DecayedCount<V>(Duration halfLife) implements Aggregation<V, Double> {
    public DecayedCount {
      Inputs.checkHalfLife("decayedCount", halfLife);
    }

    @Override
    public Type<Double> resultType(Type<?> input) {
      return Type.DOUBLE;
    }
  }

  /**
   * The sum, mean or greatest of equally long lists of numbers, element by element; an error where
   * lists differ in length or an element is null.
   */
  record Elementwise(By by) implements Aggregation<List<? extends Number>, List<Double>> {
    /** What is made of the elements of one position. */
    public enum By {
      SUM,
      MEAN,
      MAX
    }

    @Override
    public Type<List<Double>> resultType(Type<?> input) {
      if (!(input instanceof Type.ListOf<?>(var element)
          && Number.class.isAssignableFrom(element.javaClass()))) {
        throw Inputs.mismatch(AggregationText.of(this), input, "a list of numbers");
      }
      return Type.listOf(Type.DOUBLE);
    }
  }

  /** Whether there is a fact with a value. */
  record Seen<V>() implements Aggregation<V, Boolean> {
    @Override
    public Type<Boolean> resultType(Type<?> input) {
      return Type.BOOLEAN;
    }
  }

  /**
   * The time from the first or last fact with a value to the question's moment, whatever the
   * window's offset. Facts that were true ever are passed over.
   */
  record Since<V>(boolean last) implements Aggregation<V, Duration> {
    @Override
    public Type<Duration> resultType(Type<?> input) {
      return Type.DURATION;
    }
  }

  /**
   * The event time of the first or last fact with a value. Facts that were true ever are passed
   * over.
   */
  record TimeOf<V>(boolean last) implements Aggregation<V, Instant> {
    @Override
    public Type<Instant> resultType(Type<?> input) {
      return Type.INSTANT;
    }
  }

  /**
   * For how many units of the calendar in a row there was a fact with a value, counted back from
   * the unit that holds the window's end; that one may still be empty. Facts that were true ever
   * are passed over, and so is a day that a zone left out. In the zone that the feature names.
   */
  record Streak<V>(CalendarUnit unit) implements Counting<V> {
    public Streak {
      Objects.requireNonNull(unit, "streak unit: null (expected: a unit such as DAY)");
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
}
