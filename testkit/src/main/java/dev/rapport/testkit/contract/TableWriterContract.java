package dev.rapport.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rapport.api.error.RapportException;
import dev.rapport.api.schema.Type;
import dev.rapport.spi.table.OutputVector;
import dev.rapport.spi.table.TableWriter;
import dev.rapport.spi.table.TableWriter.Output;
import dev.rapport.spi.table.TableWriter.OutputColumn;
import dev.rapport.spi.table.TextDictionary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
  void what_is_kept_aside_goes_when_the_file_is_there_and_when_it_is_given_up() throws IOException {
    for (boolean commit : new boolean[] {true, false}) {
      Path file = directory.resolve(commit + ".csv");
      Path aside;
      try (Output output = writer().create(file, COLUMNS)) {
        aside = output.aside("part-1");
        Files.writeString(aside, "for a while");
        Files.writeString(output.aside("part-2"), "beside it");
        assertThat(aside).hasContent("for a while");
        if (commit) {
          output.commit();
        }
      }
      assertThat(aside).doesNotExist();
      assertThat(aside.getParent()).doesNotExist();
    }
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

  private static final TextDictionary NAMES =
      new TextDictionary() {
        @Override
        public int size() {
          return 2;
        }

        @Override
        public String text(int code) {
          return code == 0 ? "ann \"o'neill\", née" : "";
        }
      };

  /** Rows that are ANN and NOBODY by turns. */
  private static List<OutputVector> vectors(int count) {
    int[] codes = new int[count];
    long[] micros = new long[count];
    long[] days = new long[count];
    long[] visits = new long[count];
    double[] ratings = new double[count];
    @Nullable Object[] likes = new @Nullable Object[count];
    BitSet nulls = new BitSet();
    for (int row = 0; row < count; row++) {
      boolean nobody = row % 2 == 1;
      nulls.set(row, nobody);
      codes[row] = nobody ? -1 : 0;
      micros[row] = nobody ? Long.MAX_VALUE : 1_709_210_096_123_456L;
      days[row] = nobody ? Long.MIN_VALUE : -86_400_000_000L;
      visits[row] = Long.MAX_VALUE;
      ratings[row] = nobody ? Double.NaN : -0.1;
      likes[row] = nobody ? null : true;
    }
    return List.of(
        new OutputVector.Texts(codes, NAMES),
        new OutputVector.Longs(micros, nulls),
        new OutputVector.Longs(days, nulls),
        new OutputVector.Longs(visits, nulls),
        new OutputVector.Doubles(ratings, nulls),
        new OutputVector.Objects(likes));
  }

  @ParameterizedTest
  @ValueSource(strings = {"out.parquet", "out.csv"})
  void columns_are_written_as_rows_are_and_in_the_order_of_the_calls(String name) {
    Path file = directory.resolve(name);
    try (Output output = writer().create(file, COLUMNS)) {
      output.row(NOBODY);
      output.rows(2, vectors(3));
      output.rows(0, vectors(0));
      output.row(ANN);
      output.rows(1, vectors(1));
      output.commit();
    }

    assertThat(rows(file))
        .contains(List.of(list(NOBODY), list(ANN), list(NOBODY), list(ANN), list(ANN)));
  }

  @Test
  void many_rows_by_columns_keep_their_order_and_the_arrays_may_be_filled_again() {
    Path file = directory.resolve("out.parquet");
    int rounds = 300;
    int each = 777;
    try (Output output =
        writer()
            .create(
                file,
                List.of(
                    new OutputColumn("n", Type.LONG),
                    new OutputColumn("half", Type.DOUBLE),
                    new OutputColumn("small", Type.INTEGER),
                    new OutputColumn("text", Type.STRING)))) {
      long[] numbers = new long[each];
      double[] halves = new double[each];
      @Nullable Object[] texts = new @Nullable Object[each];
      for (int round = 0; round < rounds; round++) {
        for (int i = 0; i < each; i++) {
          long n = (long) round * each + i;
          numbers[i] = n;
          halves[i] = n / 2.0;
          texts[i] = n % 10 == 0 ? null : Long.toString(n);
        }
        output.rows(
            each,
            List.of(
                new OutputVector.Longs(numbers),
                new OutputVector.Doubles(halves),
                new OutputVector.Longs(numbers),
                new OutputVector.Objects(texts)));
      }
      output.commit();
    }

    List<List<@Nullable Object>> rows = rows(file).orElseThrow();
    assertThat(rows).hasSize(rounds * each);
    for (int n = 0; n < rows.size(); n++) {
      assertThat(rows.get(n).get(0)).isEqualTo((long) n);
      assertThat(rows.get(n).get(1)).isEqualTo(n / 2.0);
      assertThat(((Number) java.util.Objects.requireNonNull(rows.get(n).get(2))).longValue())
          .isEqualTo(n);
      assertThat(rows.get(n).get(3)).isEqualTo(n % 10 == 0 ? null : Integer.toString(n));
    }
  }

  @Test
  void columns_that_do_not_fit_are_the_users_mistake_and_named() {
    Path file = directory.resolve("out.parquet");
    List<OutputColumn> columns =
        List.of(new OutputColumn("small", Type.INTEGER), new OutputColumn("name", Type.STRING));
    OutputVector one = new OutputVector.Longs(new long[] {1});
    OutputVector ann = new OutputVector.Texts(new int[] {0}, NAMES);
    for (List<OutputVector> wrong :
        List.<List<OutputVector>>of(
            List.of(new OutputVector.Longs(new long[] {1L << 31}), ann),
            List.of(new OutputVector.Doubles(new double[] {1}), ann),
            List.of(new OutputVector.Objects(new @Nullable Object[] {1L}), ann),
            List.of(one, one),
            List.of(one, new OutputVector.Texts(new int[0], NAMES)),
            List.of(one))) {
      try (Output output = writer().create(file, columns)) {
        assertThatThrownBy(() -> output.rows(1, wrong))
            .isInstanceOfSatisfying(
                RapportException.class,
                e -> assertThat(e.kind()).isEqualTo(RapportException.Kind.USER))
            .hasMessageContaining("(expected: ");
      }
    }
    assertThat(directory).isEmptyDirectory();
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
