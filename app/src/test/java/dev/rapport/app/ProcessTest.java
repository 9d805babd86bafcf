package dev.rapport.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.app.output.Json;
import dev.rapport.platform.Options;
import dev.rapport.platform.Rapport;
import dev.rapport.testkit.Interruptible;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The command line as a process of its own, with what can befall a process. */
final class ProcessTest {
  private static final String SLOW =
      """
      import static dev.rapport.api.aggregation.Aggregations.countRows;
      import static dev.rapport.api.aggregation.Window.lifetime;

      import module dev.rapport.api;
      import module java.base;

      public final class Slow implements CatalogProvider {
        record Tick(String who, Instant tickedAt) {}

        static final Entity<String> WHO = Entity.of("who", String.class);
        static final Feature<Long> TICKS =
            Source.stream(Tick.class, "ticks")
                .at(Tick::tickedAt)
                .knownAt(Tick::tickedAt)
                .history(
                    "select 'ann' as who, make_timestamp(range) as ticked_at from range(ROWS)")
                .about(WHO, Tick::who)
                .feature("ticks")
                .aggregate(countRows(), lifetime());

        @Override
        public Catalog catalog() {
          return Catalog.of(TICKS);
        }
      }
      """;

  @TempDir private Path folder;

  private Process start(String... arguments) throws IOException {
    return started(command(arguments));
  }

  private Process startInterruptible(String... arguments) throws Exception {
    return started(Interruptible.command(command(arguments)));
  }

  private static List<String> command(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName()));
    command.addAll(List.of(arguments));
    return command;
  }

  private Process started(List<String> command) throws IOException {
    return new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectError(folder.resolve("err.txt").toFile())
        .start();
  }

  private static int exitCode(Process process) throws InterruptedException {
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  private String err() throws IOException {
    return Files.readString(folder.resolve("err.txt"), StandardCharsets.UTF_8);
  }

  @Test
  void a_catalog_that_ends_java_is_told() throws Exception {
    Path catalog = Files.createDirectory(folder.resolve("exit"));
    Files.writeString(
        catalog.resolve("Exit.java"),
        """
        import module dev.rapport.api;

        public final class Exit implements CatalogProvider {
          @Override
          public Catalog catalog() {
            System.exit(7);
            return Catalog.of();
          }
        }
        """);
    assertThat(exitCode(start("--catalog", "exit", "check"))).isEqualTo(7);
    assertThat(err()).contains("ended before the command was done").contains("code that ends Java");
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC}) // whose shells can bound the size of files
  void an_init_that_fails_on_the_way_leaves_nothing() throws Exception {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    // No file may have more than 4 blocks, half a kilobyte each, as if the disk were full then.
    Process process =
        new ProcessBuilder(
                "sh",
                "-c",
                "ulimit -f 4; exec \"$0\" -XX:-UsePerfData -cp \"$1\" \"$2\" init new/shop",
                java.toString(),
                System.getProperty("java.class.path"),
                Main.class.getName())
            .directory(folder.toFile())
            .redirectError(folder.resolve("err.txt").toFile())
            .start();
    assertThat(exitCode(process)).isEqualTo(2);
    assertThat(err()).contains("Bookshop.java cannot be written (expected: a folder that can be");
    assertThat(folder.resolve("new")).doesNotExist();

    assertThat(exitCode(start("init", "new/shop"))).isZero();
  }

  @Test
  void a_second_process_on_a_data_directory_is_told_so() throws Exception {
    Path shop = Run.newCatalog(folder.resolve("shop"));
    try (Rapport _ =
        Rapport.open(shop.resolve(".rapport"), Options.defaults().withDataRoot(shop))) {
      Process second = start("--catalog", "shop", "apply");
      assertThat(exitCode(second)).isEqualTo(1);
      assertThat(err())
          .startsWith("rapport: data directory: ")
          .contains("is in use by another process")
          .doesNotContain("\tat ");
      assertThat(exitCode(start("--catalog", "shop", "check"))).isZero();
    }
    assertThat(exitCode(start("--catalog", "shop", "apply"))).isZero();
  }

  @Test
  void a_reader_that_goes_away_is_no_failure() throws Exception {
    Run.newCatalog(folder.resolve("shop"));
    Process process = start("--catalog", "shop", "features", "--json");
    process.getInputStream().close();
    assertThat(exitCode(process)).isZero();
    assertThat(err()).isEmpty();
  }

  private void interrupt(Process process) throws Exception {
    assertThat(new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor())
        .isZero();
    assertThat(exitCode(process)).isEqualTo(130);
    assertThat(err())
        .contains("rapport: ended before the command was done")
        .doesNotContain("\tat ", "Exception");
  }

  private static boolean hasBegunItsSecondPass(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.anyMatch(file -> file.endsWith("aside-pass-0"));
    } catch (UncheckedIOException e) { // a file that went meanwhile
      return false;
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS) // which has no such signal
  void an_interrupted_dataset_leaves_no_file_between_two_passes_either() throws Exception {
    Path catalog = Files.createDirectory(folder.resolve("large"));
    Files.writeString(
        catalog.resolve("Large.java"),
        """
        import module dev.rapport.api;
        import module java.base;

        public final class Large implements CatalogProvider {
          record Tick(String who, Instant tickedAt) {}

          static final Entity<String> WHO = Entity.of("who", String.class);
          static final Feature<Long> TICKS =
              Source.table(
                      Tick.class,
                      "select 'u' || range % 1000 as who, make_timestamp(range) as ticked_at"
                          + " from range(4_000_000)")
                  .named("ticked")
                  .at(Tick::tickedAt)
                  .about(WHO, Tick::who)
                  .feature("ticks")
                  .aggregate(Aggregations.countRows(), Window.lifetime());

          @Override
          public Catalog catalog() {
            return Catalog.of(TICKS);
          }
        }
        """);
    Files.write(
        catalog.resolve("questions.csv"),
        Stream.concat(
                Stream.of("who,at"),
                IntStream.range(0, 10_000).mapToObj(i -> "u" + i % 1000 + ",2026-01-01T00:00:00Z"))
            .toList());
    Path out = Files.createDirectory(folder.resolve("out"));
    Process dataset =
        startInterruptible(
            "--catalog=large",
            "dataset",
            "--memory=16MB",
            "--questions=large/questions.csv",
            "--features=ticks",
            "--out=out/ticks.parquet");
    while (!hasBegunItsSecondPass(out)) {
      assertThat(dataset.isAlive()).as(err()).isTrue();
      Thread.sleep(5);
    }
    interrupt(dataset);
    assertThat(out).isEmptyDirectory();
  }

  @Test
  @DisabledOnOs(OS.WINDOWS) // which has no such signal
  void an_interrupted_apply_leaves_nothing_half_done() throws Exception {
    Path catalog = Files.createDirectory(folder.resolve("slow"));
    Files.writeString(catalog.resolve("Slow.java"), SLOW.replace("ROWS", "2_000_000_000"));
    Process apply = startInterruptible("--catalog", "slow", "apply");
    Path begun = catalog.resolve(".rapport/log/CURRENT");
    while (!Files.exists(begun) && apply.isAlive()) {
      Thread.onSpinWait();
    }
    interrupt(apply);

    Process plan = start("--catalog", "slow", "plan");
    String planned = new String(plan.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(exitCode(plan)).isZero();
    assertThat(planned).contains("+ feature ticks", "> read ticks: new");

    Files.writeString(catalog.resolve("Slow.java"), SLOW.replace("ROWS", "20"));
    assertThat(exitCode(start("--catalog", "slow", "apply"))).isZero();
    Process get = start("--catalog", "slow", "get", "ticks", "--about", "who=ann", "--json");
    String told = new String(get.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(told).contains("\"value\" : 20");
  }

  private static long bytes(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    } catch (UncheckedIOException | NoSuchFileException e) { // a file that went meanwhile
      return 0;
    }
  }

  private static String out(Process process) throws Exception {
    String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(exitCode(process)).isZero();
    return told;
  }

  @Test
  @DisabledOnOs(OS.WINDOWS) // which has no such signal
  void an_interrupted_ingest_says_how_far_it_came_and_is_gone_on_with() throws Exception {
    int lines = 1_500_000;
    Path catalog = Files.createDirectory(folder.resolve("slow"));
    Files.writeString(catalog.resolve("Slow.java"), SLOW.replace("ROWS", "0"));
    Files.write(
        folder.resolve("ticks.jsonl"),
        Collections.nCopies(lines, "{\"who\":\"ann\",\"ticked_at\":\"2026-01-01T00:00:00Z\"}"));
    Process ingest =
        startInterruptible("--catalog=slow", "--json", "ingest", "ticks", "ticks.jsonl");
    while (bytes(catalog) < 4 << 20) {
      assertThat(ingest.isAlive()).as(err()).isTrue();
      Thread.sleep(5);
    }
    interrupt(ingest);
    Map<?, ?> told =
        (Map<?, ?>)
            Json.parse(new String(ingest.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    assertThat(told.get("complete")).isEqualTo(false);
    int read = (Integer) Objects.requireNonNull(told.get("read"));
    assertThat(read).isBetween(5_000, lines - 5_000).isEqualTo(told.get("accepted"));

    String rest = Integer.toString(lines - 10);
    assertThat(out(start("--catalog=slow", "ingest", "ticks", "ticks.jsonl", "--after", rest)))
        .contains("10 accepted");
    assertThat(out(start("--catalog=slow", "get", "ticks", "--about", "who=ann", "--json")))
        .contains("\"value\" : " + (read + 10));
  }
}
