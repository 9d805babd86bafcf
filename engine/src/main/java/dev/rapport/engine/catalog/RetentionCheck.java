package dev.rapport.engine.catalog;

import dev.rapport.api.aggregation.Aggregation;
import dev.rapport.api.aggregation.AggregationText;
import dev.rapport.api.aggregation.Window;
import dev.rapport.api.feature.Formula;
import dev.rapport.engine.definition.ValueText;
import dev.rapport.engine.value.Micros;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Finds windows and aggregations that ask for more than their source retains. */
final class RetentionCheck {
  private RetentionCheck() {}

  /** What a feature asks for too much, of those that say how far back, or of how many facts. */
  static List<String> problems(Formula.Windowed<?, ?> windowed) {
    Window furthest =
        windowed
            .series()
            .map(repeated -> repeated.series().window(repeated.series().n() - 1))
            .orElse(windowed.window());
    String what = "window: " + furthest + " over " + windowed.source().name();
    List<String> problems = new ArrayList<>();
    windowed
        .source()
        .retain()
        .filter(length -> isLonger(furthest, length))
        .ifPresent(length ->
            problems.add(
                what
                    + " (expected: at most "
                    + ValueText.of(length)
                    + ", which its source retains; or .retain(...) for longer)"));
    windowed
        .source()
        .retainNewest()
        .ifPresent(n -> {
          if (reach(furthest) > n) {
            problems.add(what + ofNewest(n));
          }
          windowed
              .aggregation()
              .ifPresent(aggregation -> check(aggregation, windowed, furthest, n, problems));
        });
    return problems;
  }

  /** Whether an aggregation asks for more facts, or for others, than are retained of each key. */
  private static void check(
      Aggregation<?, ?> aggregation,
      Formula.Windowed<?, ?> windowed,
      Window window,
      int retained,
      List<String> problems) {
    String source = windowed.source().name();
    String what = "aggregation: " + AggregationText.of(aggregation);
    if (reach(wanted(aggregation), window) > retained) {
      problems.add(what + " over " + source + ofNewest(retained));
    } else if (isOfOldest(aggregation)
        && window.span() instanceof Window.Span.Lifetime
        && window.limit().isEmpty()
        && windowed.source().retain().isEmpty()) {
      problems.add(
          what
              + " of lifetime over "
              + source
              + " (expected: a window with a start, as its source retains of each key only the "
              + retained
              + " newest facts, and the oldest are the first to go)");
    }
  }

  /** How many facts back an aggregation looks that wants so many of a window; 0 for none. */
  private static long reach(long wanted, Window window) {
    return wanted == 0
        ? 0
        : window.skipped() + Math.min(wanted, window.limit().orElse(Integer.MAX_VALUE));
  }

  private static String ofNewest(int retained) {
    return " (expected: at most the "
        + retained
        + " newest facts, which its source retains of each key; or .retainNewest(...) for more)";
  }

  /**
   * Of how many facts an aggregation says that it looks for them; 0 where it does not. A bound on
   * what it keeps, as those of a histogram and of {@code countDistinct}, asks for none.
   */
  private static long wanted(Aggregation<?, ?> aggregation) {
    return switch (aggregation) {
      case Aggregation.FirstN<?>(int n) -> n;
      case Aggregation.LastN<?>(int n, boolean _) -> n;
      case Aggregation.Extremes<?>(boolean _, int n) -> n;
      case Aggregation.MostFrequent<?>(int n) -> n;
      case Aggregation.Lag<?>(int back) -> back + 1L;
      case Aggregation.Count<?> _,
          Aggregation.CountRows<?> _,
          Aggregation.Sum _,
          Aggregation.SumLong _,
          Aggregation.Mean _,
          Aggregation.Spread _,
          Aggregation.Median _,
          Aggregation.Extreme<?> _,
          Aggregation.First<?> _,
          Aggregation.Last<?> _,
          Aggregation.Latest<?> _,
          Aggregation.CountDistinct<?> _,
          Aggregation.Histogram<?> _,
          Aggregation.ApproxCountDistinct<?> _,
          Aggregation.ApproxPercentiles _,
          Aggregation.DecayedSum _,
          Aggregation.DecayedCount<?> _,
          Aggregation.Elementwise _,
          Aggregation.Seen<?> _,
          Aggregation.Since<?> _,
          Aggregation.TimeOf<?> _,
          Aggregation.Streak<?> _,
          Aggregation.Custom<?, ?, ?> _ ->
          0;
    };
  }

  /** Whether an aggregation is about the oldest facts there are. */
  private static boolean isOfOldest(Aggregation<?, ?> aggregation) {
    return aggregation instanceof Aggregation.First<?>
        || aggregation instanceof Aggregation.FirstN<?>
        || (aggregation instanceof Aggregation.Since<?>(boolean last) && !last)
        || (aggregation instanceof Aggregation.TimeOf<?>(boolean newest) && !newest);
  }

  private static boolean isLonger(Window window, Duration retained) {
    return window.span() instanceof Window.Span.Last(Duration length, var _)
        && Micros.of(length) > Micros.of(retained) - Micros.of(window.offset());
  }

  /** How many facts back a window says that it looks; 0 where it does not. */
  private static long reach(Window window) {
    return window.isCounted() ? (long) window.skipped() + window.limit().orElse(1) : 0;
  }
}
