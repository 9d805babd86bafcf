package dev.rapport.engine.column;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GroupedRowsTest {
  /** What of equal times comes first: an even row before an odd one, a later one before earlier. */
  private static final Comparator<Integer> TIES =
      Comparator.<Integer>comparingInt(row -> row % 2).thenComparingInt(row -> -row);

  private static void isAsSorted(int size, int groups, LongSupplier time, SplittableRandom random) {
    int[] codes = IntStream.range(0, size).map(_ -> random.nextInt(-1, groups)).toArray();
    LongRows times = new LongRows();
    for (int row = 0; row < size; row++) {
      times.add(time.getAsLong());
    }
    if (random.nextBoolean()) {
      times.reserve(size + 1); // one array
    }
    GroupedRows grouped = GroupedRows.of(codes, size, groups, times, TIES::compare);

    Comparator<Integer> order = Comparator.<Integer>comparingInt(row -> codes[row]);
    int[] expected =
        IntStream.range(0, size)
            .filter(row -> codes[row] >= 0)
            .boxed()
            .sorted(order.thenComparingLong(times::at).thenComparing(TIES))
            .mapToInt(row -> row)
            .toArray();
    assertThat(grouped.rows()).isEqualTo(expected);
    assertThat(grouped.times()).isEqualTo(Arrays.stream(expected).mapToLong(times::at).toArray());
    int[] starts = grouped.starts();
    assertThat(starts).hasSize(groups + 1);
    for (int code = 0; code < groups; code++) {
      for (int at = starts[code]; at < starts[code + 1]; at++) {
        assertThat(codes[grouped.rows()[at]]).isEqualTo(code);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void rows_are_in_the_order_of_codes_times_and_ties(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int size : new int[] {0, 1, 2, 17, 100, 5_000}) {
      for (int groups : new int[] {1, 3, 700}) {
        isAsSorted(size, groups, () -> random.nextLong(1_000_000), random);
        isAsSorted(size, groups, () -> random.nextLong(3), random); // ties
        isAsSorted(size, groups, () -> 7, random); // nothing else
        isAsSorted(size, groups, random::nextLong, random); // too far apart to be packed
        isAsSorted(
            size,
            groups,
            () -> random.nextInt(9) == 0 ? Long.MIN_VALUE : random.nextLong(5),
            random);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 40, 60_000})
  void many_rows_are_sorted_by_several_threads(int groups) {
    SplittableRandom random = new SplittableRandom(groups);
    isAsSorted(200_000, groups, () -> random.nextLong(50_000), random);
    isAsSorted(200_000, groups, random::nextLong, random);
  }
}
