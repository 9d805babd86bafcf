package dev.rapport.testkit.fakes;

import dev.rapport.spi.log.FactLog;
import dev.rapport.testkit.contract.FactLogContract;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

class FakeFactLogTest extends FactLogContract {
  private final Map<Path, FakeFactLog.Disk> disks = new HashMap<>();

  @Override
  protected FactLog open(Path directory) {
    return new FakeFactLog(disks.computeIfAbsent(directory, _ -> new FakeFactLog.Disk()));
  }
}
