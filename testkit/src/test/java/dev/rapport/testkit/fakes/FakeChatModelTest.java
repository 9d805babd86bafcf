package dev.rapport.testkit.fakes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rapport.api.error.RapportException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FakeChatModelTest {
  @Test
  void the_script_is_answered_piece_by_piece_and_then_ends() {
    FakeChatModel model = new FakeChatModel("Go to Greece.");
    StringBuilder parts = new StringBuilder();

    assertThat(model.answer("Where to?", Duration.ofSeconds(1), parts::append).text())
        .isEqualTo("Go to Greece.");
    assertThat(parts).hasToString("Go to Greece.");
    assertThat(model.prompts()).containsExactly("Where to?");
    assertThatThrownBy(() -> model.answer("And then?", Duration.ofSeconds(1), _ -> {}))
        .isInstanceOf(RapportException.class);
  }
}
