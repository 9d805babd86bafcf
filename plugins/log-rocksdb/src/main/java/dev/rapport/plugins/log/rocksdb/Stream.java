package dev.rapport.plugins.log.rocksdb;

import java.util.ArrayList;
import java.util.List;

/**
 * What is known of a stream: immutable, so that a reader keeps what it began with.
 *
 * @param size how many entries are acknowledged
 */
record Stream(long number, List<Segment> segments, long size) {

  /**
   * A run of entries.
   *
   * @param start the position of the first
   * @param grows whether the next append goes to it
   */
  record Segment(long number, long start, boolean grows) {}

  Stream {
    segments = List.copyOf(segments);
  }

  /** Whether the next append needs a new segment. */
  boolean needsSegment() {
    return segments.isEmpty() || !segments.getLast().grows();
  }

  Stream with(Segment segment) {
    List<Segment> more = new ArrayList<>(segments);
    more.add(segment);
    return new Stream(number, more, size);
  }

  Stream grown(long entries) {
    return new Stream(number, segments, size + entries);
  }

  /** The position after the last one of a segment. */
  long end(int segment) {
    return segment + 1 < segments.size() ? segments.get(segment + 1).start() : size;
  }
}
