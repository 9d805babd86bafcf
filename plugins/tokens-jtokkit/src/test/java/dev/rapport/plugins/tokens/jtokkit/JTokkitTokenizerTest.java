package dev.rapport.plugins.tokens.jtokkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.spi.model.Tokenizer;
import dev.rapport.testkit.contract.TokenizerContract;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The expected counts were taken from tiktoken, the encodings' original. */
final class JTokkitTokenizerTest {
  private static final int LONG = 100_000;
  private static final String PROSE =
      "The quick brown fox jumps over the lazy dog. Trips: Lisbon (2024), Porto.\n";

  private final Tokenizer o200k = JTokkitTokenizer.o200k();
  private final Tokenizer cl100k = JTokkitTokenizer.cl100k();

  @Nested
  final class O200k extends TokenizerContract {
    @Override
    protected Tokenizer tokenizer() {
      return o200k;
    }
  }

  @Nested
  final class Cl100k extends TokenizerContract {
    @Override
    protected Tokenizer tokenizer() {
      return cl100k;
    }
  }

  static List<Arguments> counts() {
    return List.of(
        Arguments.of("", 0, 0),
        Arguments.of("hello world", 2, 2),
        Arguments.of("Where should I go this summer?", 7, 7),
        Arguments.of("I'd say DON'T go, it's 35°C there; €1,234.56!\n\n  next", 20, 23),
        Arguments.of("weather: 24.5 °C\n| Lisbon | PT | 38.72 |\n", 19, 19),
        Arguments.of("Πού να πάω;", 6, 11),
        Arguments.of("👩‍👩‍👧‍👦 🏖️", 15, 22),
        Arguments.of("<|endoftext|>", 7, 7),
        Arguments.of("a<|endoftext|>b", 9, 9));
  }

  @ParameterizedTest
  @MethodSource("counts")
  void counts_are_those_of_the_original(String text, int inO200k, int inCl100k) {
    assertThat(o200k.count(text)).isEqualTo(inO200k);
    assertThat(cl100k.count(text)).isEqualTo(inCl100k);
  }

  static List<Arguments> longTexts() {
    return List.of(
        Arguments.of(PROSE, 25_669, 27_020),
        Arguments.of("a", 12_500, 12_500),
        Arguments.of(" ", 782, 782),
        Arguments.of("\n", 6_250, 3_125),
        Arguments.of("!", 6_250, 12_500),
        Arguments.of("'", 25_000, 50_000),
        Arguments.of("é", 100_000, 100_000),
        Arguments.of("aA", 50_001, 100_000));
  }

  @ParameterizedTest
  @MethodSource("longTexts")
  void a_text_of_100_kB_is_counted_whatever_it_repeats(String unit, int inO200k, int inCl100k) {
    String text = unit.repeat(LONG / unit.length());
    assertThat(o200k.count(text)).isEqualTo(inO200k);
    assertThat(cl100k.count(text)).isEqualTo(inCl100k);
  }

  @Test
  void half_a_character_is_counted_like_any_text() {
    assertThat(o200k.count("a\ud83d b")).isPositive();
  }

  @Test
  void the_name_says_which_encoding() {
    assertThat(o200k.name()).isEqualTo("o200k_base");
    assertThat(cl100k.name()).isEqualTo("cl100k_base");
  }

  @Test
  void many_threads_count_alike() throws ExecutionException, InterruptedException {
    List<Future<Integer>> counts = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 200; i++) {
        Tokenizer tokenizer = i % 2 == 0 ? JTokkitTokenizer.o200k() : JTokkitTokenizer.cl100k();
        counts.add(threads.submit(() -> tokenizer.count(PROSE)));
      }
    }
    for (int i = 0; i < counts.size(); i++) {
      assertThat(counts.get(i).get())
          .isEqualTo(i % 2 == 0 ? o200k.count(PROSE) : cl100k.count(PROSE));
    }
  }
}
