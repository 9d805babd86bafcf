package dev.rapport.plugins.log.rocksdb;

import dev.rapport.api.error.RapportException;
import dev.rapport.spi.log.FactLog;
import dev.rapport.spi.log.LogEntry;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/**
 * The log in RocksDB: one synced write of RocksDB for all appends that wait at the same time. Holds
 * about 80 MB outside the heap. Safe for use by many threads. A visitor may call every method but
 * {@link #close}.
 */
public final class RocksFactLog implements FactLog {
  private static final long READ_AHEAD_BYTES = 1L << 20;
  private static final int FIRST_BUFFER_BYTES = 1 << 17;

  private final DataDirectory directory;
  private final RocksDB db;
  private final ConcurrentMap<String, Stream> streams = new ConcurrentHashMap<>();
  private final AtomicLong numbers = new AtomicLong(1);
  private final Committer committer;

  /** Held for reading by every operation, so that closing waits for them. */
  private final ReentrantReadWriteLock open = new ReentrantReadWriteLock();

  private boolean closed;

  private RocksFactLog(DataDirectory directory) {
    this.directory = directory;
    this.db = directory.db();
    this.committer = new Committer(db, streams, numbers);
  }

  /**
   * Opens the log of a directory, or starts one.
   *
   * @throws RapportException of kind {@code USER} where another process has it open, it holds other
   *     things, or it cannot be written; of kind {@code DEPENDENCY} where it is damaged
   */
  public static RocksFactLog open(Path directory) {
    return open(directory, _ -> {});
  }

  /** The same with more options of RocksDB. */
  static RocksFactLog open(Path directory, Consumer<Options> more) {
    DataDirectory opened = DataDirectory.open(directory.toAbsolutePath().normalize(), more);
    try {
      var log = new RocksFactLog(opened);
      new Recovery(opened.db(), log.streams, log.numbers).run();
      return log;
    } catch (RocksDBException e) {
      opened.close();
      throw Trouble.of("open " + directory, e);
    } catch (RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  @Override
  public long append(String stream, List<LogEntry> entries, Map<String, byte[]> properties) {
    List<Block> blocks = Block.of(entries);
    return whileOpen(
        () -> committer.commit(Commit.ofBlocks(stream, blocks, Map.copyOf(properties))));
  }

  @Override
  public BulkLoad load(String stream) {
    return whileOpen(() -> new SegmentLoad(this, stream, numbers.getAndIncrement()));
  }

  @Override
  public void remove(String stream, Map<String, byte[]> properties) {
    whileOpen(() -> committer.commit(Commit.ofRemoval(stream, Map.copyOf(properties))));
  }

  /** The database, for a load; within {@link #whileOpen}. */
  RocksDB db() {
    return db;
  }

  long commit(Commit commit) {
    return committer.commit(commit);
  }

  /** Removes a segment that belongs to no stream; if the log is closed, the next start does. */
  void forget(long segment) {
    open.readLock().lock();
    try {
      if (!closed) {
        db.deleteRange(Layout.entryKey(segment, 0), Layout.entryKey(segment + 1, 0));
      }
    } catch (RocksDBException e) {
      throw Trouble.of("remove a load", e);
    } finally {
      open.readLock().unlock();
    }
  }

  @Override
  public void read(String stream, long from, Visitor visitor) {
    if (from < 0) {
      throw RapportException.user("position in stream " + stream, from, "0 or more");
    }
    whileOpen(() -> {
      Stream known = streams.get(stream);
      if (known != null) {
        boolean more = true;
        for (int i = 0; more && i < known.segments().size(); i++) {
          if (known.end(i) > from) {
            more = readSegment(stream, known, i, from, visitor);
          }
        }
      }
      return true;
    });
  }

  private boolean readSegment(String name, Stream stream, int index, long from, Visitor visitor)
      throws RocksDBException {
    Stream.Segment segment = stream.segments().get(index);
    long position = Math.max(from, segment.start());
    long end = stream.end(index);
    ByteBuffer buffer = ByteBuffer.allocateDirect(FIRST_BUFFER_BYTES);
    try (ReadOptions options =
            new ReadOptions().setFillCache(false).setReadaheadSize(READ_AHEAD_BYTES);
        RocksIterator blocks = db.newIterator(options)) {
      blocks.seekForPrev(Layout.entryKey(segment.number(), position - segment.start()));
      while (position < end && blocks.isValid()) {
        buffer = value(blocks, buffer);
        long first = firstOf(blocks.key(), segment);
        long next = first + Block.count(buffer);
        if (position < first || position >= next) {
          throw missing(name, position);
        }
        for (long skipped = first; skipped < position; skipped++) {
          Block.skip(buffer);
        }
        for (; position < Math.min(next, end); position++) {
          if (!visitor.entry(position, Block.next(buffer))) {
            return false;
          }
        }
        blocks.next();
      }
      blocks.status();
    }
    if (position < end) {
      throw missing(name, position);
    }
    return true;
  }

  /** The value in the buffer, or in a larger one. */
  private static ByteBuffer value(RocksIterator blocks, ByteBuffer buffer) {
    buffer.clear();
    int length = blocks.value(buffer);
    if (length <= buffer.capacity()) {
      return buffer;
    }
    ByteBuffer larger = ByteBuffer.allocateDirect(Math.max(length, 2 * buffer.capacity()));
    blocks.value(larger);
    return larger;
  }

  /** The position of the first entry of a block; before all others for a key of another segment. */
  private static long firstOf(byte[] key, Stream.Segment segment) {
    boolean within = key[0] == 'E' && Layout.first(key) == segment.number();
    return within ? segment.start() + Layout.second(key) : Long.MIN_VALUE;
  }

  private static RapportException missing(String stream, long position) {
    return Trouble.damaged("stream " + stream + ": entry " + position + " is missing");
  }

  @Override
  public long size(String stream) {
    return whileOpen(() -> {
      Stream known = streams.get(stream);
      return known == null ? 0L : known.size();
    });
  }

  @Override
  public Optional<byte[]> property(String key) {
    return whileOpen(() -> Optional.ofNullable(db.get(Layout.propertyKey(key))));
  }

  @Override
  public Map<String, byte[]> properties(String prefix) {
    return whileOpen(() -> {
      Map<String, byte[]> found = new TreeMap<>();
      byte[] start = Layout.propertyKey(prefix);
      try (RocksIterator properties = db.newIterator()) {
        for (properties.seek(start);
            properties.isValid() && startsWith(properties.key(), start);
            properties.next()) {
          found.put(Layout.name(properties.key()), properties.value());
        }
        properties.status();
      }
      return found;
    });
  }

  private static boolean startsWith(byte[] key, byte[] start) {
    return key.length >= start.length
        && Arrays.equals(key, 0, start.length, start, 0, start.length);
  }

  /** Something done with the database. */
  @FunctionalInterface
  interface Work<T> {
    T run() throws RocksDBException;
  }

  /** Does something while the log cannot be closed. */
  <T> T whileOpen(Work<T> work) {
    open.readLock().lock();
    try {
      if (closed) {
        throw Trouble.closed();
      }
      return work.run();
    } catch (RocksDBException e) {
      throw Trouble.of("storage", e);
    } finally {
      open.readLock().unlock();
    }
  }

  @Override
  public void close() {
    if (open.getReadHoldCount() > 0) {
      throw new IllegalStateException("log: closed by a visitor (expected: after the visit)");
    }
    open.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        committer.close();
        closeDirectory();
      }
    } finally {
      open.writeLock().unlock();
    }
  }

  /** After a failed write, which was told, the failure to close says nothing new. */
  private void closeDirectory() {
    try {
      directory.close();
    } catch (RapportException e) {
      if (!committer.isBroken()) {
        throw e;
      }
    }
  }
}
