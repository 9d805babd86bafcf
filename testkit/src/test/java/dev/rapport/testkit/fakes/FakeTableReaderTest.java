package dev.rapport.testkit.fakes;

import dev.rapport.spi.table.TableColumn;
import dev.rapport.spi.table.TableReader;
import dev.rapport.testkit.contract.TableReaderContract;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

class FakeTableReaderTest extends TableReaderContract {
  private final FakeTableReader reader = new FakeTableReader();

  @Override
  protected void answers(
      String sql,
      List<TableColumn> columns,
      List<? extends Map<String, ? extends @Nullable Object>> rows) {
    reader.put(sql, columns, rows);
  }

  @Override
  protected TableReader open(Path root) {
    return reader;
  }
}
