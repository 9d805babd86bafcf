package dev.rapport.platform;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;

/**
 * What is wrong with a line that is no JSON, in the words of this project: {@code column 31: '"'
 * (expected: a comma or })}. The parser says the same in terms of its own.
 */
final class JsonMistake {
  private static final String END = "the end of the line";
  private static final String VALUE =
      "a text in double quotes, a number, true, false, null, { or [";

  /**
   * One kind of message of the parser.
   *
   * @param found what was found; {@code $1} is the first group
   * @param expected what was expected; {@code $1} is the first group
   */
  private record Kind(Pattern message, String found, String expected) {}

  /** The first that fits is taken. */
  private static final List<Kind> KINDS =
      List.of(
          kind("end-of-input: expected close marker for Object", END, "a } for each {"),
          kind("end-of-input: expected close marker for Array", END, "a ] for each ["),
          kind("end-of-input.*closing quote", END, "the closing quote of a text or a field"),
          kind("end-of-input.*field name|end-of-input.*property name", END, "a field"),
          kind("end-of-input", END, "the rest of the object"),
          kind("Duplicate Object property \"(.*?)\"", "field $1 twice", "each field once"),
          kind("Unrecognized token '(.*?)'", "'$1'", VALUE),
          kind("Unrecognized character escape '(.)'", "'\\$1'", "\\n, \\t, \\\", \\\\ or \\u0000"),
          kind("Unexpected close marker '(.)': expected '(.)'", "'$1'", "$2"),
          kind("Unexpected close marker '(.)': no open", "'$1'", "the end of the line"),
          kind("Illegal unquoted character", "a tab or the like inside a text", "\\t or the like"),
          kind("[Ll]eading zeroes", "a number that begins with 0", "a number without it"),
          kind("(?s)character \\('(.*)' \\(.*in numeric value", "'$1'", "a number such as -1.5e3"),
          kind("(?s)character \\('(.*)' \\(.*comma to separate Object", "'$1'", "a comma or }"),
          kind("(?s)character \\('(.*)' \\(.*comma to separate Array", "'$1'", "a comma or ]"),
          kind("(?s)character \\('(.*)' \\(.*colon to separate", "'$1'", "a colon after the field"),
          kind(
              "(?s)character \\('(.*)' \\(.*to start property", "'$1'", "a field in double quotes"),
          kind("(?s)character \\('(.*)' \\(.*expected a valid value", "'$1'", VALUE),
          kind("(?s)Unexpected character \\('(.*)' \\(", "'$1'", "JSON"),
          kind("numeric value", "a number that is none", "a number such as -1.5e3"),
          kind("Trailing token", "more after it", "one object in the line"),
          kind("nesting depth", "too many { or [ in each other", "fewer"),
          kind("exceeds the maximum", "a number, text or field that is too long", "a shorter one"));

  private JsonMistake() {}

  private static Kind kind(String message, String found, String expected) {
    return new Kind(Pattern.compile(message), found, expected);
  }

  /** What a line is instead of JSON. */
  static String of(JacksonException failure) {
    String message = String.valueOf(failure.getOriginalMessage());
    int column = failure.getLocation() == null ? 0 : failure.getLocation().getColumnNr();
    String place = column > 0 ? "column " + column + ": " : "";
    for (Kind kind : KINDS) {
      Matcher matcher = kind.message().matcher(message);
      if (matcher.find()) {
        return place
            + filled(kind.found(), matcher)
            + " (expected: "
            + filled(kind.expected(), matcher)
            + ")";
      }
    }
    return place + "not readable (expected: JSON)";
  }

  private static String filled(String text, Matcher matcher) {
    String filled = text;
    for (int i = 1; i <= matcher.groupCount(); i++) {
      filled = filled.replace("$" + i, matcher.group(i));
    }
    return filled;
  }
}
