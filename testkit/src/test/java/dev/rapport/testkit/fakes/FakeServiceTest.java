package dev.rapport.testkit.fakes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rapport.api.error.RapportException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FakeServiceTest {
  private static final Duration TIMEOUT = Duration.ofMillis(500);

  @Test
  void what_it_does_not_know_is_left_out() {
    FakeService<String, Integer> service = new FakeService<String, Integer>().answering("rome", 21);

    assertThat(service.ask(List.of("rome", "oslo"), TIMEOUT)).isEqualTo(Map.of("rome", 21));
    assertThat(service.calls()).containsExactly(List.of("rome", "oslo"));
  }

  @Test
  void a_slow_answer_is_a_timeout_and_no_time_passes() {
    FakeService<String, Integer> service =
        new FakeService<String, Integer>().answering("rome", 21).taking(Duration.ofDays(1));

    assertThatThrownBy(() -> service.ask(List.of("rome"), TIMEOUT))
        .isInstanceOf(RapportException.class)
        .hasMessageContaining("no answer within 0.5 s");
    assertThat(service.taking(TIMEOUT).ask(List.of("rome"), TIMEOUT)).hasSize(1);
    assertThatThrownBy(() -> service.failing(true).ask(List.of("rome"), TIMEOUT))
        .isInstanceOf(RapportException.class);
  }
}
