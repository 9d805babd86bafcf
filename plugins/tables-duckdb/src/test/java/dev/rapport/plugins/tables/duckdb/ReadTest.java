package dev.rapport.plugins.tables.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.rapport.spi.table.TableColumn;
import dev.rapport.spi.table.TableColumn.Kind;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadTest {
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

  @Test
  void each_sql_type_has_a_kind() {
    assertThat(
            tables.describe(
                """
                select 1::tinyint a, 1::uinteger b, 1::bigint c, 1::ubigint d, 1::hugeint e,
                  1.5::float f, 2.5::double g, 1.25::decimal(9, 2) h, true i, 'x' j,
                  'p'::enum('p', 'q,)') k, '{}'::json l, uuid() m, now() n, now()::timestamp o,
                  now()::timestamp_s p, now()::timestamp_ms q, now()::timestamp_ns r,
                  today() s, '10:00'::time t, interval 1 day u, ''::blob v, [1] w,
                  array_value(1, 2) x, {'a': [1], 'b c': date '2024-01-01'} y, map {'k': {'z': 1}} z
                """))
        .extracting(TableColumn::kind)
        .containsExactly(
            Kind.INTEGER,
            Kind.INTEGER,
            Kind.INTEGER,
            Kind.DECIMAL,
            Kind.DECIMAL,
            Kind.FLOATING,
            Kind.FLOATING,
            Kind.DECIMAL,
            Kind.BOOLEAN,
            Kind.TEXT,
            Kind.TEXT,
            Kind.TEXT,
            Kind.UUID,
            Kind.INSTANT,
            Kind.INSTANT,
            Kind.INSTANT,
            Kind.INSTANT,
            Kind.INSTANT,
            Kind.DATE,
            Kind.OTHER,
            Kind.OTHER,
            Kind.OTHER,
            Kind.LIST,
            Kind.LIST,
            Kind.STRUCT,
            Kind.MAP);
  }

  @Test
  void values_are_what_their_kinds_say() {
    assertThat(
            Sample.rows(
                tables,
                """
                select -7::tinyint, 18446744073709551615::ubigint, -3::hugeint, 1.5::float,
                  1.250::decimal(9, 3), true, 'é', 'p'::enum('p', 'q'),
                  '8abc377a-e21a-4a0f-b88a-651b2b81270a'::uuid, timestamp '1969-12-31 23:59:59.999999',
                  timestamptz '2024-01-01 00:00:00+02', timestamp_s '2024-01-01 00:00:01',
                  timestamp_ms '2024-01-01 00:00:00.001',
                  timestamp_ns '1969-12-31 23:59:59.999999999', date '1969-12-31', null::integer
                """))
        .containsExactly(
            Arrays.asList(
                -7L,
                new BigDecimal("18446744073709551615"),
                new BigDecimal("-3"),
                1.5,
                new BigDecimal("1.250"),
                true,
                "é",
                "p",
                UUID.fromString("8abc377a-e21a-4a0f-b88a-651b2b81270a"),
                Instant.parse("1969-12-31T23:59:59.999999Z"),
                Instant.parse("2023-12-31T22:00:00Z"),
                Instant.parse("2024-01-01T00:00:01Z"),
                Instant.parse("2024-01-01T00:00:00.001Z"),
                Instant.parse("1969-12-31T23:59:59.999999Z"),
                LocalDate.of(1969, 12, 31),
                null));
  }

  @Test
  void nested_values_are_lists_and_maps_whatever_the_zone_of_the_machine() {
    TimeZone before = TimeZone.getDefault();
    try {
      // 02:30 does not exist there on that day.
      TimeZone.setDefault(TimeZone.getTimeZone("America/New_York"));
      var struct = new HashMap<String, Object>();
      struct.put("a b", 1L);
      struct.put("at", Instant.parse("2024-03-10T02:30:00Z"));
      struct.put("ns", Instant.parse("1969-12-31T23:59:59.999999Z"));
      struct.put("none", null);
      assertThat(
              Sample.rows(
                  tables,
                  """
                  select {'a b': 1, 'at': timestamp '2024-03-10 02:30:00',
                      'ns': timestamp_ns '1969-12-31 23:59:59.999999999', 'none': '10:00'::time} s,
                    [[1.5::double, null], []] l, map {'k': [1.10::decimal(9, 2)]} m, null::integer[] n,
                    timestamp '2024-03-10 02:30:00' t, 5 i, 'x' x, [date '2024-01-01'] d
                  """))
          .containsExactly(
              Arrays.asList(
                  struct,
                  List.of(Arrays.asList(1.5, null), List.of()),
                  Map.of("k", List.of(new BigDecimal("1.10"))),
                  null,
                  Instant.parse("2024-03-10T02:30:00Z"),
                  5L,
                  "x",
                  List.of(LocalDate.of(2024, 1, 1))));
    } finally {
      TimeZone.setDefault(before);
    }
  }

  @Test
  void infinite_and_far_times_are_null() {
    assertThat(
            Sample.rows(
                tables,
                """
                select timestamp 'infinity', timestamptz '-infinity', date 'infinity',
                  date '4000000-01-01', timestamp_ns 'infinity', [timestamp 'infinity'],
                  [timestamptz '-infinity'], [date 'infinity']
                """))
        .containsExactly(
            Arrays.asList(
                null,
                null,
                null,
                null,
                null,
                Arrays.asList((Object) null),
                Arrays.asList((Object) null),
                Arrays.asList((Object) null)));
  }

  @Test
  void primitive_accessors_give_microseconds_and_numbers() {
    List<Number> seen = new ArrayList<>();
    tables.read(
        "select 7 i, 1.5::double d, timestamp '1970-01-01 00:00:01' t, date '1970-01-02' d2",
        List.of("d2", "i", "d", "t"),
        (rows, columns) -> {
          seen.add(columns.get(0).longAt(0));
          seen.add(columns.get(1).longAt(0));
          seen.add(columns.get(2).doubleAt(0));
          seen.add(columns.get(3).longAt(0));
        });
    assertThat(seen).containsExactly(86_400_000_000L, 7L, 1.5, 1_000_000L);
  }

  @Test
  void rows_come_in_the_order_of_the_query() {
    Sample.make(
        folder, "copy (select i from range(300000) r(i)) to '$/n.parquet' (row_group_size 20000)");
    List<Long> numbers = new ArrayList<>();
    tables.read(
        "select i from 'n.parquet' where i % 2 = 0 order by i desc",
        List.of("i"),
        (rows, columns) -> {
          for (int row = 0; row < rows; row++) {
            numbers.add(columns.getFirst().longAt(row));
          }
        });
    assertThat(numbers)
        .hasSize(150_000)
        .startsWith(299_998L)
        .isSortedAccordingTo(Comparator.reverseOrder());
    assertThat(Sample.rows(tables, "select i from 'n.parquet' where i >= 0", List.of("i"), false))
        .isEqualTo(Sample.rows(tables, "from 'n.parquet'"));
  }

  @Test
  void relative_paths_start_at_the_root_and_nowhere_else() throws Exception {
    Files.createDirectory(folder.resolve("it's [1]"));
    Sample.make(folder, "copy (select 1 as a) to '$/it''s [1]/x.csv'");
    Sample.make(folder, "copy (select 2 as a) to '$/y.json'");
    Sample.make(folder, "copy (select 3 as a) to '$/z.parquet'");
    try (var inside = DuckDbTables.open(folder.resolve("it's [1]"))) {
      assertThat(Sample.rows(inside, "from 'x.csv'")).containsExactly(List.of(1L));
      assertThat(Sample.rows(inside, "select x.a from read_csv(['*.csv', 'x.csv']) x"))
          .containsExactly(List.of(1L), List.of(1L));
    }
    assertThat(
            Sample.rows(
                tables,
                """
                -- a comment; with a semicolon
                with "c.d" as (select ';' as "a;", a from "y.json" j /* ; */)
                select c.a, z.a as b, $$;$$ as "é", (select count(*) from glob('*.json')) as n
                from "c.d" c, 'z.parquet' z where c."a;" = ';'; -- the end
                """))
        .containsExactly(List.of(2L, 3L, ";", 1L));
  }

  @Test
  void no_columns_still_count_rows() {
    int[] count = {0};
    tables.read("from range(5000)", List.of(), (rows, columns) -> count[0] += rows);
    assertThat(count[0]).isEqualTo(5000);
  }

  @Test
  void an_exception_of_the_visitor_comes_out_as_it_is() {
    Sample.make(folder, "copy (from range(5000)) to '$/n.parquet'");
    var thrown = new IllegalStateException("enough");
    for (String sql : List.of("from 'n.parquet'", "from range(5000)")) {
      assertThat(
              catchThrowable(() ->
                  tables.read(
                      sql,
                      List.of("range"),
                      (rows, columns) -> {
                        throw thrown;
                      })))
          .isSameAs(thrown);
    }
  }
}
