package dev.rapport.engine.window;

import dev.rapport.api.aggregation.Series;
import dev.rapport.api.aggregation.Window;
import dev.rapport.api.feature.Formula;
import dev.rapport.engine.aggregation.Fold;
import dev.rapport.engine.aggregation.Outcome;
import dev.rapport.engine.aggregation.Viewpoint;
import dev.rapport.engine.fact.FactStore;
import dev.rapport.engine.fact.Posting;
import dev.rapport.engine.value.Micros;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
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
   */
  public Reading read(@Nullable Object[] keys, long moment, ZoneId zone) {
    return store.read(() -> readLocked(lane.index().find(keys), moment, zone));
  }

  private Reading readLocked(int code, long moment, ZoneId zone) {
    Posting posting = lane.index().posting(code);
    if (!repeated) {
      return read(windows.getFirst(), posting, code, moment, zone);
    }
    List<Object> values = new ArrayList<>(windows.size());
    long facts = 0;
    long newest = Micros.BEGINNING;
    for (Bounds window : windows) {
      Reading reading = read(window, posting, code, moment, zone);
      facts += reading.facts();
      newest = Math.max(newest, reading.newestEventMicros());
      Object value =
          switch (reading.outcome()) {
            case Outcome.Value(Object found) -> found;
            case Outcome.Null _, Outcome.Absent _ -> ofNothing;
            case Outcome.Failure _ -> null;
          };
      if (value == null) {
        return new Reading(reading.outcome(), facts, newest);
      }
      values.add(value);
    }
    return new Reading(new Outcome.Value(Collections.unmodifiableList(values)), facts, newest);
  }

  private Reading read(
      Bounds window, @Nullable Posting posting, int code, long moment, ZoneId zone) {
    Tally tally = new Tally(lane.fold().create());
    long end = window.end(moment, zone);
    try {
      if (posting != null) {
        int to = posting.firstAtOrAfter(end, lane.eventTimes());
        int from = posting.firstAtOrAfter(window.start(moment, zone), lane.eventTimes());
        addWindow(tally, window.window(), posting, code, from, to, end, moment);
      }
      return new Reading(
          tally.failure != null
              ? tally.failure
              : fold.finish(tally.state, new Viewpoint(moment, end, zone)),
          tally.facts,
          tally.newest);
    } catch (RuntimeException e) { // the user's own aggregation
      return new Reading(
          new Outcome.Failure("the aggregation failed: " + e), tally.facts, tally.newest);
    }
  }

  private void addWindow(
      Tally tally,
      Window window,
      Posting posting,
      int code,
      int start,
      int end,
      long endMicros,
      long moment) {
    int from = start;
    int to = lane.seen(posting, end, moment);
    tally.failure = lane.failure(posting, from, to, moment);
    if (tally.failure != null) {
      return;
    }
    if (window.span() instanceof Window.Span.Session session) {
      from = sessionStart(posting, to, endMicros, Micros.of(session.gap()), moment);
    }
    if (!window.isCounted()) {
      lane.add(tally, posting, code, from, to, moment);
      return;
    }
    int limit = window.limit().orElse(Integer.MAX_VALUE);
    if (lane.isPlain()) {
      to = Math.max(from, to - window.skipped());
      lane.add(tally, posting, code, Math.max(from, to - limit), to, moment);
      return;
    }
    int[] newest = new int[Math.max(0, Math.min(limit, to - from))];
    int skipped = 0;
    int count = 0;
    for (int at = to - 1; at >= from && count < newest.length; at--) {
      int row = posting.row(at);
      if (lane.uses(row, moment)) {
        if (skipped < window.skipped()) {
          skipped++;
        } else {
          newest[newest.length - ++count] = row;
        }
      }
    }
    if (count > 0) {
      tally.used(count, lane.eventTimes()[newest[newest.length - 1]]);
      lane.addRows(tally, Arrays.copyOfRange(newest, newest.length - count, newest.length), count);
    }
  }

  /** The position from which facts follow each other within less than the gap, up to the end. */
  private int sessionStart(Posting posting, int to, long endMicros, long gap, long moment) {
    long next = endMicros;
    int start = to;
    for (int at = to - 1; at >= 0; at--) {
      int row = posting.row(at);
      if (lane.isPlain() || lane.uses(row, moment)) {
        long time = lane.eventTimes()[row];
        if (Micros.minus(next, gap) >= time) {
          break;
        }
        next = time;
        start = at;
      }
    }
    return start;
  }
}
