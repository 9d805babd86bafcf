package dev.rapport.app.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TextTableTest {
  private static Terminal terminal(int columns) {
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    return Terminal.plain(nowhere, nowhere, Map.of()).withColumns(columns);
  }

  private static TextTable table() {
    TextTable table = new TextTable("name", "empty", "description");
    table.row("favourite_places", "", "Places marked as favourites, newest first.");
    table.row("東京", "", "Two columns for each of these letters.");
    return table;
  }

  @Test
  void an_empty_column_is_left_out_and_wide_letters_take_two_columns() {
    assertThat(table().lines(terminal(1_000)))
        .containsExactly(
            "name              description",
            "favourite_places  Places marked as favourites, newest first.",
            "東京              Two columns for each of these letters.");
  }

  @Test
  void a_narrow_terminal_wraps_between_words() {
    assertThat(table().lines(terminal(40)))
        .containsExactly(
            "name              description",
            "favourite_places  Places marked as",
            "                  favourites, newest",
            "                  first.",
            "東京              Two columns for each",
            "                  of these letters.");
  }

  @ParameterizedTest
  @ValueSource(ints = {24, 30, 40, 60, 100})
  void no_line_is_wider_than_the_terminal(int columns) {
    assertThat(table().lines(terminal(columns)))
        .allSatisfy(line -> assertThat(TextWidth.of(line)).isLessThanOrEqualTo(columns));
  }

  @ParameterizedTest
  @CsvSource({
    "PT0.4S, 0.4 s",
    "PT59S, 59 s",
    "PT12M, 12 min",
    "PT3H, 3 h",
    "P5D, 5 d",
    "P4000D, '4,000 d'"
  })
  void spans_of_time_are_short(Duration span, String text) {
    assertThat(Words.of(span)).isEqualTo(text);
  }
}
