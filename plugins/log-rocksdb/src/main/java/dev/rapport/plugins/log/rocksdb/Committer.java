package dev.rapport.plugins.log.rocksdb;

import dev.rapport.api.error.RapportException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * Group commit. A caller puts its commit into the queue and waits for the lock; whoever has the
 * lock writes all that wait in one batch, synced, and only then are they known to readers. So the
 * commits that gather during one sync share the next.
 */
final class Committer implements AutoCloseable {
  /** A group takes no more once it has so many bytes. */
  private static final long GROUP_BYTES = 8 << 20;

  private final RocksDB db;
  private final ConcurrentMap<String, Stream> streams;
  private final AtomicLong numbers;
  private final WriteOptions synced = new WriteOptions().setSync(true);
  private final ConcurrentLinkedQueue<Commit> queue = new ConcurrentLinkedQueue<>();
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable RapportException broken;

  /**
   * Starts to write.
   *
   * @param streams what readers see; changed by this class alone
   * @param numbers the next number of a stream or a segment
   */
  Committer(RocksDB db, ConcurrentMap<String, Stream> streams, AtomicLong numbers) {
    this.db = db;
    this.streams = streams;
    this.numbers = numbers;
  }

  /** Returns the position of the first entry once everything is on disk. */
  long commit(Commit commit) {
    queue.add(commit);
    lock.lock();
    try {
      while (!commit.isDone()) {
        writeGroup();
      }
    } finally {
      lock.unlock();
    }
    return commit.result();
  }

  private void writeGroup() {
    List<Commit> group = new ArrayList<>();
    long bytes = 0;
    while (bytes < GROUP_BYTES) {
      Commit next = queue.poll();
      if (next == null) {
        break;
      }
      group.add(next);
      bytes += next.bytes();
    }
    if (broken == null) {
      write(group);
    } else {
      fail(group, broken);
    }
  }

  private void write(List<Commit> group) {
    Map<String, @Nullable Stream> changed = new HashMap<>();
    try (WriteBatch batch = new WriteBatch()) {
      for (Commit commit : group) {
        add(commit, changed, batch);
      }
      if (batch.count() > 0) {
        db.write(synced, batch);
      }
      changed.forEach((name, stream) -> streams.compute(name, (_, _) -> stream));
      group.forEach(Commit::succeed);
    } catch (RocksDBException e) {
      // What is on disk is not known now, and a later batch must not mix with it.
      broken = Trouble.of("write", e);
      fail(group, broken);
    } catch (RuntimeException | Error e) {
      broken =
          new RapportException(RapportException.Kind.INTERNAL, "log: write: " + e.getMessage(), e);
      fail(group, broken);
    }
  }

  private static void fail(List<Commit> group, RapportException cause) {
    group.forEach(commit -> commit.fail(cause));
  }

  private void add(Commit commit, Map<String, @Nullable Stream> changed, WriteBatch batch)
      throws RocksDBException {
    Stream stream =
        changed.containsKey(commit.stream)
            ? changed.get(commit.stream)
            : streams.get(commit.stream);
    if (commit.removal && stream != null) {
      batch.delete(Layout.streamKey(commit.stream));
      for (Stream.Segment segment : stream.segments()) {
        batch.delete(Layout.segmentKey(stream.number(), segment.start()));
        batch.deleteRange(
            Layout.entryKey(segment.number(), 0), Layout.entryKey(segment.number() + 1, 0));
      }
      changed.put(commit.stream, null);
    }
    long added = commit.entries();
    commit.at(stream == null ? 0 : stream.size());
    if (added > 0) {
      if (stream == null) {
        stream = new Stream(numbers.getAndIncrement(), List.of(), 0);
        batch.put(Layout.streamKey(commit.stream), Layout.number(stream.number()));
      }
      if (commit.loadedSegment != null) {
        stream = newSegment(stream, commit.loadedSegment, added, batch);
      } else if (stream.needsSegment()) {
        stream = newSegment(stream, numbers.getAndIncrement(), Layout.GROWS, batch);
      }
      Stream.Segment segment = stream.segments().getLast();
      long index = stream.size() - segment.start();
      for (Block block : commit.blocks) {
        batch.put(Layout.entryKey(segment.number(), index), block.bytes());
        index += block.entries();
      }
      changed.put(commit.stream, stream.grown(added));
    }
    for (var property : commit.properties.entrySet()) {
      byte[] key = Layout.propertyKey(property.getKey());
      if (property.getValue().length == 0) {
        batch.delete(key);
      } else {
        batch.put(key, property.getValue());
      }
    }
  }

  /** Whether a write has failed, so that nothing more is written. */
  boolean isBroken() {
    lock.lock();
    try {
      return broken != null;
    } finally {
      lock.unlock();
    }
  }

  private static Stream newSegment(Stream stream, long segment, long length, WriteBatch batch)
      throws RocksDBException {
    batch.put(Layout.segmentKey(stream.number(), stream.size()), Layout.segment(segment, length));
    return stream.with(new Stream.Segment(segment, stream.size(), length == Layout.GROWS));
  }

  @Override
  public void close() {
    synced.close();
  }
}
