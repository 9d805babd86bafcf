package dev.rapport.engine.tile;

import dev.rapport.engine.aggregation.fold.Fold;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The tiles of one key: a state of a fold for each stretch of event time in which there were facts,
 * in the order of time. Windows reach from the start of a tile to behind the last, so that reading
 * one takes a number of steps that grows with the logarithm of the number of tiles. Immutable;
 * thread-safe.
 */
public final class KeyTiles {
  /** Tiles of one level that a state of the next stands for. */
  private static final int FAN = 16;

  private final long[] starts;
  private final Object[] states;

  /** How many facts there are from each tile on. */
  private final long[] facts;

  private final long newest;

  /** The levels above the tiles, made when first read; the last state of each may be of fewer. */
  private volatile Object @Nullable [][] above;

  private KeyTiles(long[] starts, Object[] states, long[] facts, long newest) {
    this.starts = starts;
    this.states = states;
    this.facts = facts;
    this.newest = newest;
  }

  /** How many tiles there are: one or more. */
  public int size() {
    return starts.length;
  }

  /** Whether a tile starts at a time. */
  boolean has(long start) {
    return Arrays.binarySearch(starts, start) >= 0;
  }

  /** The first tile that starts at a time or later; {@link #size} where none does. */
  public int from(long start) {
    int at = Arrays.binarySearch(starts, start);
    return at >= 0 ? at : -at - 1;
  }

  /** How many facts there are from a tile on. */
  public long facts(int from) {
    return facts[from];
  }

  /** The event time of the newest fact. */
  public long newest() {
    return newest;
  }

  /** Merges the states from a tile on into another, which may change. */
  public Object addTo(Object state, Fold fold, int from) {
    Object all = state;
    Object[] level = states;
    int next = 0;
    for (int at = from; at < level.length; ) {
      if (at % FAN == 0 && next < above(fold).length) {
        level = above(fold)[next++];
        at /= FAN;
      } else {
        all = fold.merge(all, level[at++]);
      }
    }
    return all;
  }

  private Object[][] above(Fold fold) {
    Object[][] there = above;
    if (there == null) {
      there = levels(fold);
      above = there;
    }
    return there;
  }

  private Object[][] levels(Fold fold) {
    int count = 0;
    for (int size = states.length; size > FAN; size = above(size)) {
      count++;
    }
    Object[][] levels = new Object[count][];
    Object[] below = states;
    for (int i = 0; i < count; i++) {
      Object[] level = new Object[above(below.length)];
      for (int at = 0; at < level.length; at++) {
        level[at] = fold.create();
        for (int part = at * FAN; part < Math.min(below.length, (at + 1) * FAN); part++) {
          level[at] = fold.merge(level[at], below[part]);
        }
      }
      levels[i] = level;
      below = level;
    }
    return levels;
  }

  private static int above(int size) {
    return (size + FAN - 1) / FAN;
  }

  /**
   * Puts tiles together, of those that there were and of facts that came since. States that there
   * were stay as they are. Not thread-safe.
   */
  public static final class Builder {
    private final Fold fold;
    private final Hops hops;
    private final @Nullable KeyTiles before;
    private int taken;
    private long newest;

    private long[] starts;
    private Object[] states;
    private long[] facts;
    private int size;

    /** Whether the last state is nobody else's. */
    private boolean own;

    /** On the tiles that there were; null: none. */
    public Builder(Fold fold, Hops hops, @Nullable KeyTiles before) {
      this.fold = fold;
      this.hops = hops;
      this.before = before;
      int room = before == null ? 4 : before.size() + 4;
      this.starts = new long[room];
      this.states = new Object[room];
      this.facts = new long[room];
      this.newest = Long.MIN_VALUE;
      if (before != null) {
        taken = before.from(hops.since());
      }
    }

    /**
     * Adds facts that belong to one tile and come in the order of event time.
     *
     * @param start of the tile
     * @param state of the facts, which becomes the builder's
     * @param count of the facts, 1 or more
     * @param newestEvent the event time of the newest of them
     */
    public void add(long start, Object state, long count, long newestEvent) {
      takeUntil(start);
      put(start, state, count, true);
      newest = Math.max(newest, newestEvent);
    }

    /** Takes the tiles that there were up to a time. */
    private void takeUntil(long start) {
      while (before != null && taken < before.size() && before.starts[taken] <= start) {
        take(before, taken++);
      }
    }

    private void take(KeyTiles from, int at) {
      long after = at + 1 < from.size() ? from.facts[at + 1] : 0;
      put(hops.start(from.starts[at]), from.states[at], from.facts[at] - after, false);
      newest = Math.max(newest, from.newest);
    }

    private void put(long start, Object state, long count, boolean mine) {
      if (size > 0 && starts[size - 1] == start) {
        Object last = own ? states[size - 1] : fold.merge(fold.create(), states[size - 1]);
        states[size - 1] = fold.merge(last, state);
        facts[size - 1] += count;
        own = true;
        return;
      }
      if (size == starts.length) {
        int room = size + (size >> 1) + 1;
        starts = Arrays.copyOf(starts, room);
        states = Arrays.copyOf(states, room);
        facts = Arrays.copyOf(facts, room);
      }
      starts[size] = start;
      states[size] = state;
      facts[size++] = count;
      own = mine;
    }

    /** The tiles; null where there are none. */
    public @Nullable KeyTiles build() {
      takeUntil(Long.MAX_VALUE);
      if (size == 0) {
        return null;
      }
      for (int at = size - 2; at >= 0; at--) {
        facts[at] += facts[at + 1];
      }
      return new KeyTiles(
          Arrays.copyOf(starts, size),
          Arrays.copyOf(states, size),
          Arrays.copyOf(facts, size),
          newest);
    }
  }
}
