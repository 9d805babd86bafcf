package dev.rapport.plugins.tables.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rapport.api.error.RapportException;
import dev.rapport.api.schema.GeoPoint;
import dev.rapport.api.schema.Type;
import dev.rapport.spi.table.TableColumn;
import dev.rapport.spi.table.TableColumn.Kind;
import dev.rapport.spi.table.TableWriter.Output;
import dev.rapport.spi.table.TableWriter.OutputColumn;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class WriteTest {
  private static final UUID ID = UUID.fromString("8abc377a-e21a-4a0f-b88a-651b2b81270a");

  /** A stay, with parts of many types. */
  record Stay(String place, GeoPoint at, List<LocalDate> days, @Nullable Double price) {}

  private static final List<OutputColumn> COLUMNS =
      List.of(
          new OutputColumn("float \"f\"", Type.FLOAT),
          new OutputColumn("int", Type.INTEGER),
          new OutputColumn("decimal", Type.DECIMAL),
          new OutputColumn("duration", Type.DURATION),
          new OutputColumn("uuid", Type.UUID),
          new OutputColumn("enum", Type.of(DayOfWeek.class)),
          new OutputColumn("list", Type.listOf(Type.DOUBLE)),
          new OutputColumn("set", Type.setOf(Type.UUID)),
          new OutputColumn("map", Type.mapOf(Type.LONG, Type.listOf(Type.INSTANT))),
          new OutputColumn("stay", Type.of(Stay.class)),
          new OutputColumn("text", Type.STRING));

  private static @Nullable Object[] full() {
    Map<Long, @Nullable List<Instant>> map = new LinkedHashMap<>();
    map.put(-1L, List.of(Instant.parse("1969-12-31T23:59:59.999999Z")));
    map.put(Long.MAX_VALUE, null);
    return new @Nullable Object[] {
      1.5f,
      -7,
      new BigDecimal("12345678901234567890.123456789"),
      Duration.ofHours(6),
      ID,
      DayOfWeek.FRIDAY,
      Arrays.asList(0.1, Double.NaN, null, Double.NEGATIVE_INFINITY, 4.9e-324),
      Set.of(ID),
      map,
      new Stay(
          "Nice, \"l'été\"\n\u0001",
          new GeoPoint(43.7, 7.25),
          List.of(LocalDate.of(2024, 2, 29)),
          null),
      "a\u0000b 😀"
    };
  }

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

  private void write(String name, List<OutputColumn> columns, @Nullable Object[]... rows) {
    try (Output output = tables.create(folder.resolve(name), columns)) {
      for (@Nullable Object[] row : rows) {
        output.row(row);
      }
      output.commit();
    }
  }

  @Test
  void every_type_is_read_back_from_parquet() {
    write("all.parquet", COLUMNS, full(), new @Nullable Object[COLUMNS.size()]);
    Map<String, @Nullable Object> stay = new LinkedHashMap<>();
    stay.put("place", "Nice, \"l'été\"\n\u0001");
    stay.put("at", Map.of("lat", 43.7, "lon", 7.25));
    stay.put("days", List.of(LocalDate.of(2024, 2, 29)));
    stay.put("price", null);
    Map<Object, @Nullable Object> map = new LinkedHashMap<>();
    map.put(-1L, List.of(Instant.parse("1969-12-31T23:59:59.999999Z")));
    map.put(Long.MAX_VALUE, null);
    assertThat(tables.describe("from 'all.parquet'"))
        .extracting(TableColumn::kind)
        .containsExactly(
            Kind.FLOATING,
            Kind.INTEGER,
            Kind.DECIMAL,
            Kind.TEXT,
            Kind.UUID,
            Kind.TEXT,
            Kind.LIST,
            Kind.LIST,
            Kind.MAP,
            Kind.STRUCT,
            Kind.TEXT);
    assertThat(Sample.rows(tables, "from 'all.parquet'"))
        .containsExactly(
            Arrays.asList(
                1.5,
                -7L,
                new BigDecimal("12345678901234567890.123456789"),
                "PT6H",
                ID,
                "FRIDAY",
                Arrays.asList(0.1, Double.NaN, null, Double.NEGATIVE_INFINITY, 4.9e-324),
                List.of(ID),
                map,
                stay,
                "a\u0000b 😀"),
            Arrays.asList(new Object[COLUMNS.size()]));
  }

  @Test
  void nested_values_are_json_in_csv() throws IOException {
    write(
        "all.csv",
        List.of(
            new OutputColumn("at", Type.INSTANT),
            new OutputColumn("price", Type.DECIMAL),
            new OutputColumn("stay", Type.of(Stay.class)),
            new OutputColumn("places", Type.mapOf(Type.STRING, Type.DECIMAL))),
        new Object[] {
          Instant.parse("2024-02-29T12:00:00.5Z"),
          new BigDecimal("1E+3"),
          new Stay("Rome", new GeoPoint(41.9, 12.5), List.of(), 80.0),
          Map.of("Rome", new BigDecimal("1.50"))
        },
        new @Nullable Object[4]);
    assertThat(Files.readAllLines(folder.resolve("all.csv")))
        .containsExactly(
            "at,price,stay,places",
            "2024-02-29T12:00:00.500Z,1000,\"{\"\"place\"\":\"\"Rome\"\",\"\"at\"\":"
                + "{\"\"lat\"\":41.9,\"\"lon\"\":12.5},\"\"days\"\":[],\"\"price\"\":80.0}\","
                + "\"{\"\"Rome\"\":\"\"1.50\"\"}\"",
            ",,,");
  }

  @Test
  void an_empty_text_is_not_null_in_csv() {
    var columns = List.of(new OutputColumn("a", Type.STRING), new OutputColumn("b", Type.STRING));
    write("e.csv", columns, new Object[] {"", "x"}, new @Nullable Object[] {null, "y"});
    assertThat(Sample.rows(tables, "from read_csv('e.csv', allow_quoted_nulls = false)"))
        .containsExactly(List.of("", "x"), Arrays.asList(null, "y"));
  }

  @Test
  void a_wrong_value_is_named_and_the_row_can_be_mended() {
    var columns =
        List.of(
            new OutputColumn("n", Type.LONG),
            new OutputColumn("d", Type.DECIMAL),
            new OutputColumn("t", Type.INSTANT),
            new OutputColumn("l", Type.listOf(Type.STRING)));
    try (Output output = tables.create(folder.resolve("x.parquet"), columns)) {
      for (Object[] row :
          List.<@Nullable Object[]>of(
              new @Nullable Object[] {1, null, null, null},
              new @Nullable Object[] {1L, BigDecimal.TEN.pow(29), null, null},
              new @Nullable Object[] {1L, null, Instant.MAX, null},
              new @Nullable Object[] {1L, null, null, "x"},
              new @Nullable Object[] {1L})) {
        assertThat(catchThrowableOfType(RapportException.class, () -> output.row(row)))
            .hasMessageContaining("(expected: ")
            .extracting(RapportException::kind)
            .isEqualTo(RapportException.Kind.USER);
      }
      output.row(new @Nullable Object[] {1L, new BigDecimal("0.0000000005"), null, List.of()});
      output.commit();
    }
    assertThat(Sample.rows(tables, "from 'x.parquet'"))
        .containsExactly(Arrays.asList(1L, new BigDecimal("0E-9"), null, List.of()));
  }

  @Test
  @EnabledOnOs(OS.LINUX) // which has a folder in which not even root may create a file
  void a_folder_that_the_system_refuses_is_a_failure_outside() {
    assertThat(
            catchThrowableOfType(
                RapportException.class, () -> tables.create(Path.of("/proc/x.csv"), COLUMNS)))
        .hasMessageStartingWith("folder: /proc (expected: one that can be written; ")
        .extracting(RapportException::kind)
        .isEqualTo(RapportException.Kind.DEPENDENCY);
  }

  @Test
  void a_place_that_cannot_be_written_is_the_users_mistake() throws IOException {
    Files.createFile(folder.resolve("plain"));
    Files.createDirectory(folder.resolve("folder.csv"));
    for (String name : List.of("x.xlsx", "none/x.csv", "plain/x.csv", "folder.csv")) {
      assertThat(
              catchThrowableOfType(
                  RapportException.class, () -> tables.create(folder.resolve(name), COLUMNS)))
          .hasMessageContaining(folder.toString())
          .extracting(RapportException::kind)
          .isEqualTo(RapportException.Kind.USER);
    }
    var twice = List.of(new OutputColumn("a", Type.LONG), new OutputColumn("A", Type.LONG));
    assertThatThrownBy(() -> tables.create(folder.resolve("x.csv"), twice))
        .hasMessageContaining("A");
    assertThatThrownBy(() -> tables.create(folder.resolve("x.csv"), List.of()))
        .hasMessageContaining("at least one");
    assertThat(folder.resolve("x.csv")).doesNotExist();
  }

  @Test
  void another_thread_may_go_on_with_an_output() throws Exception {
    var columns = List.of(new OutputColumn("n", Type.LONG));
    try (Output output = tables.create(folder.resolve("n.parquet"), columns)) {
      output.row(new Object[] {1L});
      Thread other =
          Thread.ofVirtual()
              .start(() -> {
                output.row(new Object[] {2L});
                output.commit();
              });
      other.join();
      assertThatThrownBy(output::commit).isInstanceOf(IllegalStateException.class);
    }
    assertThat(Sample.rows(tables, "from 'n.parquet'")).containsExactly(List.of(1L), List.of(2L));
  }
}
