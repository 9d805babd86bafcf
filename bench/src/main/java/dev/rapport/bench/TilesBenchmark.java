package dev.rapport.bench;

import static dev.rapport.api.aggregation.Aggregations.sum;

import dev.rapport.api.aggregation.Window;
import dev.rapport.api.entity.Entity;
import dev.rapport.api.feature.Feature;
import dev.rapport.api.feature.Formula;
import dev.rapport.api.feature.Source;
import dev.rapport.engine.fact.FactStore;
import dev.rapport.engine.value.Micros;
import dev.rapport.engine.window.Tiling;
import dev.rapport.engine.window.WindowReader;
import dev.rapport.engine.window.Windows;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
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
 * Tiles in the place of facts: 1,000,000 facts of 100 customers over 30 days, which are the longest
 * of three windows that round their start to a hop; read, and the heap that is in use for a fact.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class TilesBenchmark {
  private static final Entity<String> USER = Entity.of("user", String.class);
  private static final long START = Micros.of(Instant.parse("2025-01-01T00:00:00Z"));
  private static final int FACTS = 1_000_000;
  private static final int USERS = 100;
  private static final Duration LONGEST = Duration.ofDays(30);

  private static final Source<Spent> SPENT =
      Source.stream(Spent.class, "spent").at(Spent::at).about(USER, Spent::user);

  @Param({"5", "10", "100", "1000"})
  public int factsPerHop;

  private final List<WindowReader<Spent>> ofFacts = new ArrayList<>();
  private final List<WindowReader<Spent>> ofTiles = new ArrayList<>();
  private final Object[] key = {"user7"};
  private long now;

  /** Money spent. */
  record Spent(String user, Instant at, double amount) {}

  @Setup
  public void fill() {
    long empty = heap();
    List<Formula.Windowed<?, Spent>> features = features();
    FactStore<Spent> store = new FactStore<>(SPENT, Set.of("user", "at", "amount"));
    long step = Micros.of(LONGEST) / FACTS;
    for (int i = 0; i < FACTS; i++) {
      long at = START + i * step / 1_000 * 1_000; // in milliseconds, known some microseconds later
      Object[] row = {"user" + i % USERS, Micros.instant(at), i % 1_000 / 4.0};
      store.add(row, at + i * 7_919L % 900_000, () -> "row");
    }
    now = START + Micros.of(LONGEST) + 1_000_000;
    Windows<Spent> facts = new Windows<>(store, Windows.BLOCK);
    features.forEach(feature -> ofFacts.add(facts.reader(feature)));
    Tiling<Spent> tiling = Tiling.of(facts, features, now).orElseThrow();
    store.read(() -> store.key(List.of(USER), 0)); // reads the codes of keys, once
    FactStore<Spent> rest = store.read(() -> store.only(tiling.staying()));
    long filled = heap();
    long start = System.nanoTime();
    boolean saves = store.read(() -> tiling.saves(FACTS));
    Windows<Spent> tiles = store.read(() -> tiling.over(rest));
    long took = System.nanoTime() - start;
    features.forEach(feature -> ofTiles.add(tiles.reader(feature)));
    System.out.printf(
        "%n%.1f bytes a fact, %.1f as %,d tiles, made in %d ns a fact%s%n",
        (double) (filled - empty) / FACTS,
        (double) (heap() - filled) / FACTS,
        tiles.tiles(),
        took / FACTS,
        saves ? "" : ": kept as facts, as that saves too little");
  }

  private List<Formula.Windowed<?, Spent>> features() {
    Duration hop = LONGEST.dividedBy(FACTS / USERS / factsPerHop);
    List<Formula.Windowed<?, Spent>> features = new ArrayList<>();
    for (long days : new long[] {1, 7, 30}) {
      Window window = Window.last(Duration.ofDays(days)).every(hop);
      Feature<Double> feature =
          SPENT.feature("sum_" + days).aggregate(Spent::amount, sum(), window);
      features.add(windowed(feature));
    }
    return features;
  }

  @SuppressWarnings("unchecked") // a feature of the source
  private static Formula.Windowed<Double, Spent> windowed(Feature<Double> feature) {
    return (Formula.Windowed<Double, Spent>) feature.formula();
  }

  /** The bytes in use after a full collection. */
  private static long heap() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  @Benchmark
  public double readFacts() {
    return read(ofFacts);
  }

  @Benchmark
  public double readTiles() {
    return read(ofTiles);
  }

  private double read(List<WindowReader<Spent>> readers) {
    double total = 0;
    for (WindowReader<Spent> reader : readers) {
      total += reader.read(key, now, ZoneOffset.UTC, FactStore.ALL).facts();
    }
    return total;
  }
}
