package dev.rapport.plugins.tables.duckdb;

import java.util.LinkedHashMap;
import java.util.Map;

/** Reads types as DESCRIBE writes them: {@code STRUCT("a b" INTEGER, c MAP(VARCHAR, DATE))[]}. */
final class TypeParser {
  private final String text;
  private int at;

  TypeParser(String text) {
    this.text = text;
  }

  /** The type; a simple one of the whole text where it is not understood. */
  SqlType parse() {
    try {
      SqlType type = type();
      return at == text.length() ? type : new SqlType.Simple(text);
    } catch (IllegalStateException e) {
      return new SqlType.Simple(text);
    }
  }

  private SqlType type() {
    SqlType type;
    if (takes("STRUCT(")) {
      Map<String, SqlType> fields = new LinkedHashMap<>();
      do {
        String name = name();
        expect(" ");
        fields.put(name, type());
      } while (takes(", "));
      expect(")");
      type = new SqlType.StructOf(fields);
    } else if (takes("MAP(")) {
      SqlType key = type();
      expect(", ");
      SqlType value = type();
      expect(")");
      type = new SqlType.MapOf(key, value);
    } else {
      type = new SqlType.Simple(simple());
    }
    while (takes("[")) {
      while (at < text.length() && Character.isDigit(text.charAt(at))) {
        at++;
      }
      expect("]");
      type = new SqlType.ListOf(type);
    }
    return type;
  }

  /** Up to the comma or the bracket that closes what is around; with its own brackets. */
  private String simple() {
    int start = at;
    int depth = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '\'' || c == '"') {
        quoted(c);
        continue;
      }
      if (depth == 0 && (c == ',' || c == ')' || c == '[')) {
        break;
      }
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      at++;
    }
    if (at == start) {
      throw new IllegalStateException(text);
    }
    return text.substring(start, at);
  }

  private String name() {
    if (at < text.length() && text.charAt(at) == '"') {
      int start = at;
      quoted('"');
      return text.substring(start + 1, at - 1).replace("\"\"", "\"");
    }
    int start = at;
    while (at < text.length() && text.charAt(at) != ' ') {
      at++;
    }
    return text.substring(start, at);
  }

  private void quoted(char quote) {
    at++;
    while (at < text.length()) {
      if (text.charAt(at) != quote) {
        at++;
      } else if (at + 1 < text.length() && text.charAt(at + 1) == quote) {
        at += 2;
      } else {
        at++;
        return;
      }
    }
    throw new IllegalStateException(text);
  }

  private boolean takes(String expected) {
    if (text.startsWith(expected, at)) {
      at += expected.length();
      return true;
    }
    return false;
  }

  private void expect(String expected) {
    if (!takes(expected)) {
      throw new IllegalStateException(text);
    }
  }
}
