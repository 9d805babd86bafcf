package dev.rapport.app.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.api.schema.Type;
import dev.rapport.plugins.tables.duckdb.DuckDbTables;
import dev.rapport.spi.table.TableColumn;
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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The table of types in the files of datasets says what the writer writes. */
final class FileTypesTest {
  record Stay(String city, int nights) {}

  private static final UUID ID = new UUID(1, 2);

  @TempDir private Path folder;

  /** A type with one of its values, by its name in the table. */
  private static Map<String, OutputColumn> types(Map<String, Object> values) {
    Map<String, OutputColumn> types = new LinkedHashMap<>();
    put(types, values, "String", Type.STRING, "the text");
    put(types, values, "Boolean", Type.BOOLEAN, true);
    put(types, values, "Integer", Type.INTEGER, 7);
    put(types, values, "Long", Type.LONG, 7L);
    put(types, values, "Float", Type.FLOAT, 0.5f);
    put(types, values, "Double", Type.DOUBLE, 0.5);
    put(types, values, "BigDecimal", Type.DECIMAL, new BigDecimal("12.50"));
    put(types, values, "Instant", Type.INSTANT, Instant.parse("2026-06-01T12:00:00Z"));
    put(types, values, "LocalDate", Type.DATE, LocalDate.parse("2026-06-01"));
    put(types, values, "Duration", Type.DURATION, Duration.ofDays(3));
    put(types, values, "UUID", Type.UUID, ID);
    put(types, values, "an enum", Type.of(DayOfWeek.class), DayOfWeek.FRIDAY);
    put(types, values, "List<Long>", Type.listOf(Type.LONG), List.of(1L, 2L));
    put(types, values, "Set<Long>", Type.setOf(Type.LONG), Set.of(1L));
    put(types, values, "Map<String, Long>", Type.mapOf(Type.STRING, Type.LONG), Map.of("a", 1L));
    put(types, values, "a record", Type.of(Stay.class), new Stay("Rome", 3));
    return types;
  }

  private static void put(
      Map<String, OutputColumn> types,
      Map<String, Object> values,
      String name,
      Type<?> type,
      Object value) {
    types.put(name, new OutputColumn("c" + types.size(), type));
    values.put(name, value);
  }

  @Test
  void every_type_is_in_the_table_with_what_it_is_in_a_file() throws IOException {
    Map<String, Object> values = new LinkedHashMap<>();
    Map<String, OutputColumn> types = types(values);
    List<String> written = new ArrayList<>();
    List<String> cells = new ArrayList<>();
    try (DuckDbTables tables = DuckDbTables.open(folder)) {
      for (String file : List.of("all.parquet", "all.csv")) {
        try (Output output = tables.create(folder.resolve(file), List.copyOf(types.values()))) {
          output.row(values.values().toArray());
          output.commit();
        }
      }
      tables.describe("from 'all.parquet'").stream()
          .map(TableColumn::sqlType)
          .forEach(written::add);
      tables.read(
          "from read_csv('all.csv', all_varchar = true)",
          types.values().stream().map(OutputColumn::name).toList(),
          (_, vectors) -> vectors.forEach(vector -> cells.add(String.valueOf(vector.valueAt(0)))));
    }
    assertThat(Files.readString(folder.resolve("all.csv"))).contains("the text");

    List<String> names = List.copyOf(types.keySet());
    List<String> listed = new ArrayList<>();
    for (List<String> row : table().rows().subList(1, table().rows().size())) {
      List<String> spans = Markdown.spans(row.getFirst()).toList();
      for (String name : spans.isEmpty() ? List.of(row.getFirst()) : spans) {
        listed.add(name);
        int at = names.indexOf(name);
        assertThat(at).as(name).isNotNegative();
        assertThat(written.get(at)).as(name).isEqualTo(only(row.get(1)));
        String cell =
            switch (name) {
              case "UUID" -> ID.toString();
              case "an enum" -> "FRIDAY";
              case "Set<Long>" -> "[1]";
              default -> row.get(2).contains("`") ? only(row.get(2)) : row.get(2);
            };
        assertThat(cells.get(at)).as(name).isEqualTo(cell);
      }
    }
    assertThat(listed).containsExactlyElementsOf(names);
    assertThat(names)
        .containsAll(
            Stream.of(Type.SCALARS.toArray(Type[]::new))
                .map(type -> type.javaClass().getSimpleName())
                .toList());
  }

  private static String only(String cell) {
    return Markdown.spans(cell).findFirst().orElseThrow();
  }

  private static Markdown.Table table() {
    return Markdown.read(Regions.ROOT.resolve("docs/definitions.md")).tables().stream()
        .filter(table -> table.note().equals(Optional.of(new Markdown.Note("types", "dataset"))))
        .findFirst()
        .orElseThrow();
  }
}
