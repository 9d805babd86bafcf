package dev.rapport.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rapport.api.error.RapportException;
import dev.rapport.api.schema.Type;
import dev.rapport.spi.table.TableWriter;
import dev.rapport.spi.table.TableWriter.Output;
import dev.rapport.spi.table.TableWriter.OutputColumn;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every {@link TableWriter} must keep. */
public abstract class TableWriterContract {
  private static final List<OutputColumn> COLUMNS =
      List.of(
          new OutputColumn("user", Type.STRING),
          new OutputColumn("at", Type.INSTANT),
          new OutputColumn("day", Type.DATE),
          new OutputColumn("visits", Type.LONG),
          new OutputColumn("rating", Type.DOUBLE),
          new OutputColumn("likes_rain", Type.BOOLEAN));

  private static final @Nullable Object[] ANN = {
    "ann \"o'neill\", née",
    Instant.parse("2024-02-29T12:34:56.123456Z"),
    LocalDate.of(1969, 12, 31),
    Long.MAX_VALUE,
    -0.1,
    true
  };
  private static final @Nullable Object[] NOBODY = new Object[6];

  @TempDir Path directory;

  protected TableWriterContract() {}

  protected abstract TableWriter writer();

  /**
   * The rows of a finished file with {@link #COLUMNS}' kinds of values, in order; empty if there is
   * no such file.
   */
  protected abstract Optional<List<List<@Nullable Object>>> rows(Path file);

  private static List<@Nullable Object> list(@Nullable Object[] values) {
    return java.util.Arrays.asList(values);
  }

  private void write(Path file, @Nullable Object[]... rows) {
    try (Output output = writer().create(file, COLUMNS)) {
      for (@Nullable Object[] row : rows) {
        output.row(row);
      }
      output.commit();
    }
  }

  @Test
  void what_is_written_is_read_back_in_parquet() {
    Path file = directory.resolve("out.parquet");
    write(file, ANN, NOBODY);

    assertThat(rows(file)).contains(List.of(list(ANN), list(NOBODY)));
  }

  @Test
  void what_is_written_is_read_back_in_csv() {
    Path file = directory.resolve("out.csv");
    write(file, ANN, NOBODY, ANN);

    assertThat(rows(file)).contains(List.of(list(ANN), list(NOBODY), list(ANN)));
  }

  @Test
  void a_table_without_rows_is_a_file_all_the_same() {
    Path file = directory.resolve("out.parquet");
    write(file);

    assertThat(rows(file)).contains(List.of());
  }

  @Test
  void nothing_is_there_before_the_commit_and_nothing_remains_without_it() {
    Path file = directory.resolve("out.parquet");
    try (Output output = writer().create(file, COLUMNS)) {
      output.row(ANN);
      assertThat(rows(file)).isEmpty();
    }

    assertThat(rows(file)).isEmpty();
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void a_finished_file_replaces_the_one_that_is_there_and_an_unfinished_one_does_not() {
    Path file = directory.resolve("out.csv");
    write(file, ANN);
    try (Output output = writer().create(file, COLUMNS)) {
      output.row(NOBODY);
      output.row(NOBODY);
    }
    assertThat(rows(file)).contains(List.of(list(ANN)));

    write(file, ANN, ANN);
    assertThat(rows(file)).contains(List.of(list(ANN), list(ANN)));
  }

  @Test
  void many_rows_keep_their_order() {
    Path file = directory.resolve("out.parquet");
    try (Output output = writer().create(file, List.of(new OutputColumn("n", Type.LONG)))) {
      for (long n = 0; n < 20_000; n++) {
        output.row(new Object[] {n});
      }
      output.commit();
    }

    List<List<@Nullable Object>> rows = rows(file).orElseThrow();
    assertThat(rows).hasSize(20_000);
    for (int n = 0; n < rows.size(); n++) {
      assertThat(rows.get(n)).containsExactly((long) n);
    }
  }

  @Test
  void an_unknown_extension_or_folder_is_the_users_mistake_and_named() {
    assertThatThrownBy(() -> writer().create(directory.resolve("out.docx"), COLUMNS))
        .isInstanceOfSatisfying(
            RapportException.class, e -> assertThat(e.kind()).isEqualTo(RapportException.Kind.USER))
        .hasMessageContaining("out.docx");
    assertThatThrownBy(() -> write(directory.resolve("nowhere").resolve("out.csv"), ANN))
        .isInstanceOfSatisfying(
            RapportException.class, e -> assertThat(e.kind()).isEqualTo(RapportException.Kind.USER))
        .hasMessageContaining("nowhere");
  }
}
