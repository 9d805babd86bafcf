package dev.rapport.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rapport.api.aggregation.Aggregations;
import dev.rapport.api.aggregation.Window;
import dev.rapport.api.catalog.Catalog;
import dev.rapport.api.entity.Entity;
import dev.rapport.api.error.RapportException;
import dev.rapport.api.feature.Feature;
import dev.rapport.api.feature.Source;
import dev.rapport.api.question.Question;
import dev.rapport.engine.Progress;
import dev.rapport.engine.intake.Receipt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of facts that end midway, and how to go on. */
class IngestFileTest {
  record View(String who, Instant at, int number) {}

  private static final Entity<String> WHO = Entity.of("who", String.class);
  private static final Source<View> VIEWS =
      Source.stream(View.class, "views").at(View::at).about(WHO, View::who);
  private static final Feature<Long> COUNT =
      VIEWS.feature("count").aggregate(Aggregations.countRows(), Window.lifetime());
  private static final Feature<Long> DIFFERENT =
      VIEWS
          .feature("different")
          .aggregate(View::number, Aggregations.countDistinct(), Window.lifetime());

  /** The number of the fact at which memory runs out. */
  private static final AtomicInteger FATAL = new AtomicInteger(-1);

  @TempDir private Path folder;

  private Rapport open(Progress progress) {
    Rapport rapport =
        Rapport.open(folder.resolve("data"), Options.defaults().withProgress(progress));
    rapport.apply(() -> Catalog.of(COUNT, DIFFERENT));
    return rapport;
  }

  /** Ends what reports so many rows, as Ctrl-C does. */
  private static Progress endingAt(long rows) {
    return endingAt(rows, new IllegalStateException("interrupted"));
  }

  private static Progress endingAt(long rows, RuntimeException thrown) {
    return (what, done, _) -> {
      if (what.equals("taking in views") && done == rows) {
        throw thrown;
      }
    };
  }

  private Path lines(int count) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < count; i++) {
      lines.append(
          i % 1_000 == 0
              ? "broken\n"
              : "{\"who\":\"joe\",\"at\":\"2026-06-01T11:50:00Z\",\"number\":" + i + "}\n");
    }
    return Files.writeString(folder.resolve("views.jsonl"), lines);
  }

  @Test
  void lines_that_end_midway_say_how_far_they_came_and_another_run_goes_on() throws IOException {
    Path events = lines(12_000);
    try (Rapport rapport = open(endingAt(10_000))) {
      assertThatThrownBy(() -> rapport.ingest(VIEWS, events))
          .isInstanceOfSatisfying(
              IngestException.class,
              e -> {
                assertThat(e.read()).isEqualTo(10_000);
                assertThat(e.receipt().accepted()).isEqualTo(9_990);
                assertThat(e.receipt().setAsideCount()).isEqualTo(10);
              })
          .hasMessage(
              "facts "
                  + events
                  + ": lines 1 to 10000 are taken in, then: interrupted"
                  + " (expected: to go on after 10000)");
    }
    try (Rapport rapport = open(Progress.NONE)) {
      Receipt rest = rapport.ingest(VIEWS, events, 10_000);
      assertThat(rest.accepted()).isEqualTo(1_998);
      assertThat(rest.setAside())
          .extracting(one -> one.place())
          .containsExactly("line 10001", "line 11001");
      assertAllThere(rapport, 12_000 - 12);
      assertThat(rapport.ingest(VIEWS, events, 12_000)).isEqualTo(Receipt.NONE);
      assertThatThrownBy(() -> rapport.ingest(VIEWS, events, 12_001))
          .hasMessage(
              "facts "
                  + events
                  + ": after: 12001 (expected: at most 12000, as the file has no more lines)");
    }
  }

  @Test
  void what_is_expected_is_said_once_where_the_disk_is_full() throws IOException {
    Path events = lines(12_000);
    RapportException full =
        RapportException.dependency(
            "log: write: No space left on device (expected: a working disk with room)", null);
    try (Rapport rapport = open(endingAt(10_000, full))) {
      assertThatThrownBy(() -> rapport.ingest(VIEWS, events))
          .hasMessage(
              "facts "
                  + events
                  + ": lines 1 to 10000 are taken in, then: log: write: No space left on device"
                  + " (expected: a working disk with room; then to go on after 10000)");
    }
  }

  @Test
  void rows_of_a_table_are_gone_on_with_too() throws IOException {
    StringBuilder rows = new StringBuilder("who,at,number\n");
    for (int i = 0; i < 5_000; i++) {
      rows.append("joe,2026-06-01T11:50:00Z,").append(i).append('\n');
    }
    Path events = Files.writeString(folder.resolve("views.csv"), rows);
    try (Rapport rapport = open(endingAt(2_048))) {
      assertThatThrownBy(() -> rapport.ingest(VIEWS, events))
          .isInstanceOf(IngestException.class)
          .hasMessageContaining("rows 1 to 2048 are taken in, then: interrupted");
    }
    try (Rapport rapport = open(Progress.NONE)) {
      assertThat(rapport.ingest(VIEWS, events, 2_048).accepted()).isEqualTo(5_000 - 2_048);
      assertAllThere(rapport, 5_000);
    }
  }

  private static void assertAllThere(Rapport rapport, long count) {
    var answers = rapport.ask(Question.about(WHO, "joe"), COUNT, DIFFERENT);
    assertThat(answers.get(COUNT)).contains(count);
    assertThat(answers.get(DIFFERENT)).contains(count);
  }

  @Test
  void facts_that_are_on_disk_and_could_not_get_into_memory_are_not_taken_twice()
      throws IOException {
    Feature<Long> filtered =
        VIEWS
            .feature("filtered")
            .where(view -> {
              if (view.number() == FATAL.get()) {
                throw new OutOfMemoryError("no more");
              }
              return true;
            })
            .aggregate(Aggregations.countRows(), Window.lifetime());
    Path events = lines(12_000);
    Question joe = Question.about(WHO, "joe");
    try (Rapport rapport = Rapport.open(folder.resolve("data"))) {
      rapport.apply(() -> Catalog.of(filtered));
      rapport.ask(joe, filtered);
      FATAL.set(7_001);
      assertThatThrownBy(() -> rapport.ingest(VIEWS, events))
          .isInstanceOfSatisfying(
              IngestException.class,
              e -> {
                assertThat(e.read()).isEqualTo(10_000);
                assertThat(e.receipt().accepted()).isEqualTo(9_990);
              })
          .hasMessageContaining("4995 facts are on disk and not seen")
          .hasMessageContaining("java.lang.OutOfMemoryError: no more");
      assertThatThrownBy(() -> rapport.ask(joe, filtered)).hasMessageContaining("not whole");
      FATAL.set(-1);
      assertThat(rapport.ingest(VIEWS, events, 10_000).accepted()).isEqualTo(1_998); // reads anew
      assertThat(rapport.ask(joe, filtered).get(filtered)).contains(12_000L - 12);
    } finally {
      FATAL.set(-1);
    }
  }

  @Test
  void what_ends_before_anything_is_taken_says_only_why() throws IOException {
    Path events = lines(10);
    try (Rapport rapport = open(Progress.NONE)) {
      assertThatThrownBy(() -> rapport.ingest(VIEWS, events, -1))
          .hasMessage("facts " + events + ": after: -1 (expected: 0 or more rows to skip)");
      Path none = folder.resolve("none.csv");
      assertThatThrownBy(() -> rapport.ingest(VIEWS, none))
          .isNotInstanceOf(IngestException.class)
          .hasMessageContaining("no such file");
    }
  }

  @Test
  void of_rows_without_end_that_cannot_be_facts_the_first_are_kept() throws IOException {
    Path events = Files.writeString(folder.resolve("bad.jsonl"), "no\n".repeat(20_000));
    try (Rapport rapport = open(Progress.NONE)) {
      Receipt receipt = rapport.ingest(VIEWS, events);
      assertThat(receipt.setAsideCount()).isEqualTo(20_000);
      assertThat(receipt.setAside()).hasSize(100);
      assertThat(rapport.intake())
          .hasEntrySatisfying(
              "views", intake -> assertThat(intake.setAsideCount()).isEqualTo(20_000));
    }
  }
}
