package dev.rapport.engine.window;

import static dev.rapport.api.aggregation.Aggregations.countRows;
import static dev.rapport.api.aggregation.Aggregations.custom;
import static dev.rapport.api.aggregation.Aggregations.sumLong;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.rapport.api.aggregation.Window;
import dev.rapport.api.entity.Entity;
import dev.rapport.api.feature.Feature;
import dev.rapport.api.feature.Formula;
import dev.rapport.api.feature.Source;
import dev.rapport.api.schema.Type;
import dev.rapport.engine.CountedSum;
import dev.rapport.engine.aggregation.fold.Outcome;
import dev.rapport.engine.fact.FactStore;
import dev.rapport.engine.value.Micros;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What it takes to read windows, in steps and in bytes, as the facts become more. */
class CostOfReadingTest {
  record Paid(long user, Instant at, long amount) {}

  private static final Entity<Long> USER = Entity.of("user", Long.class);
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private static final Source<Paid> PAID =
      Source.table(Paid.class, "select 1").at(Paid::at).about(USER, Paid::user);

  private final FactStore<Paid> store = new FactStore<>(PAID, Set.of("user", "at", "amount"));

  private void add(long user, int second) {
    store.write(
        () -> store.add(new Object[] {user, START.plusSeconds(second), 1L}, 0, () -> "a row"));
  }

  private static WindowReader<Paid> reader(Windows<Paid> windows, Feature<?> feature) {
    @SuppressWarnings("unchecked") // all are of one source
    Formula.Windowed<?, Paid> windowed = (Formula.Windowed<?, Paid>) feature.formula();
    return windows.reader(windowed);
  }

  private static Outcome read(WindowReader<Paid> reader, long user, int second, int visible) {
    long moment = Micros.of(START.plusSeconds(second));
    return reader.read(new Object[] {user}, moment, ZoneOffset.UTC, visible).outcome();
  }

  private static long bytesOf(Runnable work) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    work.run();
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  @Test
  void who_asked_before_facts_came_reads_as_fast_after_they_came() {
    int facts = 100_000;
    for (int second = 0; second < facts; second++) {
      add(1, second);
    }
    CountedSum sum = new CountedSum();
    Windows<Paid> windows = new Windows<>(store, Windows.BLOCK);
    WindowReader<Paid> all =
        reader(
            windows,
            PAID.feature("all").aggregate(Paid::amount, custom(Type.LONG, sum), Window.lifetime()));
    WindowReader<Paid> minute =
        reader(windows, PAID.feature("minute").aggregate(countRows(), Duration.ofMinutes(1)));
    assertThat(read(all, 1, facts + 9, facts)).isEqualTo(new Outcome.Value(100_000L));

    add(1, facts);
    add(1, facts + 1);
    sum.added.set(0);
    sum.merged.set(0);
    assertThat(read(all, 1, facts + 9, facts)).isEqualTo(new Outcome.Value(100_000L));
    assertThat(sum.added.get() + sum.merged.get()).isLessThan(300);
    assertThat(read(minute, 1, facts + 9, facts)).isEqualTo(new Outcome.Value(51L));
    assertThat(bytesOf(() -> read(minute, 1, facts + 9, facts))).isLessThan(20_000);
    assertThat(read(all, 1, facts + 9, FactStore.ALL)).isEqualTo(new Outcome.Value(100_002L));
  }

  @Test
  void who_asked_before_an_older_fact_came_does_not_see_it_among_the_others() {
    for (int second = 0; second < 100; second++) {
      add(1, 2 * second);
    }
    Windows<Paid> windows = new Windows<>(store, 2);
    WindowReader<Paid> all =
        reader(windows, PAID.feature("all").aggregate(Paid::amount, sumLong(), Window.lifetime()));
    assertThat(read(all, 1, 300, 100)).isEqualTo(new Outcome.Value(100L));
    add(1, 33);
    add(1, 250);
    assertThat(read(all, 1, 300, 100)).isEqualTo(new Outcome.Value(100L));
    assertThat(read(all, 1, 300, 101)).isEqualTo(new Outcome.Value(101L));
    assertThat(read(all, 1, 300, 102)).isEqualTo(new Outcome.Value(102L));
  }

  @Test
  void the_first_reading_of_each_key_takes_no_more_where_there_are_many() {
    int facts = 8;
    for (long user = 0; user < 20_000; user++) {
      for (int second = 0; second < facts; second++) {
        add(user, second);
      }
    }
    WindowReader<Paid> all =
        reader(
            new Windows<>(store, 2),
            PAID.feature("all").aggregate(Paid::amount, sumLong(), Window.lifetime()));
    long bytes =
        bytesOf(() -> {
          for (long user = 0; user < 20_000; user++) {
            assertThat(read(all, user, 100, FactStore.ALL)).isEqualTo(new Outcome.Value(8L));
          }
        });
    assertThat(bytes / 20_000).isLessThan(10_000);
  }

  @Test
  void an_index_that_is_made_later_tells_what_was_there_before() {
    for (int second = 0; second < 20; second++) {
      add(1, 100 - second);
    }
    WindowReader<Paid> all =
        reader(
            new Windows<>(store, 2),
            PAID.feature("all").aggregate(Paid::amount, sumLong(), Window.lifetime()));
    for (int visible : List.of(0, 1, 7, 20)) {
      assertThat(read(all, 1, 300, visible))
          .isEqualTo(visible == 0 ? new Outcome.Absent() : new Outcome.Value((long) visible));
    }
  }
}
