package dev.rapport.engine.column;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LongRowsTest {
  private static LongRows rows(int count, IntToLongFunction value) {
    LongRows rows = new LongRows();
    for (int i = 0; i < count; i++) {
      rows.add(value.applyAsLong(i));
    }
    return rows;
  }

  private static double bytesOfAValue(IntToLongFunction value) {
    return rows(100 * 1024, value).bytesInUse() / (100 * 1024.0);
  }

  @Test
  void values_take_as_many_bytes_as_their_distances_in_a_page_need() {
    assertThat(bytesOfAValue(_ -> Long.MIN_VALUE)).isLessThan(0.1);
    assertThat(bytesOfAValue(i -> i % 200)).isBetween(1.0, 1.1);
    assertThat(bytesOfAValue(i -> 7_000_000_000L + i % 50_000)).isBetween(2.0, 2.1);
    assertThat(bytesOfAValue(i -> i * 1_000_003L)).isBetween(4.0, 4.1); // a fact a second
    assertThat(bytesOfAValue(i -> i * 4_000_000_000L)).isBetween(4.0, 4.1); // one in 66 minutes
    assertThat(bytesOfAValue(i -> i * 0x9e3779b97f4a7c15L)).isBetween(8.0, 8.1);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
  void whatever_comes_is_there_however_it_came(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Long> expected = new ArrayList<>();
    LongRows rows = new LongRows();
    for (int step = 0; step < 60; step++) {
      switch (random.nextInt(10)) {
        case 0 -> {
          int to = random.nextInt(expected.size() + 1);
          to = random.nextBoolean() ? to : expected.size();
          rows.truncate(to);
          expected.subList(to, expected.size()).clear();
        }
        case 1 -> {
          int[] order = new int[expected.size()];
          List<Long> before = List.copyOf(expected);
          for (int i = 0; i < order.length; i++) {
            order[i] = order.length - 1 - i;
            expected.set(i, before.get(order[i]));
          }
          rows.reorder(order);
        }
        case 2 -> {
          if (seed % 2 == 0) {
            long[] all = rows.room(2);
            all[rows.size()] = 5;
            all[rows.size() + 1] = seed;
            rows.filled(2);
            expected.add(5L);
            expected.add(seed);
          }
        }
        default -> {
          long base = random.nextBoolean() ? random.nextLong() : random.nextInt(1_000_000);
          long unit = new long[] {1, 1_000, 1_000_000}[random.nextInt(3)];
          long bound = 1L << random.nextInt(1, 40);
          int count = random.nextInt(2_000);
          for (int i = 0; i < count; i++) {
            long value =
                random.nextInt(3_000) == 0
                    ? (random.nextBoolean() ? Long.MIN_VALUE : Long.MAX_VALUE)
                    : base + unit * random.nextLong(bound);
            rows.add(value);
            expected.add(value);
          }
        }
      }
    }
    assertThat(rows.size()).as("seed %s", seed).isEqualTo(expected.size());
    long[] copied = new long[expected.size()];
    rows.copy(0, copied.length, copied);
    for (int row = 0; row < expected.size(); row++) {
      assertThat(rows.at(row)).as("seed %s row %s", seed, row).isEqualTo(expected.get(row));
      assertThat(copied[row]).isEqualTo(expected.get(row));
    }
    assertThat(rows.bytesInUse()).isLessThanOrEqualTo(rows.bytes());
  }
}
