package dev.rapport.engine.window;

import dev.rapport.api.aggregation.Series;
import dev.rapport.api.feature.Formula;
import dev.rapport.engine.aggregation.fold.Fold;
import dev.rapport.engine.aggregation.fold.Outcome;
import dev.rapport.engine.aggregation.fold.Viewpoint;
import dev.rapport.engine.fact.FactStore;
import dev.rapport.engine.value.Micros;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads one windowed feature: finds the facts that a question uses and finishes what they fold to.
 * Thread-safe, and right as long as the store is the one facts go to.
 */
public final class WindowReader<R> {
  private final FactStore<R> store;
  private final Lane<R> lane;
  private final Fold fold;
  private final List<Bounds> windows;
  private final boolean repeated;
  private final @Nullable Object ofNothing;

  /** What a window came to, and on what it rests. */
  public record Reading(Outcome outcome, long facts, long newestEventMicros) {}

  WindowReader(FactStore<R> store, Lane<R> lane, Fold fold, Formula.Windowed<?, R> windowed) {
    this.store = store;
    this.lane = lane;
    this.fold = fold;
    this.repeated = windowed.series().isPresent();
    this.windows = new ArrayList<>();
    if (windowed.series().isPresent()) {
      Series series = windowed.series().get().series();
      for (int back = 0; back < series.n(); back++) {
        windows.add(Bounds.of(series.window(back)));
      }
    } else {
      windows.add(Bounds.of(windowed.window()));
    }
    this.ofNothing = windowed.series().flatMap(Formula.Repeated::ofNothing).orElse(null);
  }

  /**
   * What a question sees.
   *
   * @param keys of the entities the feature is by, in their order; not null
   * @param moment the question's, in micros
   * @param zone of the feature's calendar; UTC where it has none
   * @param visible how many rows of the store the question sees
   */
  public Reading read(@Nullable Object[] keys, long moment, ZoneId zone, int visible) {
    return store.read(() -> readLocked(keys, moment, zone, visible));
  }

  private Reading readLocked(@Nullable Object[] keys, long moment, ZoneId zone, int visible) {
    Sight sight = Sight.of(store, lane.index(), lane.index().find(keys), moment, visible);
    int tiled = lane.findTiled(keys);
    if (!repeated) {
      return read(windows.getFirst(), sight, tiled, moment, zone);
    }
    List<Object> values = new ArrayList<>(windows.size());
    long facts = 0;
    long newest = Micros.BEGINNING;
    Outcome missing = null;
    for (Bounds window : windows) {
      Reading reading = read(window, sight, tiled, moment, zone);
      facts += reading.facts();
      newest = Math.max(newest, reading.newestEventMicros());
      Object value =
          switch (reading.outcome()) {
            case Outcome.Value(Object found) -> found;
            case Outcome.Null _, Outcome.Absent _ -> ofNothing;
            case Outcome.Failure _ -> null;
          };
      if (value != null) {
        values.add(value);
      } else if (missing == null) {
        missing = reading.outcome();
      }
    }
    if (missing != null) {
      return new Reading(missing, facts, newest);
    }
    return new Reading(new Outcome.Value(Collections.unmodifiableList(values)), facts, newest);
  }

  private Reading read(Bounds window, @Nullable Sight sight, int tiled, long moment, ZoneId zone) {
    Viewpoint at = new Viewpoint(moment, window.end(moment, zone), zone);
    Tally tally = new Tally();
    long start = window.start(moment, zone);
    if (sight == null) {
      lane.readNothing(tally);
    } else {
      int to = sight.end(at.end());
      int from = sight.start(start, to);
      lane.read(tally, window.window(), sight, from, to, at);
    }
    lane.addTiles(tally, tiled, start);
    return new Reading(tally.finish(fold, at), tally.facts, tally.newest);
  }
}
