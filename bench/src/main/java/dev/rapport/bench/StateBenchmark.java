package dev.rapport.bench;

import static dev.rapport.api.aggregation.Aggregations.sum;

import dev.rapport.api.aggregation.Window;
import dev.rapport.api.entity.Entity;
import dev.rapport.api.feature.Feature;
import dev.rapport.api.feature.Formula;
import dev.rapport.api.feature.Source;
import dev.rapport.engine.fact.FactStore;
import dev.rapport.engine.window.WindowReader;
import dev.rapport.engine.window.Windows;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The state that serving reads, without the log: three exact windows of one entity over a stream
 * with known times, a fact a second, the longest window holding all of them; and adding a fact.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class StateBenchmark {
  private static final Entity<String> USER = Entity.of("user", String.class);
  private static final Instant START = Instant.parse("2025-01-01T00:00:00Z");

  private static final Source<Spent> SPENT =
      Source.stream(Spent.class, "spent").at(Spent::at).about(USER, Spent::user);

  @Param({"1000", "1000000"})
  public int facts;

  private FactStore<Spent> store = new FactStore<>(SPENT, Set.of("user", "at", "amount"));
  private final List<WindowReader<Spent>> readers = new ArrayList<>();
  private final Object[] ann = {"ann"};
  private long now;
  private long added;

  /** Money spent. */
  record Spent(String user, Instant at, double amount) {}

  @Setup
  @SuppressWarnings("unchecked") // features of the source
  public void fill() {
    store = new FactStore<>(SPENT, Set.of("user", "at", "amount"));
    for (int i = 0; i < facts; i++) {
      add();
    }
    Windows<Spent> windows = new Windows<>(store, Windows.BLOCK);
    for (long part : new long[] {100, 10, 1}) {
      Feature<Double> feature =
          SPENT
              .feature("sum_" + part)
              .aggregate(Spent::amount, sum(), Window.last(Duration.ofSeconds(facts / part + 1)));
      readers.add(windows.reader((Formula.Windowed<Double, Spent>) feature.formula()));
    }
    now = micros(added + 2);
    System.out.printf(
        "%n%.1f bytes a fact, %.1f with the room for more%n",
        (double) store.bytes().used() / facts, (double) store.bytes().held() / facts);
  }

  private static long micros(long second) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, START) + second * 1_000_000;
  }

  private void add() {
    long jitter = added * 7919 % 1000; // event times in milliseconds, known times in microseconds
    Instant at = START.plusSeconds(added++).plusMillis(jitter);
    store.add(new Object[] {"ann", at, 1.5}, micros(added) + 1013 * jitter, () -> "row");
  }

  /** Three windows: the newest hundredth, the newest tenth, and all facts. */
  @Benchmark
  public double readThreeWindows() {
    double total = 0;
    for (WindowReader<Spent> reader : readers) {
      total += reader.read(ann, now, ZoneOffset.UTC, FactStore.ALL).facts();
    }
    return total;
  }

  /** One fact more, which the next reading of each window sees. */
  @Benchmark
  public long addFact() {
    store.write(() -> {
      add();
      return 0;
    });
    return added;
  }
}
