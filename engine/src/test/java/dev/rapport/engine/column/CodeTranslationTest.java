package dev.rapport.engine.column;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.spi.table.TextDictionary;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CodeTranslationTest {
  private final CodeTranslation translation = new CodeTranslation();
  private final List<String> looked = new ArrayList<>();

  /** A dictionary that may grow, as that of a reader. */
  private record Texts(List<String> texts) implements TextDictionary {
    @Override
    public int size() {
      return texts.size();
    }

    @Override
    public String text(int code) {
      return texts.get(code);
    }
  }

  private int[] translated(TextDictionary from, int... codes) {
    translation.translate(
        from,
        codes,
        0,
        codes.length,
        -7,
        (text, _) -> {
          looked.add(text);
          return text.equals("?") ? CodeTranslation.UNKNOWN : text.length();
        });
    return codes;
  }

  @Test
  void each_text_is_looked_at_once_and_null_is_what_it_is_said_to_be() {
    Texts texts = new Texts(new ArrayList<>(List.of("tea", "ginger")));
    assertThat(translated(texts, 1, -1, 1, 0, 1)).containsExactly(6, -7, 6, 3, 6);
    texts.texts().add("rice");
    assertThat(translated(texts, 2, 0)).containsExactly(4, 3);
    assertThat(looked).containsExactly("ginger", "tea", "rice");
  }

  @Test
  void what_is_not_known_is_looked_at_again() {
    Texts texts = new Texts(List.of("?"));
    assertThat(translated(texts, 0, 0)).containsExactly(-1, -1);
    assertThat(looked).containsExactly("?", "?");
  }

  @Test
  void another_dictionary_starts_anew() {
    Texts first = new Texts(List.of("tea"));
    Texts second = new Texts(List.of("ginger"));
    assertThat(translated(first, 0)).containsExactly(3);
    assertThat(translation.isOf(first)).isTrue();
    assertThat(translation.isOf(second)).isFalse();
    assertThat(translated(second, 0)).containsExactly(6);
  }
}
