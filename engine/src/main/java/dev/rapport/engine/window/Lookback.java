package dev.rapport.engine.window;

import dev.rapport.api.aggregation.Series;
import dev.rapport.api.aggregation.Window;
import dev.rapport.api.feature.Formula;
import dev.rapport.engine.fact.FactShape;
import dev.rapport.engine.value.Micros;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** How far back in event time features look. */
public final class Lookback {
  /** More than any zone is away from UTC. */
  private static final long ANY_ZONE = Micros.of(Duration.ofDays(1));

  private Lookback() {}

  /**
   * The event time from which on a question at a moment may use facts; no later moment uses older
   * ones.
   */
  public static long since(Formula.Windowed<?, ?> windowed, long moment) {
    long start = windows(windowed).mapToLong(window -> start(window, moment)).min().orElseThrow();
    return Math.max(start, FactShape.of(windowed.source()).seenSince(moment));
  }

  private static Stream<Window> windows(Formula.Windowed<?, ?> windowed) {
    if (windowed.series().isEmpty()) {
      return Stream.of(windowed.window());
    }
    Series series = windowed.series().get().series();
    return IntStream.range(0, series.n()).mapToObj(series::window);
  }

  private static long start(Window window, long moment) {
    Bounds bounds = Bounds.of(window);
    return switch (window.span()) {
      case Window.Span.Last _, Window.Span.Lifetime _, Window.Span.Session _ ->
          bounds.start(moment, ZoneOffset.UTC);
      case Window.Span.Calendar _ ->
          Micros.minus(bounds.start(Micros.minus(moment, ANY_ZONE), ZoneOffset.UTC), ANY_ZONE);
    };
  }
}
