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
 * One {@code latest} for many questions, from Parquet files to a Parquet file: Rapport, opened on
 * an empty data directory, and DuckDB's ASOF join on the same files. Every question keeps its row
 * in both. {@code cpuSecondsOfAllRuns} is the process's CPU time for all runs together, whose
 * number is in the column {@code Cnt}. Java compiles in the first runs, which are not counted here;
 * {@code bench/feast} measures whole processes.
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
public class AsOfBenchmark {
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
            facts, questions, customers, List.of(Payments.LAST_AMOUNT), List.of(Peers.latestSql()));
  }

  @TearDown
  public void remove() throws IOException {
    Peers.remove(folder);
  }

  @Benchmark
  public long rapport(Cpu cpu) throws IOException {
    try {
      return Peers.rapport(folder, List.of(Payments.LAST_AMOUNT));
    } finally {
      cpu.stop();
    }
  }

  @Benchmark
  public long duckdb(Cpu cpu) throws SQLException {
    return Peers.duckdb(folder, Peers.latestSql(), cpu);
  }
}
