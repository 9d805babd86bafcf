package dev.rapport.app.conformance;

import dev.rapport.api.error.RapportException;
import dev.rapport.api.feature.Source;
import dev.rapport.engine.value.RecordShapes;
import dev.rapport.plugins.tables.duckdb.DuckDbTables;
import dev.rapport.spi.table.TableWriter;
import dev.rapport.spi.table.TableWriter.OutputColumn;
import dev.rapport.testkit.Delivery;
import dev.rapport.testkit.Scenario;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes what tables of a scenario say to the Parquet files that their SQL reads. */
final class TableFiles {
  private static final Pattern FILE = Pattern.compile("'([A-Za-z0-9_./-]+\\.parquet)'");

  private TableFiles() {}

  static void write(Path folder, Scenario scenario) {
    try (DuckDbTables tables = DuckDbTables.open(folder)) {
      scenario
          .deliveries()
          .forEach((source, deliveries) -> {
            if (source.origin() instanceof Source.Origin.Table(String sql)) {
              write(folder.resolve(file(source, sql)), source, deliveries, tables);
            }
          });
    }
  }

  private static String file(Source<?> source, String sql) {
    Matcher matcher = FILE.matcher(sql);
    if (!matcher.find()) {
      throw RapportException.user(
          source + ": sql", sql, "one that reads a Parquet file of its own, by its name");
    }
    return matcher.group(1);
  }

  private static void write(
      Path file, Source<?> source, List<Delivery<?>> deliveries, TableWriter writer) {
    List<OutputColumn> columns =
        source.schema().columns().stream()
            .map(column -> new OutputColumn(column.name(), column.type()))
            .toList();
    try (TableWriter.Output output = writer.create(file, columns)) {
      deliveries.forEach(delivery -> output.row(RecordShapes.take((Record) delivery.fact())));
      output.commit();
    }
  }
}
