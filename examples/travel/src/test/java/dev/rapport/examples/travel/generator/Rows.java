package dev.rapport.examples.travel.generator;

import dev.rapport.spi.table.TableWriter.OutputColumn;
import dev.rapport.testkit.fakes.FakeTableWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a generator wrote, in memory. */
record Rows(Path facts, FakeTableWriter writer, Generator.Written written) {
  static Rows of(Generator generator, Path folder) {
    FakeTableWriter writer = new FakeTableWriter();
    Path facts = folder.resolve("facts");
    return new Rows(facts, writer, generator.write(facts, folder.resolve("truth"), writer));
  }

  /** The rows of a table. */
  List<List<@Nullable Object>> of(String table) {
    return table(table).rows();
  }

  /** The values of one column of a table. */
  List<@Nullable Object> of(String table, String column) {
    int index = columns(table).indexOf(column);
    return of(table).stream().<@Nullable Object>map(row -> row.get(index)).toList();
  }

  /** The names of the columns of a table. */
  List<String> columns(String table) {
    return table(table).columns().stream().map(OutputColumn::name).toList();
  }

  /** All rows, by table. */
  Map<String, List<List<@Nullable Object>>> all() {
    Map<String, List<List<@Nullable Object>>> all = new LinkedHashMap<>();
    written.rows().keySet().forEach(table -> all.put(table, of(table)));
    return all;
  }

  private FakeTableWriter.Table table(String name) {
    return writer.table(facts.resolve(name + ".parquet")).orElseThrow();
  }
}
