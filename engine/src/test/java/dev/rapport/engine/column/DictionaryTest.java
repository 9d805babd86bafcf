package dev.rapport.engine.column;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DictionaryTest {
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void texts_have_the_codes_of_their_first_coming_one_by_one_or_many_at_once(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Dictionary dictionary = new Dictionary();
    Map<String, Integer> expected = new HashMap<>();
    List<String> first = new ArrayList<>();
    for (int batch = 0; batch < 50; batch++) {
      int count = random.nextInt(200);
      @Nullable String[] texts = new String[count];
      int[] wanted = new int[count];
      for (int i = 0; i < count; i++) {
        String text =
            switch (random.nextInt(10)) {
              case 0 -> null;
              case 1 -> "";
              case 2 -> random.nextBoolean() ? "Aa" : "BB"; // of one hash
              default -> "t" + random.nextInt(2_000);
            };
        texts[i] = text;
        if (text == null) {
          wanted[i] = -1;
          continue;
        }
        if (expected.putIfAbsent(text, expected.size()) == null) {
          first.add(text);
        }
        wanted[i] = expected.getOrDefault(text, -1);
      }
      int[] codes = new int[count];
      dictionary.codes(texts, count, codes);
      assertThat(codes).isEqualTo(wanted);
    }
    assertThat(dictionary.size()).isEqualTo(first.size());
    for (int code = 0; code < first.size(); code++) {
      assertThat(dictionary.text(code)).isEqualTo(first.get(code));
      assertThat(dictionary.find(first.get(code))).isEqualTo(code);
      assertThat(dictionary.code(first.get(code))).isEqualTo(code);
    }
    assertThat(dictionary.find("never")).isEqualTo(-1);
    assertThat(dictionary.find(7)).isEqualTo(-1);
  }
}
