package dev.rapport.plugins.log.rocksdb;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/** What is learned from the database when it is opened; loads that were not committed go away. */
final class Recovery {
  private final RocksDB db;
  private final Map<String, Stream> streams;
  private final AtomicLong numbers;

  Recovery(RocksDB db, Map<String, Stream> streams, AtomicLong numbers) {
    this.db = db;
    this.streams = streams;
    this.numbers = numbers;
  }

  void run() throws RocksDBException {
    Map<Long, String> names = names();
    Map<Long, Stream> found = new HashMap<>();
    Set<Long> known = new HashSet<>();
    try (RocksIterator segments = db.newIterator()) {
      for (segments.seek(Layout.kind('G')); isOfKind(segments, 'G'); segments.next()) {
        long stream = Layout.first(segments.key());
        Stream.Segment segment = segment(segments.key(), segments.value());
        long length = length(segments.value());
        long size = segment.start() + (length == Layout.GROWS ? entries(segment.number()) : length);
        Stream before = found.getOrDefault(stream, new Stream(stream, List.of(), 0));
        if (before.size() != segment.start()) {
          throw Trouble.damaged("stream " + names.get(stream) + ": its segments do not meet");
        }
        List<Stream.Segment> all = new ArrayList<>(before.segments());
        all.add(segment);
        found.put(stream, new Stream(stream, all, size));
        known.add(segment.number());
        use(stream);
        use(segment.number());
      }
      segments.status();
    }
    found.forEach((number, stream) -> {
      String name = names.get(number);
      if (name == null) {
        throw Trouble.damaged("stream " + number + " has no name");
      }
      streams.put(name, stream);
    });
    removeLeftovers(known);
  }

  private Map<Long, String> names() throws RocksDBException {
    Map<Long, String> names = new HashMap<>();
    try (RocksIterator streamNames = db.newIterator()) {
      for (streamNames.seek(Layout.kind('N')); isOfKind(streamNames, 'N'); streamNames.next()) {
        long number = Layout.number(streamNames.value());
        names.put(number, Layout.name(streamNames.key()));
        use(number);
      }
      streamNames.status();
    }
    return names;
  }

  private static Stream.Segment segment(byte[] key, byte[] value) {
    if (value[0] != Layout.VERSION) {
      throw Trouble.damaged("a segment of version " + value[0]);
    }
    return new Stream.Segment(
        ByteBuffer.wrap(value).getLong(1), Layout.second(key), length(value) == Layout.GROWS);
  }

  private static long length(byte[] value) {
    return ByteBuffer.wrap(value).getLong(1 + Long.BYTES);
  }

  /** How many entries a segment that grows has: those up to its last block. */
  private long entries(long segment) throws RocksDBException {
    try (RocksIterator entries = db.newIterator()) {
      entries.seekForPrev(Layout.entryKey(segment, Long.MAX_VALUE));
      entries.status();
      return isOfKind(entries, 'E') && Layout.first(entries.key()) == segment
          ? Layout.second(entries.key()) + Block.count(ByteBuffer.wrap(entries.value()))
          : 0;
    }
  }

  private void removeLeftovers(Set<Long> known) throws RocksDBException {
    List<Long> leftovers = new ArrayList<>();
    try (RocksIterator entries = db.newIterator()) {
      entries.seek(Layout.kind('E'));
      while (isOfKind(entries, 'E')) {
        long segment = Layout.first(entries.key());
        if (!known.contains(segment)) {
          leftovers.add(segment);
        }
        use(segment);
        entries.seek(Layout.entryKey(segment + 1, 0));
      }
      entries.status();
    }
    for (long segment : leftovers) {
      db.deleteRange(Layout.entryKey(segment, 0), Layout.entryKey(segment + 1, 0));
    }
  }

  private static boolean isOfKind(RocksIterator iterator, char kind) {
    return iterator.isValid() && iterator.key()[0] == kind;
  }

  private void use(long number) {
    numbers.accumulateAndGet(number + 1, Math::max);
  }
}
