package dev.rapport.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Wall time against the number of facts, both axes logarithmic, as an SVG. */
final class GrowthPlot {
  private static final int WIDTH = 780;
  private static final int HEIGHT = 460;
  private static final int LEFT = 70;
  private static final int RIGHT = 170;
  private static final int TOP = 50;
  private static final int BOTTOM = 56;

  private final List<Growth.Point> points;
  private final double firstX;
  private final double lastX;
  private final double firstY;
  private final double lastY;
  private final StringBuilder svg = new StringBuilder();

  private GrowthPlot(List<Growth.Point> points) {
    this.points = points;
    var facts = points.stream().mapToDouble(Growth.Point::facts).summaryStatistics();
    var seconds = points.stream().mapToDouble(Growth.Point::wallSeconds).summaryStatistics();
    firstX = Math.floor(Math.log10(facts.getMin()));
    lastX = Math.max(firstX + 1, Math.ceil(Math.log10(facts.getMax())));
    firstY = Math.floor(Math.log10(seconds.getMin()));
    lastY = Math.max(firstY + 1, Math.ceil(Math.log10(seconds.getMax())));
  }

  /** The picture of some points; one line for each work and peer. */
  static String draw(List<Growth.Point> points) {
    return points.isEmpty() ? "" : new GrowthPlot(points).drawn();
  }

  private String drawn() {
    add(
        """
        <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" viewBox="0 0 %1$d %2$d" role="img">
        <title>Seconds from Parquet to Parquet by number of facts</title>
        <style>text { font: 13px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; fill: #c0caf5; white-space: pre; }</style>
        <rect width="%1$d" height="%2$d" rx="8" fill="#1a1b26"/>
        <text x="%3$d" y="28">Seconds from Parquet to Parquet; questions: a tenth of the facts</text>
        """,
        WIDTH, HEIGHT, LEFT);
    for (double exponent = firstX; exponent <= lastX; exponent++) {
      double x = x(Math.pow(10, exponent));
      line(x, TOP, x, HEIGHT - BOTTOM, "#2f334d", 1, "");
      text(x, HEIGHT - BOTTOM + 20, "middle", "10^%.0f".formatted(exponent), "#787c99");
    }
    for (double exponent = firstY; exponent <= lastY; exponent++) {
      double y = y(Math.pow(10, exponent));
      line(LEFT, y, WIDTH - RIGHT, y, "#2f334d", 1, "");
      text(
          LEFT - 8,
          y + 4,
          "end",
          String.format(Locale.ROOT, exponent < 0 ? "%.2f" : "%.0f", Math.pow(10, exponent)),
          "#787c99");
    }
    text((LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 14, "middle", "facts", "#787c99");
    series("latest", "rapport", "#9ece6a", "");
    series("latest", "duckdb", "#e0af68", "");
    series("windows", "rapport", "#9ece6a", " stroke-dasharray=\"6 4\"");
    series("windows", "duckdb", "#e0af68", " stroke-dasharray=\"6 4\"");
    return svg.append("</svg>\n").toString();
  }

  private void series(String work, String who, String colour, String dashes) {
    List<Growth.Point> own = new ArrayList<>();
    for (Growth.Point point : points) {
      if (point.work().equals(work) && point.who().equals(who)) {
        own.add(point);
      }
    }
    for (int i = 0; i < own.size(); i++) {
      double x = x(own.get(i).facts());
      double y = y(own.get(i).wallSeconds());
      if (i > 0) {
        double beforeX = x(own.get(i - 1).facts());
        line(beforeX, y(own.get(i - 1).wallSeconds()), x, y, colour, 2, dashes);
      }
      add("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\" fill=\"%s\"/>\n", x, y, colour);
    }
    if (!own.isEmpty()) {
      int row = (work.equals("latest") ? 0 : 2) + (who.equals("rapport") ? 0 : 1);
      double y = TOP + 12 + row * 22;
      double x = WIDTH - RIGHT + 14;
      line(x, y - 4, x + 24, y - 4, colour, 2, dashes);
      text(x + 30, y, "start", who + " " + work, colour);
    }
  }

  private double x(double facts) {
    return LEFT + (Math.log10(facts) - firstX) / (lastX - firstX) * (WIDTH - LEFT - RIGHT);
  }

  private double y(double seconds) {
    double share = (Math.log10(seconds) - firstY) / (lastY - firstY);
    return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM);
  }

  private void line(
      double x1, double y1, double x2, double y2, String colour, int width, String more) {
    add(
        "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\" stroke-width=\"%d\"%s/>\n",
        x1, y1, x2, y2, colour, width, more);
  }

  private void text(double x, double y, String anchor, String text, String colour) {
    add(
        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" style=\"fill:%s\">%s</text>\n",
        x, y, anchor, colour, text);
  }

  private void add(String format, Object... arguments) {
    svg.append(String.format(Locale.ROOT, format, arguments));
  }
}
