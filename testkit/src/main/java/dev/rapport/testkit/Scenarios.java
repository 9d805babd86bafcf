package dev.rapport.testkit;

import dev.rapport.api.aggregation.Aggregation;
import dev.rapport.api.feature.Feature;
import dev.rapport.api.feature.Formula;
import dev.rapport.api.feature.Input;
import dev.rapport.api.feature.Request;
import dev.rapport.api.question.Answer;
import dev.rapport.api.question.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Compares the answers of two paths. */
public final class Scenarios {
  /**
   * How far results may be apart.
   *
   * @param relative to the larger of two
   * @param aboutZero where they are about zero
   * @param whole whether whole numbers may be apart as well
   */
  private record Leeway(double relative, double aboutZero, boolean whole) {
    static final Leeway NONE = new Leeway(0, 0, false);

    /** Of floating-point arithmetic. */
    static final Leeway ROUNDING = new Leeway(1e-9, 1e-9, false);

    /** The half of a bucket that is 1/128 of its values wide. */
    static final Leeway PERCENTILES = new Leeway(1 / 256.0 + 1e-9, Double.MIN_NORMAL, false);

    /** Five standard errors. */
    static Leeway ofDistinct(int precision) {
      return new Leeway(5 * 1.04 / Math.pow(2, precision / 2.0), 0, true);
    }

    Leeway or(Leeway other) {
      return new Leeway(
          Math.max(relative, other.relative),
          Math.max(aboutZero, other.aboutZero),
          whole || other.whole);
    }

    boolean covers(double expected, double actual) {
      if (!Double.isFinite(expected) || !Double.isFinite(actual)) {
        return false;
      }
      double scale = Math.max(Math.abs(expected), Math.abs(actual));
      return Math.abs(expected - actual) <= relative * scale + aboutZero;
    }
  }

  private Scenarios() {}

  /**
   * Says where answers differ: in status, value, number of facts, newest event time, its age or
   * source. Reasons are not compared. Values must be equal, except that results of floating-point
   * sums, means, spreads and medians, and what is computed from them, may differ by rounding,
   * approximate percentiles by 1/256 of their size, and approximate numbers of different values by
   * five standard errors. The values of a histogram must be in the same order, as it is the most
   * frequent that come first; the keys of {@code per} are in none.
   *
   * @return one sentence each; empty if there is no difference
   */
  public static List<String> differences(List<Context> expected, List<Context> actual) {
    List<String> differences = new ArrayList<>();
    if (expected.size() != actual.size()) {
      differences.add(actual.size() + " contexts (expected: " + expected.size() + ")");
    }
    for (int i = 0; i < Math.min(expected.size(), actual.size()); i++) {
      compare(i, expected.get(i), actual.get(i), differences);
    }
    return differences;
  }

  private static void compare(
      int position, Context expected, Context actual, List<String> differences) {
    List<String> names = expected.answers().stream().map(a -> a.feature().name()).toList();
    List<String> actualNames = actual.answers().stream().map(a -> a.feature().name()).toList();
    if (!names.equals(actualNames)) {
      differences.add(
          "question " + position + ": features " + actualNames + " (expected: " + names + ")");
      return;
    }
    for (int i = 0; i < names.size(); i++) {
      Answer<?> one = expected.answers().get(i);
      Answer<?> other = actual.answers().get(i);
      if (!isSame(one, other)) {
        differences.add(
            "question %d %s, feature %s (%s): %s (expected: %s)"
                .formatted(
                    position,
                    expected.question(),
                    names.get(i),
                    one.feature().formula(),
                    describe(other),
                    describe(one)));
      }
    }
  }

  private static boolean isSame(Answer<?> expected, Answer<?> actual) {
    return expected.status() == actual.status()
        && expected.evidence().source().equals(actual.evidence().source())
        && expected.evidence().facts() == actual.evidence().facts()
        && expected.evidence().eventTime().equals(actual.evidence().eventTime())
        && expected.evidence().age().equals(actual.evidence().age())
        && isSame(expected.value(), actual.value(), leeway(expected.feature()))
        && isInSameOrder(expected.value(), actual.value(), expected.feature());
  }

  /** Whether histograms with the same entries have them in the same order. */
  private static boolean isInSameOrder(
      @Nullable Object expected, @Nullable Object actual, Feature<?> feature) {
    if (!feature.fallbacks().isEmpty()) {
      return true; // it may be the value of one that is no histogram
    }
    return switch (feature.formula()) {
      case Formula.Windowed<?, ?> windowed ->
          !(windowed.aggregation().orElse(null) instanceof Aggregation.Histogram<?>)
              || isInSameOrder(expected, actual, windowed.per().isPresent());
      case Formula.Through<?, ?> through -> isInSameOrder(expected, actual, through.target());
      case Formula.Computed<?> _, Formula.Asked<?, ?> _ -> true;
    };
  }

  private static boolean isInSameOrder(
      @Nullable Object expected, @Nullable Object actual, boolean perKey) {
    if (expected instanceof List<?> list && actual instanceof List<?> other) {
      return IntStream.range(0, list.size())
          .allMatch(i -> isInSameOrder(list.get(i), other.get(i), perKey));
    }
    if (expected instanceof Map<?, ?> map && actual instanceof Map<?, ?> other) {
      return perKey
          ? map.keySet().stream()
              .allMatch(key -> isInSameOrder(map.get(key), other.get(key), false))
          : List.copyOf(map.keySet()).equals(List.copyOf(other.keySet()));
    }
    return true;
  }

  private static boolean isSame(@Nullable Object expected, @Nullable Object actual, Leeway leeway) {
    if (leeway.equals(Leeway.NONE) || Objects.equals(expected, actual)) {
      return Objects.equals(expected, actual);
    }
    return switch (expected) {
      case Double number -> actual instanceof Double other && leeway.covers(number, other);
      case Long number ->
          leeway.whole() && actual instanceof Long other && leeway.covers(number, other);
      case List<?> list ->
          actual instanceof List<?> other
              && list.size() == other.size()
              && IntStream.range(0, list.size())
                  .allMatch(i -> isSame(list.get(i), other.get(i), leeway));
      case Map<?, ?> map -> actual instanceof Map<?, ?> other && isSame(map, other, leeway);
      case null, default -> false;
    };
  }

  private static boolean isSame(Map<?, ?> expected, Map<?, ?> actual, Leeway leeway) {
    return expected.keySet().equals(actual.keySet())
        && expected.keySet().stream()
            .allMatch(key -> isSame(expected.get(key), actual.get(key), leeway));
  }

  /** What a value may be off by that goes back to floating-point arithmetic or sketches. */
  private static Leeway leeway(Feature<?> feature) {
    Leeway own =
        switch (feature.formula()) {
          case Formula.Windowed<?, ?> windowed ->
              windowed.aggregation().map(Scenarios::leeway).orElse(Leeway.NONE);
          case Formula.Computed<?> computed ->
              computed.inputs().stream().map(Scenarios::leeway).reduce(Leeway.NONE, Leeway::or);
          case Formula.Through<?, ?> through -> leeway(through.target());
          case Formula.Asked<?, ?> asked ->
              asked.history().map(Scenarios::leeway).orElse(Leeway.NONE);
        };
    return feature.fallbacks().stream().map(Scenarios::leeway).reduce(own, Leeway::or);
  }

  private static Leeway leeway(Input<?> input) {
    return switch (input) {
      case Feature<?> feature -> leeway(feature);
      case Input.Optionally<?> optionally -> leeway(optionally.input());
      case Request<?> _, Input.Moment _, Input.Words _ -> Leeway.NONE;
    };
  }

  private static Leeway leeway(Aggregation<?, ?> aggregation) {
    return switch (aggregation) {
      case Aggregation.Sum _,
          Aggregation.Mean _,
          Aggregation.Spread _,
          Aggregation.Median _,
          Aggregation.DecayedSum _,
          Aggregation.DecayedCount<?> _,
          Aggregation.Elementwise _,
          Aggregation.Custom<?, ?, ?> _ ->
          Leeway.ROUNDING;
      case Aggregation.ApproxPercentiles _ -> Leeway.PERCENTILES;
      case Aggregation.ApproxCountDistinct<?>(int precision) -> Leeway.ofDistinct(precision);
      case Aggregation.Count<?> _,
          Aggregation.CountRows<?> _,
          Aggregation.SumLong _,
          Aggregation.Extreme<?> _,
          Aggregation.Extremes<?> _,
          Aggregation.First<?> _,
          Aggregation.Last<?> _,
          Aggregation.Latest<?> _,
          Aggregation.FirstN<?> _,
          Aggregation.LastN<?> _,
          Aggregation.MostFrequent<?> _,
          Aggregation.CountDistinct<?> _,
          Aggregation.Lag<?> _,
          Aggregation.Histogram<?> _,
          Aggregation.Seen<?> _,
          Aggregation.Since<?> _,
          Aggregation.TimeOf<?> _,
          Aggregation.Streak<?> _ ->
          Leeway.NONE;
    };
  }

  private static String describe(Answer<?> answer) {
    return answer.status()
        + " "
        + answer.value()
        + (answer.reason().isEmpty() ? "" : " [" + answer.reason() + "]")
        + " from "
        + answer.evidence().facts()
        + " facts of '"
        + answer.evidence().source()
        + "', newest "
        + answer.evidence().eventTime().map(Object::toString).orElse("none")
        + ", age "
        + answer.evidence().age().map(Object::toString).orElse("none");
  }
}
