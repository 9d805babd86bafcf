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
  /** How far floating-point results may be apart, relative to the larger. */
  private static final double RELATIVE = 1e-9;

  /** And where they are about zero. */
  private static final double ABOUT_ZERO = 1e-9;

  private Scenarios() {}

  /**
   * Says where answers differ: in status, value, number of facts, newest event time or source.
   * Reasons are not compared. Values must be equal, except that results of floating-point sums,
   * means, spreads and medians, and what is computed from them, may differ by rounding.
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
        && isSame(expected.value(), actual.value(), isRounded(expected.feature()));
  }

  private static boolean isSame(
      @Nullable Object expected, @Nullable Object actual, boolean rounded) {
    if (!rounded || Objects.equals(expected, actual)) {
      return Objects.equals(expected, actual);
    }
    return switch (expected) {
      case Double number -> actual instanceof Double other && isClose(number, other);
      case List<?> list ->
          actual instanceof List<?> other
              && list.size() == other.size()
              && IntStream.range(0, list.size())
                  .allMatch(i -> isSame(list.get(i), other.get(i), true));
      case Map<?, ?> map -> actual instanceof Map<?, ?> other && isSame(map, other);
      case null, default -> false;
    };
  }

  private static boolean isSame(Map<?, ?> expected, Map<?, ?> actual) {
    return expected.keySet().equals(actual.keySet())
        && expected.keySet().stream()
            .allMatch(key -> isSame(expected.get(key), actual.get(key), true));
  }

  private static boolean isClose(double expected, double actual) {
    if (!Double.isFinite(expected) || !Double.isFinite(actual)) {
      return false;
    }
    double scale = Math.max(Math.abs(expected), Math.abs(actual));
    return Math.abs(expected - actual) <= RELATIVE * scale + ABOUT_ZERO;
  }

  /** Whether a value goes back to floating-point arithmetic over facts. */
  private static boolean isRounded(Feature<?> feature) {
    boolean own =
        switch (feature.formula()) {
          case Formula.Windowed<?, ?> windowed ->
              windowed.aggregation().filter(Scenarios::isRounded).isPresent();
          case Formula.Computed<?> computed ->
              computed.inputs().stream().anyMatch(Scenarios::isRounded);
          case Formula.Through<?, ?> through -> isRounded(through.target());
          case Formula.Asked<?, ?> asked ->
              asked.history().filter(Scenarios::isRounded).isPresent();
        };
    return own || feature.fallbacks().stream().anyMatch(Scenarios::isRounded);
  }

  private static boolean isRounded(Input<?> input) {
    return switch (input) {
      case Feature<?> feature -> isRounded(feature);
      case Input.Optionally<?> optionally -> isRounded(optionally.input());
      case Request<?> _, Input.Moment _, Input.Words _ -> false;
    };
  }

  private static boolean isRounded(Aggregation<?, ?> aggregation) {
    return switch (aggregation) {
      case Aggregation.Sum _,
          Aggregation.Mean _,
          Aggregation.Spread _,
          Aggregation.Median _,
          Aggregation.DecayedSum _,
          Aggregation.DecayedCount<?> _,
          Aggregation.Elementwise _,
          Aggregation.ApproxPercentiles _,
          Aggregation.ApproxCountDistinct<?> _,
          Aggregation.Custom<?, ?, ?> _ ->
          true;
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
          false;
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
        + answer.evidence().eventTime().map(Object::toString).orElse("none");
  }
}
