package dev.rapport.plugins.tables.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rapport.api.error.RapportException;
import dev.rapport.spi.table.ColumnVector;
import dev.rapport.spi.table.TextDictionary;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hardwood and DuckDB give the same rows for the same files. */
class HardwoodScanTest {
  /** Columns that Hardwood reads, with nulls, both signs and the ends of their ranges. */
  private static final String FLAT =
      """
      select
        if(i % 7 = 3, null, (i % 256 - 128)::tinyint) as i8,
        if(i % 5 = 3, null, (i - 300)::smallint) as i16,
        if(i % 3 = 0, null, ((hash(i, SEED) % 4294967296)::bigint - 2147483648)::integer) as i32,
        case when i % 11 = 0 then null when i % 11 = 1 then 9223372036854775807
          when i % 11 = 2 then -9223372036854775808
          else (hash(i, SEED) % 1000000)::bigint end as i64,
        (255 - i % 200)::utinyint as u8, (65535 - i)::usmallint as u16,
        if(i % 4 = 0, null, 4294967295 - i)::uinteger as u32,
        case when i % 9 = 0 then null when i % 9 = 1 then 'nan'::float else (i / 3)::float end as f,
        case when i % 9 = 0 then 'inf'::double when i % 9 = 1 then -0.0
          when i % 9 = 2 then null else hash(i, SEED) / 3.0 end as d,
        if(i % 6 = 0, null, i % 2 = 0) as b,
        if(i % 8 = 0, null, ['', 'é', 'a "b"', '😀', 'plain ' || (i % 50)][1 + i % 5]) as s,
        'unique ' || hash(i, SEED) as s2,
        case when i % 10 = 0 then null when i % 10 = 1 then timestamp 'infinity'
          when i % 10 = 2 then timestamp '-infinity'
          else make_timestamp((hash(i, SEED) % 4000000000000)::bigint - 2000000000000) end as ts,
        if(i % 10 = 1, timestamptz '-infinity', to_timestamp((i - 500) * 0.000001)) as tstz,
        (timestamp '1969-12-31 23:59:58' + interval (i) millisecond)::timestamp_ms as tsms,
        (timestamp '1969-12-31' + interval (i) hour)::timestamp_s as tss,
        case when i % 10 = 1 then null
          else make_timestamp_ns((hash(i, SEED) % 4000)::bigint - 2000) end as tsns,
        case when i % 10 = 0 then null when i % 10 = 1 then date 'infinity'
          when i % 10 = 2 then date '3000000-01-01'
          else (date '1969-06-01' + (i % 600)::integer) end as da
      from range(5000) r(i)
      """;

  /** Lists that Hardwood reads: null, empty, with nulls inside, and long ones. */
  private static final String LISTS =
      """
      select i, i % 90 as few,
        case when i % 7 = 0 then null when i % 7 = 1 then []
          else list_transform(range(i % 5), lambda k:
            if((i + k) % ONE_NULL = 0, null, ['', 'é', '😀', 'plain ' || k][1 + k % 4])) end as s,
        list_transform(range(i % 3), lambda k: if(i % 11 = 0, null, 'x' || (i * 7 + k))) as s2,
        if(i % 4 = 0, null, list_transform(range(i % 6), lambda k: (k - i)::integer)) as i32,
        [9223372036854775807, null, -9223372036854775808] as i64,
        [(i % 256)::utinyint] as u8,
        [if(i % 3 = 0, 'nan'::double, -0.0), 'inf'::double, i / 3] as d,
        [if(i % 5 = 0, null, (i / 3)::float)] as f,
        if(i % 2 = 0, [true, false, null], []) as b,
        list_transform(range(if(i = 3000, 3000, 0)), lambda k: 'long ' || k) as l
      from range(5000) r(i)
      """;

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
  @ValueSource(longs = {1, 2, 3, 4})
  void both_readers_give_the_same_rows(long seed) {
    String options =
        List.of(
                "compression zstd, row_group_size 2048",
                "compression snappy",
                "compression uncompressed",
                "compression gzip, parquet_version v2")
            .get((int) seed - 1);
    Sample.make(
        folder,
        "copy (%s) to '$/t.parquet' (format parquet, %s)"
            .formatted(FLAT.replace("SEED", Long.toString(seed)), options));
    String sql = "from 't.parquet'";
    List<String> columns = Sample.names(tables, sql);
    assertThat(columns).hasSize(18);
    var plain = Sample.rows(tables, sql, columns, true);
    assertThat(plain).hasSize(5000).isEqualTo(Sample.rows(tables, sql, columns, false));
    assertThat(batches(sql, columns)).as("Hardwood read it").isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "compression zstd, row_group_size 2048",
        "compression snappy",
        "compression uncompressed",
        "compression gzip, parquet_version v2"
      })
  void both_readers_give_the_same_lists_and_see_the_same_nulls(String options) {
    Sample.make(
        folder,
        "copy (%s) to '$/t.parquet' (format parquet, %s)"
            .formatted(LISTS.replace("ONE_NULL", "13"), options));
    String sql = "from 't.parquet'";
    List<String> columns = Sample.names(tables, sql);
    var plain = Sample.rows(tables, sql, columns, true);
    assertThat(plain).hasSize(5000).isEqualTo(Sample.rows(tables, sql, columns, false));
    assertThat(batches(sql, columns)).as("Hardwood read it").isNotEmpty();
    Set<String> onlyNulls = Set.copyOf(columns.subList(2, columns.size()));
    for (boolean mayUseHardwood : List.of(true, false)) {
      int[] at = {0};
      tables.read(
          sql,
          columns,
          onlyNulls,
          (rows, vectors) -> {
            for (int row = 0; row < rows; row++, at[0]++) {
              assertThat(vectors.get(0).valueAt(row)).isEqualTo((long) at[0]);
              for (int i = 2; i < columns.size(); i++) {
                List<?> list = (List<?>) plain.get(at[0]).get(i);
                ColumnVector vector = vectors.get(i);
                assertThat(vector.isNull(row)).isEqualTo(list == null);
                assertThat(vector.hasNulls() || !vector.isNull(row)).isTrue();
                assertThat(vector.hasNullElement(row))
                    .as("%s of row %d", columns.get(i), at[0])
                    .isEqualTo(list != null && list.contains(null));
              }
            }
          },
          mayUseHardwood);
      assertThat(at[0]).isEqualTo(5000);
    }
  }

  @Test
  void long_lists_are_left_to_duckdb_whose_batches_are_small() {
    Sample.make(folder, "copy (select range(20) as l, i from range(5000) r(i)) to '$/t.parquet'");
    List<Integer> sizes = new ArrayList<>();
    tables.read("from 't.parquet'", List.of("l", "i"), (rows, vectors) -> sizes.add(rows));
    assertThat(sizes).hasSize(3).allMatch(size -> size <= 2048);
  }

  @Test
  void lists_of_which_only_nulls_matter_may_stand_beside_nested_values() {
    Sample.make(
        folder, "copy (select {'a': 1} as home, ['x', null] as tags, 1 as n) to '$/t.parquet'");
    tables.read(
        "from 't.parquet'",
        List.of("home", "tags", "n"),
        Set.of("tags"),
        (rows, vectors) -> {
          assertThat(vectors.get(0).valueAt(0)).isEqualTo(Map.of("a", 1L));
          assertThat(vectors.get(1).hasNullElement(0)).isTrue();
          assertThat(vectors.get(2).longAt(0)).isEqualTo(1);
        });
  }

  @Test
  void a_text_in_a_list_that_is_no_utf8_refuses_the_file_also_where_only_nulls_matter()
      throws Exception {
    Sample.make(
        folder, "copy (select ['is XYZ'] as tags) to '$/t.parquet' (compression uncompressed)");
    Path file = folder.resolve("t.parquet");
    String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
    assertThat(bytes).contains("is XYZ");
    Files.writeString(
        file, bytes.replace("is XYZ", "is \u00ff\u00fe\u00fd"), StandardCharsets.ISO_8859_1);
    for (boolean mayUseHardwood : List.of(true, false)) {
      assertThatThrownBy(() ->
              tables.read(
                  "from 't.parquet'",
                  List.of("tags"),
                  Set.of("tags"),
                  (rows, vectors) -> vectors.getFirst().hasNullElement(0),
                  mayUseHardwood))
          .isInstanceOf(RapportException.class)
          .hasMessageContaining("UTF");
    }
  }

  /** DuckDB hands out at most 2,048 rows, Hardwood many more: this tells them apart. */
  private List<Integer> batches(String sql, List<String> columns) {
    List<Integer> sizes = new ArrayList<>();
    tables.read(
        sql,
        columns,
        (rows, vectors) -> {
          sizes.add(rows);
          assertThat(vectors.getFirst().getClass().getName())
              .containsAnyOf("FlatColumn", "ParquetColumn");
        });
    return sizes;
  }

  @Test
  void primitive_accessors_agree() {
    Sample.make(folder, "copy (%s) to '$/t.parquet'".formatted(FLAT.replace("SEED", "5")));
    List<String> columns = List.of("i8", "u32", "i64", "ts", "tstz", "tsns", "da", "f", "d");
    List<List<Object>> answers = new ArrayList<>();
    for (boolean mayUseHardwood : List.of(true, false)) {
      List<Object> answer = new ArrayList<>();
      tables.read(
          "from 't.parquet'",
          columns,
          Set.of(),
          (rows, vectors) -> {
            for (int row = 0; row < rows; row++) {
              for (int i = 0; i < columns.size(); i++) {
                answer.add(primitive(vectors.get(i), row, i >= 7));
              }
            }
          },
          mayUseHardwood);
      answers.add(answer);
    }
    assertThat(answers.get(0)).hasSize(45_000).isEqualTo(answers.get(1));
  }

  @Test
  void bulk_copies_and_codes_agree_with_the_values_and_codes_keep_from_file_to_file() {
    for (int file = 0; file < 3; file++) {
      Sample.make(
          folder,
          "copy (%s) to '$/t%d.parquet' (row_group_size 2048)"
              .formatted(FLAT.replace("SEED", Integer.toString(file)), file));
    }
    List<String> columns = List.of("s", "s2", "i64", "ts", "d");
    Map<String, Integer> codeOf = new HashMap<>();
    List<TextDictionary> dictionaries = new ArrayList<>();
    int[] rowsSeen = {0};
    tables.read(
        "from 't*.parquet'",
        columns,
        (rows, vectors) -> {
          rowsSeen[0] += rows;
          int[] codes = new int[rows];
          dictionaries.add(vectors.get(0).dictionary().orElseThrow());
          vectors.get(0).codes(0, rows, codes, 0);
          long[] numbers = new long[rows];
          long[] times = new long[rows];
          double[] doubles = new double[rows];
          vectors.get(2).longs(0, rows, numbers, 0);
          vectors.get(3).longs(0, rows, times, 0);
          vectors.get(4).doubles(0, rows, doubles, 0);
          int[] others = new int[rows];
          TextDictionary other = vectors.get(1).dictionary().orElseThrow();
          vectors.get(1).codes(0, rows, others, 0);
          for (int row = 0; row < rows; row++) {
            String text = (String) vectors.get(0).valueAt(row);
            if (text == null) {
              assertThat(codes[row]).isEqualTo(-1);
            } else {
              Integer before = codeOf.putIfAbsent(text, codes[row]);
              assertThat(before == null ? codes[row] : before).isEqualTo(codes[row]);
            }
            assertThat(other.text(others[row])).isEqualTo(vectors.get(1).valueAt(row));
            assertThat(numbers[row]).isEqualTo(vectors.get(2).longAt(row));
            assertThat(times[row]).isEqualTo(vectors.get(3).longAt(row));
            assertThat(doubles[row]).isEqualTo(vectors.get(4).doubleAt(row));
          }
          assertThat(vectors.get(1).hasNulls()).isFalse();
          assertThat(vectors.get(3).hasNulls()).isTrue();
        });
    assertThat(rowsSeen[0]).isEqualTo(15_000);
    assertThat(dictionaries).allSatisfy(each -> assertThat(each).isSameAs(dictionaries.getFirst()));
    assertThat(codeOf).hasSize(dictionaries.getFirst().size());
  }

  private static Object primitive(ColumnVector vector, int row, boolean floating) {
    if (vector.isNull(row)) {
      return "null";
    }
    return floating ? (Object) vector.doubleAt(row) : (Object) vector.longAt(row);
  }

  @Test
  void several_files_are_read_in_the_order_of_duckdb() {
    for (int i = 0; i < 12; i++) {
      Sample.make(
          folder,
          "copy (select %d as part, i, 'x' || i as s from range(3000) r(i)) to '$/p%d.parquet'"
              .formatted(i, i));
    }
    for (String sql :
        List.of(
            "from 'p*.parquet'",
            "select s as i, i as s, part from read_parquet(['p7.parquet', 'p[12].parquet'])",
            "select * from parquet_scan('*.parquet')")) {
      List<String> columns = Sample.names(tables, sql);
      assertThat(batches(sql, columns)).isNotEmpty();
      assertThat(Sample.rows(tables, sql, columns, true))
          .isEqualTo(Sample.rows(tables, sql, columns, false));
    }
  }

  @Test
  void what_is_more_than_a_plain_scan_is_left_to_duckdb() throws Exception {
    Files.createDirectories(folder.resolve("year=2024"));
    Sample.make(folder, "copy (select i, i * 2 as j from range(10) r(i)) to '$/a.parquet'");
    Sample.make(folder, "copy (select i, 1.5::double as j from range(10) r(i)) to '$/b.parquet'");
    Sample.make(
        folder,
        "copy (select i, [date '2000-01-01', 'infinity', null] as l from range(3) r(i)) to '$/l.parquet'");
    Sample.make(folder, "copy (select 1 as i) to '$/year=2024/c.parquet'");
    Sample.make(
        folder, "copy (select i from range(3) r(i)) to '$/lz.parquet' (compression lz4_raw)");
    Sample.make(folder, "copy (from range(9) r(i)) to '$/d.parquet' (row_groups_per_file 1)");
    assertThat(folder.resolve("d.parquet")).isDirectory();
    for (String sql :
        List.of(
            "from 'd.parquet'",
            "from 'a.parquet' where i > 5",
            "select i + 1 as i from 'a.parquet'",
            "select distinct 1 as i from 'a.parquet'",
            "select j as i from 'a.parquet' limit 3",
            "select i from 'a.parquet' order by i desc",
            "select i, file_row_number from read_parquet('a.parquet', file_row_number = true)",
            "select * replace (j as i) from 'a.parquet'",
            "select * exclude (j) from 'a.parquet'",
            "select columns('i') from 'a.parquet'",
            "select max(i) as i from 'a.parquet'",
            "select i from 'a.parquet' group by all",
            "from 'a.parquet' t(j, i)",
            "from 'a.parquet' using sample 3 rows (reservoir, 5)",
            "from read_parquet(['b.parquet', 'a.parquet'])",
            "from read_parquet(['a.parquet', 'l.parquet'], union_by_name = true)",
            "from 'l.parquet'",
            "from 'lz.parquet'",
            "from 'year=2024/*.parquet'",
            "with a as (from 'a.parquet') from a",
            "from 'a.parquet' union all from 'a.parquet'")) {
      List<String> columns = Sample.names(tables, sql);
      assertThat(Sample.rows(tables, sql, columns, true))
          .as(sql)
          .isNotEmpty()
          .isEqualTo(Sample.rows(tables, sql, columns, false));
    }
  }

  @Test
  void a_column_may_be_asked_for_twice_and_a_file_may_be_empty() {
    Sample.make(folder, "copy (select i, i as \"I j\" from range(3) r(i)) to '$/a.parquet'");
    Sample.make(folder, "copy (select i from range(0) r(i)) to '$/e.parquet'");
    assertThat(Sample.rows(tables, "from 'a.parquet'", List.of("I j", "i", "I j"), true))
        .isEqualTo(List.of(List.of(0L, 0L, 0L), List.of(1L, 1L, 1L), List.of(2L, 2L, 2L)));
    assertThat(Sample.rows(tables, "from 'e.parquet'")).isEmpty();
  }
}
