package dev.rapport.testkit.replay;

import dev.rapport.api.aggregation.Aggregation;
import dev.rapport.api.aggregation.Aggregation.Spread.Form;
import dev.rapport.api.aggregation.Aggregator;
import java.math.BigInteger;
import java.util.ArrayList;
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

  static Outcome fold(Aggregation<?, ?> aggregation, List<? extends @Nullable Object> rows) {
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
      case Aggregation.Lag<?> _,
          Aggregation.Histogram<?> _,
          Aggregation.ApproxCountDistinct<?> _,
          Aggregation.ApproxPercentiles _,
          Aggregation.DecayedSum _,
          Aggregation.DecayedCount<?> _,
          Aggregation.Elementwise _,
          Aggregation.Seen<?> _,
          Aggregation.Since<?> _,
          Aggregation.TimeOf<?> _,
          Aggregation.Streak<?> _ ->
          throw new UnsupportedOperationException(aggregation.toString());
      case Aggregation.Custom<?, ?, ?> custom -> custom(custom.aggregator(), values);
    };
  }

  private static void withoutNull(
      @Nullable Object value, java.util.function.Consumer<Object> sink) {
    if (value != null) {
      sink.accept(value);
    }
  }

  private static Outcome none() {
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
      case SKEW_SAMPLE, KURTOSIS_SAMPLE -> throw new UnsupportedOperationException(form.name());
      case STDDEV_POPULATION -> number(values, 1, v -> Math.sqrt(Numbers.variance(v, false)));
    };
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
    Optional<A> result = aggregator.finish(state);
    return result.isPresent() ? Outcome.of(result.get()) : none();
  }
}
