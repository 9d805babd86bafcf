package dev.rapport.app;

import dev.rapport.app.output.Terminal;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the launcher records for the start-up cache: the commands that people wait for, one after
 * the other, on a catalog in a temporary folder. Says nothing; exit code 0 where all went well.
 */
final class TrainingRun {
  private TrainingRun() {}

  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createTempDirectory("rapport-training");
    int code = 0;
    try {
      for (List<String> command : commands(folder.resolve("catalog").toString())) {
        PrintStream nowhere =
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        Terminal terminal = Terminal.plain(nowhere, nowhere, Map.of()).withColumns(100);
        code = Math.max(code, Main.run(command, terminal));
      }
    } finally {
      delete(folder);
    }
    System.exit(code);
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

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(file);
      }
    }
  }
}
