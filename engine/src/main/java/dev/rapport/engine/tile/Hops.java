package dev.rapport.engine.tile;

import dev.rapport.engine.value.Micros;
import java.util.Comparator;
import java.util.List;

/**
 * Where tiles start that several windows share: as far apart as their starts allow. What only the
 * longer windows still reach is cut by the hops of these alone, so that a year by the day costs no
 * more tiles because there is an hour by the minute too. Immutable.
 */
public final class Hops {
  /** By what tiles start that the first so many windows reach; 0: one for all of time. */
  private final long[] grains;

  /** The windows, those that reach back furthest first. */
  private final List<Reach> windows;

  /**
   * A window.
   *
   * @param since the event time, in micros, that it reaches back to from now on; a multiple of its
   *     hop
   * @param hop of which its starts are multiples, in micros; 0: it has no start
   */
  public record Reach(long since, long hop) {}

  private Hops(List<Reach> windows, long[] grains) {
    this.windows = windows;
    this.grains = grains;
  }

  /** Of one window or more. */
  public static Hops of(List<Reach> windows) {
    List<Reach> furthestFirst =
        windows.stream().sorted(Comparator.comparingLong(Reach::since)).toList();
    long[] grains = new long[furthestFirst.size()];
    long grain = 0;
    for (int i = 0; i < grains.length; i++) {
      grain = greatestCommonDivisor(grain, furthestFirst.get(i).hop());
      grains[i] = grain;
    }
    return new Hops(furthestFirst, grains);
  }

  private static long greatestCommonDivisor(long one, long other) {
    return other == 0 ? one : greatestCommonDivisor(other, one % other);
  }

  /** The event time before which no window reaches. */
  public long since() {
    return windows.getFirst().since();
  }

  /**
   * The start of the tile that an event time, or an earlier tile that started there, belongs to.
   *
   * @param event not before {@link #since}
   */
  public long start(long event) {
    int last = grains.length - 1;
    for (int i = 0; i < last; i++) {
      if (end(event, grains[i]) <= windows.get(i + 1).since()) {
        return start(event, grains[i]);
      }
    }
    return start(event, grains[last]);
  }

  private static long start(long event, long grain) {
    return grain == 0 || event == Micros.BEGINNING
        ? Micros.BEGINNING
        : Micros.minus(event, Math.floorMod(event, grain));
  }

  /** Where the tile ends; where it is all of time, just behind the event. */
  private static long end(long event, long grain) {
    return grain == 0 ? Micros.plus(event, 1) : Micros.plus(start(event, grain), grain);
  }
}
