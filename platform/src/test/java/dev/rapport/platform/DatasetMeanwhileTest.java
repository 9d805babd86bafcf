package dev.rapport.platform;

import static dev.rapport.api.aggregation.Aggregations.countRows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rapport.api.aggregation.Window;
import dev.rapport.api.catalog.Catalog;
import dev.rapport.api.catalog.CatalogProvider;
import dev.rapport.api.error.RapportException;
import dev.rapport.api.feature.Feature;
import dev.rapport.api.feature.Source;
import dev.rapport.api.question.Context;
import dev.rapport.api.question.Question;
import dev.rapport.engine.Progress;
import dev.rapport.engine.dataset.Dataset;
import dev.rapport.engine.dataset.Questions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Datasets while facts are pushed and leave memory, and while tables change. */
class DatasetMeanwhileTest {
  private static final int PURCHASES = 20_000;
  private static final Instant BEGAN = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir private Path folder;

  private final List<String> stages = new ArrayList<>();
  private final AtomicReference<Consumer<String>> whenAt = new AtomicReference<>(_ -> {});
  private final AtomicReference<Instant> now =
      new AtomicReference<>(BEGAN.plus(Duration.ofDays(10)));

  /** Says the stage of a dataset in passes, or else what is done. */
  private final Progress progress =
      new Progress() {
        @Override
        public void at(String what, long done, long total) {
          at(what, what, done, total);
        }

        @Override
        public void at(String what, String stage, long done, long total) {
          stages.add(stage);
          whenAt.get().accept(stage);
        }
      };

  record Visit(String user, Instant at) {}

  /** Purchases in a table, visits in a stream that says itself when they were known. */
  private static final class Visits implements CatalogProvider {
    static final Source<Visit> VISITS =
        Source.stream(Visit.class, "visits")
            .at(Visit::at)
            .knownAt(Visit::at)
            .about(Purchases.USER, Visit::user);
    static final Feature<Long> VISITED =
        VISITS.feature("visited").aggregate(countRows(), Window.last(Duration.ofMinutes(10)));

    @Override
    public Catalog catalog() {
      return Catalog.of(VISITED, Purchases.LAST_AMOUNT, Purchases.PRICE, Purchases.LAST_TAGS);
    }
  }

  @BeforeEach
  void files() {
    try (Rapport rapport = Rapport.open(folder.resolve("data"), Purchases.options(folder))) {
      Purchases.write(rapport.tableWriter(), folder, 300, PURCHASES, 500);
    }
  }

  private Rapport open(Options options) {
    InstantSource clock = now::get;
    Rapport rapport =
        Rapport.open(
            folder.resolve("data"),
            options.withClock(clock.withZone(ZoneOffset.UTC)).withProgress(progress));
    rapport.use(new Visits());
    return rapport;
  }

  private Options small() {
    return Purchases.options(folder).withDatasetMemory(900_000);
  }

  private static List<Question> questions() {
    List<Question> questions = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      questions.add(Question.about(Purchases.USER, "user " + i).at(BEGAN.plus(Duration.ofDays(3))));
    }
    return questions;
  }

  private static void visit(Rapport rapport) {
    List<Visit> visits = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      visits.add(new Visit("user " + i, BEGAN.plus(Duration.ofDays(3)).minusSeconds(60)));
    }
    rapport.ingest(Visits.VISITS, visits);
  }

  private static List<@Nullable Object> visited(Dataset dataset) {
    List<@Nullable Object> visited = new ArrayList<>();
    for (Context row : dataset.rows()) {
      visited.add(row.get(Visits.VISITED).orElse(null));
    }
    return visited;
  }

  @Test
  void what_is_pushed_between_two_passes_is_seen_by_none() {
    try (Rapport rapport = open(small())) {
      visit(rapport);
      Dataset dataset =
          rapport.dataset(
              Questions.of(questions()), List.of(Visits.VISITED, Purchases.LAST_AMOUNT));
      whenAt.set(stage -> {
        if (stage.startsWith("pass 2 of ")) {
          whenAt.set(_ -> {});
          visit(rapport);
        }
      });
      assertThat(visited(dataset)).hasSize(300).containsOnly(1L);
      assertThat(stages).anyMatch(stage -> stage.startsWith("pass 2 of "));
      assertThat(visited(dataset)).containsOnly(1L);
      assertThat(visited(rapport.dataset(questions(), Visits.VISITED))).containsOnly(2L);
    }
  }

  @Test
  void what_is_pushed_after_a_dataset_was_asked_for_is_not_in_it() {
    try (Rapport rapport = open(Purchases.options(folder))) {
      visit(rapport);
      Dataset dataset = rapport.dataset(questions(), Visits.VISITED);
      visit(rapport);
      assertThat(visited(dataset)).containsOnly(1L);
    }
  }

  @Test
  void a_table_that_changes_while_the_last_pass_reads_is_refused() {
    try (Rapport rapport = open(small())) {
      Dataset dataset =
          rapport.dataset(
              Questions.of(questions()),
              List.of(Visits.VISITED, Purchases.LAST_AMOUNT, Purchases.PRICE));
      visited(dataset);
      String last = stages.getLast().replaceFirst("(pass \\d+).*", "$1");
      whenAt.set(stage -> {
        if (stage.startsWith(last) && stage.contains("reading")) {
          whenAt.set(_ -> {});
          Purchases.write(rapport.tableWriter(), folder, 200, PURCHASES, 500);
        }
      });
      assertThatThrownBy(() -> visited(dataset))
          .isInstanceOf(RapportException.class)
          .hasMessageContaining("changed since the dataset was asked for");
    }
  }

  /** A visit of each of 1,000 users every 10 seconds, a fact every 10 ms. */
  private void visitLong(Rapport rapport) {
    Instant began = BEGAN.plus(Duration.ofDays(3));
    for (int round = 0; round < 60; round++) {
      List<Visit> visits = new ArrayList<>();
      for (int i = 0; i < 1_000; i++) {
        Instant at = began.plusMillis(100_000L * round + 10L * i);
        visits.add(new Visit("user " + i, at));
      }
      now.set(began.plusSeconds(100L * round + 60));
      rapport.ingest(Visits.VISITS, visits);
    }
  }

  private List<Question> longAgo() {
    List<Question> questions = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      questions.add(
          Question.about(Purchases.USER, "user " + i)
              .at(BEGAN.plus(Duration.ofDays(3)).plusSeconds(1_000)));
    }
    return questions;
  }

  @Test
  void what_left_memory_is_read_anew_within_the_memory_of_a_dataset_and_told_of() {
    now.set(BEGAN.plus(Duration.ofDays(3)));
    try (Rapport rapport =
        open(Purchases.options(folder).withExpiry().withDatasetMemory(700_000))) {
      visitLong(rapport);
      stages.clear();
      Dataset dataset = rapport.dataset(longAgo(), Visits.VISITED);
      assertThat(visited(dataset)).containsOnly(6L);
      assertThat(stages).anyMatch(stage -> stage.startsWith("pass 2 of "));
      assertThat(stages).anyMatch(stage -> stage.endsWith("reading visits"));
    }
  }

  @Test
  void where_it_fits_it_is_read_at_once() {
    now.set(BEGAN.plus(Duration.ofDays(3)));
    try (Rapport rapport = open(Purchases.options(folder).withExpiry())) {
      visitLong(rapport);
      stages.clear();
      Dataset dataset = rapport.dataset(longAgo(), Visits.VISITED);
      assertThat(stages).contains("reading visits");
      stages.clear();
      assertThat(visited(dataset)).containsOnly(6L);
      assertThat(stages).doesNotContain("reading visits");
    }
  }
}
