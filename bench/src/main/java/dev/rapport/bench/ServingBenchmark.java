package dev.rapport.bench;

import dev.rapport.api.question.Context;
import dev.rapport.api.question.Question;
import dev.rapport.platform.Options;
import dev.rapport.platform.Rapport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Three windows of one of 10,000 customers with 100 facts each, read in the process. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
    value = 1,
    jvmArgsAppend = {"--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ServingBenchmark {
  private Rapport rapport;
  private int customer;

  @Setup
  public void open() throws IOException, SQLException {
    Path folder = Files.createTempDirectory("rapport-bench");
    Payments.write(folder, 1_000_000, 1, 10_000);
    rapport = Rapport.open(folder.resolve("data"), Options.defaults().withDataRoot(folder));
    rapport.apply(new Payments());
  }

  @TearDown
  public void close() {
    rapport.close();
  }

  @Benchmark
  public Context ask() {
    customer = (customer + 7919) % 10_000;
    return rapport.ask(
        Question.about(Payments.CUSTOMER, "c" + customer).at(Instant.parse("2025-11-01T00:00:00Z")),
        Payments.LAST_AMOUNT,
        Payments.SPENT,
        Payments.TIMES);
  }
}
