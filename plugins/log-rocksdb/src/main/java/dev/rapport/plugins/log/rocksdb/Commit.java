package dev.rapport.plugins.log.rocksdb;

import dev.rapport.api.error.RapportException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that is to become part of a stream at once, or the removal of a whole stream, and what
 * became of it.
 */
final class Commit {
  final String stream;

  /** Entries to append. */
  final List<Block> blocks;

  /** The segment of a load, or null. */
  final @Nullable Long loadedSegment;

  /** How many entries the load has. */
  final long loadedEntries;

  final Map<String, byte[]> properties;

  /** Whether the stream is to be removed. */
  final boolean removal;

  private boolean done;
  private long position;
  private @Nullable RapportException failure;

  private Commit(
      String stream,
      List<Block> blocks,
      @Nullable Long loadedSegment,
      long loadedEntries,
      Map<String, byte[]> properties,
      boolean removal) {
    this.stream = stream;
    this.blocks = blocks;
    this.loadedSegment = loadedSegment;
    this.loadedEntries = loadedEntries;
    this.properties = properties;
    this.removal = removal;
  }

  static Commit ofBlocks(String stream, List<Block> blocks, Map<String, byte[]> properties) {
    return new Commit(stream, blocks, null, 0, properties, false);
  }

  static Commit ofLoad(String stream, long segment, long entries, Map<String, byte[]> properties) {
    return new Commit(stream, List.of(), segment, entries, properties, false);
  }

  static Commit ofRemoval(String stream, Map<String, byte[]> properties) {
    return new Commit(stream, List.of(), null, 0, properties, true);
  }

  long bytes() {
    long bytes = 0;
    for (Block block : blocks) {
      bytes += block.bytes().length;
    }
    return bytes;
  }

  /** How many entries the stream gains. */
  long entries() {
    long entries = loadedEntries;
    for (Block block : blocks) {
      entries += block.entries();
    }
    return entries;
  }

  boolean isDone() {
    return done;
  }

  void at(long first) {
    position = first;
  }

  void succeed() {
    done = true;
  }

  void fail(RapportException cause) {
    done = true;
    failure = cause;
  }

  /** The position of the first entry. */
  long result() {
    if (failure != null) {
      throw new RapportException(failure.kind(), String.valueOf(failure.getMessage()), failure);
    }
    return position;
  }
}
