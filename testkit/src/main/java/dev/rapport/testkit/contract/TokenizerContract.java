package dev.rapport.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.spi.model.Tokenizer;
import org.junit.jupiter.api.Test;

/** What every {@link Tokenizer} must keep. */
public abstract class TokenizerContract {
  protected TokenizerContract() {}

  protected abstract Tokenizer tokenizer();

  @Test
  void an_empty_text_has_no_tokens() {
    assertThat(tokenizer().count("")).isZero();
  }

  @Test
  void every_text_is_counted_alike_each_time() {
    for (String text : new String[] {"Hello, world", "Straße 東京 ☕", "\n\n", "<|endoftext|>"}) {
      assertThat(tokenizer().count(text)).isNotNegative().isEqualTo(tokenizer().count(text));
    }
  }

  @Test
  void rows_with_their_own_newlines_add_up() {
    String first = "- Enjoys: hiking, museums\n";
    String second = "- Watched in the past hour: surfing in Portugal\n";

    assertThat(tokenizer().count(first + second))
        .isEqualTo(tokenizer().count(first) + tokenizer().count(second));
  }

  @Test
  void more_text_has_more_tokens() {
    assertThat(tokenizer().count("one two three four"))
        .isGreaterThan(tokenizer().count("one two"))
        .isPositive();
  }

  @Test
  void an_encoding_has_a_name() {
    assertThat(tokenizer().name()).isNotBlank();
  }
}
