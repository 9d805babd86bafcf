package dev.rapport.app.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class ProgressLineTest {
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
  private final Terminal terminal = Terminal.plain(stream, stream, Map.of());
  private final AtomicLong nanos = new AtomicLong();

  @Test
  void without_a_terminal_only_long_work_shows_and_that_rarely_with_its_end() {
    try (ProgressLine progress = new ProgressLine(terminal, nanos::get)) {
      for (int second = 0; second <= 29; second++) {
        nanos.set(Duration.ofSeconds(second).toNanos());
        progress.at("reading trips", Math.min(second * 100L, 2_500), 2_500);
      }
      progress.at("reading places", 254, 254);
    }

    assertThat(err.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            "reading trips: 1,000 of 2,500, 100/s, 15 s left",
            "reading trips: 2,000 of 2,500, 100/s, 5.0 s left",
            "reading trips: 2,500 of 2,500, 86/s");
  }

  @Test
  void stages_of_one_work_share_its_rate_and_remaining_time() {
    try (ProgressLine progress = new ProgressLine(terminal, nanos::get)) {
      progress.at("dataset", "pass 1 of 2", 0, 3_000);
      nanos.set(Duration.ofSeconds(10).toNanos());
      progress.at("dataset", "pass 2 of 2", 1_000, 3_000);
    }

    assertThat(err.toString(StandardCharsets.UTF_8).lines())
        .containsExactly("dataset, pass 2 of 2: 1,000 of 3,000, 100/s, 20 s left");
  }

  @Test
  void work_ends_at_its_next_progress_where_that_is_wished() {
    try (ProgressLine progress = new ProgressLine(terminal, nanos::get)) {
      progress.at("reading trips", 1, 3);
      terminal.interruption().workEnded();
      terminal.interruption().endWork();

      assertThatExceptionOfType(Interruption.Interrupted.class)
          .isThrownBy(() -> progress.at("reading trips", 2, 3));
    }
  }

  @Test
  void progress_says_rate_and_remaining_time_where_the_total_is_known() {
    assertThat(ProgressLine.text("reading trips", 1_000_000, 3_000_000, 2))
        .isEqualTo("reading trips: 1,000,000 of 3,000,000, 500,000/s, 4.0 s left");
    assertThat(ProgressLine.text("reading trips", 10, -1, 2)).isEqualTo("reading trips: 10, 5/s");
    assertThat(ProgressLine.text("answering", 0, 300, 20)).isEqualTo("answering: 0 of 300, 20 s");
  }
}
