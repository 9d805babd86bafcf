package dev.rapport.plugins.tables.duckdb;

import dev.rapport.spi.table.TableWriter;
import dev.rapport.testkit.contract.TableWriterContract;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;

class DuckDbTableWriterContractTest extends TableWriterContract {
  private static final DuckDbTables TABLES = DuckDbTables.open(Path.of("."));

  @AfterAll
  static void close() {
    TABLES.close();
  }

  @Override
  protected TableWriter writer() {
    return TABLES;
  }

  @Override
  protected Optional<List<List<@Nullable Object>>> rows(Path file) {
    return Files.exists(file)
        ? Optional.of(Sample.rows(TABLES, "from '" + file + "'"))
        : Optional.empty();
  }
}
