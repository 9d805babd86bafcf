import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Draws what a command prints on a terminal, colours included, as an SVG: reads the text from
 * standard input, writes the picture to standard output. The argument is the title.
 */
public final class TextPicture {
  private static final double WIDTH = 7.83; // of a character of 13 px
  private static final int HEIGHT = 18;
  private static final int MARGIN = 18;
  private static final int BAR = 34;

  private static final Pattern CODE = Pattern.compile("\u001b\\[([0-9;]*)m");

  private static final Map<String, String> COLOURS =
      Map.of(
          "31", "#f7768e",
          "32", "#9ece6a",
          "33", "#e0af68",
          "34", "#7aa2f7",
          "35", "#bb9af7",
          "36", "#7dcfff");

  public static void main(String[] arguments) throws IOException {
    String text = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
    System.out.print(draw(text.lines().toList(), arguments[0]));
  }

  private static String draw(List<String> lines, String title) {
    int columns =
        lines.stream().mapToInt(line -> CODE.matcher(line).replaceAll("").length()).max().orElse(0);
    long width = Math.round(columns * WIDTH) + 2 * MARGIN;
    int height = lines.size() * HEIGHT + BAR + MARGIN;
    StringBuilder svg = new StringBuilder();
    svg.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" viewBox="0 0 %1$d %2$d" role="img">
        <title>%3$s</title>
        <style>text { font: 13px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; fill: #c0caf5; white-space: pre; }</style>
        <rect width="%1$d" height="%2$d" rx="8" fill="#1a1b26"/>
        <circle cx="20" cy="17" r="5" fill="#f7768e"/><circle cx="38" cy="17" r="5" fill="#e0af68"/><circle cx="56" cy="17" r="5" fill="#9ece6a"/>
        <text x="%4$d" y="21" text-anchor="middle" style="fill:#787c99">%3$s</text>
        """
            .formatted(width, height, escaped(title), width / 2));
    for (int i = 0; i < lines.size(); i++) {
      int y = BAR + (i + 1) * HEIGHT - 5;
      for (Piece piece : pieces(lines.get(i))) {
        if (!piece.text().isBlank()) {
          // The length is set, so that columns meet whatever the font.
          svg.append(
              "<text x=\"%.1f\" y=\"%d\" textLength=\"%.1f\" xml:space=\"preserve\"%s>%s</text>\n"
                  .formatted(
                      MARGIN + piece.column() * WIDTH,
                      y,
                      piece.text().length() * WIDTH,
                      piece.style().isEmpty() ? "" : " style=\"" + piece.style() + "\"",
                      escaped(piece.text())));
        }
      }
    }
    return svg.append("</svg>\n").toString();
  }

  /** A text of one style, without spaces at its ends, and where it begins. */
  private record Piece(int column, String style, String text) {}

  private static List<Piece> pieces(String line) {
    List<Piece> pieces = new ArrayList<>();
    String style = "";
    int column = 0;
    int from = 0;
    Matcher code = CODE.matcher(line);
    while (code.find()) {
      column = add(pieces, column, style, line.substring(from, code.start()));
      style = styled(style, code.group(1));
      from = code.end();
    }
    add(pieces, column, style, line.substring(from));
    return pieces;
  }

  private static int add(List<Piece> pieces, int column, String style, String text) {
    // Wide gaps divide a text: each cell of a table stands where it must.
    Matcher word = Pattern.compile("\\S+(?: \\S+)*").matcher(text);
    while (word.find()) {
      pieces.add(new Piece(column + word.start(), style, word.group()));
    }
    return column + text.length();
  }

  private static String styled(String before, String codes) {
    String style = before;
    for (String code : codes.split(";")) {
      style =
          switch (code) {
            case "", "0" -> "";
            case "1" -> style + "font-weight:bold;";
            case "2" -> style + "fill:#787c99;";
            default -> {
              String plain = code.startsWith("9") ? "3" + code.substring(1) : code;
              yield COLOURS.containsKey(plain)
                  ? style + "fill:" + COLOURS.get(plain) + ";"
                  : style;
            }
          };
    }
    return style;
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
