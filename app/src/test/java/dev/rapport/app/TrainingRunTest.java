package dev.rapport.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class TrainingRunTest {
  /** The launcher would not notice: its cache would only be worse. */
  @Test
  void every_command_that_the_start_up_cache_is_made_of_works() throws IOException {
    var errors = new ByteArrayOutputStream();
    int code = TrainingRun.run(new PrintStream(errors, true, StandardCharsets.UTF_8));
    assertThat(code).as(errors.toString(StandardCharsets.UTF_8)).isEqualTo(0);
  }
}
