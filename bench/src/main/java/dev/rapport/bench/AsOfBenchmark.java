package dev.rapport.bench;

import dev.rapport.engine.dataset.Questions;
import dev.rapport.platform.Options;
import dev.rapport.platform.Rapport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
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
 * in both. {@code cpuSeconds} is the process's CPU time for one run.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(
    value = 3,
    jvmArgsAppend = {
      "--enable-native-access=ALL-UNNAMED",
      "--sun-misc-unsafe-memory-access=allow",
      "-XX:+UseSerialGC"
    })
@Warmup(iterations = 0)
@Measurement(iterations = 3)
public class AsOfBenchmark {
  @Param("3000000")
  public long facts;

  @Param("100000")
  public long questions;

  private Path folder = Path.of("");

  /** CPU time of the process. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Cpu {
    public double cpuSeconds;
    private long before;

    @Setup(Level.Iteration)
    public void start() {
      before = nanos();
      cpuSeconds = 0;
    }

    void stop() {
      cpuSeconds = (nanos() - before) / 1e9;
    }

    private static long nanos() {
      return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
    }
  }

  @Setup
  public void write() throws IOException, SQLException {
    folder = Files.createTempDirectory("rapport-bench");
    Payments.write(folder, facts, questions, 100_000);
  }

  @TearDown
  public void remove() throws IOException {
    remove(folder);
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Benchmark
  public long rapport(Cpu cpu) throws IOException {
    Path data = folder.resolve("data");
    try (Rapport rapport = Rapport.open(data, Options.defaults().withDataRoot(folder))) {
      rapport.use(new Payments());
      return rapport
          .dataset(Questions.file(folder.resolve("questions.parquet")), Payments.LAST_AMOUNT)
          .writeParquet(folder.resolve("rapport.parquet"))
          .rows();
    } finally {
      cpu.stop();
      remove(data);
    }
  }

  @Benchmark
  public boolean duckdb(Cpu cpu) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      return statement.execute(
          """
          copy (select q.*, p.amount as last_amount
                from read_parquet('%1$s/questions.parquet') q
                asof left join read_parquet('%1$s/payments.parquet') p
                on q.customer = p.customer_id and q.at > p.paid_at)
          to '%1$s/duckdb.parquet' (format parquet)
          """
              .formatted(folder));
    } finally {
      cpu.stop();
    }
  }
}
