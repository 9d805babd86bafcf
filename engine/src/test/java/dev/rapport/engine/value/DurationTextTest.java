package dev.rapport.engine.value;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.api.schema.DurationText;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationTextTest {
  @ParameterizedTest
  @CsvSource({
    "PT0S, 0 s",
    "PT72H, 3 d",
    "PT-168H, -7 d",
    "PT36H, 1 d 12 h",
    "PT-36H, -1 d 12 h",
    "PT1H30M, 1 h 30 min",
    "PT0.05S, 0.05 s",
    "PT-0.5S, -0.5 s",
    "PT24H0.000001S, 1 d 0.000001 s",
    "PT100S, 1 min 40 s",
    "P400D, 400 d"
  })
  void durations_read_in_units_of_people(Duration duration, String text) {
    assertThat(DurationText.of(duration)).isEqualTo(text);
  }
}
