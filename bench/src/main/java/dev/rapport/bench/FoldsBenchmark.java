package dev.rapport.bench;

import dev.rapport.api.aggregation.Aggregation;
import dev.rapport.api.aggregation.Aggregations;
import dev.rapport.engine.aggregation.Folds;
import dev.rapport.engine.aggregation.fold.Fold;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Adding values to the state of one aggregation, one by one as objects and as arrays of numbers.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class FoldsBenchmark {
  private static final int VALUES = 4_096;

  @Param({"sum", "mean", "min", "max", "variance", "stddev"})
  public String aggregation;

  private final double[] doubles = new double[VALUES];
  private final long[] longs = new long[VALUES];
  private Fold fold = Folds.of(Aggregations.sum());

  @Setup
  public void fill() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < VALUES; i++) {
      doubles[i] = random.nextDouble(1_000);
      longs[i] = random.nextLong(1_000_000);
    }
    fold = Folds.of(named(aggregation));
  }

  private static Aggregation<?, ?> named(String name) {
    return switch (name) {
      case "sum" -> Aggregations.sum();
      case "mean" -> Aggregations.mean();
      case "min" -> Aggregations.<Double>min();
      case "max" -> Aggregations.<Double>max();
      case "variance" -> Aggregations.variance();
      case "stddev" -> Aggregations.stddev();
      default ->
          throw new IllegalArgumentException(
              "aggregation: " + name + " (expected: sum, mean, min, max, variance or stddev)");
    };
  }

  /** As a column of objects is read. */
  @Benchmark
  @OperationsPerInvocation(VALUES)
  public Object objects() {
    Object state = fold.create();
    for (double value : doubles) {
      state = fold.add(state, value, 0);
    }
    return state;
  }

  @Benchmark
  @OperationsPerInvocation(VALUES)
  public Object doubles() {
    return ((Fold.OfDoubles) fold).addDoubles(fold.create(), doubles, 0, VALUES);
  }

  @Benchmark
  @OperationsPerInvocation(VALUES)
  public Object longs() {
    return ((Fold.OfLongs) fold).addLongs(fold.create(), longs, 0, VALUES, value -> value);
  }
}
