package dev.rapport.testkit.fakes;

import dev.rapport.spi.table.TableWriter;
import dev.rapport.testkit.contract.TableWriterContract;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

class FakeTableWriterTest extends TableWriterContract {
  private final FakeTableWriter writer = new FakeTableWriter();

  @Override
  protected TableWriter writer() {
    return writer;
  }

  @Override
  protected Optional<List<List<@Nullable Object>>> rows(Path file) {
    return writer.table(file).map(FakeTableWriter.Table::rows);
  }
}
