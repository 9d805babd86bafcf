package dev.rapport.engine.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rapport.api.feature.Source;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RowsTest {
  record Tagged(Instant at, List<String> tags) {}

  private static final Source<Tagged> SOURCE =
      Source.stream(Tagged.class, "tagged").at(Tagged::at).knownAt(Tagged::at);

  @Test
  void a_row_is_what_will_be_read_back() {
    List<String> tags = new ArrayList<>(List.of("a"));
    @Nullable Object[] row =
        Rows.of(SOURCE, new Tagged(Instant.parse("2026-01-01T00:00:00.123456789Z"), tags));
    tags.add("b");
    assertThat(row).containsExactly(Instant.parse("2026-01-01T00:00:00.123456Z"), List.of("a"));
  }

  @Test
  void what_could_not_be_read_back_is_refused() {
    Tagged tagged = new Tagged(Instant.EPOCH, Arrays.asList("a", null));
    assertThatThrownBy(() -> Rows.of(SOURCE, tagged)).hasMessage("tags: null (expected: a string)");
  }
}
