package dev.rapport.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Sum, count, mean and maximum over exact windows of an hour, a day and 30 days for many questions,
 * as {@link AsOfBenchmark} asks for the latest, beside three ways to the same answers in DuckDB:
 * the fastest SQL that we found, and the two that people write.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(
    value = 2,
    jvmArgsAppend = {
      "--enable-native-access=ALL-UNNAMED",
      "--sun-misc-unsafe-memory-access=allow",
      "-XX:InitialRAMPercentage=20",
      "-XX:MaxRAMPercentage=60"
    })
@Warmup(iterations = 4)
@Measurement(iterations = 5)
public class WindowsBenchmark {
  @Param("10000000")
  public long facts;

  @Param("1000000")
  public long questions;

  @Param("100000")
  public long customers;

  private Path folder = Path.of("");

  @Setup
  public void write() throws IOException, SQLException {
    folder =
        Peers.folder(
            facts,
            questions,
            customers,
            Payments.WINDOWS,
            List.of(Peers.windowsSql(), Peers.rangeJoinSql(), Peers.rangeFramesSql()));
  }

  @TearDown
  public void remove() throws IOException {
    Peers.remove(folder);
  }

  @Benchmark
  public long rapport(Cpu cpu) throws IOException {
    try {
      return Peers.rapport(folder, Payments.WINDOWS);
    } finally {
      cpu.stop();
    }
  }

  @Benchmark
  public long duckdb(Cpu cpu) throws SQLException {
    return Peers.duckdb(folder, Peers.windowsSql(), cpu);
  }

  /** As people write it. */
  @Benchmark
  public long duckdbRangeJoin(Cpu cpu) throws SQLException {
    return Peers.duckdb(folder, Peers.rangeJoinSql(), cpu);
  }

  /** The other way in which people write it, which takes long: once. */
  @Benchmark
  @Fork(1)
  @Warmup(iterations = 0)
  @Measurement(iterations = 1)
  public long duckdbRangeFrames(Cpu cpu) throws SQLException {
    return Peers.duckdb(folder, Peers.rangeFramesSql(), cpu);
  }
}
