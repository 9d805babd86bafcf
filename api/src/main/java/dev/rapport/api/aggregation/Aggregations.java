package dev.rapport.api.aggregation;

import dev.rapport.api.aggregation.Aggregation.Spread;
import dev.rapport.api.schema.Accessor;
import dev.rapport.api.schema.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The built-in aggregations, for a static import. */
public final class Aggregations {
  private Aggregations() {}

  /** How many facts have a value. */
  public static <V> Aggregation<V, Long> count() {
    return new Aggregation.Count<>();
  }

  /** How many facts there are. */
  public static <V> Aggregation<V, Long> countRows() {
    return new Aggregation.CountRows<>();
  }

  /** The compensated floating-point sum. */
  public static Aggregation<Number, Double> sum() {
    return new Aggregation.Sum();
  }

  /** The exact sum of integers; an error beyond 64 bits. */
  public static Aggregation<Number, Long> sumLong() {
    return new Aggregation.SumLong();
  }

  public static Aggregation<Number, Double> mean() {
    return new Aggregation.Mean();
  }

  public static <V extends Comparable<? super V>> Aggregation<V, V> min() {
    return new Aggregation.Extreme<>(false);
  }

  public static <V extends Comparable<? super V>> Aggregation<V, V> max() {
    return new Aggregation.Extreme<>(true);
  }

  /** The value of the fact with the least {@code by}. */
  public static <R, C extends Comparable<? super C>> ExtremeBy<R> minBy(Accessor<R, C> by) {
    return new ExtremeBy<>(by, false);
  }

  /** The value of the fact with the greatest {@code by}. */
  public static <R, C extends Comparable<? super C>> ExtremeBy<R> maxBy(Accessor<R, C> by) {
    return new ExtremeBy<>(by, true);
  }

  /** The sample variance, absent below two values. */
  public static Aggregation<Number, Double> variance() {
    return new Spread(Spread.Form.VARIANCE_SAMPLE);
  }

  public static Aggregation<Number, Double> variancePopulation() {
    return new Spread(Spread.Form.VARIANCE_POPULATION);
  }

  /** The sample standard deviation, absent below two values. */
  public static Aggregation<Number, Double> stddev() {
    return new Spread(Spread.Form.STDDEV_SAMPLE);
  }

  public static Aggregation<Number, Double> stddevPopulation() {
    return new Spread(Spread.Form.STDDEV_POPULATION);
  }

  public static Aggregation<Number, Double> median() {
    return new Aggregation.Median();
  }

  /** The oldest value. */
  public static <V> Aggregation<V, V> first() {
    return new Aggregation.First<>(false);
  }

  /** The value of the oldest fact, also where that is null. */
  public static <V> Aggregation<V, V> firstOfAnyRow() {
    return new Aggregation.First<>(true);
  }

  /** The newest value. */
  public static <V> Aggregation<V, V> last() {
    return new Aggregation.Last<>(false);
  }

  /** The value of the newest fact, also where that is null. */
  public static <V> Aggregation<V, V> lastOfAnyRow() {
    return new Aggregation.Last<>(true);
  }

  /** The value of the newest fact, also where that is null. */
  public static <V> Aggregation<V, V> latest() {
    return new Aggregation.Latest<>();
  }

  /** The n oldest values, oldest first. */
  public static <V> Aggregation<V, List<V>> first(int n) {
    return new Aggregation.FirstN<>(n);
  }

  /** The n newest values, newest first. */
  public static <V> Aggregation<V, List<V>> last(int n) {
    return new Aggregation.LastN<>(n, false);
  }

  /** The n newest different values, newest first. */
  public static <V> Aggregation<V, List<V>> lastDistinct(int n) {
    return new Aggregation.LastN<>(n, true);
  }

  /** The n smallest values, smallest first. */
  public static <V extends Comparable<? super V>> Aggregation<V, List<V>> smallest(int n) {
    return new Aggregation.Extremes<>(false, n);
  }

  /** The n largest values, largest first. */
  public static <V extends Comparable<? super V>> Aggregation<V, List<V>> largest(int n) {
    return new Aggregation.Extremes<>(true, n);
  }

  /** The n most frequent values, most frequent first. */
  public static <V extends Comparable<? super V>> Aggregation<V, List<V>> mostFrequent(int n) {
    return new Aggregation.MostFrequent<>(n);
  }

  /** How many different values there are, exactly. */
  public static <V> Aggregation<V, Long> countDistinct() {
    return new Aggregation.CountDistinct<>(Long.MAX_VALUE);
  }

  /** How many different values there are, exactly up to {@code bound} and {@code bound} beyond. */
  public static <V> Aggregation<V, Long> countDistinct(long bound) {
    return new Aggregation.CountDistinct<>(bound);
  }

  /** The bias-corrected skewness, absent below three values and where all are equal. */
  public static Aggregation<Number, Double> skew() {
    return new Spread(Spread.Form.SKEW_SAMPLE);
  }

  /** The bias-corrected excess kurtosis, absent below four values and where all are equal. */
  public static Aggregation<Number, Double> kurtosis() {
    return new Spread(Spread.Form.KURTOSIS_SAMPLE);
  }

  /** The value of the fact {@code back} facts before the newest, also where it is null. */
  public static <V> Aggregation<V, V> lag(int back) {
    return new Aggregation.Lag<>(back);
  }

  /** How often each value occurs, most frequent first. */
  public static <V extends Comparable<? super V>> Aggregation<V, Map<V, Long>> histogram() {
    return new Aggregation.Histogram<>(Integer.MAX_VALUE);
  }

  /** How often each of the n most frequent values occurs, most frequent first. */
  public static <V extends Comparable<? super V>> Aggregation<V, Map<V, Long>> histogram(int n) {
    return new Aggregation.Histogram<>(n);
  }

  /** About how many different values there are, with a relative standard error of 1.6 %. */
  public static <V> Aggregation<V, Long> approxCountDistinct() {
    return approxCountDistinct(12);
  }

  /**
   * About how many different values there are, with a relative standard error of {@code 1.04 /
   * sqrt(2^precision)}.
   */
  public static <V> Aggregation<V, Long> approxCountDistinct(int precision) {
    return new Aggregation.ApproxCountDistinct<>(precision);
  }

  /**
   * About the values below which the given shares (0 to 1) of the values lie, each within 0.4 % of
   * its size.
   */
  public static Aggregation<Number, List<Double>> approxPercentiles(double... shares) {
    return new Aggregation.ApproxPercentiles(Arrays.stream(shares).boxed().toList());
  }

  /** The sum in which a value counts half after each half-life of age. */
  public static Aggregation<Number, Double> decayedSum(Duration halfLife) {
    return new Aggregation.DecayedSum(halfLife);
  }

  /** The count in which a fact counts half after each half-life of age. */
  public static <V> Aggregation<V, Double> decayedCount(Duration halfLife) {
    return new Aggregation.DecayedCount<>(halfLife);
  }

  /** The sum of equally long lists of numbers, element by element. */
  public static Aggregation<List<? extends Number>, List<Double>> elementSum() {
    return new Aggregation.Elementwise(Aggregation.Elementwise.By.SUM);
  }

  /** The mean of equally long lists of numbers, element by element: the mean of embeddings. */
  public static Aggregation<List<? extends Number>, List<Double>> elementMean() {
    return new Aggregation.Elementwise(Aggregation.Elementwise.By.MEAN);
  }

  /** The greatest of equally long lists of numbers, element by element. */
  public static Aggregation<List<? extends Number>, List<Double>> elementMax() {
    return new Aggregation.Elementwise(Aggregation.Elementwise.By.MAX);
  }

  /** Whether there is a fact: already seen. */
  public static <V> Aggregation<V, Boolean> seen() {
    return new Aggregation.Seen<>();
  }

  /** The time since the last fact. */
  public static <V> Aggregation<V, Duration> sinceLast() {
    return new Aggregation.Since<>(true);
  }

  /** The time since the first fact. */
  public static <V> Aggregation<V, Duration> sinceFirst() {
    return new Aggregation.Since<>(false);
  }

  /** When the first fact was. */
  public static <V> Aggregation<V, Instant> firstTime() {
    return new Aggregation.TimeOf<>(false);
  }

  /** When the last fact was. */
  public static <V> Aggregation<V, Instant> lastTime() {
    return new Aggregation.TimeOf<>(true);
  }

  /**
   * For how many units of the calendar in a row there was a fact, up to now: the unit that is under
   * way may still be empty.
   */
  public static <V> Aggregation<V, Long> streak(CalendarUnit unit) {
    return new Aggregation.Streak<>(unit);
  }

  /** An aggregation of one's own, which must keep the laws of {@link Aggregator}. */
  public static <V, S, A> Aggregation<V, A> custom(Type<A> result, Aggregator<V, S, A> aggregator) {
    return new Aggregation.Custom<>(result, aggregator);
  }
}
