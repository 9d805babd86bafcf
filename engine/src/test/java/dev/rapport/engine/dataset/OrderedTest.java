package dev.rapport.engine.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class OrderedTest {
  @Test
  void results_come_in_order_and_waiting_is_told() {
    CountDownLatch told = new CountDownLatch(1);
    List<Integer> taken = new ArrayList<>();
    try (Ordered<Integer, Integer> work =
        new Ordered<>(
            piece -> {
              await(told);
              return piece * piece;
            },
            (_, square) -> taken.add(square),
            told::countDown)) {
      for (int piece = 1; piece <= 100; piece++) {
        work.add(piece);
      }
      work.finish();
    }
    assertThat(taken).hasSize(100).isSorted().endsWith(10_000);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
