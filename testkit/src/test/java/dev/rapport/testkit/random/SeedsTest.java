package dev.rapport.testkit.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeedsTest {
  @Test
  void seeds_are_one_or_a_range_or_the_tests_own() {
    assertThat(Seeds.parse("17", 5, 2).boxed()).containsExactly(17L);
    assertThat(Seeds.parse("7..9", 5, 2).boxed()).containsExactly(7L, 8L, 9L);
    assertThat(Seeds.parse("", 5, 2).boxed()).containsExactly(5L, 6L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "1..", "..1", "2..1", "-1", "1...2"})
  void other_texts_are_refused(String text) {
    assertThatThrownBy(() -> Seeds.parse(text, 0, 1))
        .hasMessageContaining("rapport.seeds: " + text + " (expected: a seed such as 17");
  }
}
