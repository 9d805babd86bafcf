package dev.rapport.testkit.conformance.translate;

import static dev.rapport.api.aggregation.Aggregations.approxCountDistinct;

import dev.rapport.api.aggregation.Window;
import dev.rapport.api.entity.Entity;
import dev.rapport.api.feature.Feature;
import dev.rapport.api.feature.Source;
import dev.rapport.api.question.Question;
import dev.rapport.testkit.Delivery;
import dev.rapport.testkit.Scenario;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullUnmarked;
import tools.jackson.databind.JsonNode;

/**
 * A case of an approximate aggregation (format {@code pit-bound/1}): its one answer must be less
 * than a bound away from a value.
 *
 * @param value the exact value
 * @param below what the answer may be off; it must be less
 */
public record BoundCase(Scenario scenario, Feature<?> feature, double value, double below) {
  private static final Pattern RANGE =
      Pattern.compile("(-?\\d{1,9})\\.\\.(-?\\d{1,9})(?: (?:(\\w+) times|(once|twice)))?");
  private static final List<String> NUMBERS =
      List.of(
          "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten");
  private static final int MAX_VALUES = 10_000_000;

  /** How many standard errors the bound is worth at least. */
  private static final double SAFETY = 5;

  private static final int LEAST_PRECISION = 12;
  private static final int MOST_PRECISION = 21;

  /** A value as a fact. */
  @NullUnmarked
  public record Row(String key, Instant at, Long value) {}

  /**
   * Reads a case.
   *
   * @throws UnsupportedNotion if it is of another kind or asks for what cannot be said
   * @throws IllegalArgumentException if something is missing
   */
  public static BoundCase of(JsonNode json) {
    String kind = json.path("kind").asString("");
    if (!kind.equals("approx-bound")) {
      throw new UnsupportedNotion("kind " + (kind.isEmpty() ? "that is not said" : kind));
    }
    String op = PitCase.required(json, "op").asString();
    if (!op.equals("approx_distinct")) {
      throw new UnsupportedNotion(op);
    }
    JsonNode expect = PitCase.required(json, "expect");
    double value = number(PitCase.required(expect, "value"), "value");
    double below =
        expect.has("relErrorBelow")
            ? value * number(expect.get("relErrorBelow"), "relErrorBelow")
            : number(PitCase.required(expect, "absErrorBelow"), "absErrorBelow");
    Entity<String> everybody = Entity.of("subject", String.class);
    Source<Row> source =
        Source.stream(Row.class, "values").at(Row::at).knownAt(Row::at).about(everybody, Row::key);
    Feature<?> feature =
        source
            .feature("estimate")
            .aggregate(Row::value, approxCountDistinct(precision(value, below)), Window.lifetime());
    List<Delivery<Row>> deliveries = new ArrayList<>();
    for (long one : values(PitCase.required(PitCase.required(json, "generate"), "values"))) {
      Instant at = Instant.ofEpochSecond(deliveries.size());
      deliveries.add(new Delivery<>(new Row("all", at, one), Instant.EPOCH));
    }
    Question question =
        Question.about(everybody, "all").at(Instant.ofEpochSecond(deliveries.size()));
    Scenario scenario =
        Scenario.asking(List.of(feature), List.of(question)).with(source, deliveries);
    return new BoundCase(scenario, feature, value, below);
  }

  /** Whether an answer is inside the bound. */
  public boolean holds(double answer) {
    return Math.abs(answer - value) < below;
  }

  /** The condition in words. */
  public String expected() {
    return "less than " + below + " away from " + value;
  }

  /** The least precision whose standard error makes the bound a safe one. */
  private static int precision(double value, double below) {
    int precision = LEAST_PRECISION;
    while (precision < MOST_PRECISION
        && SAFETY * value * 1.04 / Math.sqrt(Math.scalb(1.0, precision)) > below) {
      precision++;
    }
    return precision;
  }

  private static List<Long> values(JsonNode values) {
    List<Long> list = new ArrayList<>();
    if (values.isArray()) {
      values.values().forEach(value -> list.add(CaseOperation.integer(value)));
      return list;
    }
    Matcher range = RANGE.matcher(values.asString(""));
    if (!range.matches()) {
      throw new UnsupportedNotion("values " + values);
    }
    long first = Long.parseLong(range.group(1));
    long last = Long.parseLong(range.group(2));
    long times = times(range);
    if (times * Math.max(last - first, 0) > MAX_VALUES) {
      throw new UnsupportedNotion("more than " + MAX_VALUES + " values");
    }
    for (long value = first; value <= last; value++) {
      for (int time = 0; time < times; time++) {
        list.add(value);
      }
    }
    return list;
  }

  private static long times(Matcher range) {
    if (range.group(3) == null) {
      return "twice".equals(range.group(4)) ? 2 : 1;
    }
    String word = range.group(3).toLowerCase(Locale.ROOT);
    if (NUMBERS.contains(word)) {
      return NUMBERS.indexOf(word);
    }
    try {
      return Integer.parseInt(word);
    } catch (NumberFormatException _) {
      throw new UnsupportedNotion("values " + range.group());
    }
  }

  private static double number(JsonNode value, String name) {
    if (!value.isNumber()) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: a number)");
    }
    return value.doubleValue();
  }
}
