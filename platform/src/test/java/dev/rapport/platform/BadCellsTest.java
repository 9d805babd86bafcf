package dev.rapport.platform;

import static dev.rapport.api.aggregation.Aggregations.countRows;
import static dev.rapport.api.aggregation.Aggregations.min;
import static dev.rapport.api.aggregation.Aggregations.sumLong;
import static dev.rapport.api.aggregation.Window.lifetime;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rapport.api.catalog.Catalog;
import dev.rapport.api.catalog.CatalogProvider;
import dev.rapport.api.entity.Entity;
import dev.rapport.api.error.CatalogException;
import dev.rapport.api.error.RapportException;
import dev.rapport.api.feature.Feature;
import dev.rapport.api.feature.Source;
import dev.rapport.api.question.Question;
import dev.rapport.engine.dataset.Dataset;
import dev.rapport.engine.dataset.Questions;
import dev.rapport.engine.fact.Intake;
import dev.rapport.engine.intake.Receipt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bad cell of a CSV file sets its row aside, and no other. */
class BadCellsTest {
  record Wait(String gate, Instant at, int minutes) {}

  record Warmth(String gate, Instant at, double degrees) {}

  record Ride(String rideId, String gate, Instant at, int minutes, double price) {}

  private static final Entity<String> GATE = Entity.of("gate", String.class);
  private static final Source<Wait> WAITS =
      Source.stream(Wait.class, "waits").at(Wait::at).about(GATE, Wait::gate);
  private static final Source<Ride> RIDES =
      Source.table(Ride.class, "from 'rides.csv'").at(Ride::at).about(GATE, Ride::gate);
  private static final Feature<Long> WAITED =
      WAITS.feature("waited").aggregate(Wait::minutes, sumLong(), lifetime());
  private static final Feature<Long> RIDDEN =
      RIDES.feature("ridden").aggregate(Ride::minutes, sumLong(), lifetime());

  @TempDir private Path folder;

  private Rapport open(CatalogProvider catalog) {
    Rapport rapport = Rapport.open(folder.resolve("data"), Options.defaults().withDataRoot(folder));
    rapport.apply(catalog);
    return rapport;
  }

  private Path write(String file, String text) throws IOException {
    return Files.writeString(folder.resolve(file), text);
  }

  private void writeRides(String rows) throws IOException {
    write("rides.csv", "ride_id,gate,at,minutes,price\n" + rows);
  }

  @Test
  void a_bad_cell_of_a_pushed_file_sets_its_row_aside() throws IOException {
    Path file =
        write(
            "waits.csv",
            """
            gate,at,minutes
            a,2026-01-01 10:00:00,3
            a,2026-01-01 11:00:00,x
            a,2026-01-01 12:00:00,4
            a,2026-01-01 13:00:00
            """);
    try (Rapport rapport = open(() -> Catalog.of(WAITED))) {
      Receipt receipt = rapport.ingest(WAITS, file);

      assertThat(receipt.accepted()).isEqualTo(2);
      assertThat(receipt.setAside())
          .extracting(Intake.SetAside::toString)
          .containsExactlyInAnyOrder(
              "row 2: minutes: \"x\" (expected: an integer)",
              "row 4: minutes: missing (expected: an integer)");
      assertThat(rapport.ask(Question.about(GATE, "a"), WAITED).get(WAITED)).contains(7L);
    }
  }

  @Test
  void a_number_beyond_a_double_sets_its_line_aside_but_infinity_is_one() throws IOException {
    Path file =
        write(
            "warmths.jsonl",
            """
            {"gate": "a", "at": "2026-01-01T10:00:00Z", "degrees": 1e999}
            {"gate": "a", "at": "2026-01-01T11:00:00Z", "degrees": -Infinity}
            {"gate": "a", "at": "2026-01-01T12:00:00Z", "degrees": NaN}
            {"gate": "a", "at": "2026-01-01T13:00:00Z", "degrees": "NaN"}
            {"gate": "a", "at": "2026-01-01T14:00:00Z"}
            """);
    Source<Warmth> warmths =
        Source.stream(Warmth.class, "warmths").at(Warmth::at).about(GATE, Warmth::gate);
    Feature<Double> coldest =
        warmths.feature("coldest").aggregate(Warmth::degrees, min(), lifetime());
    try (Rapport rapport = open(() -> Catalog.of(coldest))) {
      Receipt receipt = rapport.ingest(warmths, file);

      assertThat(receipt.accepted()).isEqualTo(3);
      assertThat(receipt.setAside())
          .extracting(Intake.SetAside::toString)
          .containsExactlyInAnyOrder(
              "line 1: degrees: 1E+999 (expected: a double)",
              "line 5: degrees: missing (expected: a double)");
      assertThat(rapport.ask(Question.about(GATE, "a"), coldest).get(coldest))
          .contains(Double.NEGATIVE_INFINITY);
    }
  }

  @Test
  void a_bad_cell_of_a_table_sets_its_row_aside() throws IOException {
    writeRides(
        """
        r1,a,2026-01-01 10:00:00,3,1.5
        x,y,z,notint,
        r2,a,99999-01-01 10:00:00,4,2
        r3,a,2026-01-02 10:00:00,4,2.5
        """);
    try (Rapport rapport = open(() -> Catalog.of(RIDDEN))) {
      Intake rides = Objects.requireNonNull(rapport.intake().get("ride"));
      assertThat(rides.acceptedCount()).isEqualTo(2);
      assertThat(rides.firstSetAside())
          .extracting(Intake.SetAside::place)
          .containsExactly("row 2", "row 3");
      assertThat(rides.firstSetAside().get(1).reason())
          .startsWith("at: \"99999-01-01 10:00:00\" (expected: an instant");
      assertThat(rapport.ask(Question.about(GATE, "a"), RIDDEN).get(RIDDEN)).contains(7L);
    }
    Source<Ride> identified = RIDES.named("identified").id(Ride::rideId);
    Feature<Long> again =
        identified.feature("again").aggregate(Ride::minutes, sumLong(), lifetime());
    try (Rapport rapport = open(() -> Catalog.of(again))) {
      assertThat(rapport.intake().get("identified"))
          .isNotNull()
          .satisfies(rides -> assertThat(rides.setAsideCount()).isEqualTo(2));
      assertThat(rapport.ask(Question.about(GATE, "a"), again).get(again)).contains(7L);
    }
  }

  @Test
  void whether_a_row_is_a_fact_does_not_depend_on_what_features_read() throws IOException {
    writeRides(
        """
        r1,a,2026-01-01 10:00:00,3,1.5
        r2,a,2026-01-01 11:00:00,99999999999,1.5
        r3,a,2026-01-01 12:00:00,3,
        r4,a,2026-01-01 13:00:00,four,1.5
        """);
    Feature<Long> rides = RIDES.feature("rides").aggregate(countRows(), lifetime());
    for (Catalog catalog : List.of(Catalog.of(rides), Catalog.of(rides, RIDDEN))) {
      try (Rapport rapport = open(() -> catalog)) {
        assertThat(rapport.ask(Question.about(GATE, "a"), rides).get(rides)).contains(1L);
        assertThat(Objects.requireNonNull(rapport.intake().get("ride")).firstSetAside())
            .extracting(Intake.SetAside::toString)
            .containsExactly(
                "row 2: minutes: 99999999999 (expected: an integer of 32 bits; the type long takes"
                    + " more)",
                "row 3: price: null (expected: a double)",
                "row 4: minutes: \"four\" (expected: an integer)");
      }
    }
  }

  @Test
  void a_column_in_which_no_cell_fits_is_refused_with_the_first() throws IOException {
    writeRides("r1,a,2026-01-01,three,1.5\nr2,a,2026-01-01,four,1.5\n");
    assertThatThrownBy(() -> open(() -> Catalog.of(RIDDEN)))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining("column minutes: \"three\" and other text (expected: bigint");
  }

  @Test
  void a_table_with_only_a_header_has_no_facts_yet() throws IOException {
    writeRides("");
    try (Rapport rapport = open(() -> Catalog.of(RIDDEN))) {
      assertThat(rapport.ask(Question.about(GATE, "a"), RIDDEN).get(RIDDEN)).isEmpty();
      writeRides("r1,a,2026-01-01,3,1.5\n");
      rapport.refresh();
      assertThat(rapport.ask(Question.about(GATE, "a"), RIDDEN).get(RIDDEN)).contains(3L);
    }
    write("rides.csv", "");
    assertThatThrownBy(() -> open(() -> Catalog.of(RIDDEN)))
        .hasMessageContaining("rides.csv (expected: a CSV file that begins with the names of")
        .hasMessageContaining("it is empty");
  }

  @Test
  void moments_are_times_in_what_is_written_however_the_file_writes_them() throws IOException {
    writeRides("r1,a,2026-01-01 10:00:00,3,1.5\n");
    Path questions =
        write("questions.csv", "gate,at,label\na,2026-02-01,1\na,2026-02-01T00:00:00.5Z,3\na\n");
    try (Rapport rapport = open(() -> Catalog.of(RIDDEN))) {
      Path answers = folder.resolve("answers.csv");
      Dataset.Written written =
          rapport.dataset(Questions.file(questions), RIDDEN).writeCsv(answers);

      assertThat(written.rows()).isEqualTo(3);
      assertThat(written.firstProblems()).containsExactly("row 3: the question has no moment");
      assertThat(Files.readAllLines(answers))
          .containsExactly(
              "gate,at,label,ridden",
              "a,2026-02-01T00:00:00Z,1,3",
              "a,2026-02-01T00:00:00.500Z,3,3",
              "a,,,");
    }
  }

  @Test
  void a_text_of_digits_or_a_day_stays_the_text_it_is() throws IOException {
    writeRides("r1,7,2026-01-01 10:00:00,3,1.5\nr2,2026-01-01,2026-01-01 10:00:00,4,1.5\n");
    Path waits = write("waits.csv", "gate,at,minutes\n007,2026-01-01 10:00:00,3\n7,2026-01-02,4\n");
    Path digits = write("digits.csv", "gate,at\n7,2026-02-01\n8,2026-02-01\n");
    Path days = write("days.csv", "gate,at\n2026-01-01,2026-02-01\n");
    try (Rapport rapport = open(() -> Catalog.of(RIDDEN, WAITED))) {
      assertThat(rapport.ingest(WAITS, waits).accepted()).isEqualTo(2);
      assertThat(rapport.ask(Question.about(GATE, "7"), WAITED).get(WAITED)).contains(4L);
      assertThat(rapport.ask(Question.about(GATE, "007"), WAITED).get(WAITED)).contains(3L);

      Path answers = folder.resolve("answers.csv");
      assertThat(rapport.dataset(Questions.file(digits), RIDDEN).writeCsv(answers).problems())
          .isZero();
      assertThat(Files.readAllLines(answers))
          .containsExactly("gate,at,ridden", "7,2026-02-01,3", "8,2026-02-01,");
      assertThat(rapport.dataset(Questions.file(days), RIDDEN).writeCsv(answers).problems())
          .isZero();
      assertThat(Files.readAllLines(answers))
          .containsExactly("gate,at,ridden", "2026-01-01,2026-02-01,4");
    }
  }

  @Test
  void times_that_begin_with_the_year_are_read_as_databases_write_them() throws IOException {
    writeRides("r1,a,2026-01-01 10:00:00,3,1.5\n");
    try (Rapport rapport = open(() -> Catalog.of(RIDDEN))) {
      for (String at :
          List.of("2026-02-01 00:00:00 UTC", "2026-02-01 00:00:00+00", "2026/02/01 00:00:00")) {
        Path questions = write("questions.csv", "gate,at\na," + at + "\n");
        Path answers = folder.resolve("answers.csv");
        rapport.dataset(Questions.file(questions), RIDDEN).writeCsv(answers);
        assertThat(Files.readAllLines(answers)).contains("a,2026-02-01T00:00:00Z,3");
      }
    }
  }

  @Test
  void a_time_that_does_not_begin_with_the_year_is_refused_and_not_guessed() throws IOException {
    writeRides("r1,a,2026-01-01 10:00:00,3,1.5\n");
    Path waits = write("waits.csv", "gate,at,minutes\na,03/04/2026,3\na,04/04/2026,4\n");
    Path questions = write("questions.csv", "gate,at\na,03/04/2026\na,04/04/2026\n");
    try (Rapport rapport = open(() -> Catalog.of(RIDDEN, WAITED))) {
      Receipt receipt = rapport.ingest(WAITS, waits);
      assertThat(receipt.accepted()).isZero();
      assertThat(receipt.setAside().getFirst())
          .hasToString(
              "row 1: at: \"03/04/2026\" (expected: an instant, such as 2026-06-01T12:00:00Z)");

      Path answers = folder.resolve("answers.csv");
      assertThatThrownBy(() -> rapport.dataset(Questions.file(questions), RIDDEN).writeCsv(answers))
          .isInstanceOf(RapportException.class)
          .hasMessage(
              "questions %s: row 1: at: \"03/04/2026\" (expected: an instant, such as"
                  + " 2026-06-01T12:00:00Z)",
              questions);
      assertThat(answers).doesNotExist();
    }
  }

  @Test
  void a_moment_that_is_none_refuses_the_file_of_questions() throws IOException {
    writeRides("r1,a,2026-01-01 10:00:00,3,1.5\n");
    try (Rapport rapport = open(() -> Catalog.of(RIDDEN))) {
      Path answers = folder.resolve("answers.csv");
      for (String rows : List.of("a,2026-02-01\n\na,not-a-date\n", "a,\na,not-a-date\n")) {
        Path questions = write("questions.csv", "gate,at\n" + rows);
        assertThatThrownBy(
                () -> rapport.dataset(Questions.file(questions), RIDDEN).writeCsv(answers))
            .isInstanceOf(RapportException.class)
            .hasMessage(
                "questions %s: row 2: at: \"not-a-date\" (expected: an instant, such as"
                    + " 2026-06-01T12:00:00Z)",
                questions);
        assertThat(answers).doesNotExist();
      }
    }
  }

  @Test
  void a_question_with_too_many_cells_is_named_with_its_line() throws IOException {
    writeRides("r1,a,2026-01-01 10:00:00,3,1.5\n");
    Path questions = write("questions.csv", "gate,at,label\na,2026-02-01,1\na,2026-02-02,2,oops\n");
    try (Rapport rapport = open(() -> Catalog.of(RIDDEN))) {
      Path answers = folder.resolve("answers.csv");
      assertThatThrownBy(() -> rapport.dataset(Questions.file(questions), RIDDEN).writeCsv(answers))
          .isInstanceOf(RapportException.class)
          .hasMessage(
              "file %s: line 3: cells: 4 (expected: 3 as in its first line; quotes go around a cell"
                  + " with a delimiter in it)",
              questions);
      assertThat(answers).doesNotExist();
    }
  }
}
