package dev.rapport.testkit.replay;

import dev.rapport.api.aggregation.Aggregation;
import dev.rapport.api.aggregation.Aggregation.Elementwise;
import dev.rapport.api.aggregation.Aggregation.Spread.Form;
import dev.rapport.api.aggregation.Aggregator;
import dev.rapport.api.aggregation.CalendarUnit;
import dev.rapport.api.aggregation.ExtremeBy;
import dev.rapport.api.schema.Accessor;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Each aggregation by its definition, over the values of a window, oldest first. */
final class Folds {
  private Folds() {}

  static Outcome fold(Aggregation<?, ?> aggregation, List<Timed.Row> all, Timed.View view) {
    List<Timed.Row> full = all.stream().filter(row -> row.value() != null).toList();
    List<@Nullable Object> rows = new ArrayList<>();
    all.forEach(row -> rows.add(row.value()));
    List<Object> values = rows.stream().<Object>mapMulti(Folds::withoutNull).toList();
    return switch (aggregation) {
      case Aggregation.Count<?> _ -> Outcome.of((long) values.size());
      case Aggregation.CountRows<?> _ -> Outcome.of((long) rows.size());
      case Aggregation.Sum _ -> number(values, 1, Numbers::sum);
      case Aggregation.SumLong _ -> sumLong(values);
      case Aggregation.Mean _ -> number(values, 1, Numbers::mean);
      case Aggregation.Spread(Form form) -> spread(form, values);
      case Aggregation.Median _ -> number(values, 1, Numbers::median);
      case Aggregation.Extreme<?>(boolean greatest) -> first(sorted(values, greatest));
      case Aggregation.Extremes<?>(boolean greatest, int n) ->
          Outcome.of(firstOf(n, sorted(values, greatest)));
      case Aggregation.First<?>(boolean anyRow) -> anyRow ? held(rows) : first(values);
      case Aggregation.Last<?>(boolean anyRow) ->
          anyRow ? held(rows.reversed()) : first(values.reversed());
      case Aggregation.Latest<?> _ -> held(rows.reversed());
      case Aggregation.FirstN<?>(int n) -> Outcome.of(firstOf(n, values));
      case Aggregation.LastN<?>(int n, boolean distinct) ->
          Outcome.of(
              firstOf(
                  n,
                  distinct
                      ? List.copyOf(new LinkedHashSet<>(values.reversed()))
                      : values.reversed()));
      case Aggregation.MostFrequent<?>(int n) -> Outcome.of(firstOf(n, byFrequency(values)));
      case Aggregation.CountDistinct<?>(long bound) ->
          Outcome.of(Math.min(bound, new HashSet<>(values).size()));
      case Aggregation.Lag<?>(int back) ->
          held(rows.reversed().subList(Math.min(back, rows.size()), rows.size()));
      case Aggregation.Histogram<?>(int n) -> Outcome.of(histogram(n, values));
      case Aggregation.ApproxCountDistinct<?> _ -> Outcome.of((long) new HashSet<>(values).size());
      case Aggregation.ApproxPercentiles(List<Double> shares) -> percentiles(shares, values);
      case Aggregation.DecayedSum(Duration halfLife) ->
          values.isEmpty()
              ? none()
              : Outcome.of(Timed.decayed(full, Folds::number, halfLife, view));
      case Aggregation.DecayedCount<?>(Duration halfLife) ->
          Outcome.of(Timed.decayed(full, _ -> 1, halfLife, view));
      case Aggregation.Elementwise(Elementwise.By by) -> elementwise(by, values);
      case Aggregation.Seen<?> _ -> Outcome.of(!values.isEmpty());
      case Aggregation.Since<?>(boolean last) -> Timed.since(full, last, view);
      case Aggregation.TimeOf<?>(boolean last) -> Timed.time(full, last);
      case Aggregation.Streak<?>(CalendarUnit unit) -> Outcome.of(Timed.streak(full, unit, view));
      case Aggregation.Custom<?, ?, ?> custom -> custom(custom.aggregator(), values);
    };
  }

  private static void withoutNull(
      @Nullable Object value, java.util.function.Consumer<Object> sink) {
    if (value != null) {
      sink.accept(value);
    }
  }

  static Outcome none() {
    return Outcome.absent("no value in the window");
  }

  private static Outcome first(List<?> values) {
    return values.isEmpty() ? none() : Outcome.of(Objects.requireNonNull(values.getFirst()));
  }

  /** The first row's value, which may be null. */
  private static Outcome held(List<? extends @Nullable Object> rows) {
    return rows.isEmpty() ? none() : Outcome.held(rows.getFirst());
  }

  private static List<Object> firstOf(int n, List<Object> values) {
    return List.copyOf(values.subList(0, Math.min(n, values.size())));
  }

  /** Equal values stay oldest first. */
  private static List<Object> sorted(List<Object> values, boolean greatestFirst) {
    List<Object> sorted = new ArrayList<>(values);
    Comparator<@Nullable Object> order = NaturalOrder.INSTANCE;
    sorted.sort(greatestFirst ? order.reversed() : order);
    return sorted;
  }

  /** Ties go to the latest occurrence in the total order of facts, in which no two are equal. */
  private static List<Object> byFrequency(List<Object> values) {
    Map<Object, Integer> count = new LinkedHashMap<>();
    Map<Object, Integer> latest = new LinkedHashMap<>();
    for (int i = 0; i < values.size(); i++) {
      count.merge(values.get(i), 1, Integer::sum);
      latest.put(values.get(i), i);
    }
    List<Object> distinct = new ArrayList<>(count.keySet());
    distinct.sort(
        Comparator.<Object>comparingInt(count::get).thenComparingInt(latest::get).reversed());
    return distinct;
  }

  private static Outcome sumLong(List<Object> values) {
    if (values.isEmpty()) {
      return none();
    }
    BigInteger sum = BigInteger.ZERO;
    for (Object value : values) {
      sum = sum.add(BigInteger.valueOf(((Number) value).longValue()));
    }
    return sum.bitLength() < 64
        ? Outcome.of(sum.longValue())
        : Outcome.error("sumLong: " + sum + " (expected: a sum that fits 64 bits)");
  }

  private static Outcome spread(Form form, List<Object> values) {
    return switch (form) {
      case VARIANCE_SAMPLE -> number(values, 2, v -> Numbers.variance(v, true));
      case VARIANCE_POPULATION -> number(values, 1, v -> Numbers.variance(v, false));
      case STDDEV_SAMPLE -> number(values, 2, v -> Math.sqrt(Numbers.variance(v, true)));
      case STDDEV_POPULATION -> number(values, 1, v -> Math.sqrt(Numbers.variance(v, false)));
      case SKEW_SAMPLE -> areEqual(values) ? none() : number(values, 3, Numbers::skew);
      case KURTOSIS_SAMPLE -> areEqual(values) ? none() : number(values, 4, Numbers::kurtosis);
    };
  }

  /** As numbers that are not NaN nor infinite: 0.0 and -0.0 are. */
  private static boolean areEqual(List<Object> values) {
    return values.stream().map(v -> ((Number) v).doubleValue() + 0.0).distinct().count() == 1
        && Double.isFinite(((Number) values.getFirst()).doubleValue());
  }

  /** The value of the fact that is least or greatest by another; ties go to the newest. */
  static <R> Outcome chosen(Accessor<R, ?> column, ExtremeBy<R> extreme, List<R> facts) {
    @Nullable Object best = null;
    @Nullable Object found = null;
    for (R fact : facts) {
      @Nullable Object by = History.value(extreme.by(), fact);
      @Nullable Object value = History.value(column, fact);
      int order = best == null || by == null ? 0 : NaturalOrder.INSTANCE.compare(by, best);
      if (by != null && value != null && (extreme.greatest() ? order >= 0 : order <= 0)) {
        best = by;
        found = value;
      }
    }
    return found == null ? none() : Outcome.of(found);
  }

  private static Map<Object, Long> histogram(int n, List<Object> values) {
    Map<Object, Long> histogram = new LinkedHashMap<>();
    for (Object value : firstOf(n, byFrequency(values))) {
      histogram.put(value, values.stream().filter(value::equals).count());
    }
    return Collections.unmodifiableMap(histogram);
  }

  /** For each share that value of which at least so large a share is no greater. */
  private static Outcome percentiles(List<Double> shares, List<Object> values) {
    if (values.isEmpty()) {
      return none();
    }
    double[] sorted = values.stream().mapToDouble(v -> ((Number) v).doubleValue()).toArray();
    Arrays.sort(sorted);
    List<Double> percentiles = new ArrayList<>();
    for (double share : shares) {
      BigDecimal rank = BigDecimal.valueOf(share).multiply(BigDecimal.valueOf(sorted.length));
      int ceiling = rank.setScale(0, RoundingMode.CEILING).intValueExact();
      percentiles.add(sorted[Math.max(ceiling, 1) - 1]);
    }
    return Outcome.of(List.copyOf(percentiles));
  }

  private static Outcome elementwise(Elementwise.By by, List<Object> lists) {
    if (lists.isEmpty()) {
      return none();
    }
    int length = ((List<?>) lists.getFirst()).size();
    for (Object list : lists) {
      if (((List<?>) list).size() != length
          || ((List<?>) list).stream().anyMatch(Objects::isNull)) {
        return Outcome.error(
            "elementwise of: " + list + " (expected: " + length + " elements, none of them null)");
      }
    }
    List<Double> result = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      int at = i;
      double[] column =
          lists.stream()
              .mapToDouble(list -> ((Number) ((List<?>) list).get(at)).doubleValue())
              .toArray();
      result.add(
          switch (by) {
            case SUM -> Numbers.sum(column);
            case MEAN -> Numbers.mean(column);
            case MAX -> Arrays.stream(column).max().orElseThrow();
          });
    }
    return Outcome.of(List.copyOf(result));
  }

  private static double number(Timed.Row row) {
    return ((Number) Objects.requireNonNull(row.value())).doubleValue();
  }

  private static Outcome number(
      List<Object> values, int atLeast, java.util.function.ToDoubleFunction<double[]> result) {
    if (values.size() < atLeast) {
      return none();
    }
    double[] numbers = values.stream().mapToDouble(v -> ((Number) v).doubleValue()).toArray();
    return Outcome.of(result.applyAsDouble(numbers));
  }

  @SuppressWarnings("unchecked") // the definition pairs the aggregator with its input
  private static <V, S, A> Outcome custom(Aggregator<V, S, A> aggregator, List<Object> values) {
    S state = aggregator.create();
    for (Object value : values) {
      state = aggregator.add(state, (V) value);
    }
    try {
      Optional<A> result = aggregator.finish(state);
      return result.isPresent() ? Outcome.of(result.get()) : none();
    } catch (ArithmeticException e) {
      return Outcome.error(String.valueOf(e.getMessage()));
    }
  }
}
