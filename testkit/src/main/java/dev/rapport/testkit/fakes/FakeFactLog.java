package dev.rapport.testkit.fakes;

import dev.rapport.api.error.RapportException;
import dev.rapport.spi.log.FactLog;
import dev.rapport.spi.log.LogEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A log in memory; what it holds outlives it on its {@link Disk}. Safe for use by many threads. */
public final class FakeFactLog implements FactLog {
  private final Disk disk;
  private boolean closed;

  /**
   * Opens the log on a disk.
   *
   * @throws RapportException of kind {@code USER} if another log holds the disk
   */
  public FakeFactLog(Disk disk) {
    this.disk = disk;
    synchronized (disk) {
      if (disk.held) {
        throw RapportException.user("log", "in use", "no other log that holds it; close that one");
      }
      disk.held = true;
    }
  }

  /** What is there when a log opens again. */
  public static final class Disk {
    private final Map<String, List<LogEntry>> streams = new HashMap<>();
    private final SortedMap<String, byte[]> properties = new TreeMap<>();
    private boolean held;

    public Disk() {}

    /** The process dies: the log that held it is gone, and what it had not acknowledged. */
    public synchronized void crash() {
      held = false;
    }
  }

  @Override
  public long append(String stream, List<LogEntry> entries, Map<String, byte[]> properties) {
    synchronized (disk) {
      checkOpen();
      List<LogEntry> all = disk.streams.computeIfAbsent(stream, _ -> new ArrayList<>());
      int first = all.size();
      entries.forEach(entry -> all.add(copy(entry)));
      properties.forEach(this::set);
      return first;
    }
  }

  @Override
  public BulkLoad load(String stream) {
    checkOpen();
    return new Load(stream);
  }

  @Override
  public void remove(String stream, Map<String, byte[]> properties) {
    synchronized (disk) {
      checkOpen();
      disk.streams.remove(stream);
      properties.forEach(this::set);
    }
  }

  @Override
  public void read(String stream, long from, Visitor visitor) {
    List<LogEntry> entries;
    synchronized (disk) {
      checkOpen();
      entries = List.copyOf(disk.streams.getOrDefault(stream, List.of()));
    }
    for (long position = from; position < entries.size(); position++) {
      if (!visitor.entry(position, copy(entries.get((int) position)))) {
        return;
      }
    }
  }

  @Override
  public long size(String stream) {
    synchronized (disk) {
      checkOpen();
      return disk.streams.getOrDefault(stream, List.of()).size();
    }
  }

  @Override
  public Optional<byte[]> property(String key) {
    synchronized (disk) {
      checkOpen();
      return Optional.ofNullable(disk.properties.get(key)).map(byte[]::clone);
    }
  }

  @Override
  public Map<String, byte[]> properties(String prefix) {
    synchronized (disk) {
      checkOpen();
      SortedMap<String, byte[]> found = new TreeMap<>();
      disk.properties.forEach((key, value) -> {
        if (key.startsWith(prefix)) {
          found.put(key, value.clone());
        }
      });
      return found;
    }
  }

  @Override
  public void close() {
    synchronized (disk) {
      if (!closed) {
        closed = true;
        disk.held = false;
      }
    }
  }

  private void checkOpen() {
    if (closed) {
      throw RapportException.dependency("log: closed (expected: an open log)", null);
    }
  }

  private void set(String key, byte[] value) {
    if (value.length == 0) {
      disk.properties.remove(key);
    } else {
      disk.properties.put(key, value.clone());
    }
  }

  private static LogEntry copy(LogEntry entry) {
    return new LogEntry(entry.ingestedMicros(), entry.payload().clone());
  }

  private final class Load implements BulkLoad {
    private final String stream;
    private final List<LogEntry> loaded = new ArrayList<>();

    private Load(String stream) {
      this.stream = stream;
    }

    @Override
    public void append(List<LogEntry> entries) {
      entries.forEach(entry -> loaded.add(copy(entry)));
    }

    @Override
    public void commit(Map<String, byte[]> properties) {
      FakeFactLog.this.append(stream, loaded, properties);
      loaded.clear();
    }

    @Override
    public void close() {
      loaded.clear();
    }
  }
}
