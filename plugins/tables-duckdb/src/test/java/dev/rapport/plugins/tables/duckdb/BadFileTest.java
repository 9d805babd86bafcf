package dev.rapport.plugins.tables.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rapport.api.error.RapportException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are damaged, empty, or do not fit each other, made for real. */
class BadFileTest {
  private static final String ROWS = "from range(10) r(i)";

  @TempDir Path folder;
  private DuckDbTables tables;
  private long rowsSeen;

  @BeforeEach
  void open() {
    tables = DuckDbTables.open(folder);
  }

  @AfterEach
  void close() {
    tables.close();
  }

  private String mistake(String sql, String... columns) {
    rowsSeen = 0;
    RapportException thrown =
        catchThrowableOfType(
            RapportException.class,
            () -> tables.read(sql, List.of(columns), (rows, vectors) -> rowsSeen += rows));
    assertThat(thrown).as(sql).isNotNull();
    assertThat(thrown.kind()).isEqualTo(RapportException.Kind.USER);
    assertThat(thrown.getMessage()).doesNotContain("\n").contains("(expected: ");
    return String.valueOf(thrown.getMessage()).replace(folder.toString(), "$");
  }

  @Test
  void a_column_that_a_later_file_lacks_is_named_with_the_file() {
    Sample.make(folder, "copy (select i as a, i / 2 as b " + ROWS + ") to '$/m1.parquet'");
    Sample.make(folder, "copy (select i as a " + ROWS + ") to '$/m2.parquet'");
    String expected =
        "file $/m2.parquet: column b: missing (expected: DOUBLE as in $/m1.parquet,"
            + " or union_by_name = true in the query)";
    assertThat(mistake("from 'm*.parquet'", "a", "b")).isEqualTo(expected);
    assertThat(mistake("select a + 1 as a, b from 'm*.parquet'", "a", "b"))
        .isEqualTo(expected.replace("DOUBLE as", "there as"));
    assertThat(Sample.rows(tables, "from 'm*.parquet'", List.of("a"), true)).hasSize(20);
    assertThat(Sample.rows(tables, "from read_parquet('m*.parquet', union_by_name = true)"))
        .hasSize(20)
        .contains(Arrays.asList(9L, null));
  }

  @Test
  void a_column_of_another_type_in_a_later_file_is_named_and_never_rounded() {
    Sample.make(folder, "copy (select i::bigint as a, i as n " + ROWS + ") to '$/t1.parquet'");
    Sample.make(
        folder, "copy (select i + 0.5::double as a, i as n " + ROWS + ") to '$/t2.parquet'");
    Sample.make(folder, "copy (select 'x' as a, i as n " + ROWS + ") to '$/u2.parquet'");
    Sample.make(folder, "copy (select i::bigint as a, i as n " + ROWS + ") to '$/u1.parquet'");
    for (String sql : List.of("from 't*.parquet'", "select a, n from 't*.parquet' where n > 0")) {
      assertThat(mistake(sql, "a"))
          .isEqualTo(
              "file $/t2.parquet: column a: DOUBLE (expected: BIGINT as in $/t1.parquet,"
                  + " or union_by_name = true in the query)");
      assertThat(rowsSeen).isZero();
    }
    assertThat(mistake("from 'u*.parquet'", "n", "a"))
        .startsWith("file $/u2.parquet: column a: VARCHAR (expected: BIGINT");
    assertThat(Sample.rows(tables, "from 't*.parquet'", List.of("n"), true)).hasSize(20);
  }

  @Test
  void a_narrower_type_in_a_later_file_is_read_as_the_first_files() {
    Sample.make(folder, "copy (select i::bigint as a " + ROWS + ") to '$/w1.parquet'");
    Sample.make(folder, "copy (select i::integer as a " + ROWS + ") to '$/w2.parquet'");
    assertThat(Sample.rows(tables, "from 'w*.parquet'"))
        .hasSize(20)
        .endsWith(List.of(9L))
        .allMatch(row -> row.getFirst() instanceof Long);
  }

  @Test
  void an_empty_or_truncated_file_is_named_with_what_is_wrong() throws IOException {
    Files.createFile(folder.resolve("zero.parquet"));
    assertThat(mistake("from 'zero.parquet'", "a"))
        .isEqualTo("file: $/zero.parquet (expected: a Parquet file; it is empty)");
    byte[] whole = numbers("cut.parquet", "compression snappy");
    Files.write(folder.resolve("cut.parquet"), Arrays.copyOf(whole, whole.length / 2));
    assertThat(mistake("from 'cut.parquet'", "a"))
        .isEqualTo(
            "file: $/cut.parquet (expected: a Parquet file that can be read to its end;"
                + " its end is missing)");
    Sample.make(folder, "copy (select 1::bigint as a) to '$/b0.parquet'");
    Files.write(folder.resolve("b1.parquet"), Arrays.copyOf(whole, whole.length - 3));
    assertThat(mistake("from 'b*.parquet'", "a")).contains("b1.parquet").contains("end");
  }

  @Test
  void a_file_whose_middle_is_gone_is_named() throws IOException {
    byte[] whole = numbers("hole.parquet", "compression uncompressed");
    byte[] holed = new byte[60_000];
    System.arraycopy(whole, 0, holed, 0, 50_000);
    System.arraycopy(whole, whole.length - 10_000, holed, 50_000, 10_000);
    Files.write(folder.resolve("hole.parquet"), holed);
    assertThat(mistake("from 'hole.parquet'", "a"))
        .startsWith("file: $/hole.parquet (expected: a Parquet file that can be read to its end; ");
    assertThat(mistake("select a + 1 as a from 'hole.parquet'", "a")).contains("hole.parquet");
  }

  @Test
  void a_corrupt_row_group_is_told_by_both_readers_and_never_passes_for_the_end()
      throws IOException {
    byte[] bytes = numbers("group.parquet", "compression snappy");
    int at = bytes.length * 3 / 4;
    Arrays.fill(bytes, at, at + 30_000, (byte) 0xEE);
    Files.write(folder.resolve("group.parquet"), bytes);
    for (String sql :
        List.of("from 'group.parquet'", "select a, b from 'group.parquet' where a > 0")) {
      assertThat(mistake(sql, "a", "b"))
          .startsWith(
              "file: $/group.parquet (expected: a Parquet file that can be read to its end; ")
          .doesNotContain("Exception");
      assertThat(rowsSeen).isLessThan(2_000_000);
    }
  }

  private byte[] numbers(String name, String options) throws IOException {
    Sample.make(
        folder,
        "copy (select i as a, hash(i)::double as b from range(2000000) r(i)) to '$/%s' (%s)"
            .formatted(name, options));
    return Files.readAllBytes(folder.resolve(name));
  }

  @Test
  void text_in_the_column_of_times_of_a_csv_is_named_with_its_line() throws IOException {
    Files.writeString(folder.resolve("t.csv"), "when,n\n2024-01-01 10:00:00,1\nyesterday,2\n");
    assertThat(mistake("select \"when\"::timestamp as t, n from 't.csv'", "t", "n"))
        .startsWith("file $/t.csv: line 3: column when: \"yesterday\" (expected: TIMESTAMP, as");
  }

  @Test
  void a_line_that_hides_the_columns_of_a_csv_is_named() throws IOException {
    String good = "x,y,z\n".repeat(30);
    Files.writeString(folder.resolve("short.csv"), "a,b,c\n1,2\n" + good);
    Files.writeString(folder.resolve("late.csv"), "a,b,c\n" + good + "1,2\n");
    Files.writeString(folder.resolve("long.csv"), "a;b;c\n" + good.replace(',', ';') + "1;2;3;4\n");
    Files.writeString(folder.resolve("text.csv"), "a,b,c\n" + good + "x,y,z,v\n");
    Files.writeString(folder.resolve("good.csv"), "a,b,c\n" + good);
    String tooShort =
        "cells: 2 (expected: 3 as in its first line; null_padding = true in read_csv fills short"
            + " lines)";
    String tooLong =
        "cells: 4 (expected: 3 as in its first line; quotes go around a cell with a delimiter in"
            + " it)";
    for (String sql :
        List.of("from '%s.csv'", "select * from read_csv('%s.csv')", "select a, c from '%s.csv'")) {
      assertThat(refused(sql.formatted("short")))
          .isEqualTo("file $/short.csv: line 2: " + tooShort);
      assertThat(refused(sql.formatted("late"))).isEqualTo("file $/late.csv: line 32: " + tooShort);
      assertThat(refused(sql.formatted("long"))).isEqualTo("file $/long.csv: line 32: " + tooLong);
      assertThat(refused(sql.formatted("text"))).isEqualTo("file $/text.csv: line 32: " + tooLong);
    }
    assertThat(mistake("from read_csv(['good.csv', 'late.csv'])", "a"))
        .isEqualTo("file $/late.csv: line 32: " + tooShort);
    assertThat(refused("from read_csv('long.csv', null_padding = true)"))
        .isEqualTo("file $/long.csv: line 32: " + tooLong);
    assertThat(refused("select d from 'good.csv'")).contains("\"d\"");
  }

  @Test
  void all_cells_of_a_line_that_is_too_long_are_counted() throws IOException {
    String good = "x,y,z\n".repeat(30);
    Files.writeString(folder.resolve("long.csv"), "a,b,c\n" + good + "1,2,3,4,5,6,7,8\n");
    Files.writeString(
        folder.resolve("quoted.csv"), "a,b,c\n" + good + "1,\"2,\n2\",3,\"4 \"\"four\"\"\",5\n");
    assertThat(refused("from 'long.csv'"))
        .startsWith("file $/long.csv: line 32: cells: 8 (expected: 3 as in its first line; quotes");
    assertThat(refused("from 'quoted.csv'"))
        .startsWith("file $/quoted.csv: line 32: cells: 5 (expected: 3 as in its first line; ");
  }

  @Test
  void a_csv_that_duckdb_reads_is_not_refused_for_its_lines() throws IOException {
    Files.writeString(folder.resolve("remark.csv"), "of today, all\na,b,c\n1,2,3\n4,5,6\n");
    Files.writeString(folder.resolve("remark1.csv"), "# of today\na,b,c\n1,2,3\n4,5,6\n");
    Files.writeString(folder.resolve("one.csv"), "note\n\"x, y\"\nz\n");
    Files.writeString(folder.resolve("blank.csv"), "a,b\n1,2\n\n3,4\n");
    Files.writeString(
        folder.resolve("quoted.csv"), "\"a\",\"b,c\"\n1,\"2\n2\"\n3,\"4 \"\"x\"\"\"\n");
    Files.writeString(folder.resolve("end.csv"), "a,b\n1,2,\n3,4,\n");
    for (String name : List.of("remark", "remark1", "one", "blank", "quoted")) {
      assertThat(Sample.rows(tables, "from '" + name + ".csv'")).as(name).hasSize(2);
    }
    Files.writeString(folder.resolve("short.csv"), "a,b,c\n1,2\n3,4,5\n");
    assertThat(tables.describe("from read_csv('short.csv', null_padding = true)")).hasSize(3);
    assertThat(tables.describe("from read_csv('short.csv', delim = ';')")).hasSize(1);
  }

  private String refused(String sql) {
    RapportException thrown =
        catchThrowableOfType(RapportException.class, () -> tables.describe(sql));
    assertThat(thrown).as(sql).isNotNull();
    assertThat(thrown.kind()).isEqualTo(RapportException.Kind.USER);
    return String.valueOf(thrown.getMessage()).replace(folder.toString(), "$");
  }
}
