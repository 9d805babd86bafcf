package dev.rapport.plugins.log.rocksdb;

import dev.rapport.spi.log.FactLog.BulkLoad;
import dev.rapport.spi.log.LogEntry;
import java.util.List;
import java.util.Map;
import org.rocksdb.FlushOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * A load into a segment of its own, which belongs to no stream before the commit. Its entries are
 * not in the write-ahead log: they are flushed to files before the commit is written.
 */
final class SegmentLoad implements BulkLoad {
  private final RocksFactLog log;
  private final String stream;
  private final long segment;
  private final WriteOptions unlogged = new WriteOptions().setDisableWAL(true);
  private final Block.Builder block = new Block.Builder();
  private long entries;
  private boolean finished;

  SegmentLoad(RocksFactLog log, String stream, long segment) {
    this.log = log;
    this.stream = stream;
    this.segment = segment;
  }

  @Override
  public void append(List<LogEntry> added) {
    checkOpen();
    log.whileOpen(() -> {
      try (WriteBatch batch = new WriteBatch()) {
        for (LogEntry entry : added) {
          if (block.add(entry)) {
            write(batch);
          }
        }
      }
      return true;
    });
  }

  /** Writes the block, which is not empty. */
  private void write(WriteBatch batch) throws RocksDBException {
    Block full = block.take();
    batch.put(Layout.entryKey(segment, entries), full.bytes());
    log.db().write(unlogged, batch);
    batch.clear();
    entries += full.entries();
  }

  @Override
  public void commit(Map<String, byte[]> properties) {
    checkOpen();
    log.whileOpen(() -> {
      if (!block.isEmpty()) {
        try (WriteBatch batch = new WriteBatch()) {
          write(batch);
        }
      }
      if (entries > 0) {
        try (FlushOptions flush = new FlushOptions().setWaitForFlush(true)) {
          log.db().flush(flush);
        }
      }
      log.commit(Commit.ofLoad(stream, segment, entries, Map.copyOf(properties)));
      finished = true;
      unlogged.close();
      return true;
    });
  }

  @Override
  public void close() {
    if (finished) {
      return;
    }
    finished = true;
    unlogged.close();
    log.forget(segment);
  }

  private void checkOpen() {
    if (finished) {
      throw new IllegalStateException("load of " + stream + ": finished (expected: open)");
    }
  }
}
