package dev.rapport.engine.tile;

import static dev.rapport.api.aggregation.Aggregations.sumLong;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.engine.aggregation.Folds;
import dev.rapport.engine.aggregation.fold.Fold;
import dev.rapport.engine.aggregation.fold.Outcome;
import dev.rapport.engine.aggregation.fold.Viewpoint;
import dev.rapport.engine.value.Micros;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class KeyTilesTest {
  private static final Fold SUM = Folds.of(sumLong());

  private static Hops hops(long since, long hop) {
    return Hops.of(List.of(new Hops.Reach(since, hop)));
  }

  private static void add(KeyTiles.Builder builder, long start, long value) {
    builder.add(start, SUM.add(SUM.create(), value, start), 1, start);
  }

  /** Tiles {@code [from, to)} in which the value is the start. */
  private static KeyTiles tiles(@Nullable KeyTiles before, Hops hops, long from, long to) {
    KeyTiles.Builder builder = new KeyTiles.Builder(SUM, hops, before);
    LongStream.range(from, to).forEach(start -> add(builder, start, start));
    return Objects.requireNonNull(builder.build());
  }

  private static Object sum(KeyTiles tiles, int from) {
    Viewpoint now = new Viewpoint(Micros.NEVER, Micros.NEVER, ZoneOffset.UTC);
    return SUM.finish(tiles.addTo(SUM.create(), SUM, from), now);
  }

  @Test
  void a_window_is_the_sum_of_its_tiles_however_many_levels_there_are() {
    for (int size : new int[] {1, 15, 16, 17, 255, 256, 257, 4_096, 5_000}) {
      KeyTiles tiles = tiles(null, hops(0, 1), 0, size);
      for (int from = 0; from < size; from++) {
        long expected = LongStream.range(from, size).sum();
        assertThat(sum(tiles, tiles.from(from))).isEqualTo(new Outcome.Value(expected));
        assertThat(tiles.facts(from)).isEqualTo(size - from);
      }
      assertThat(tiles.from(size)).isEqualTo(size);
      assertThat(tiles.newest()).isEqualTo(size - 1);
    }
  }

  @Test
  void more_facts_make_other_tiles_and_leave_those_that_there_were() {
    KeyTiles first = tiles(null, hops(0, 1), 0, 100);
    KeyTiles second = tiles(first, hops(20, 1), 50, 120);
    assertThat(sum(first, 0)).isEqualTo(new Outcome.Value(LongStream.range(0, 100).sum()));
    assertThat(first.facts(0)).isEqualTo(100);
    long both = LongStream.range(20, 100).sum() + LongStream.range(50, 120).sum();
    assertThat(sum(second, 0)).isEqualTo(new Outcome.Value(both));
    assertThat(second.facts(0)).isEqualTo(80 + 70);
    assertThat(second.size()).isEqualTo(100);
    assertThat(second.newest()).isEqualTo(119);
  }

  @Test
  void tiles_that_only_longer_hops_need_become_one() {
    KeyTiles fine = tiles(null, hops(0, 1), 0, 100);
    Hops both = Hops.of(List.of(new Hops.Reach(90, 1), new Hops.Reach(40, 20)));
    KeyTiles.Builder builder = new KeyTiles.Builder(SUM, both, fine);
    add(builder, 60, 1_000); // late
    KeyTiles coarse = Objects.requireNonNull(builder.build());
    // [40, 60), [60, 80), and [80, 100) by ones, as a window of the fine ones starts in it
    assertThat(coarse.size()).isEqualTo(22);
    assertThat(sum(coarse, coarse.from(60)))
        .isEqualTo(new Outcome.Value(LongStream.range(60, 100).sum() + 1_000));
    assertThat(sum(coarse, coarse.from(93)))
        .isEqualTo(new Outcome.Value(LongStream.range(93, 100).sum()));
    assertThat(sum(coarse, 0))
        .isEqualTo(new Outcome.Value(LongStream.range(40, 100).sum() + 1_000));
  }

  @Test
  void a_window_without_a_start_takes_one_tile_of_what_no_other_reaches() {
    Hops hops = Hops.of(List.of(new Hops.Reach(Micros.BEGINNING, 0), new Hops.Reach(1_000, 100)));
    assertThat(hops.since()).isEqualTo(Micros.BEGINNING);
    assertThat(hops.start(Micros.BEGINNING)).isEqualTo(Micros.BEGINNING);
    assertThat(hops.start(-5)).isEqualTo(Micros.BEGINNING);
    assertThat(hops.start(999)).isEqualTo(Micros.BEGINNING);
    assertThat(hops.start(1_000)).isEqualTo(1_000);
    assertThat(hops.start(1_199)).isEqualTo(1_100);
  }

  @Test
  void hops_that_do_not_divide_each_other_share_their_greatest_common_divisor() {
    Hops hops = Hops.of(List.of(new Hops.Reach(-90, 15), new Hops.Reach(-90, 6)));
    assertThat(hops.start(-1)).isEqualTo(-3);
    assertThat(hops.start(8)).isEqualTo(6);
    assertThat(hops(Micros.BEGINNING, 100).start(Long.MIN_VALUE + 3)).isEqualTo(Micros.BEGINNING);
  }

  @Test
  void a_key_of_which_nothing_is_reached_has_none() {
    KeyTiles old = tiles(null, hops(0, 1), 0, 10);
    assertThat(new KeyTiles.Builder(SUM, hops(10, 1), old).build()).isNull();
  }
}
