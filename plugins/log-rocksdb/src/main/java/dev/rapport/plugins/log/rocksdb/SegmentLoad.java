package dev.rapport.plugins.log.rocksdb;

import dev.rapport.spi.log.FactLog.BulkLoad;
import dev.rapport.spi.log.LogEntry;
import java.util.List;
import java.util.Map;
import org.rocksdb.FlushOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * A load into a segment of its own, which belongs to no stream before the commit. Its entries are
 * not in the write-ahead log: they are flushed to files before the commit is written.
 */
final class SegmentLoad implements BulkLoad {
  private static final long BATCH_BYTES = 1 << 20;

  private final RocksFactLog log;
  private final String stream;
  private final long segment;
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
      RocksDB db = log.db();
      try (WriteOptions unlogged = new WriteOptions().setDisableWAL(true);
          WriteBatch batch = new WriteBatch()) {
        for (LogEntry entry : added) {
          batch.put(Layout.entryKey(segment, entries++), Layout.entry(entry));
          if (batch.getDataSize() > BATCH_BYTES) {
            db.write(unlogged, batch);
            batch.clear();
          }
        }
        db.write(unlogged, batch);
      }
      return true;
    });
  }

  @Override
  public void commit(Map<String, byte[]> properties) {
    checkOpen();
    log.whileOpen(() -> {
      if (entries > 0) {
        try (FlushOptions flush = new FlushOptions().setWaitForFlush(true)) {
          log.db().flush(flush);
        }
      }
      finished = true;
      return log.commit(Commit.ofLoad(stream, segment, entries, Map.copyOf(properties)));
    });
  }

  @Override
  public void close() {
    if (finished) {
      return;
    }
    finished = true;
    log.forget(segment);
  }

  private void checkOpen() {
    if (finished) {
      throw new IllegalStateException("load of " + stream + ": finished (expected: open)");
    }
  }
}
