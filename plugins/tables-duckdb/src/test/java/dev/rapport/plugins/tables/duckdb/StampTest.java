package dev.rapport.plugins.tables.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StampTest {
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "from 'a.csv'",
        "from \"a.csv\"",
        "from '*.csv'",
        "select * from read_csv('a.csv', header = true) where x > 1 order by x",
        "select * from read_csv_auto(['b.csv', 'a.csv'])",
        "with q as (select * from read_csv('a*')) select * from q",
        "select (select count(*) from 'a.csv') as n",
        "select 1 as x where 1 in (select x from 'b.csv' union all select x from 'a.csv')",
        "from 'b.csv' b semi join 'a.csv' a using (x)",
        "select * from read_text('a.csv')"
      })
  void a_changed_file_changes_the_stamp(String sql) throws IOException {
    Files.writeString(folder.resolve("a.csv"), "x\n1\n");
    Files.writeString(folder.resolve("b.csv"), "x\n1\n");
    String before = tables.stamp(sql);
    assertThat(before).matches("[0-9a-f]{64}").isEqualTo(tables.stamp(sql));
    Files.setLastModifiedTime(folder.resolve("a.csv"), FileTime.fromMillis(1_000));
    assertThat(tables.stamp(sql)).isNotEqualTo(before);
  }

  @Test
  void a_new_file_of_the_pattern_changes_the_stamp_and_another_does_not() throws IOException {
    Files.writeString(folder.resolve("a.csv"), "x\n1\n");
    String before = tables.stamp("from 'a*.csv'");
    Files.writeString(folder.resolve("b.csv"), "x\n1\n");
    assertThat(tables.stamp("from 'a*.csv'")).isEqualTo(before);
    Files.writeString(folder.resolve("a2.csv"), "x\n1\n");
    assertThat(tables.stamp("from 'a*.csv'")).isNotEqualTo(before);
  }

  @Test
  void a_file_in_a_folder_changes_the_stamp() throws IOException {
    Sample.make(folder, "copy (from range(9)) to '$/d.parquet' (row_groups_per_file 1)");
    String before = tables.stamp("from 'd.parquet'");
    try (var files = Files.list(folder.resolve("d.parquet"))) {
      Files.setLastModifiedTime(files.findAny().orElseThrow(), FileTime.fromMillis(1_000));
    }
    assertThat(tables.stamp("from 'd.parquet'")).isNotEqualTo(before);
  }

  @Test
  void the_text_is_part_of_the_stamp() {
    assertThat(tables.stamp("from range(3)"))
        .isEqualTo(tables.stamp("from range(3)"))
        .isNotEqualTo(tables.stamp("from range(4)"));
  }

  @Test
  void a_folder_that_was_moved_keeps_its_stamps() throws IOException {
    Path old = Files.createDirectory(folder.resolve("old"));
    Files.writeString(old.resolve("a.csv"), "x\n1\n");
    try (var before = DuckDbTables.open(old)) {
      String stamp = before.stamp("from 'a.csv'");
      Path moved = Files.move(old, folder.resolve("moved"));
      try (var after = DuckDbTables.open(moved)) {
        assertThat(after.stamp("from 'a.csv'")).isEqualTo(stamp);
      }
    }
  }
}
