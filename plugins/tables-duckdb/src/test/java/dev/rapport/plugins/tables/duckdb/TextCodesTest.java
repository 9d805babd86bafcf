package dev.rapport.plugins.tables.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hardwood.reader.Validity;
import dev.rapport.api.error.RapportException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextCodesTest {
  /** Texts as a batch of Hardwood has them. */
  private static boolean codes(TextCodes codes, List<@Nullable String> texts, int[] target) {
    var bytes = new ByteArrayOutputStream();
    int[] offsets = new int[texts.size() + 1];
    long[] present = new long[texts.size() / 64 + 1];
    for (int i = 0; i < texts.size(); i++) {
      String text = texts.get(i);
      if (text != null) {
        bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        present[i / 64] |= 1L << (i % 64);
      }
      offsets[i + 1] = bytes.size();
    }
    return codes.codes(bytes.toByteArray(), offsets, Validity.of(present), texts.size(), target);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void codes_count_up_in_the_order_of_first_appearance(long seed) {
    var random = new SplittableRandom(seed);
    var codes = new TextCodes(TextCodes.MOST_TEXTS);
    Map<String, Integer> expected = new LinkedHashMap<>();
    int longest = 1 + random.nextInt(20);
    for (int batch = 0; batch < 5; batch++) {
      List<@Nullable String> texts = new ArrayList<>();
      int rows = 1 + random.nextInt(3_000);
      for (int row = 0; row < rows; row++) {
        texts.add(random.nextInt(20) == 0 ? null : text(random, longest));
      }
      int[] found = new int[rows];
      assertThat(codes(codes, texts, found)).as("seed %d", seed).isTrue();
      for (int row = 0; row < rows; row++) {
        String text = texts.get(row);
        int wanted = text == null ? -1 : expected.computeIfAbsent(text, each -> expected.size());
        assertThat(found[row]).as("seed %d, batch %d, row %d", seed, batch, row).isEqualTo(wanted);
      }
    }
    assertThat(codes.size()).isEqualTo(expected.size());
    expected.forEach((text, code) -> assertThat(codes.text(code)).isEqualTo(text));
  }

  /** Few letters, the zero among them, so that texts repeat and differ in nothing but length. */
  private static String text(SplittableRandom random, int longest) {
    var text = new StringBuilder();
    for (int i = random.nextInt(longest + 1); i > 0; i--) {
      text.append(random.nextInt(8) == 0 ? 'é' : "\0ab".charAt(random.nextInt(3)));
    }
    return text.toString();
  }

  @Test
  void beyond_its_bound_it_gives_up_and_stays_so() {
    var codes = new TextCodes(3);
    int[] found = new int[4];
    assertThat(codes(codes, List.of("a", "a long one", "", "a"), found)).isTrue();
    assertThat(found).containsExactly(0, 1, 2, 0);
    assertThat(codes(codes, List.of("a", "b", "", "a"), found)).isFalse();
    assertThat(codes(codes, List.of("a"), found)).isFalse();
    assertThat(codes.text(1)).isEqualTo("a long one");
  }

  @Test
  void bytes_that_are_no_text_are_the_files_mistake() {
    var codes = new TextCodes(3);
    byte[] bytes = {(byte) 0xC3, 'x'};
    assertThat(codes.codes(bytes, new int[] {0, 2}, Validity.NO_NULLS, 1, new int[1])).isTrue();
    assertThatThrownBy(() -> codes.text(0))
        .isInstanceOf(RapportException.class)
        .hasMessageContaining("UTF-8");
  }
}
