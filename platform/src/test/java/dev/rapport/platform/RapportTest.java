package dev.rapport.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rapport.api.aggregation.Aggregations;
import dev.rapport.api.aggregation.Window;
import dev.rapport.api.catalog.Catalog;
import dev.rapport.api.catalog.CatalogProvider;
import dev.rapport.api.error.RapportException;
import dev.rapport.api.feature.Feature;
import dev.rapport.api.feature.Source;
import dev.rapport.api.question.Answer;
import dev.rapport.api.question.Context;
import dev.rapport.api.question.Question;
import dev.rapport.api.question.Status;
import dev.rapport.engine.dataset.Dataset;
import dev.rapport.engine.dataset.Questions;
import dev.rapport.engine.intake.Receipt;
import dev.rapport.testkit.fakes.FakeEmbeddingModel;
import dev.rapport.testkit.fakes.FakeTokenizer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RapportTest {
  private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");

  @TempDir private Path folder;

  @BeforeEach
  void files() throws IOException {
    Files.writeString(
        folder.resolve("orders.csv"),
        """
        order_id,customer,ordered_at,amount
        o1,ann,2026-01-05 10:00:00,20.5
        o2,ann,2026-03-01 10:00:00,10
        o3,ben,2026-03-02 10:00:00,7
        """);
    Files.writeString(
        folder.resolve("views.jsonl"),
        """
        {"customer":"ann","at":"2026-06-01T11:30:00Z","product":"tent"}
        {"customer":"ann","at":"2026-06-01T09:00:00Z","product":"boat"}
        """);
    Files.writeString(
        folder.resolve("products.csv"),
        """
        product,title,price
        tent,A light tent,120
        boat,A folding boat,400
        stove,A small stove,35
        """);
  }

  private Rapport open() {
    return Rapport.open(
        folder.resolve("data"),
        Options.defaults()
            .withDataRoot(folder)
            .withClock(Clock.fixed(NOON, ZoneOffset.UTC))
            .withEmbedding(new FakeEmbeddingModel(64))
            .withTokenizer(new FakeTokenizer()));
  }

  private static Question ann() {
    return Question.about(Shop.CUSTOMER, "ann");
  }

  @Test
  void facts_of_tables_histories_and_pushed_events_meet_in_one_answer() {
    try (Rapport rapport = open()) {
      Applied applied = rapport.apply(new Shop());
      assertThat(applied.plan().isEmpty()).isFalse();
      assertThat(applied.loaded())
          .hasEntrySatisfying("views", intake -> assertThat(intake.acceptedCount()).isEqualTo(2));
      Context before = rapport.ask(ann(), Shop.SPENT, Shop.SEEN);
      assertThat(before.get(Shop.SPENT)).contains(30.5);
      assertThat(before.get(Shop.SEEN)).contains(List.of("tent"));

      Receipt receipt = rapport.ingest(Shop.VIEWS, new Shop.View("ann", NOON, "stove"));
      assertThat(receipt.accepted()).isEqualTo(1);
      assertThat(rapport.ask(ann(), Shop.SEEN).get(Shop.SEEN)).contains(List.of("stove", "tent"));
      assertThat(rapport.ask(ann().at(NOON), Shop.SEEN).get(Shop.SEEN)).contains(List.of("tent"));
    }
  }

  @Test
  void several_questions_are_answered_together_at_one_moment_in_their_order() {
    try (Rapport rapport = open()) {
      rapport.apply(new Shop());
      Question ben = Question.about(Shop.CUSTOMER, "ben");
      Instant spring = Instant.parse("2026-03-01T10:00:00Z"); // just before ann's second order
      List<Context> answers =
          rapport.ask(List.of(ben, ann(), ann().at(spring)), Shop.SPENT, Shop.SEEN);
      assertThat(answers)
          .extracting(context -> context.get(Shop.SPENT).orElseThrow())
          .containsExactly(7.0, 30.5, 20.5);
      assertThat(answers.get(0).moment()).isEqualTo(answers.get(1).moment());
      assertThat(rapport.ask(List.<Question>of(), Shop.SPENT)).isEmpty();
    }
  }

  @Test
  void what_was_acknowledged_and_applied_survives_a_restart() {
    try (Rapport rapport = open()) {
      rapport.apply(new Shop());
      rapport.ingest(Shop.VIEWS, new Shop.View("ann", NOON, "stove"));
    }
    try (Rapport rapport = open()) {
      Applied again = rapport.apply(new Shop());
      assertThat(again.plan().isEmpty()).isTrue();
      assertThat(again.loaded()).doesNotContainKey("views");
      assertThat(rapport.ask(ann(), Shop.SEEN).get(Shop.SEEN)).contains(List.of("stove", "tent"));
    }
  }

  @Test
  void a_prompt_is_rendered_with_its_candidates_ranked() {
    try (Rapport rapport = open()) {
      rapport.apply(new Shop());
      var prompt = rapport.render(Shop.ADVICE, ann().with(Shop.LIMIT, 150.0).saying("What next?"));
      assertThat(prompt.text()).contains("Spent: 30.5", "A light tent", "Question: What next?");
      assertThat(prompt.candidates().getFirst().key()).isEqualTo("tent");
      assertThat(prompt.candidates()).hasSize(2);
      assertThatThrownBy(() -> rapport.render(Shop.ADVICE, ann().saying("What next?")))
          .isInstanceOf(RapportException.class)
          .hasMessageContaining("request input limit: missing");
    }
  }

  @Test
  void a_file_of_questions_becomes_a_file_of_answers_row_by_row() throws IOException {
    Files.writeString(
        folder.resolve("questions.csv"),
        """
        label,customer,at
        1,ann,2026-02-01 00:00:00
        2,nobody,2026-02-01 00:00:00
        3,ann,2026-06-01 12:00:00
        4,ann,
        """);
    try (Rapport rapport = open()) {
      rapport.apply(new Shop());
      Path file = folder.resolve("answers.csv");
      Dataset.Written written =
          rapport
              .dataset(Questions.file(folder.resolve("questions.csv")), Shop.SPENT, Shop.SEEN)
              .writeCsv(file);
      assertThat(written.rows()).isEqualTo(4);
      List<String> lines = Files.readAllLines(file);
      assertThat(lines.getFirst()).isEqualTo("label,customer,at,spent,seen");
      assertThat(lines).hasSize(5);
      assertThat(lines.get(1)).startsWith("1,ann,").contains("20.5");
      assertThat(lines.get(2)).startsWith("2,nobody,").contains(",0.0,");
      assertThat(lines.get(3)).contains("30.5").contains("tent");
      assertThat(lines.get(4)).isEqualTo("4,ann,,,");
    }
  }

  @Test
  void a_row_that_cannot_be_asked_says_why() throws IOException {
    Files.writeString(
        folder.resolve("questions.csv"),
        """
        product,limit,at
        tent,100,2026-06-01 12:00:00
        tent,cheap,2026-06-01 12:00:00
        tent,100,
        """);
    try (Rapport rapport = open()) {
      rapport.apply(new Shop());
      Dataset dataset =
          rapport.dataset(Questions.file(folder.resolve("questions.csv")), Shop.WITHIN, Shop.PRICE);
      List<Context> rows = dataset.rows();
      assertThat(rows.get(0).get(Shop.PRICE)).isPresent();
      String problem = "limit: \"cheap\" (expected: a double)";
      assertThat(rows.get(1).answers()).extracting(Answer::reason).containsOnly(problem);
      assertThat(rows.get(1).question().at()).isPresent();
      String timeless = "the question has no moment";
      assertThat(rows.get(2).answers()).extracting(Answer::reason).containsOnly(timeless);

      Dataset.Written written = dataset.writeCsv(folder.resolve("answers.csv"));
      assertThat(written.rows()).isEqualTo(3);
      assertThat(written.problems()).isEqualTo(2);
      assertThat(written.firstProblems())
          .containsExactly("row 2: " + problem, "row 3: " + timeless);
    }
  }

  @Test
  void no_questions_make_a_dataset_without_rows() throws IOException {
    Path csv = folder.resolve("questions.csv");
    Files.writeString(csv, "label,product,limit,at\n");
    try (Rapport rapport = open()) {
      rapport.apply(new Shop());
      Path parquet = folder.resolve("none.parquet");
      assertThat(rapport.dataset(Questions.file(csv), Shop.WITHIN).writeParquet(parquet).rows())
          .isZero();
      assertThat(rapport.dataset(Questions.file(csv), Shop.WITHIN).rows()).isEmpty();

      // What was written is a file of questions without rows, whose columns have types.
      Path answers = folder.resolve("answers.csv");
      assertThat(rapport.dataset(Questions.file(parquet), Shop.PRICE).writeCsv(answers))
          .isEqualTo(new Dataset.Written(0, 0, List.of(), List.of()));
      assertThat(answers).hasContent("label,product,limit,at,within,price");
      assertThat(rapport.dataset(Questions.file(parquet), Shop.PRICE).rows()).isEmpty();
    }
  }

  @Test
  void a_table_that_changed_is_seen_by_the_next_dataset_and_after_a_refresh() throws IOException {
    try (Rapport rapport = open()) {
      rapport.apply(new Shop());
      assertThat(rapport.ask(ann(), Shop.SPENT).get(Shop.SPENT)).contains(30.5);
      Files.writeString(
          folder.resolve("orders.csv"),
          "order_id,customer,ordered_at,amount\no1,ann,2026-01-05 10:00:00,1\n");
      rapport.refresh();
      assertThat(rapport.ask(ann(), Shop.SPENT).get(Shop.SPENT)).contains(1.0);
      assertThat(rapport.plan(new Shop()).backfills())
          .extracting(backfill -> backfill.source())
          .containsExactly("orders");
    }
  }

  @Test
  void bad_lines_are_set_aside_and_the_good_ones_taken() throws IOException {
    Path events = folder.resolve("events.jsonl");
    Files.writeString(
        events,
        """
        {"customer":"ann","at":"2026-06-01T11:50:00Z","product":"boat"}
        {"customer":"ann","at":"2026-06-01T11:51:00Z","product":
        {"customer":"ann","at":"lunch time","product":"boat"}
        {"customer":"ann","at":null,"product":"boat"}
        {"customer":"ann","at":"2026-06-01T11:52:00Z","produkt":"boat"}
        {"customer":"ann","at":"2026-07-01T00:00:00Z","product":"tent"}
        """);
    try (Rapport rapport = open()) {
      rapport.apply(new Shop());
      Receipt receipt = rapport.ingest(Shop.VIEWS, events);
      assertThat(receipt.accepted()).isEqualTo(2);
      assertThat(receipt.ahead()).isEqualTo(1);
      assertThat(receipt.setAside())
          .extracting(Object::toString)
          .anyMatch(text ->
              text.equals(
                  "line 2: no JSON: column 57: the end of the line (expected: the rest of the object)"))
          .anyMatch(text -> text.startsWith("line 3: at: \"lunch time\" (expected: an instant"))
          .anyMatch(text -> text.startsWith("line 4: at: null"))
          .anyMatch(text -> text.equals("line 5: produkt: unknown (expected: product)"))
          .hasSize(4);
      assertThat(rapport.ask(ann(), Shop.SEEN).get(Shop.SEEN)).contains(List.of("boat", "tent"));
    }
  }

  @Test
  void lines_are_read_whatever_program_wrote_them_and_no_field_is_guessed() throws IOException {
    Path events = folder.resolve("windows.jsonl");
    String lines =
        """
        {"customer":"ann","at":"2026-06-01T11:50:00Z","product":"boat"}
        {"customer":"ann","customer":"ben","at":"2026-06-01T11:50:00Z"}
        {"customer":"ann","at":"+900000000-01-01T00:00:00Z"}
        """;
    Files.writeString(events, "\uFEFF" + lines.replace("\n", "\r\n"));
    try (Rapport rapport = open()) {
      rapport.apply(new Shop());
      Receipt receipt = rapport.ingest(Shop.VIEWS, events);
      assertThat(receipt.accepted()).isEqualTo(1);
      assertThat(receipt.setAside())
          .extracting(Object::toString)
          .anyMatch(text -> text.contains("field customer twice (expected: each field once)"))
          .anyMatch(text -> text.startsWith("line 3: at: \"+900000000-01-01T00:00:00Z\" (expected"))
          .hasSize(2);
      assertThat(rapport.ask(ann(), Shop.SEEN).get(Shop.SEEN)).contains(List.of("boat", "tent"));
    }
  }

  @Test
  @SuppressWarnings("NullAway") // what code without such a check may pass
  void a_null_for_a_fact_is_told_by_name_and_one_among_others_set_aside() {
    try (Rapport rapport = open()) {
      rapport.apply(new Shop());
      assertThatThrownBy(() -> rapport.ingest(Shop.VIEWS, (Shop.View) null))
          .isInstanceOf(RapportException.class)
          .hasMessageStartingWith("fact: null (expected: a fact");
      assertThatThrownBy(() -> rapport.ingest(Shop.VIEWS, (List<Shop.View>) null))
          .isInstanceOf(RapportException.class)
          .hasMessage("facts: null (expected: a list of facts)");
      assertThatThrownBy(() -> rapport.ingest(Shop.VIEWS, (Path) null))
          .isInstanceOf(RapportException.class)
          .hasMessageStartingWith("file: null (expected: ");

      Receipt receipt =
          rapport.ingest(
              Shop.VIEWS,
              Arrays.asList(
                  new Shop.View("ann", Instant.parse("2026-06-01T11:50:00Z"), "boat"), null));
      assertThat(receipt.accepted()).isEqualTo(1);
      assertThat(receipt.setAside())
          .extracting(Object::toString)
          .containsExactly("fact 2: null (expected: a View)");
    }
  }

  @Test
  void a_line_that_is_no_text_is_set_aside_and_the_next_taken() throws IOException {
    Path events = folder.resolve("bytes.jsonl");
    byte[] good =
        "{\"customer\":\"ann\",\"at\":\"2026-06-01T11:50:00Z\",\"product\":\"boat\"}\n"
            .getBytes(StandardCharsets.UTF_8);
    byte[] all = Arrays.copyOf(new byte[] {(byte) 0xE9, '\n'}, 2 + good.length);
    System.arraycopy(good, 0, all, 2, good.length);
    Files.write(events, all);
    try (Rapport rapport = open()) {
      rapport.apply(new Shop());
      Receipt receipt = rapport.ingest(Shop.VIEWS, events);
      assertThat(receipt.accepted()).isEqualTo(1);
      assertThat(receipt.setAside())
          .extracting(Object::toString)
          .containsExactly("line 1: not text (expected: JSON in UTF-8)");
    }
  }

  @Test
  void a_dataset_of_one_feature_leaves_the_others_their_columns() throws IOException {
    try (Rapport rapport = open()) {
      rapport.apply(new Shop());
      Files.writeString(
          folder.resolve("products.csv"), "product,title,price\ntent,A heavy tent,90\n");
      Question tent = Question.about(Shop.PRODUCT, "tent").at(NOON);
      rapport.dataset(List.of(tent), Shop.PRICE).rows();
      assertThat(rapport.ask(tent, Shop.TITLE).get(Shop.TITLE)).contains("A heavy tent");
    }
  }

  @Test
  void what_a_question_saw_while_facts_came_in_is_what_it_sees_later() throws Exception {
    try (Rapport rapport =
        Rapport.open(
            folder.resolve("data"),
            Options.defaults()
                .withDataRoot(folder)
                .withEmbedding(new FakeEmbeddingModel(64))
                .withTokenizer(new FakeTokenizer()))) {
      rapport.apply(new Clicks());
      Thread pushing =
          Thread.ofPlatform()
              .start(() -> {
                for (int i = 0; i < 200; i++) {
                  rapport.ingest(Clicks.CLICKS, new Clicks.Click("ann", NOON));
                }
              });
      List<Context> seen = new ArrayList<>();
      while (pushing.isAlive()) {
        seen.add(rapport.ask(ann(), Clicks.COUNT));
      }
      pushing.join();
      for (Context then : seen) {
        assertThat(rapport.ask(ann().at(then.moment()), Clicks.COUNT).get(Clicks.COUNT))
            .isEqualTo(then.get(Clicks.COUNT));
      }
      assertThat(rapport.ask(ann(), Clicks.COUNT).get(Clicks.COUNT)).contains(200L);
    }
  }

  /** A stream that is known when it is ingested. */
  static final class Clicks implements CatalogProvider {
    record Click(String customer, Instant at) {}

    static final Source<Click> CLICKS =
        Source.stream(Click.class, "clicks").at(Click::at).about(Shop.CUSTOMER, Click::customer);
    static final Feature<Long> COUNT =
        CLICKS.feature("count").aggregate(Aggregations.countRows(), Window.lifetime());

    @Override
    public Catalog catalog() {
      return Catalog.of(COUNT);
    }
  }

  @Test
  void nothing_is_asked_before_a_catalog_is_applied() {
    try (Rapport rapport = open()) {
      assertThatThrownBy(() -> rapport.ask(ann(), Shop.SPENT))
          .hasMessage(
              "catalog: none applied (expected: apply(new MyCatalog()) before anything is asked)");
    }
  }

  @Test
  void the_status_says_which_default_was_used() {
    try (Rapport rapport = open()) {
      rapport.apply(new Shop());
      Context context = rapport.ask(Question.about(Shop.CUSTOMER, "zoe"), Shop.SPENT, Shop.SEEN);
      assertThat(context.answer(Shop.SPENT).status()).isEqualTo(Status.DEFAULT);
      assertThat(context.get(Shop.SEEN)).contains(List.of());
    }
  }
}
