package dev.rapport.app.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.api.feature.Feature;
import dev.rapport.api.feature.Source;
import dev.rapport.api.question.Answer;
import dev.rapport.api.question.Context;
import dev.rapport.api.question.Question;
import dev.rapport.api.question.Status;
import dev.rapport.app.docs.Orders.Order;
import dev.rapport.engine.catalog.CheckedCatalog;
import dev.rapport.platform.Options;
import dev.rapport.platform.Rapport;
import dev.rapport.testkit.Delivery;
import dev.rapport.testkit.Scenario;
import dev.rapport.testkit.replay.Replay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The worked examples of docs/semantics.md: a table of facts, then one of questions, each with the
 * answers that {@link Replay} and the platform must give.
 */
final class SemanticsTest {
  private static final Markdown DOCUMENT = Markdown.read(Regions.ROOT.resolve("docs/semantics.md"));
  private static final String DAY = "2026-06-01T";

  @TempDir private Path folder;

  /** An example: rows by the names of their columns. */
  record Example(
      String source, List<Map<String, String>> facts, List<Map<String, String>> questions) {}

  static Stream<Arguments> examples() {
    List<Arguments> examples = new ArrayList<>();
    List<Map<String, String>> facts = List.of();
    for (Markdown.Table table : DOCUMENT.tables()) {
      String word = table.note().map(Markdown.Note::word).orElse("");
      if (word.equals("facts")) {
        facts = rows(table);
      } else if (word.equals("answers")) {
        String source = table.note().orElseThrow().text();
        examples.add(
            Arguments.of(
                source + ", line " + (table.first() + 1), new Example(source, facts, rows(table))));
      }
    }
    return examples.stream();
  }

  private static List<Map<String, String>> rows(Markdown.Table table) {
    List<String> header = table.rows().getFirst();
    return table.rows().stream()
        .skip(1)
        .map(cells -> {
          Map<String, String> row = new LinkedHashMap<>();
          for (int i = 0; i < header.size(); i++) {
            row.put(header.get(i).replace("`", ""), cells.get(i));
          }
          return row;
        })
        .toList();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("examples")
  void the_reference_and_the_platform_answer_as_the_table_says(String name, Example example)
      throws IOException {
    assertThat(example.facts()).as(name).isNotEmpty();
    Files.write(folder.resolve("orders.csv"), csv(example.facts()));
    try (Rapport rapport =
            Rapport.open(folder.resolve("data"), Options.defaults().withDataRoot(folder));
        Replay replay = new Replay()) {
      rapport.apply(new Orders());
      CheckedCatalog catalog = rapport.catalog();
      List<Feature<?>> features =
          example.questions().getFirst().keySet().stream()
              .filter(column -> !column.equals("customer") && !column.equals("asked at"))
              .<Feature<?>>map(catalog::feature)
              .toList();
      List<Question> questions =
          example.questions().stream()
              .map(row ->
                  Question.about(Orders.CUSTOMER, row.getOrDefault("customer", "ann"))
                      .at(instant(row.get("asked at"))))
              .toList();
      List<Map<String, String>> expected =
          example.questions().stream().map(row -> only(row, features)).toList();

      assertThat(shown(replay.answer(scenario(example, catalog, features, questions)), features))
          .as("the reference")
          .isEqualTo(expected);
      assertThat(shown(questions.stream().map(q -> rapport.ask(q, features)).toList(), features))
          .as("the platform")
          .isEqualTo(expected);
    }
  }

  private static Map<String, String> only(Map<String, String> row, List<Feature<?>> features) {
    return features.stream()
        .collect(Collectors.toMap(Feature::name, feature -> row.getOrDefault(feature.name(), "")));
  }

  @SuppressWarnings("unchecked") // all sources of Orders are of its record
  private static Scenario scenario(
      Example example,
      CheckedCatalog catalog,
      List<Feature<?>> features,
      List<Question> questions) {
    List<Delivery<Order>> deliveries =
        example.facts().stream().map(row -> new Delivery<>(order(row), Instant.EPOCH)).toList();
    return Scenario.asking(features, questions)
        .with((Source<Order>) catalog.source(example.source()), deliveries);
  }

  private static List<Map<String, String>> shown(
      Collection<Context> contexts, List<Feature<?>> features) {
    return contexts.stream()
        .map(context ->
            features.stream()
                .collect(
                    Collectors.toMap(Feature::name, feature -> shown(context.answer(feature)))))
        .toList();
  }

  private static String shown(Answer<?> answer) {
    String value =
        switch (answer.value()) {
          case null -> "";
          case List<?> list ->
              list.isEmpty()
                  ? "none"
                  : list.stream()
                      .map(each ->
                          each instanceof Map<?, ?> map ? "{" + shown(map) + "}" : "" + each)
                      .collect(Collectors.joining(", "));
          case Map<?, ?> map -> shown(map);
          default -> String.valueOf(answer.value());
        };
    return switch (answer.status()) {
      case VALUE -> value;
      case DEFAULT, FALLBACK -> value + " (" + word(answer.status()) + ")";
      case NULL, ABSENT, ERROR -> word(answer.status());
    };
  }

  private static String shown(Map<?, ?> map) {
    return new java.util.TreeMap<>(map)
        .entrySet().stream()
            .map(each -> each.getKey() + ": " + each.getValue())
            .collect(Collectors.joining(", "));
  }

  private static String word(Status status) {
    return status.name().toLowerCase(java.util.Locale.ROOT);
  }

  private static Order order(Map<String, String> row) {
    return new Order(
        value(row, "id", Function.identity()),
        row.getOrDefault("customer", "ann"),
        value(row, "item", Function.identity()),
        instant(row.get("placed")),
        value(row, "known", SemanticsTest::instant),
        value(row, "seq", Integer::valueOf),
        value(row, "amount", Long::valueOf),
        value(row, "deleted", Boolean::valueOf),
        value(row, "weight", Double::valueOf),
        value(row, "zone", Function.identity()));
  }

  private static <T> @Nullable T value(
      Map<String, String> row, String column, Function<String, T> parse) {
    String text = row.getOrDefault(column, "");
    return text.isEmpty() || text.equals("null") ? null : parse.apply(text);
  }

  /** A time of the day of the examples, or one with its date before it. */
  private static Instant instant(@Nullable String text) {
    String time = Objects.requireNonNull(text, "a time");
    String dated = time.contains(" ") ? time.replace(' ', 'T') : DAY + time;
    return Instant.parse(dated + (dated.length() == DAY.length() + 5 ? ":00Z" : "Z"));
  }

  private static List<String> csv(List<Map<String, String>> facts) {
    List<String> columns =
        List.of(
            "id",
            "customer",
            "item",
            "placed",
            "known",
            "seq",
            "amount",
            "deleted",
            "weight",
            "zone");
    List<String> lines = new ArrayList<>(List.of(String.join(",", columns)));
    for (Map<String, String> row : facts) {
      lines.add(
          columns.stream()
              .map(column -> {
                String text = row.getOrDefault(column, column.equals("customer") ? "ann" : "");
                return switch (column) {
                  case "placed", "known" -> text.isEmpty() ? "" : instant(text).toString();
                  default -> text.equals("null") ? "" : text;
                };
              })
              .collect(Collectors.joining(",")));
    }
    return lines;
  }
}
