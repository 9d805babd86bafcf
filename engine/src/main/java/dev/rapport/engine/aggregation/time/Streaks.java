package dev.rapport.engine.aggregation.time;

import dev.rapport.api.aggregation.CalendarUnit;
import dev.rapport.engine.aggregation.fold.Fold;
import dev.rapport.engine.aggregation.fold.Outcome;
import dev.rapport.engine.aggregation.fold.Viewpoint;
import dev.rapport.engine.value.CalendarUnits;
import dev.rapport.engine.value.Micros;
import java.time.LocalDate;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * For how many units of the calendar in a row there was a fact with a value. Which unit a fact is
 * in depends on the zone, which only the finish knows; of each half day the first and the last fact
 * are enough, as no zone has a day so short that two of them begin in one.
 */
public record Streaks(CalendarUnit unit) implements Fold {
  private static final long HALF_DAY = 12L * 3_600 * 1_000_000;

  /** Event times, oldest first: of each half day the first and, if there are more, the last. */
  private static final class State {
    private long[] times = new long[4];
    private int size;

    void add(long time) {
      if (size >= 2 && isOneHalfDay(times[size - 2], time)) {
        times[size - 1] = time;
        return;
      }
      if (size > 0 && times[size - 1] == time) {
        return;
      }
      if (size == times.length) {
        times = Arrays.copyOf(times, size * 2);
      }
      times[size++] = time;
    }

    private static boolean isOneHalfDay(long earlier, long later) {
      return Math.floorDiv(earlier, HALF_DAY) == Math.floorDiv(later, HALF_DAY);
    }
  }

  @Override
  public Object create() {
    return new State();
  }

  @Override
  public Object add(Object state, @Nullable Object value, long eventMicros) {
    if (value != null && eventMicros != Micros.BEGINNING) {
      ((State) state).add(eventMicros);
    }
    return state;
  }

  @Override
  public Object merge(Object earlier, Object later) {
    State more = (State) later;
    for (int i = 0; i < more.size; i++) {
      ((State) earlier).add(more.times[i]);
    }
    return earlier;
  }

  /** No larger than the days are many. */
  @Override
  public boolean isCompact() {
    return true;
  }

  @Override
  public Fold states() {
    return new Streaks(CalendarUnit.DAY);
  }

  @Override
  public Outcome finish(Object state, Viewpoint at) {
    long[] times = ((State) state).times;
    int left = ((State) state).size;
    LocalDate first = CalendarUnits.holding(unit, at.end(), at.zone());
    long next = CalendarUnits.start(CalendarUnits.later(unit, first, 1), at.zone());
    long streak = 0;
    for (boolean mayBeEmpty = true; ; mayBeEmpty = false) {
      long start = CalendarUnits.start(first, at.zone());
      boolean held = left > 0 && times[left - 1] >= start;
      if (!held && !mayBeEmpty && start != next) { // where they are the same, a zone left it out
        return new Outcome.Value(streak);
      }
      streak += held ? 1 : 0;
      while (left > 0 && times[left - 1] >= start) {
        left--;
      }
      first = CalendarUnits.later(unit, first, -1);
      next = start;
    }
  }
}
