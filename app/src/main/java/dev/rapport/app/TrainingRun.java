package dev.rapport.app;

import dev.rapport.app.output.Terminal;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the launcher records for the start-up cache: the commands that people wait for, one after
 * the other, on a catalog in a temporary folder. Says what goes wrong; exit code 0 where nothing
 * did.
 */
final class TrainingRun {
  private static final int ROWS = 300_000;
  private static final int CUSTOMERS = 10_000;
  private static final String PAYMENTS =
      """
      import static dev.rapport.api.aggregation.Aggregations.*;
      import module dev.rapport.api;
      import module java.base;

      public final class Payments implements CatalogProvider {
        record Payment(String customer, Instant at, double amount) {}

        static final Entity<String> CUSTOMER = Entity.of("customer", String.class);
        static final Source<Payment> PAYMENTS =
            Source.table(Payment.class, "from 'TABLE'")
                .named("payments")
                .at(Payment::at)
                .about(CUSTOMER, Payment::customer);

        static <R> Feature<R> feature(String name, Aggregation<? super Double, R> made, int days) {
          return PAYMENTS.feature(name).aggregate(Payment::amount, made, Duration.ofDays(days));
        }

        @Override
        public Catalog catalog() {
          return Catalog.of(
              PAYMENTS.feature("last_amount").aggregate(Payment::amount, latest(), Window.lifetime()),
              feature("sum_of_a_day", sum(), 1),
              feature("count_of_a_day", count(), 1),
              feature("mean_of_a_month", mean(), 30),
              feature("greatest_of_a_month", max(), 30));
        }
      }
      """;

  private TrainingRun() {}

  public static void main(String[] arguments) throws IOException {
    System.exit(run(System.err));
  }

  /** Runs all commands; returns the greatest of their exit codes. */
  static int run(PrintStream errors) throws IOException {
    Path folder = Files.createTempDirectory("rapport-training");
    int code = 0;
    try {
      List<List<String>> commands = new ArrayList<>(commands(folder.resolve("catalog").toString()));
      commands.addAll(datasets(folder));
      for (List<String> command : commands) {
        PrintStream nowhere =
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        Terminal terminal = Terminal.plain(nowhere, errors, Map.of()).withColumns(100);
        code = Math.max(code, Main.run(command, terminal));
      }
    } finally {
      delete(folder);
    }
    return code;
  }

  private static List<List<String>> commands(String catalog) {
    return List.of(
        List.of("--help"),
        List.of("features"),
        List.of("init", catalog),
        List.of("--catalog", catalog, "features", "--json"),
        List.of("--catalog", catalog, "check"),
        List.of("--catalog", catalog, "apply"),
        List.of("--catalog", catalog, "ingest", "page_views", catalog + "/data/page_views.jsonl"),
        List.of("--catalog", catalog, "get", "favourite_genres", "--about", "reader=ann"),
        List.of(
            "--catalog",
            catalog,
            "ask",
            "next_book",
            "Something new",
            "--about",
            "reader=ann",
            "--explain"),
        List.of(
            "--catalog",
            catalog,
            "dataset",
            "--questions",
            catalog + "/data/questions.csv",
            "--features",
            "favourite_genres,genre_fit",
            "--out",
            catalog + "/out.parquet"));
  }

  /**
   * Datasets over a table that is large enough for the compiler to learn what is worth its while:
   * first a CSV file becomes a Parquet file, then that one is read.
   */
  private static List<List<String>> datasets(Path folder) throws IOException {
    Path csv = folder.resolve("payments.csv");
    Path parquet = folder.resolve("payments.parquet");
    writePayments(csv);
    String windows = "sum_of_a_day,mean_of_a_month,greatest_of_a_month";
    return List.of(
        dataset(catalog(folder, "csv", csv), csv, "count_of_a_day", parquet),
        dataset(catalog(folder, "parquet", parquet), parquet, "last_amount", csv),
        dataset(folder.resolve("parquet"), parquet, windows, folder.resolve("all.parquet")));
  }

  private static List<String> dataset(Path catalog, Path questions, String features, Path out) {
    return List.of(
        "--catalog",
        catalog.toString(),
        "dataset",
        "--questions",
        questions.toString(),
        "--features",
        features,
        "--out",
        out.toString());
  }

  private static Path catalog(Path folder, String name, Path table) throws IOException {
    Path catalog = Files.createDirectory(folder.resolve(name));
    Files.writeString(
        catalog.resolve("Payments.java"), PAYMENTS.replace("TABLE", table.toString()));
    return catalog;
  }

  private static void writePayments(Path csv) throws IOException {
    try (Writer rows = Files.newBufferedWriter(csv)) {
      rows.write("customer,at,amount\n");
      for (int i = 0; i < ROWS; i++) {
        int spread = i * 0x9E3779B1;
        Instant at = Instant.EPOCH.plusSeconds(spread >>> 8);
        rows.write("c" + (spread >>> 4) % CUSTOMERS + "," + at + "," + (spread >>> 16) / 100.0);
        rows.write('\n');
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(file);
      }
    }
  }
}
