package dev.rapport.engine.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.engine.value.Micros;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StampsTest {
  private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");

  private final Stamps stamps = new Stamps(Clock.fixed(NOON, ZoneOffset.UTC));

  /** An ingestion that ends when it is told to. */
  private final class Slow {
    private final CountDownLatch end = new CountDownLatch(1);
    private final CompletableFuture<Long> stamp = new CompletableFuture<>();
    private final Thread thread = Thread.ofPlatform().start(this::run);

    private void run() {
      stamps.stamped(taken -> {
        stamp.complete(taken);
        try {
          return end.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      });
    }

    long stamp() {
      return stamp.join();
    }

    void end() throws InterruptedException {
      end.countDown();
      thread.join();
    }
  }

  @Test
  void a_moment_is_after_what_was_acknowledged_and_later_facts_are_not_before_it() {
    long first = stamps.stamped(stamp -> stamp);
    long moment = stamps.now();
    assertThat(moment).isGreaterThan(first);
    assertThat(stamps.<Long>stamped(stamp -> stamp)).isGreaterThanOrEqualTo(moment);
  }

  @Test
  void no_moment_is_after_the_stamp_of_what_is_on_its_way() throws InterruptedException {
    Slow slow = new Slow();
    assertThat(stamps.now()).isLessThanOrEqualTo(slow.stamp());
    slow.end();
    assertThat(stamps.now()).isGreaterThan(slow.stamp());
  }

  @Test
  void a_moment_waits_for_what_is_on_its_way_before_something_acknowledged() throws Exception {
    Slow slow = new Slow();
    long acknowledged = stamps.stamped(stamp -> stamp);
    assertThat(acknowledged).isGreaterThanOrEqualTo(slow.stamp());
    CompletableFuture<Long> moment = new CompletableFuture<>();
    Thread asking = Thread.ofPlatform().start(() -> moment.complete(stamps.now()));
    while (asking.getState() != Thread.State.WAITING && asking.isAlive()) {
      Thread.onSpinWait();
    }
    assertThat(moment).isNotDone();
    slow.end();
    assertThat(moment.get(30, TimeUnit.SECONDS)).isGreaterThan(acknowledged);
  }

  @Test
  void who_waits_is_not_overtaken_though_the_clock_stands_still() throws Exception {
    Slow first = new Slow();
    assertThat(first.stamp()).isEqualTo(Micros.of(NOON));
    long acknowledged = stamps.stamped(stamp -> stamp);
    CompletableFuture<Long> moment = new CompletableFuture<>();
    Thread asking = Thread.ofPlatform().start(() -> moment.complete(stamps.now()));
    while (asking.getState() != Thread.State.WAITING && asking.isAlive()) {
      Thread.onSpinWait();
    }
    Slow second = new Slow();
    assertThat(second.stamp()).isGreaterThan(acknowledged);
    first.end();
    assertThat(moment.get(30, TimeUnit.SECONDS))
        .isGreaterThan(acknowledged)
        .isLessThanOrEqualTo(second.stamp());
    second.end();
  }
}
