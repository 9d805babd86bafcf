package dev.rapport.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a newcomer does with the catalog that {@code init} writes. */
final class FirstStepsTest {
  @TempDir private Path folder;

  private Path shop = Path.of("");

  @BeforeEach
  void init() {
    shop = Run.newCatalog(folder.resolve("shop"));
  }

  private Run run(String command) {
    return Run.of("--catalog '" + shop + "' " + command);
  }

  private static JsonNode json(Run run) {
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    return JsonMapper.shared().readTree(run.out());
  }

  @Test
  void the_new_catalog_has_no_problem() {
    Run check = run("check");

    assertThat(check.code()).isZero();
    assertThat(check.out())
        .isEqualTo("8 features, 3 sources, 2 entities, 1 knowledge, 1 prompt: no problem\n");
  }

  @Test
  void features_are_a_table() {
    Run features = run("features");

    assertThat(features.out().lines())
        .contains(
            "favourite_genres  list<string>  reader        order        mostFrequent(3), 365 d  The"
                + " genres of books rated 4 or 5 in the past year, most frequent first.");
    assertThat(features.err()).contains("8 features");
    assertThat(json(run("features genre --json")).findValuesAsString("name"))
        .containsExactly("favourite_genres", "genre", "genre_fit");
  }

  @Test
  void a_second_apply_changes_nothing_and_a_changed_lambda_shows() throws IOException {
    assertThat(run("plan").out()).contains("+ feature genre_fit", "> read order: new");
    assertThat(run("apply").out()).contains("+ prompt next_book", "order   8", "Applied in");
    assertThat(run("apply").out()).isEqualTo("Nothing to change: this catalog is applied.\n");

    edit("Bookshop.java", "? 1.0 : 0.0", "? 2.0 : 0.0");

    assertThat(run("plan").out())
        .contains("~ feature genre_fit")
        .doesNotContain("~ feature favourite_genres");
    assertThat(run("apply").code()).isZero();
    assertThat(json(run("plan --json")).path("changes")).isEmpty();
  }

  @Test
  void a_changed_table_is_seen() throws IOException {
    run("apply");
    Files.writeString(
        shop.resolve("data/orders.csv"),
        Files.readString(shop.resolve("data/orders.csv"))
            + "o99,ann,b6,cooking,5,2026-01-01T00:00:00Z\n");

    assertThat(run("plan").out()).contains("> read order: rows changed");
    assertThat(
            json(run("get favourite_genres --about reader=ann --as-of 2026-01-02 --json"))
                .at("/answers/0/value/0")
                .asString())
        .isEqualTo("cooking");
  }

  @Test
  void an_ingested_event_is_seen_by_the_next_question() {
    String get = "get looked_at --about reader=ann --json";
    assertThat(json(run(get)).at("/answers/0/value")).isEmpty();

    Run ingest = run("ingest page_views '" + shop.resolve("data/page_views.jsonl") + "'");

    assertThat(ingest.out()).isEqualTo("source page_views: 5 accepted\n");
    JsonNode answer = json(run(get)).at("/answers/0");
    assertThat(answer.path("value").values().stream().map(JsonNode::asString))
        .containsExactly("b1", "b5");
    assertThat(answer.path("status").asString()).isEqualTo("value");
    assertThat(answer.path("source").asString()).isEqualTo("page_views");
    assertThat(answer.path("facts").asInt()).isEqualTo(3);
    assertThat(run("ingest page_views '" + shop.resolve("data/page_views.jsonl") + "'").out())
        .isEqualTo("source page_views: 0 accepted, 5 already there\n");
  }

  @Test
  void good_events_are_taken_and_bad_ones_set_aside_with_their_lines() throws IOException {
    Path events = folder.resolve("events.jsonl");
    Files.write(
        events,
        List.of(
            "{\"view_id\":\"w1\",\"reader\":\"ann\",\"book\":\"b2\",\"viewed_at\":\"2026-01-01T10:00:00Z\"}",
            "{oops",
            "{\"view_id\":\"w2\",\"reader\":\"ann\",\"book\":\"b3\"}",
            "",
            "{\"view_id\":\"w3\",\"reader\":\"ann\",\"book\":\"b5\",\"viewed_at\":\"9999-01-01T00:00:00Z\"}",
            "[1]",
            "{\"view_id\":\"w4\",\"reader\":7,\"book\":\"b5\",\"viewed_at\":\"1066-10-14T00:00:00Z\"}"));

    Run ingest = run("ingest page_views '" + events + "'");

    assertThat(ingest.code()).isZero();
    assertThat(ingest.out().lines())
        .startsWith(
            "source page_views: 2 accepted, 4 set aside",
            "  1 of the accepted is ahead of the clock: no question sees it before its time",
            "source page_views: 4 rows set aside")
        .anyMatch(line -> line.startsWith("  line 2: no JSON"))
        .contains("  line 3: viewedAt: null (expected: an event time)")
        .anyMatch(line -> line.startsWith("  line 6: no JSON object"))
        .contains("  line 7: reader: 7 (expected: a string)");
    assertThat(run("ingest page_views --strict '" + events + "'").code()).isEqualTo(1);
  }

  @Test
  void bad_rows_of_a_table_are_counted_and_shown() throws IOException {
    Path orders = shop.resolve("data/orders.csv");
    Files.writeString(orders, Files.readString(orders) + "o98,eve,b1,mystery,3,\n");

    Run apply = run("apply");

    assertThat(apply.code()).isZero();
    assertThat(apply.out()).contains("source order: 1 row set aside", "  row 9: orderedAt: null");
    assertThat(run("--strict apply").code()).isEqualTo(1);
  }

  @Test
  void a_prompt_is_finished_and_explained() {
    Run ask = run("ask next_book --about reader=ann --saying 'A rainy weekend' --explain");

    assertThat(ask.code()).isZero();
    assertThat(ask.out())
        .startsWith("You are a bookseller.")
        .contains("Likes: mystery", "Question: A rainy weekend", "b1,The Lighthouse at the End")
        .doesNotContain("b4,The Clockmaker")
        .contains("favourite_genres  [\"mystery\", \"travel\"]  value   order")
        .contains("similarity", "genre_fit 1.000");
    JsonNode json = json(run("ask next_book A rainy weekend --about reader=ann --json"));
    assertThat(ask.out()).startsWith(json.path("text").asString().strip());
    assertThat(json.path("tokens").asInt()).isPositive();
  }

  @Test
  void a_dataset_of_no_questions_has_a_header() throws IOException {
    Path none = Files.writeString(folder.resolve("none.csv"), "reader,book,at,bought\n");
    Path training = folder.resolve("nothing.csv");
    Run dataset =
        run("dataset --questions '%s' --features genre_fit --out '%s'".formatted(none, training));
    assertThat(dataset.err()).isEmpty();
    assertThat(dataset.code()).isZero();
    assertThat(training).hasContent("reader,book,at,bought,genre_fit");
  }

  @Test
  void a_dataset_has_a_row_for_each_question_in_their_order() throws IOException {
    Path training = folder.resolve("training.csv");

    Run dataset =
        run(
            "dataset --questions '%s' --features favourite_genres,genre_fit --out '%s'"
                .formatted(shop.resolve("data/questions.csv"), training));

    assertThat(dataset.code()).isZero();
    assertThat(dataset.out()).matches("4 rows in .* s, .* rows/s: " + training + "\n");
    List<String> lines = Files.readAllLines(training);
    assertThat(lines.getFirst()).isEqualTo("reader,book,at,bought,favourite_genres,genre_fit");
    assertThat(lines.stream().skip(1).map(line -> line.replaceAll(",.*", "")))
        .containsExactly("ann", "ann", "bob", "eve");
    assertThat(lines.get(3)).contains("nature", "science").endsWith(",1.0");
  }

  @Test
  void sources_are_compiled_once() throws IOException {
    run("features");
    Path classes = shop.resolve(".rapport/classes");
    List<Path> first = files(classes);
    run("features");
    assertThat(files(classes)).isEqualTo(first).hasSize(1);

    edit("Bookshop.java", "mostFrequent(3)", "mostFrequent(2)");
    assertThat(run("features").out()).contains("mostFrequent(2)");
    assertThat(files(classes)).hasSize(1).isNotEqualTo(first);

    Files.writeString(files(classes).getFirst(), "not an archive");
    assertThat(run("features").out()).contains("mostFrequent(2)");
  }

  private static List<Path> files(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.toList();
    }
  }

  private void edit(String file, String old, String replacement) throws IOException {
    String text = Files.readString(shop.resolve(file));
    assertThat(text).contains(old);
    Files.writeString(shop.resolve(file), text.replace(old, replacement));
  }
}
