package dev.rapport.testkit.fakes;

import dev.rapport.spi.log.FactLog;
import dev.rapport.spi.log.LogEntry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A log that counts how it is read, and does something before each append. Thread-safe. */
public final class WatchedFactLog implements FactLog {
  private final FactLog log;
  private final BeforeAppend before;
  private final AtomicInteger reads = new AtomicInteger();
  private final AtomicLong entriesRead = new AtomicLong();
  private volatile long readFrom;

  /** What is done before something is appended. */
  @FunctionalInterface
  public interface BeforeAppend {
    void to(String stream) throws Exception;
  }

  /** Watches how a log is read. */
  public WatchedFactLog(FactLog log) {
    this(log, _ -> {});
  }

  /** Watches how a log is read and written. */
  public WatchedFactLog(FactLog log, BeforeAppend before) {
    this.log = log;
    this.before = before;
  }

  /** How often a stream was read. */
  public int reads() {
    return reads.get();
  }

  /** How many entries were read since this was asked last. */
  public long takeEntriesRead() {
    return entriesRead.getAndSet(0);
  }

  /** From which position on a stream was read last. */
  public long readFrom() {
    return readFrom;
  }

  @Override
  public void read(String stream, long from, Visitor visitor) {
    reads.incrementAndGet();
    readFrom = from;
    log.read(
        stream,
        from,
        (position, entry) -> {
          entriesRead.incrementAndGet();
          return visitor.entry(position, entry);
        });
  }

  @Override
  public long append(String stream, List<LogEntry> entries, Map<String, byte[]> properties) {
    try {
      before.to(stream);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    return log.append(stream, entries, properties);
  }

  @Override
  public BulkLoad load(String stream) {
    return log.load(stream);
  }

  @Override
  public void remove(String stream, Map<String, byte[]> properties) {
    log.remove(stream, properties);
  }

  @Override
  public long size(String stream) {
    return log.size(stream);
  }

  @Override
  public Optional<byte[]> property(String key) {
    return log.property(key);
  }

  @Override
  public Map<String, byte[]> properties(String prefix) {
    return log.properties(prefix);
  }

  @Override
  public void close() {
    log.close();
  }
}
