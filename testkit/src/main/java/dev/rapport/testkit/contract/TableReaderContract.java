package dev.rapport.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.rapport.api.error.RapportException;
import dev.rapport.spi.table.ColumnVector;
import dev.rapport.spi.table.TableColumn;
import dev.rapport.spi.table.TableColumn.Kind;
import dev.rapport.spi.table.TableReader;
import dev.rapport.spi.table.TextDictionary;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every {@link TableReader} must keep, over files that this suite writes. */
public abstract class TableReaderContract {
  private static final int MANY = 5_000;

  private static final String STAYS =
      """
      select id::bigint as id, price::double as price, cost::decimal(9, 2) as cost, place, \
      "at"::timestamp as "at", day::date as day, paid::boolean as paid, ref::uuid as ref \
      from read_csv('stays.csv', header = true, all_varchar = true) order by id\
      """;

  private static final String PLACES =
      """
      select name, tags, home from read_json('places.json', columns = {name: 'varchar', \
      tags: 'varchar[]', home: 'struct(lat double, lon double)'}) order by name\
      """;

  private static final String NUMBERS =
      "select n::bigint as n from read_csv('numbers.csv', header = true) order by n";

  private static final String STAYS_CSV =
      """
      id,price,cost,place,at,day,paid,ref
      1,1.5,12.50,rome,2024-02-29 12:34:56.123456,2024-02-29,true,123e4567-e89b-12d3-a456-426614174000
      2,,,,,,,
      3,-0.25,-1.00,"a, ""b\""",1969-12-31 23:59:59.999999,1969-12-31,false,00000000-0000-0000-0000-000000000000
      """;

  @TempDir Path root;

  protected TableReaderContract() {}

  /** Opens a reader whose relative paths start at a folder. */
  protected abstract TableReader open(Path root);

  /**
   * Called before {@link #open} with what a query over the written files must answer; only a reader
   * that cannot read files needs to know.
   */
  protected void answers(
      String sql,
      List<TableColumn> columns,
      List<? extends Map<String, ? extends @Nullable Object>> rows) {}

  @BeforeEach
  void writeFiles() throws IOException {
    Files.writeString(root.resolve("stays.csv"), STAYS_CSV);
    answers(STAYS, columns(), List.of(first(), Map.of("id", 2L), third()));
    Files.writeString(
        root.resolve("places.json"),
        """
        {"name": "oslo", "tags": ["cold", null], "home": {"lat": 59.9, "lon": 10.7}}
        {"name": "rome", "tags": null, "home": null}
        """);
    Map<String, @Nullable Object> oslo = new HashMap<>();
    oslo.put("name", "oslo");
    oslo.put("tags", java.util.Arrays.asList("cold", null));
    oslo.put("home", Map.of("lat", 59.9, "lon", 10.7));
    answers(
        PLACES,
        List.of(
            new TableColumn("name", "VARCHAR", Kind.TEXT),
            new TableColumn("tags", "VARCHAR[]", Kind.LIST),
            new TableColumn("home", "STRUCT(lat DOUBLE, lon DOUBLE)", Kind.STRUCT)),
        List.of(oslo, Map.of("name", "rome")));
    writeNumbers(MANY);
  }

  private void writeNumbers(int count) throws IOException {
    StringBuilder csv = new StringBuilder("n\n");
    List<Map<String, Long>> rows = new ArrayList<>();
    for (long n = 0; n < count; n++) {
      csv.append(n).append('\n');
      rows.add(Map.of("n", n));
    }
    Files.writeString(root.resolve("numbers.csv"), csv);
    answers(NUMBERS, List.of(new TableColumn("n", "BIGINT", Kind.INTEGER)), rows);
  }

  private static List<TableColumn> columns() {
    return List.of(
        new TableColumn("id", "BIGINT", Kind.INTEGER),
        new TableColumn("price", "DOUBLE", Kind.FLOATING),
        new TableColumn("cost", "DECIMAL(9,2)", Kind.DECIMAL),
        new TableColumn("place", "VARCHAR", Kind.TEXT),
        new TableColumn("at", "TIMESTAMP", Kind.INSTANT),
        new TableColumn("day", "DATE", Kind.DATE),
        new TableColumn("paid", "BOOLEAN", Kind.BOOLEAN),
        new TableColumn("ref", "UUID", Kind.UUID));
  }

  private static Map<String, Object> first() {
    return Map.of(
        "id",
        1L,
        "price",
        1.5,
        "cost",
        new BigDecimal("12.50"),
        "place",
        "rome",
        "at",
        Instant.parse("2024-02-29T12:34:56.123456Z"),
        "day",
        LocalDate.of(2024, 2, 29),
        "paid",
        true,
        "ref",
        UUID.fromString("123e4567-e89b-12d3-a456-426614174000"));
  }

  private static Map<String, Object> third() {
    return Map.of(
        "id",
        3L,
        "price",
        -0.25,
        "cost",
        new BigDecimal("-1.00"),
        "place",
        "a, \"b\"",
        "at",
        Instant.parse("1969-12-31T23:59:59.999999Z"),
        "day",
        LocalDate.of(1969, 12, 31),
        "paid",
        false,
        "ref",
        new UUID(0, 0));
  }

  private static List<List<@Nullable Object>> rows(
      TableReader reader, String sql, String... columns) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    reader.read(
        sql,
        List.of(columns),
        (count, vectors) -> {
          assertThat(vectors).hasSameSizeAs(columns);
          for (int row = 0; row < count; row++) {
            List<@Nullable Object> values = new ArrayList<>();
            for (var vector : vectors) {
              Object value = vector.valueAt(row);
              assertThat(vector.isNull(row)).isEqualTo(value == null);
              values.add(value);
            }
            rows.add(values);
          }
        });
    return rows;
  }

  @Test
  void a_query_is_described_without_its_rows() {
    try (TableReader reader = open(root)) {
      assertThat(reader.describe(STAYS))
          .extracting(TableColumn::name, TableColumn::kind)
          .containsExactlyElementsOf(
              columns().stream().map(column -> tuple(column.name(), column.kind())).toList());
      assertThat(reader.describe(STAYS)).noneMatch(column -> column.sqlType().isBlank());
      assertThat(reader.describe(PLACES))
          .extracting(TableColumn::kind)
          .containsExactly(Kind.TEXT, Kind.LIST, Kind.STRUCT);
    }
  }

  @Test
  void every_kind_is_read_in_the_querys_order_and_nulls_are_null() {
    try (TableReader reader = open(root)) {
      List<String> names = columns().stream().map(TableColumn::name).toList();
      var rows = rows(reader, STAYS, names.toArray(String[]::new));

      assertThat(rows).hasSize(3);
      for (int i = 0; i < names.size(); i++) {
        assertThat(rows.get(0).get(i)).isEqualTo(first().get(names.get(i)));
        assertThat(rows.get(1).get(i)).isEqualTo(i == 0 ? 2L : null);
        assertThat(rows.get(2).get(i)).isEqualTo(third().get(names.get(i)));
      }
    }
  }

  @Test
  void lists_and_structs_are_java_lists_and_maps() {
    try (TableReader reader = open(root)) {
      var rows = rows(reader, PLACES, "home", "tags");

      assertThat(rows.get(0).get(0)).isEqualTo(Map.of("lat", 59.9, "lon", 10.7));
      assertThat(rows.get(0).get(1)).isEqualTo(java.util.Arrays.asList("cold", null));
      assertThat(rows.get(1)).containsExactly(null, null);
    }
  }

  @Test
  void primitive_accessors_agree_with_the_values() {
    try (TableReader reader = open(root)) {
      List<Number> seen = new ArrayList<>();
      reader.read(
          STAYS,
          List.of("id", "price", "at", "day"),
          (count, vectors) -> {
            for (int row = 0; row < count; row++) {
              if (!vectors.get(1).isNull(row)) {
                seen.add(vectors.get(0).longAt(row));
                seen.add(vectors.get(1).doubleAt(row));
                seen.add(vectors.get(2).longAt(row));
                seen.add(vectors.get(3).longAt(row));
              }
            }
          });

      assertThat(seen)
          .containsExactly(
              1L,
              1.5,
              1_709_210_096_123_456L,
              1_709_164_800_000_000L,
              3L,
              -0.25,
              -1L,
              -86_400_000_000L);
    }
  }

  @Test
  void bulk_copies_agree_with_the_values_one_by_one() {
    try (TableReader reader = open(root)) {
      List<Integer> seen = new ArrayList<>();
      reader.read(
          STAYS,
          List.of("id", "price", "at", "day", "place"),
          (count, vectors) -> {
            int from = count > 1 ? 1 : 0;
            long[] longs = new long[count + 2];
            double[] doubles = new double[count + 2];
            for (ColumnVector vector : List.of(vectors.get(0), vectors.get(2), vectors.get(3))) {
              vector.longs(from, count - from, longs, 2);
              for (int row = from; row < count; row++) {
                if (!vector.isNull(row)) {
                  assertThat(longs[2 + row - from]).isEqualTo(vector.longAt(row));
                }
              }
            }
            vectors.get(1).doubles(from, count - from, doubles, 1);
            for (int row = from; row < count; row++) {
              if (!vectors.get(1).isNull(row)) {
                assertThat(doubles[1 + row - from]).isEqualTo(vectors.get(1).doubleAt(row));
              }
            }
            for (ColumnVector vector : vectors) {
              for (int row = 0; row < count; row++) {
                assertThat(vector.hasNulls() || !vector.isNull(row)).isTrue();
              }
            }
            seen.add(count);
          });
      assertThat(seen.stream().mapToInt(Integer::intValue).sum()).isEqualTo(3);
    }
  }

  @Test
  void a_code_stands_for_its_text_where_a_reader_has_a_dictionary() {
    try (TableReader reader = open(root)) {
      reader.read(STAYS, List.of("place"), (count, vectors) -> assertCodes(count, vectors.get(0)));
    }
  }

  /** Fails where the codes of a column of text do not stand for its values. */
  protected static void assertCodes(int count, ColumnVector vector) {
    int[] codes = new int[count + 1];
    if (vector.dictionary().isEmpty()) {
      assertThatThrownBy(() -> vector.codes(0, count, codes, 0))
          .isInstanceOf(UnsupportedOperationException.class);
      return;
    }
    TextDictionary dictionary = vector.dictionary().get();
    vector.codes(0, count, codes, 1);
    for (int row = 0; row < count; row++) {
      int code = codes[row + 1];
      assertThat(code).isBetween(-1, dictionary.size() - 1);
      assertThat(code < 0 ? null : dictionary.text(code)).isEqualTo(vector.valueAt(row));
    }
    vector.codes(count - 1, 1, codes, 0);
    assertThat(codes[0]).isEqualTo(codes[count]);
  }

  @Test
  void nulls_of_lists_are_seen_without_their_values() {
    try (TableReader reader = open(root)) {
      List<Object> seen = new ArrayList<>();
      reader.read(
          PLACES,
          List.of("name", "tags"),
          Set.of("tags"),
          (count, vectors) -> {
            for (int row = 0; row < count; row++) {
              seen.add(String.valueOf(vectors.get(0).valueAt(row)));
              seen.add(vectors.get(1).isNull(row));
              seen.add(!vectors.get(1).isNull(row) && vectors.get(1).hasNullElement(row));
            }
          });

      assertThat(seen).containsExactly("oslo", false, true, "rome", true, false);
    }
  }

  @Test
  void only_the_columns_asked_for_are_read_in_the_order_asked() {
    try (TableReader reader = open(root)) {
      assertThat(rows(reader, STAYS, "place", "id")).startsWith(List.of("rome", 1L)).hasSize(3);
    }
  }

  @Test
  void many_rows_come_in_batches_and_in_order() {
    try (TableReader reader = open(root)) {
      var rows = rows(reader, NUMBERS, "n");

      assertThat(rows).hasSize(MANY);
      for (int n = 0; n < MANY; n++) {
        assertThat(rows.get(n)).containsExactly((long) n);
      }
    }
  }

  @Test
  void the_stamp_changes_with_the_files_and_only_then() throws IOException {
    try (TableReader reader = open(root)) {
      String before = reader.stamp(NUMBERS);
      assertThat(reader.stamp(NUMBERS)).isEqualTo(before);

      writeNumbers(MANY + 1);

      assertThat(reader.stamp(NUMBERS)).isNotEqualTo(before);
      assertThat(rows(reader, NUMBERS, "n")).hasSize(MANY + 1);
    }
  }

  @Test
  void a_file_that_is_not_there_is_the_users_mistake_and_named() {
    try (TableReader reader = open(root)) {
      assertThatThrownBy(() -> reader.describe("select * from read_csv('nowhere.csv')"))
          .isInstanceOfSatisfying(
              RapportException.class,
              e -> assertThat(e.kind()).isEqualTo(RapportException.Kind.USER))
          .hasMessageContaining("nowhere.csv");
    }
  }

  @Test
  void a_wrong_query_or_column_is_the_users_mistake() {
    try (TableReader reader = open(root)) {
      assertThatThrownBy(() -> reader.describe("selekt 1"))
          .isInstanceOfSatisfying(
              RapportException.class,
              e -> assertThat(e.kind()).isEqualTo(RapportException.Kind.USER));
      assertThatThrownBy(() -> rows(reader, NUMBERS, "nights"))
          .isInstanceOfSatisfying(
              RapportException.class,
              e -> assertThat(e.kind()).isEqualTo(RapportException.Kind.USER))
          .hasMessageContaining("nights");
    }
  }

  @Test
  void what_the_visitor_throws_arrives_as_it_is() {
    try (TableReader reader = open(root)) {
      IllegalStateException stop = new IllegalStateException("stop");

      assertThatThrownBy(() ->
              reader.read(
                  NUMBERS,
                  List.of("n"),
                  (_, _) -> {
                    throw stop;
                  }))
          .isSameAs(stop);
      assertThat(rows(reader, NUMBERS, "n")).hasSize(MANY);
    }
  }

  @Test
  void many_threads_read_at_once() throws Exception {
    try (TableReader reader = open(root);
        ExecutorService executor = Executors.newFixedThreadPool(4)) {
      List<Future<Integer>> sizes = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        sizes.add(executor.submit(() -> rows(reader, NUMBERS, "n").size()));
      }
      for (Future<Integer> size : sizes) {
        assertThat(size.get()).isEqualTo(MANY);
      }
    }
  }
}
