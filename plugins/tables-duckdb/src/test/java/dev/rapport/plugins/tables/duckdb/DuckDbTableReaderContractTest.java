package dev.rapport.plugins.tables.duckdb;

import dev.rapport.spi.table.TableReader;
import dev.rapport.testkit.contract.TableReaderContract;
import java.nio.file.Path;

class DuckDbTableReaderContractTest extends TableReaderContract {
  @Override
  protected TableReader open(Path root) {
    return DuckDbTables.open(root);
  }
}
