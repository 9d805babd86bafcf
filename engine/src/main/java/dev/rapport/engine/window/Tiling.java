package dev.rapport.engine.window;

import dev.rapport.api.aggregation.Window;
import dev.rapport.api.entity.Entity;
import dev.rapport.api.feature.Formula;
import dev.rapport.engine.aggregation.fold.Fold;
import dev.rapport.engine.column.LongRows;
import dev.rapport.engine.fact.FactShape;
import dev.rapport.engine.fact.FactStore;
import dev.rapport.engine.fact.Posting;
import dev.rapport.engine.fact.Staying;
import dev.rapport.engine.tile.Hops;
import dev.rapport.engine.tile.LaneTiles;
import dev.rapport.engine.tile.TiledKeys;
import dev.rapport.engine.value.Micros;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The facts of a stream of which a state for each hop is enough from a moment on: those before the
 * end of every window, known by then, where all features that read the source round the start of
 * their windows or have none, and come to the same in whatever order facts are folded. Facts that
 * come late are kept one by one beside the states. Used under the read lock of the store, by one
 * thread.
 */
public final class Tiling<R> {
  /** Rows that are folded at a time. */
  private static final int TOGETHER = 1_024;

  private final Windows<R> windows;
  private final FactStore<R> store;
  private final List<Tiled<R>> lanes;
  private final long known;
  private final long before;

  /** A lane, by whose keys it is, and where its tiles start. */
  private record Tiled<R>(Lane<R> lane, List<Entity<?>> by, Hops hops) {
    List<Posting> postings() {
      return lane.index().postings().filter(posting -> posting.size() > 0).toList();
    }

    @Nullable Object[] key(FactStore<R> store, Posting posting) {
      return store.key(by, posting.row(0));
    }
  }

  private Tiling(Windows<R> windows, List<Tiled<R>> lanes, long known, long before) {
    this.windows = windows;
    this.store = windows.store();
    this.lanes = lanes;
    this.known = known;
    this.before = before;
  }

  /**
   * What may be tiled of a store from a moment on; empty where a feature needs facts one by one.
   *
   * @param features all that read the source
   */
  public static <R> Optional<Tiling<R>> of(
      Windows<R> windows, Collection<Formula.Windowed<?, R>> features, long moment) {
    if (!suits(windows.store().shape()) || !features.stream().allMatch(Tiling::suits)) {
      return Optional.empty();
    }
    Map<Lane<R>, List<Formula.Windowed<?, R>>> byLane = new LinkedHashMap<>();
    for (Formula.Windowed<?, R> feature : features) {
      byLane.computeIfAbsent(windows.lane(feature), _ -> new ArrayList<>()).add(feature);
    }
    if (!byLane.keySet().stream().allMatch(Lane::canTile)) {
      return Optional.empty();
    }
    List<Tiled<R>> lanes = new ArrayList<>();
    byLane.forEach((lane, of) -> {
      List<Hops.Reach> reaches = of.stream().map(feature -> reach(feature, moment)).toList();
      lanes.add(new Tiled<>(lane, of.getFirst().by(), Hops.of(reaches)));
    });
    long offset =
        features.stream()
            .mapToLong(feature -> Micros.of(feature.window().offset()))
            .max()
            .orElse(0);
    return Optional.of(new Tiling<>(windows, lanes, moment, Micros.minus(moment, offset)));
  }

  /** Facts that are never taken back, and leave a window only by its start. */
  private static boolean suits(FactShape<?> shape) {
    return shape.id().isEmpty()
        && shape.deleted().isEmpty()
        && !shape.retainsNewest()
        && shape.source().retain().isEmpty();
  }

  private static boolean suits(Formula.Windowed<?, ?> feature) {
    boolean rounds =
        switch (feature.window().span()) {
          case Window.Span.Last last -> last.hop().isPresent();
          case Window.Span.Lifetime _ -> true;
          case Window.Span.Session _, Window.Span.Calendar _ -> false;
        };
    return rounds && !feature.window().isCounted() && feature.series().isEmpty();
  }

  private static Hops.Reach reach(Formula.Windowed<?, ?> feature, long moment) {
    return new Hops.Reach(Lookback.since(feature, moment), Bounds.of(feature.window()).hop());
  }

  /** The rows that stay as they are. */
  public Staying staying() {
    return Staying.unless(store, row -> leaves(row, store.eventTimes()));
  }

  private boolean leaves(int row, LongRows times) {
    return times.at(row) < before
        && store.knownFromMicros(row) < known
        && lanes.stream().noneMatch(tiled -> tiled.lane().isFailure(row));
  }

  /** Takes facts that become one state, or a part of it, oldest first. */
  @FunctionalInterface
  private interface Group {
    void take(long start, int[] rows, int count);
  }

  /** Whether more tiles take at most half of what the rows take that leave for them. */
  public boolean saves(int leaving) {
    double row = (double) store.bytes().held() / Math.max(1, store.rows());
    long most = (long) (leaving * row / 2);
    long bytes = 0;
    for (Tiled<R> tiled : lanes) {
      LaneTiles there = tiled.lane().tiles();
      for (Posting posting : tiled.postings()) {
        More more = new More(there, there == null ? null : tiled.key(store, posting));
        groups(tiled, posting, more);
        bytes += more.bytes(tiled.lane().fold());
        if (bytes > most) {
          return false;
        }
      }
    }
    return true;
  }

  /** Counts the tiles of a key that there are not yet. */
  private static final class More implements Group {
    private final @Nullable LaneTiles there;
    private final @Nullable Object @Nullable [] key;
    private long last = Micros.NEVER;
    private int tiles;

    More(@Nullable LaneTiles there, @Nullable Object @Nullable [] key) {
      this.there = there;
      this.key = key;
    }

    /** About how many bytes they take. */
    long bytes(Fold fold) {
      boolean isNew = tiles > 0 && (there == null || key == null || !there.has(key));
      return LaneTiles.bytes(fold, isNew ? 1 : 0, tiles);
    }

    @Override
    public void take(long start, int[] rows, int count) {
      if (start != last && (there == null || key == null || !there.has(key, start))) {
        tiles++;
      }
      last = start;
    }
  }

  /** The readers over the rows that stay, beside the tiles of those that leave too. */
  public Windows<R> over(FactStore<R> rest) {
    return over(rest, true);
  }

  /** The readers over rows of which none became tiles, beside the tiles that windows reach. */
  public Windows<R> beside(FactStore<R> rest) {
    return over(rest, false);
  }

  private Windows<R> over(FactStore<R> rest, boolean more) {
    Map<List<String>, TiledKeys> keys = new HashMap<>();
    Map<LaneKey<R>, LaneTiles> tiles = new HashMap<>();
    for (Tiled<R> tiled : lanes) {
      Lane<R> lane = tiled.lane();
      LaneTiles.Builder builder =
          new LaneTiles.Builder(
              lane.fold(),
              tiled.hops(),
              lane.tiles(),
              keys.computeIfAbsent(lane.key().owners(), _ -> new TiledKeys()));
      for (Posting posting : more ? tiled.postings() : List.<Posting>of()) {
        builder.add(
            tiled.key(store, posting),
            into ->
                groups(
                    tiled,
                    posting,
                    (start, rows, count) ->
                        into.add(
                            start,
                            lane.stateOf(rows, count),
                            count,
                            store.eventTimes().at(rows[count - 1]))));
      }
      tiles.put(lane.key(), builder.build());
    }
    return windows.over(rest, tiles);
  }

  /** Goes through the facts of a key that leave and are folded, those of one tile after another. */
  private void groups(Tiled<R> tiled, Posting posting, Group group) {
    LongRows times = store.eventTimes();
    int end = posting.firstAtOrAfter(before, times);
    int at = posting.firstAtOrAfter(tiled.hops().since(), times);
    int[] rows = new int[Math.max(0, Math.min(TOGETHER, end - at))];
    int count = 0;
    long current = 0;
    for (; at < end; at++) {
      int row = posting.row(at);
      if (!leaves(row, times) || !tiled.lane().folds(row)) {
        continue;
      }
      long start = tiled.hops().start(times.at(row));
      if (count > 0 && (start != current || count == rows.length)) {
        group.take(current, rows, count);
        count = 0;
      }
      current = start;
      rows[count++] = row;
    }
    if (count > 0) {
      group.take(current, rows, count);
    }
  }
}
