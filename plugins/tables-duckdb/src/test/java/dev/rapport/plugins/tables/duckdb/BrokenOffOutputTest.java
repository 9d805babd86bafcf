package dev.rapport.plugins.tables.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rapport.api.schema.Type;
import dev.rapport.spi.table.TableWriter.Output;
import dev.rapport.spi.table.TableWriter.OutputColumn;
import dev.rapport.testkit.Interruptible;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real processes that write a file and are stopped: nothing of it remains. */
@Timeout(300) // minutes where others use the disk
class BrokenOffOutputTest {
  @TempDir Path folder;
  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void end() {
    started.forEach(Process::destroyForcibly);
  }

  /** The command that writes to a file, as text for a shell. */
  private static String writing(Path file) {
    return "'%s' --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -cp '%s' %s '%s'"
        .formatted(
            Path.of(System.getProperty("java.home"), "bin", "java"),
            System.getProperty("java.class.path"),
            EndlessOutput.class.getName(),
            file);
  }

  private Process start(String... command) throws IOException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    started.add(process);
    return process;
  }

  private Process startInterruptible(Path file) throws Exception {
    List<String> command = Interruptible.command(List.of("sh", "-c", "exec " + writing(file)));
    return start(command.toArray(String[]::new));
  }

  private static BufferedReader output(Process process) {
    return process.inputReader(StandardCharsets.UTF_8);
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.map(each -> each.getFileName().toString()).sorted().toList();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM"})
  void an_interrupted_process_leaves_neither_half_a_file_nor_a_folder(String signal)
      throws Exception {
    Files.writeString(folder.resolve("out.parquet"), "the one before");
    Process process = startInterruptible(folder.resolve("out.parquet"));
    assertThat(output(process).readLine()).isEqualTo("writing");
    assertThat(names(folder)).hasSize(2).anyMatch(name -> name.startsWith(".out.parquet-"));

    start("kill", "-" + signal, Long.toString(process.pid())).waitFor();

    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(names(folder)).containsExactly("out.parquet");
    assertThat(folder.resolve("out.parquet")).hasContent("the one before");
  }

  @Test
  void what_a_killed_process_left_goes_when_the_file_is_made_again() throws Exception {
    Path file = folder.resolve("out.parquet");
    Process killed = start("sh", "-c", "exec " + writing(file));
    assertThat(output(killed).readLine()).isEqualTo("writing");
    Process alive = startInterruptible(file);
    assertThat(output(alive).readLine()).isEqualTo("writing");
    assertThat(names(folder)).hasSize(2);
    killed.destroyForcibly().waitFor();
    assertThat(names(folder)).as("left").hasSize(2);

    try (var tables = DuckDbTables.open(folder);
        Output output = tables.create(file, List.of(new OutputColumn("n", Type.LONG)))) {
      assertThat(names(folder)).as("this and the one that is alive").hasSize(2);
      output.row(new Object[] {1L});
      output.commit();
    }

    start("kill", "-INT", Long.toString(alive.pid())).waitFor();
    assertThat(alive.waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(names(folder)).containsExactly("out.parquet");
  }

  @ParameterizedTest
  @ValueSource(strings = {"size=6m", "nr_inodes=1", "nr_inodes=2"})
  void a_full_disk_is_told_and_nothing_remains(String bound) throws Exception {
    Process probe = start("unshare", "-rm", "mount", "-t", "tmpfs", "none", folder.toString());
    assumeTrue(probe.waitFor() == 0, "a file system of its own can be mounted here");
    Process process =
        start(
            "unshare",
            "-rm",
            "sh",
            "-c",
            "mount -t tmpfs -o %s none '%s' && %s && ls -A '%s' | wc -l"
                .formatted(bound, folder, writing(folder.resolve("out.parquet")), folder));
    List<String> said = output(process).readAllLines();

    assertThat(said)
        .endsWith(
            "DEPENDENCY file: "
                + folder.resolve("out.parquet")
                + ": not written: no space left on the disk",
            "0");
  }
}
