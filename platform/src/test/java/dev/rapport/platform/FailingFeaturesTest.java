package dev.rapport.platform;

import static dev.rapport.api.aggregation.Aggregations.countRows;
import static dev.rapport.api.aggregation.Aggregations.sumLong;
import static dev.rapport.api.aggregation.Window.lifetime;
import static dev.rapport.api.schema.Type.LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.rapport.api.catalog.Catalog;
import dev.rapport.api.entity.Entity;
import dev.rapport.api.feature.Feature;
import dev.rapport.api.feature.Source;
import dev.rapport.api.question.Answer;
import dev.rapport.api.question.Question;
import dev.rapport.api.question.Status;
import dev.rapport.engine.dataset.Dataset;
import dev.rapport.engine.dataset.Questions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A dataset says which features are in error, in how many rows, and why. */
class FailingFeaturesTest {
  private static final Instant MAY = Instant.parse("2026-05-01T00:00:00Z");

  record Load(String truck, Instant at, long grams) {}

  private static final Entity<String> TRUCK = Entity.of("truck", String.class);
  private static final Source<Load> LOADS =
      Source.table(Load.class, "from 'loads.csv'").at(Load::at).about(TRUCK, Load::truck);
  private static final Feature<Long> TRIPS =
      LOADS.feature("trips").aggregate(countRows(), lifetime());
  private static final Feature<Long> TOTAL =
      LOADS.feature("total").aggregate(Load::grams, sumLong(), lifetime());
  private static final Feature<Long> DIVISIBLE =
      LOADS
          .feature("divisible")
          .where(load -> 12 % (load.grams() - 1) == 0)
          .aggregate(countRows(), lifetime());
  private static final Feature<Long> BROKEN =
      Feature.computed("broken", LONG, TRIPS, FailingFeaturesTest::refused);

  @TempDir private Path folder;

  private static long refused(long trips) {
    if (trips > 1) {
      throw new IllegalStateException("no more than one trip");
    }
    return trips;
  }

  private Rapport open() throws IOException {
    Files.writeString(
        folder.resolve("loads.csv"),
        """
        truck,at,grams
        old,2026-01-01,9223372036854775807
        old,2026-01-02,9223372036854775807
        new,2026-01-01,1
        """);
    Rapport rapport = Rapport.open(folder.resolve("data"), Options.defaults().withDataRoot(folder));
    rapport.apply(() -> Catalog.of(TRIPS, TOTAL, DIVISIBLE, BROKEN));
    return rapport;
  }

  private static Question about(String truck) {
    return Question.about(TRUCK, truck).at(MAY);
  }

  @Test
  void a_file_of_questions_has_its_errors_counted() throws IOException {
    StringBuilder questions = new StringBuilder("truck,at\nnone,2026-05-01\n");
    for (int i = 0; i < 3_000; i++) {
      questions.append("new,2026-05-01\nold,2026-05-01\n");
    }
    Files.writeString(folder.resolve("questions.csv"), questions);
    try (Rapport rapport = open()) {
      Dataset.Written written =
          rapport
              .dataset(
                  Questions.file(folder.resolve("questions.csv")), TRIPS, TOTAL, DIVISIBLE, BROKEN)
              .writeCsv(folder.resolve("answers.csv"));

      checkErrors(written, 3_000);
      assertThat(Files.readAllLines(folder.resolve("answers.csv")))
          .anySatisfy(line -> assertThat(line).startsWith("old,").endsWith(",2,,0,"));
    }
  }

  @Test
  void listed_questions_have_their_errors_counted() throws IOException {
    List<Question> questions = new ArrayList<>(List.of(about("none"), about("new"), about("old")));
    questions.add(about("old"));
    questions.add(about("new"));
    try (Rapport rapport = open()) {
      Dataset dataset = rapport.dataset(questions, TRIPS, TOTAL, DIVISIBLE, BROKEN);

      checkErrors(dataset.writeCsv(folder.resolve("answers.csv")), 2);
      assertThat(dataset.rows().get(2).answers())
          .extracting(Answer::status)
          .containsExactly(Status.VALUE, Status.ERROR, Status.VALUE, Status.ERROR);
    }
  }

  private static void checkErrors(Dataset.Written written, long each) {
    assertThat(written.problems()).isZero();
    assertThat(written.errors())
        .extracting(Dataset.Errors::feature, Dataset.Errors::rows, Dataset.Errors::firstRow)
        .containsExactly(
            tuple("total", each, 3L), tuple("divisible", each, 2L), tuple("broken", each, 3L));
    assertThat(written.errors().get(0).reason()).contains("64 bits");
    assertThat(written.errors().get(1).reason()).contains("ArithmeticException");
    assertThat(written.errors().get(2).reason()).contains("no more than one trip");
  }
}
