package dev.rapport.app.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The sessions that the documents show print what they say. {@code -Ddocs.update=true} writes what
 * they print into the transcripts instead.
 */
final class TranscriptTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"first-steps", "rides", "errors"})
  void a_session_prints_what_the_document_shows(String name) throws IOException {
    copy(Regions.ROOT.resolve("docs/examples/rides"), folder.resolve("rides"));
    Path file = Regions.ROOT.resolve("docs/sessions/" + name + ".txt");
    List<String> lines = Files.readAllLines(file);

    List<Transcript.Step> steps = new Transcript(folder).run(lines);

    if (Boolean.getBoolean("docs.update")) {
      Files.write(file, Transcript.updated(lines, steps));
    } else {
      assertThat(steps)
          .isNotEmpty()
          .allSatisfy(step ->
              assertThat(step.isAsExpected())
                  .as(
                      "%s: $ %s%nprinted%n%s%n(to update: -Ddocs.update=true)",
                      name, step.command(), String.join("\n", step.printed()))
                  .isTrue());
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, to.resolve(file.getFileName().toString()));
      }
    }
  }
}
