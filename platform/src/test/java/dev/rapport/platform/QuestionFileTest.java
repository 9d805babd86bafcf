package dev.rapport.platform;

import static dev.rapport.api.aggregation.Aggregations.countRows;
import static dev.rapport.api.aggregation.Window.lifetime;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rapport.api.catalog.Catalog;
import dev.rapport.api.entity.Entity;
import dev.rapport.api.error.RapportException;
import dev.rapport.api.feature.Feature;
import dev.rapport.api.feature.Request;
import dev.rapport.api.feature.Source;
import dev.rapport.api.schema.Type;
import dev.rapport.engine.dataset.Questions;
import dev.rapport.spi.table.TableWriter.Output;
import dev.rapport.spi.table.TableWriter.OutputColumn;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of questions whose columns have types: a column of a wrong one refuses the file. */
class QuestionFileTest {
  record Visit(String reader, long shelf, Instant at) {}

  private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
  private static final Entity<String> READER = Entity.of("reader", String.class);
  private static final Entity<Long> SHELF = Entity.of("shelf", Long.class);
  private static final Source<Visit> VISITS =
      Source.table(Visit.class, "from read_csv('visits.csv', types = {'reader': 'VARCHAR'})")
          .at(Visit::at)
          .about(READER, Visit::reader)
          .about(SHELF, Visit::shelf);
  private static final Feature<Long> BY_READER =
      VISITS.feature("by_reader").by(READER).aggregate(countRows(), lifetime());
  private static final Feature<Long> BY_SHELF =
      VISITS.feature("by_shelf").by(SHELF).aggregate(countRows(), lifetime());
  private static final Request<Double> LIMIT = Request.of("limit", Double.class);
  private static final Feature<Double> DOUBLED =
      Feature.computed("doubled", Type.DOUBLE, LIMIT, limit -> limit * 2);

  @TempDir private Path folder;
  private Rapport rapport;

  @BeforeEach
  void open() throws IOException {
    Files.writeString(
        folder.resolve("visits.csv"), "reader,shelf,at\n7,7,2026-01-01\n7,8,2026-01-01\n");
    rapport = Rapport.open(folder.resolve("data"), Options.defaults().withDataRoot(folder));
    rapport.apply(() -> Catalog.of(BY_READER, BY_SHELF, DOUBLED));
  }

  @AfterEach
  void close() {
    rapport.close();
  }

  /** A file with the columns {@code column}, of a type, and {@code at}. */
  private Path parquet(String column, Type<?> type, @Nullable Object... values) {
    Path file = folder.resolve("questions.parquet");
    List<OutputColumn> columns =
        List.of(new OutputColumn(column, type), new OutputColumn("at", Type.INSTANT));
    try (Output output = rapport.tableWriter().create(file, columns)) {
      for (Object value : values) {
        output.row(new @Nullable Object[] {value, NOON});
      }
      output.commit();
    }
    return file;
  }

  private void assertRefused(Path questions, Feature<?> feature, String why) {
    Path answers = folder.resolve("answers.csv");
    assertThatThrownBy(() -> rapport.dataset(Questions.file(questions), feature).write(answers))
        .isInstanceOf(RapportException.class)
        .hasMessage("questions " + questions + ": column " + why);
    assertThat(answers).doesNotExist();
  }

  private List<?> answers(Path questions, Feature<?> feature) {
    return rapport.dataset(Questions.file(questions), feature).rows().stream()
        .map(row -> row.get(feature).map(Object.class::cast).orElse("none"))
        .toList();
  }

  @Test
  void numbers_are_no_keys_that_are_texts() throws IOException {
    assertRefused(
        parquet("reader", Type.LONG, 7L, 8L),
        BY_READER,
        "reader: BIGINT (expected: varchar or uuid for the key of an entity, string)");
    Path json = folder.resolve("questions.jsonl");
    Files.writeString(json, "{\"reader\": 7, \"at\": \"2026-06-01T12:00:00Z\"}\n");
    assertRefused(
        json,
        BY_READER,
        "reader: BIGINT (expected: varchar or uuid for the key of an entity, string)");
    Files.writeString(json, "{\"reader\": \"7\", \"at\": \"2026-06-01T12:00:00Z\"}\n");
    assertThat(answers(json, BY_READER)).isEqualTo(List.of(2L));
  }

  @Test
  void a_request_input_of_another_type_refuses_the_file_too() {
    assertRefused(
        parquet("limit", Type.BOOLEAN, true),
        DOUBLED,
        "limit: BOOLEAN (expected: bigint or double or decimal for a request input, double)");
  }

  @Test
  void what_can_be_read_exactly_is_read_whatever_its_type() {
    assertThat(answers(parquet("shelf", Type.STRING, "7", "008"), BY_SHELF))
        .isEqualTo(List.of(1L, 1L));
    assertThat(answers(parquet("shelf", Type.INTEGER, 7), BY_SHELF)).isEqualTo(List.of(1L));
    assertThat(answers(parquet("shelf", Type.DECIMAL, new BigDecimal("7.00")), BY_SHELF))
        .isEqualTo(List.of(1L));
    assertThat(answers(parquet("limit", Type.LONG, 3L), DOUBLED)).isEqualTo(List.of(6.0));
  }

  @Test
  void a_column_without_values_has_no_wrong_type() {
    Path none = parquet("reader", Type.LONG, Arrays.asList(null, null).toArray());
    assertThat(answers(none, BY_READER)).isEqualTo(List.of("none", "none"));
  }
}
