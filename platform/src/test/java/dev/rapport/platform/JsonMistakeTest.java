package dev.rapport.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.core.JacksonException;

class JsonMistakeTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      textBlock =
          """
          {"a": 1               ~ column 8: the end of the line (expected: a } for each {)
          {"a": [1, 2           ~ column 12: the end of the line (expected: a ] for each [)
          {"a": "b              ~ column 9: the end of the line (expected: the closing quote of a text or a field)
          {"a":                 ~ column 6: the end of the line (expected: the rest of the object)
          {"a": 1 "b": 2}       ~ column 9: '"' (expected: a comma or })
          {"a": [1 2]}          ~ column 10: '2' (expected: a comma or ])
          {"a" 1}               ~ column 6: '1' (expected: a colon after the field)
          {a: 1}                ~ column 2: 'a' (expected: a field in double quotes)
          {"a": 1,}             ~ column 9: '}' (expected: a field in double quotes)
          {"a": nul}            ~ column 7: 'nul' (expected: a text in double quotes, a number, true, false, null, { or [)
          {"a": }               ~ column 7: '}' (expected: a text in double quotes, a number, true, false, null, { or [)
          not json              ~ column 1: 'not' (expected: a text in double quotes, a number, true, false, null, { or [)
          {"a": 1, "a": 2}      ~ column 13: field a twice (expected: each field once)
          {"a": "\\x"}          ~ column 9: '\\x' (expected: \\n, \\t, \\", \\\\ or \\u0000)
          {"a": "b\tc"}         ~ column 9: a tab or the like inside a text (expected: \\t or the like)
          {"a": 01}             ~ column 8: a number that begins with 0 (expected: a number without it)
          {"a": -}              ~ column 8: '}' (expected: a number such as -1.5e3)
          {"a": 1]}             ~ column 8: ']' (expected: })
          }                     ~ column 1: '}' (expected: the end of the line)
          {"a": 1} {"a": 2}     ~ column 10: more after it (expected: one object in the line)
          """)
  void a_line_that_is_no_json_says_where_and_what_was_expected(String line, String mistake) {
    assertThat(mistake(line)).isEqualTo(mistake);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {"[ ~ ]", "{\"a\": ~ }"})
  void nothing_of_the_parser_is_told(String open, String close) {
    for (int depth : new int[] {1, 2_000}) {
      for (String line : new String[] {open.repeat(depth), open.repeat(depth) + close + close}) {
        assertThat(mistake(line))
            .contains("(expected: ")
            .doesNotContain("Source", "REDACTED", "StreamRead", "token", "not readable");
      }
    }
  }

  private static String mistake(String line) {
    return JsonMistake.of(
        catchThrowableOfType(
            JacksonException.class, () -> FactFile.JSON.readValue(line, Object.class)));
  }
}
