package dev.rapport.engine.catalog;

import dev.rapport.api.aggregation.Window;
import dev.rapport.api.feature.Formula;
import dev.rapport.engine.definition.ValueText;
import dev.rapport.engine.value.Micros;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Finds windows that ask for more than their source retains. */
final class RetentionCheck {
  private RetentionCheck() {}

  /** What a window that says how long it is, or of how many facts, asks for too much. */
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
            problems.add(
                what
                    + " (expected: at most the "
                    + n
                    + " newest facts, which its source retains of each key; or"
                    + " .retainNewest(...) for more)");
          }
        });
    return problems;
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
