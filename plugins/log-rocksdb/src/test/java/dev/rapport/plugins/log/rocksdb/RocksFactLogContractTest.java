package dev.rapport.plugins.log.rocksdb;

import dev.rapport.spi.log.FactLog;
import dev.rapport.testkit.contract.FactLogContract;
import java.nio.file.Path;

class RocksFactLogContractTest extends FactLogContract {
  @Override
  protected FactLog open(Path directory) {
    return RocksFactLog.open(directory);
  }
}
