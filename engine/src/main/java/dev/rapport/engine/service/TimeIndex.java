package dev.rapport.engine.service;

import dev.rapport.api.error.RapportException;
import dev.rapport.engine.value.Micros;
import dev.rapport.engine.value.ValueCodec;
import dev.rapport.spi.log.FactLog;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where the rows of a stream lie in time: for each stretch of some 1,000 rows the earliest and the
 * latest time that a row names, be it when it was recorded or the moment of its question. Those of
 * full stretches are properties of the log, so that nothing is read again at the next start; what
 * is missing there is found by reading. Takes 24 bytes a stretch. Thread-safe.
 */
final class TimeIndex {
  /** Before the number of the first row of a stretch. */
  private final String prefix;

  /** Rows in a stretch from now on. */
  private final int rows;

  /** The first rows of stretches; the last of them may not be full. */
  private long[] first = new long[16];

  /** The latest time in a stretch and all before it. */
  private long[] latest = new long[16];

  /** The earliest time in a stretch and all after it. */
  private long[] earliest = new long[16];

  private int size;
  private long end;

  /** Whether the last stretch takes more rows, and its times alone. */
  private boolean isOpen;

  private long openEarliest;
  private long openLatest;

  private final Map<String, byte[]> unsaved = new TreeMap<>();

  /**
   * Rows that follow each other.
   *
   * @param latestBefore the latest time in all rows before them
   */
  record Stretch(long first, int count, long latestBefore) {}

  private TimeIndex(String stream, int rows) {
    this.prefix = "index/" + stream + "/";
    this.rows = rows;
  }

  /** What the log has of the index of a stream, from the beginning of the stream on. */
  static TimeIndex of(FactLog log, String stream, int rows) {
    TimeIndex index = new TimeIndex(stream, rows);
    Map<Long, byte[]> saved = new TreeMap<>();
    log.properties(index.prefix)
        .forEach(
            (key, value) -> saved.put(Long.parseLong(key.substring(index.prefix.length())), value));
    for (Map.Entry<Long, byte[]> stretch : saved.entrySet()) {
      if (stretch.getKey() != index.end) {
        break; // the rest is read
      }
      index.takeSaved(stretch.getValue());
    }
    return index;
  }

  private void takeSaved(byte[] saved) {
    try {
      @Nullable Object[] values = ValueCodec.decode(saved);
      if (values.length != 3) {
        throw RapportException.dependency(values.length + " values (expected: 3)", null);
      }
      open();
      end += (Long) Objects.requireNonNull(values[0]);
      include((Long) Objects.requireNonNull(values[1]), (Long) Objects.requireNonNull(values[2]));
      isOpen = false;
    } catch (RapportException e) {
      throw new RapportException(e.kind(), prefix + end + ": " + e.getMessage(), e);
    }
  }

  /** The position of the next row. */
  synchronized long end() {
    return end;
  }

  /** The latest time of all. */
  synchronized long latest() {
    return size == 0 ? Micros.BEGINNING : latest[size - 1];
  }

  /** Takes the next row. */
  synchronized void add(long stamp, @Nullable Long moment) {
    if (!isOpen) {
      open();
    }
    end++;
    long other = moment == null ? stamp : moment;
    include(Math.min(stamp, other), Math.max(stamp, other));
    if (end - first[size - 1] == rows) {
      unsaved.put(
          prefix + first[size - 1],
          ValueCodec.encode(new @Nullable Object[] {(long) rows, openEarliest, openLatest}));
      isOpen = false;
    }
  }

  private void open() {
    if (size == first.length) {
      int capacity = size + (size >> 1);
      first = Arrays.copyOf(first, capacity);
      latest = Arrays.copyOf(latest, capacity);
      earliest = Arrays.copyOf(earliest, capacity);
    }
    first[size] = end;
    latest[size] = size == 0 ? Micros.BEGINNING : latest[size - 1];
    earliest[size++] = Micros.NEVER;
    openEarliest = Micros.NEVER;
    openLatest = Micros.BEGINNING;
    isOpen = true;
  }

  private void include(long from, long to) {
    openEarliest = Math.min(openEarliest, from);
    openLatest = Math.max(openLatest, to);
    latest[size - 1] = Math.max(latest[size - 1], to);
    for (int at = size - 1; at >= 0 && earliest[at] > from; at--) {
      earliest[at] = from;
    }
  }

  /** What the log does not have yet. */
  synchronized Map<String, byte[]> unsaved() {
    return Map.copyOf(unsaved);
  }

  /** The log has this. */
  synchronized void saved(Map<String, byte[]> properties) {
    unsaved.keySet().removeAll(properties.keySet());
  }

  /** The stretches in which times {@code [from, to]} may be named, in their order. */
  synchronized List<Stretch> between(long from, long to) {
    int low = firstFrom(latest, from);
    int high = to == Micros.NEVER ? size : firstFrom(earliest, to + 1);
    List<Stretch> found = new ArrayList<>(Math.max(0, high - low));
    for (int at = low; at < high; at++) {
      long next = at + 1 < size ? first[at + 1] : end;
      found.add(
          new Stretch(
              first[at], (int) (next - first[at]), at == 0 ? Micros.BEGINNING : latest[at - 1]));
    }
    return found;
  }

  /** The first place at which a time that never falls has reached a value. */
  private int firstFrom(long[] rising, long value) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (rising[middle] < value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
