package dev.rapport.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * How both peers grow with the number of facts: {@code ./rapport bench growth LARGEST FOLDER} runs
 * {@link AsOfBenchmark} and {@link WindowsBenchmark} for 10,000 facts, ten times as many and so on,
 * with a tenth as many questions and a hundredth as many customers, and writes {@code growth.csv},
 * {@code growth.md} and {@code growth.svg} to the folder. What an earlier run left there of larger
 * sizes stays. A run that fails, such as for want of memory, is left out and told of.
 */
public final class Growth {
  private static final long SMALLEST = 10_000;

  /** Beyond this, what Java compiles is little beside one run. */
  private static final long LARGE = 10_000_000;

  private Growth() {}

  /**
   * What one size took, medians over the runs.
   *
   * @param work {@code latest} or {@code windows}
   * @param who {@code rapport} or {@code duckdb}
   */
  record Point(String work, String who, long facts, double wallSeconds, double cpuSeconds) {
    static final String HEADER =
        "work,who,facts,questions,customers,wall_seconds,cpu_seconds,microseconds_of_cpu_per_fact";

    String csv() {
      return String.format(
          Locale.ROOT,
          "%s,%s,%d,%d,%d,%.3f,%.3f,%.3f",
          work,
          who,
          facts,
          facts / 10,
          facts / 100,
          wallSeconds,
          cpuSeconds,
          cpuSeconds / facts * 1e6);
    }

    static Point of(String csv) {
      String[] cells = csv.split(",");
      return new Point(
          cells[0],
          cells[1],
          Long.parseLong(cells[2]),
          Double.parseDouble(cells[5]),
          Double.parseDouble(cells[6]));
    }
  }

  /** Takes the largest number of facts, 10,000,000 where there is none, and the folder. */
  public static void main(String[] arguments) throws RunnerException, IOException {
    long largest = arguments.length > 0 ? Long.parseLong(arguments[0]) : 10_000_000;
    Path folder = Path.of(arguments.length > 1 ? arguments[1] : ".");
    List<Point> larger = earlier(folder, largest);
    List<Point> points = new ArrayList<>();
    for (long facts = SMALLEST; facts <= largest; facts *= 10) {
      var options =
          new OptionsBuilder()
              .include(AsOfBenchmark.class.getSimpleName())
              .include(WindowsBenchmark.class.getSimpleName() + "\\.(rapport|duckdb)$")
              .param("facts", Long.toString(facts))
              .param("questions", Long.toString(facts / 10))
              .param("customers", Long.toString(facts / 100))
              .forks(1)
              .warmupIterations(facts > LARGE ? 1 : 4)
              .measurementIterations(3)
              .build();
      int before = points.size();
      for (RunResult result : new Runner(options).run()) {
        points.add(point(result, facts));
      }
      if (points.size() - before < 4) {
        System.out.println(facts + " facts: a run failed, see above");
      }
      // After each size, so that a run that is ended leaves what it measured.
      List<Point> all = new ArrayList<>(points);
      all.addAll(larger);
      write(folder, all);
    }
  }

  private static List<Point> earlier(Path folder, long largest) throws IOException {
    Path csv = folder.resolve("growth.csv");
    if (!Files.exists(csv)) {
      return List.of();
    }
    return Files.readAllLines(csv).stream()
        .skip(1)
        .map(Point::of)
        .filter(point -> point.facts() > largest)
        .toList();
  }

  private static Point point(RunResult result, long facts) {
    String[] name = result.getParams().getBenchmark().split("\\.");
    String work =
        name[name.length - 2].equals(AsOfBenchmark.class.getSimpleName()) ? "latest" : "windows";
    Result<?> cpu = result.getSecondaryResults().get("cpuSecondsOfAllRuns");
    return new Point(
        work,
        name[name.length - 1],
        facts,
        result.getPrimaryResult().getStatistics().getPercentile(50),
        cpu.getStatistics().getPercentile(50));
  }

  private static void write(Path folder, List<Point> points) throws IOException {
    List<String> csv = new ArrayList<>(List.of(Point.HEADER));
    points.forEach(point -> csv.add(point.csv()));
    Files.createDirectories(folder);
    Files.write(folder.resolve("growth.csv"), csv);
    Files.writeString(folder.resolve("growth.md"), table(points));
    Files.writeString(folder.resolve("growth.svg"), GrowthPlot.draw(points));
  }

  private static String table(List<Point> points) {
    var table =
        new StringBuilder(
            "| facts | work | Rapport, s | CPU, s | DuckDB, s | CPU, s | of DuckDB's time |\n"
                + "|---|---|---|---|---|---|---|\n");
    for (Point ours : points) {
      if (!ours.who().equals("rapport")) {
        continue;
      }
      for (Point theirs : points) {
        if (theirs.who().equals("duckdb")
            && theirs.work().equals(ours.work())
            && theirs.facts() == ours.facts()) {
          table.append(
              String.format(
                  Locale.ROOT,
                  "| %,d | %s | %.2f | %.2f | %.2f | %.2f | %.2f |%n",
                  ours.facts(),
                  ours.work(),
                  ours.wallSeconds(),
                  ours.cpuSeconds(),
                  theirs.wallSeconds(),
                  theirs.cpuSeconds(),
                  ours.wallSeconds() / theirs.wallSeconds()));
        }
      }
    }
    return table.toString();
  }
}
