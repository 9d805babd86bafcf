package dev.rapport.bench;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * CPU time of the process while it runs, all threads: those of the compiler and DuckDB's too. JMH
 * adds it up over the runs, which its column {@code Cnt} counts.
 */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class Cpu {
  /** What JMH reports, beside the wall time. */
  public double cpuSecondsOfAllRuns;

  private long before;

  @Setup(Level.Iteration)
  public void start() {
    before = nanos();
    cpuSecondsOfAllRuns = 0;
  }

  void stop() {
    cpuSecondsOfAllRuns = (nanos() - before) / 1e9;
  }

  private static long nanos() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
  }
}
