package dev.rapport.plugins.tables.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rapport.api.error.RapportException;
import dev.rapport.plugins.tables.duckdb.internal.database.Failure;
import dev.rapport.spi.table.TableColumn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ErrorTest {
  @TempDir Path folder;
  private DuckDbTables tables;

  @BeforeEach
  void open() {
    tables = DuckDbTables.open(folder);
  }

  @AfterEach
  void close() {
    tables.close();
  }

  private String mistake(String sql) {
    RapportException thrown =
        catchThrowableOfType(
            RapportException.class,
            () ->
                tables.read(
                    sql,
                    tables.describe(sql).stream().map(column -> column.name()).toList(),
                    (rows, columns) -> {}));
    assertThat(thrown).as(sql).isNotNull();
    assertThat(thrown.kind()).isEqualTo(RapportException.Kind.USER);
    assertThat(thrown.getMessage())
        .doesNotContain("java.sql")
        .doesNotContain("\n")
        .contains("(expected: ");
    return String.valueOf(thrown.getMessage());
  }

  @Test
  void a_missing_file_is_named_with_those_that_are_there() {
    assertThat(mistake("from 'trips.parquet'"))
        .isEqualTo(
            "file: "
                + folder
                + "/trips.parquet (expected: at least one file of that name; the folder has no"
                + " file)");
    Sample.make(folder, "copy (select 1 as a) to '$/trip.parquet'");
    assertThat(mistake("select * from read_parquet('trips.parquet')")).contains("trip.parquet");
    assertThat(mistake("from 'none/*.csv'")).contains("none/*.csv").contains("folder");
    assertThat(mistake("from read_csv('*/x*.csv')")).contains("*/x*.csv");
  }

  @Test
  void a_folder_in_the_place_of_a_file_is_told_as_that() throws IOException {
    Files.createDirectory(folder.resolve("trips.csv"));
    assertThat(mistake("from 'trips.csv'"))
        .isEqualTo(
            "file: %1$s/trips.csv (expected: a file, not a folder; %1$s/trips.csv/* names all files"
                + " in it)",
            folder);
  }

  @Test
  void a_file_that_must_not_be_read_is_told_without_the_query() {
    SQLException cause =
        new SQLException("IO Error: Cannot open file \"/x/trips.csv\": Permission denied");
    assertThat(Failure.of("select * from '/x/trips.csv'", cause))
        .hasMessage("file: /x/trips.csv (expected: a file that can be read; permission denied)");
  }

  @Test
  void a_file_of_another_format_is_named() throws IOException {
    Files.writeString(folder.resolve("a.parquet"), "this is text, and long enough");
    Files.createFile(folder.resolve("b.parquet"));
    assertThat(mistake("from 'a.parquet'")).contains("a.parquet").contains("a Parquet file");
    assertThat(mistake("from 'b.parquet'")).contains("b.parquet").contains("a Parquet file");
  }

  @Test
  void what_duckdb_says_is_passed_on_in_one_line() {
    Sample.make(folder, "copy (select 1 as kind, 2 as size) to '$/a.parquet'");
    assertThat(mistake("select knd from 'a.parquet'")).contains("\"knd\"").contains("\"kind\"");
    assertThat(mistake("selec * from 'a.parquet'")).contains("syntax error");
    assertThat(mistake("select 'é', at from 'a.parquet'"))
        .contains("\"from\" after 'select 'é', at'")
        .contains("double quotes");
    assertThat(mistake("from read_parqet('a.parquet')")).contains("read_parquet");
    assertThat(mistake("select kind || 1 + from 'a.parquet'")).contains("syntax error");
    assertThat(mistake("from trips"))
        .endsWith(
            "Table with name trips does not exist; a file is named in quotes or by a function such"
                + " as read_parquet('trips.parquet'))");
    assertThat(mistake("from setting")).doesNotContain("pg_").doesNotContain("Did you mean");
    assertThat(mistake("select error('stop') as x")).contains("stop");
  }

  @Test
  void a_value_that_cannot_be_converted_names_file_and_line() throws IOException {
    Files.writeString(folder.resolve("a.csv"), "at\n2024-01-01\nyesterday\n");
    assertThat(mistake("from read_csv('a.csv', columns = {'at': 'TIMESTAMP'})"))
        .startsWith(
            "file "
                + folder
                + "/a.csv: line 3: column at: \"yesterday\" (expected: TIMESTAMP, as the query says)");
    Files.writeString(folder.resolve("c.csv"), "a,b\n" + "1,2\n".repeat(50_000) + "1,x\n");
    assertThat(mistake("from 'c.csv'"))
        .startsWith("file " + folder + "/c.csv: line 50002: column b: \"x\" (expected: BIGINT,")
        .contains("sample_size = -1");
    Files.writeString(folder.resolve("b.csv"), "a,b\n" + "1,2\n".repeat(50_000) + "1\n");
    assertThat(mistake("from 'b.csv'"))
        .startsWith("file " + folder + "/b.csv: line 50002: cells: 1 (expected: 2 as in its first");
  }

  @Test
  void texts_of_a_csv_file_are_cells_where_the_query_leaves_them_as_they_are() throws IOException {
    Files.writeString(folder.resolve("a.csv"), "n,t\n1,x\ny,x\n");
    Sample.make(folder, "copy (select 'y' as n) to '$/a.parquet'");
    for (String sql :
        List.of("from 'a.csv'", "select t, n as m from read_csv('a.csv') where t > 'a'")) {
      assertThat(tables.describe(sql)).as(sql).allMatch(TableColumn::cells);
    }
    assertThat(tables.describe("select n, n || 'z' as z from 'a.csv'"))
        .extracting(TableColumn::cells)
        .containsExactly(true, false);
    for (String sql : List.of("from 'a.parquet'", "select cast(n as varchar) as n from 'a.csv'")) {
      assertThat(tables.describe(sql)).as(sql).noneMatch(TableColumn::cells);
    }
  }

  @Test
  void a_query_that_fails_late_does_not_pass_for_a_short_one() {
    String late = "case when i = 2900000 then error('late')::bigint else i end";
    assertThat(mistake("select " + late + " as i from range(3000000) r(i)")).contains("late");
    assertThat(mistake("select [" + late + "] as i from range(3000000) r(i)")).contains("late");
  }

  @Test
  void only_one_query_is_accepted() {
    for (String sql :
        List.of(
            "select 1; select 2",
            "",
            ";",
            "create table t (a integer)",
            "copy (select 1) to 'x.csv'",
            "attach 'x.db'",
            "set threads = 1",
            "describe select 1",
            "with t as (insert into x values (1) returning *) from t")) {
      assertThat(mistake(sql)).contains("one query");
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void files_are_named_by_constants() {
    assertThat(mistake("from read_csv('a' || '.csv')")).contains("read_csv").contains("noticed");
  }

  @Test
  void remote_files_need_what_is_not_here() {
    assertThat(mistake("from 'https://example.com/a.parquet'")).contains("https://example.com");
  }

  @Test
  void a_column_that_is_not_there_or_cannot_be_read_is_named() {
    for (String column : List.of("b", "t")) {
      RapportException thrown =
          catchThrowableOfType(
              RapportException.class,
              () ->
                  tables.read(
                      "select 1 as a, time '10:00' as t", List.of(column), (rows, vectors) -> {}));
      assertThat(thrown).hasMessageStartingWith("column").hasMessageContaining(column);
      assertThat(thrown.kind()).isEqualTo(RapportException.Kind.USER);
    }
  }

  @Test
  void a_broken_parquet_file_is_named() throws IOException {
    Sample.make(
        folder,
        "copy (select hash(i) as a from range(100000) r(i)) to '$/a.parquet'"
            + " (row_group_size 2048, compression uncompressed)");
    byte[] bytes = Files.readAllBytes(folder.resolve("a.parquet"));
    java.util.Arrays.fill(bytes, 4, bytes.length / 2, (byte) 0xEE);
    Files.write(folder.resolve("a.parquet"), bytes);
    assertThat(mistake("from 'a.parquet'")).contains("a.parquet");
  }
}
