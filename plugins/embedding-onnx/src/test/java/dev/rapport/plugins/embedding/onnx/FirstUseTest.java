package dev.rapport.plugins.embedding.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.api.error.RapportException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens once in a process, seen in a process of its own. */
final class FirstUseTest {
  @TempDir Path directory;

  @Test
  void the_model_is_loaded_by_the_first_text_in_silence_and_offline()
      throws IOException, InterruptedException {
    Run run = run();
    assertThat(run.out()).isEqualTo("before: null\nvectors: 1\nafter: true\n");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void a_model_that_cannot_be_loaded_is_a_failed_dependency_each_time()
      throws IOException, InterruptedException {
    Run run = run("-Djava.io.tmpdir=" + directory.resolve("missing"));
    assertThat(run.out().lines().filter(line -> line.startsWith("DEPENDENCY")))
        .hasSize(2)
        .allSatisfy(line ->
            assertThat(line)
                .contains("all-minilm-l6-v2-q", "missing", "expected: a platform of ONNX"));
  }

  private Run run(String... options) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), First.class.getName()));
    Path out = directory.resolve("out");
    Path err = directory.resolve("err");
    new ProcessBuilder(command)
        .redirectOutput(out.toFile())
        .redirectError(err.toFile())
        .start()
        .waitFor();
    return new Run(Files.readString(out), Files.readString(err));
  }

  private record Run(String out, String err) {}

  /** The process. */
  static final class First {
    private First() {}

    public static void main(String... arguments) {
      MiniLm model = MiniLm.load();
      System.out.print("before: " + System.getProperty("ai.djl.offline") + "\n");
      for (int attempt = 0; attempt < 2; attempt++) {
        try {
          System.out.print("vectors: " + model.embed(List.of("beach")).size() + "\n");
          break;
        } catch (RapportException e) {
          System.out.print(e.kind() + " " + e.getMessage() + "\n");
        }
      }
      System.out.print("after: " + System.getProperty("ai.djl.offline") + "\n");
    }
  }
}
