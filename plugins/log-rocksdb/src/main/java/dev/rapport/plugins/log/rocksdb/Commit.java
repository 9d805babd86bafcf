package dev.rapport.plugins.log.rocksdb;

import dev.rapport.api.error.RapportException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Something that is to become part of a stream at once, and what became of it. */
final class Commit {
  final String stream;

  /** Entries to append, encoded. */
  final List<byte[]> entries;

  /** The segment of a load, or null. */
  final @Nullable Long loadedSegment;

  /** How many entries the load has. */
  final long loadedEntries;

  final Map<String, byte[]> properties;

  private boolean done;
  private long position;
  private @Nullable RapportException failure;

  private Commit(
      String stream,
      List<byte[]> entries,
      @Nullable Long loadedSegment,
      long loadedEntries,
      Map<String, byte[]> properties) {
    this.stream = stream;
    this.entries = entries;
    this.loadedSegment = loadedSegment;
    this.loadedEntries = loadedEntries;
    this.properties = properties;
  }

  static Commit ofEntries(String stream, List<byte[]> entries, Map<String, byte[]> properties) {
    return new Commit(stream, entries, null, 0, properties);
  }

  static Commit ofLoad(String stream, long segment, long entries, Map<String, byte[]> properties) {
    return new Commit(stream, List.of(), segment, entries, properties);
  }

  long bytes() {
    long bytes = 0;
    for (byte[] entry : entries) {
      bytes += entry.length;
    }
    return bytes;
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
