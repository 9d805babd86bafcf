package dev.rapport.app.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.app.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The point-in-time cases of peers, by the command that runs them. */
final class ConformanceCommandTest {
  private static final Path CASES = Path.of("../testkit/src/test/resources/cases/pit");

  @TempDir private Path folder;

  private static String files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(Path::toString)
          .filter(file -> file.endsWith(".json"))
          .sorted()
          .collect(Collectors.joining(" "));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"replay", "dataset", "serving"})
  void all_cases_pass_on_every_path(String path) throws IOException {
    Run run = Run.of("conformance " + files(CASES) + " --path " + path);

    assertThat(run.out()).isEqualTo("155 passed, 0 failed, 0 unsupported\n");
    assertThat(run.code()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"dataset", "serving"})
  void more_cases_of_peers_pass_on_every_path(String path) throws IOException {
    Run run = Run.of("conformance " + files(CASES.resolveSibling("peers")) + " --path " + path);

    assertThat(run.out()).isEqualTo("231 passed, 0 failed, 0 unsupported\n");
    assertThat(run.code()).isZero();
  }

  @Test
  void a_wrong_value_fails_with_what_was_expected() throws IOException {
    Path edges = CASES.resolve("edges-cases.json");
    Path broken = folder.resolve("broken.json");
    String text = Files.readString(edges);
    Files.writeString(
        broken, text.replaceFirst("\"values\":\\s*\\[\\s*\\[[^\\]]*\\]", "\"values\":[[41]"));
    Path answers = folder.resolve("answers.json");

    Run run = Run.of("conformance '" + broken + "' --out '" + answers + "'");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).startsWith("failed ").contains("expected", "41");
    assertThat(run.out().lines().toList().getLast()).contains(" 1 failed, ");
    assertThat(answers).content().startsWith("{");
  }

  @ParameterizedTest
  @ValueSource(strings = {"dataset", "serving"})
  void all_generated_cases_pass_on_every_path(String path) throws IOException {
    Path generated = CASES.resolveSibling("generated");
    Run run =
        Run.of(
            "conformance "
                + generated.resolve("bounds.json")
                + " "
                + generated.resolve("notions.json")
                + " "
                + generated.resolve("edges.json")
                + " --path "
                + path);

    assertThat(run.out()).isEqualTo("471 passed, 0 failed, 0 unsupported\n");
    assertThat(run.code()).isZero();
  }

  @Test
  void a_file_that_cannot_be_read_is_named_and_stops_no_other() throws IOException {
    Path text = Files.writeString(folder.resolve("text.json"), "{\"format\": ");
    Path edges = CASES.resolve("edges-cases.json");

    Run run = Run.of("conformance '" + text + "' '" + edges + "'");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .startsWith("rapport: case file " + text + ": not JSON")
        .contains("line 1");
    assertThat(run.out()).isEqualTo("1 passed, 0 failed, 0 unsupported\n");
  }
}
