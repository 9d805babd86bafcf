package dev.rapport.app.output;

import java.util.ArrayList;
import java.util.List;

/** How many columns of a terminal a text takes, and its lines where it must fit. */
public final class TextWidth {
  private TextWidth() {}

  /** The columns of a text of one line: two for a wide character, none for a combining one. */
  public static int of(String text) {
    return text.codePoints().map(TextWidth::of).sum();
  }

  private static int of(int codePoint) {
    int type = Character.getType(codePoint);
    if (type == Character.NON_SPACING_MARK
        || type == Character.ENCLOSING_MARK
        || type == Character.FORMAT) {
      return 0;
    }
    boolean wide =
        (codePoint >= 0x1100 && codePoint <= 0x115F)
            || (codePoint >= 0x2E80 && codePoint <= 0xA4CF)
            || (codePoint >= 0xAC00 && codePoint <= 0xD7A3)
            || (codePoint >= 0xF900 && codePoint <= 0xFAFF)
            || (codePoint >= 0xFE30 && codePoint <= 0xFE6F)
            || (codePoint >= 0xFF00 && codePoint <= 0xFF60)
            || (codePoint >= 0x1F300 && codePoint <= 0x1FAFF)
            || (codePoint >= 0x20000 && codePoint <= 0x3FFFD);
    return wide ? 2 : 1;
  }

  /** The lines of a text, each at most so wide, broken between words where that is possible. */
  public static List<String> wrap(String text, int width) {
    List<String> lines = new ArrayList<>();
    for (String line : text.split("\n", -1)) {
      if (of(line) <= width) {
        lines.add(line);
      } else {
        wrapLine(line, width, lines);
      }
    }
    return lines;
  }

  private static void wrapLine(String text, int width, List<String> lines) {
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      String rest = word;
      if (!line.isEmpty() && of(line.toString()) + 1 + of(rest) > width) {
        lines.add(line.toString());
        line.setLength(0);
      } else if (!line.isEmpty()) {
        line.append(' ');
      }
      while (of(rest) > width) {
        String part = start(rest, width);
        lines.add(part);
        rest = rest.substring(part.length());
      }
      line.append(rest);
    }
    lines.add(line.toString());
  }

  /** A text cut to a width, with an ellipsis where something is missing. */
  public static String cut(String text, int width) {
    return of(text) <= width ? text : start(text, Math.max(0, width - 1)) + "…";
  }

  /** The longest start that is at most so wide, but one character at least. */
  private static String start(String text, int width) {
    int end = 0;
    int taken = 0;
    while (end < text.length()) {
      int codePoint = text.codePointAt(end);
      if (taken + of(codePoint) > width && end > 0) {
        break;
      }
      taken += of(codePoint);
      end += Character.charCount(codePoint);
    }
    return text.substring(0, end);
  }

  /** A text filled up with spaces. */
  public static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - of(text)));
  }
}
