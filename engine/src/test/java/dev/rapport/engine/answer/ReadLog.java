package dev.rapport.engine.answer;

import dev.rapport.spi.log.FactLog;
import dev.rapport.spi.log.LogEntry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A log that counts how often it is read. */
final class ReadLog implements FactLog {
  private final FactLog log;
  private final AtomicInteger reads = new AtomicInteger();
  private volatile long readFrom;

  ReadLog(FactLog log) {
    this.log = log;
  }

  /** How often a stream was read. */
  int reads() {
    return reads.get();
  }

  /** From which position on it was last. */
  long readFrom() {
    return readFrom;
  }

  @Override
  public void read(String stream, long from, Visitor visitor) {
    reads.incrementAndGet();
    readFrom = from;
    log.read(stream, from, visitor);
  }

  @Override
  public long append(String stream, List<LogEntry> entries, Map<String, byte[]> properties) {
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
