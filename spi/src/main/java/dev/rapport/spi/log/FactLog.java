package dev.rapport.spi.log;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A durable, append-only log of named streams, with a few named properties beside it. What a method
 * has acknowledged by returning survives a crash of process and machine; what it has not may be
 * there whole or not at all. One process holds a log at a time. Safe for use by many threads.
 *
 * <p>Every method throws {@link dev.rapport.api.error.RapportException} of kind {@code DEPENDENCY}
 * where the storage fails.
 */
public interface FactLog extends AutoCloseable {

  /**
   * Appends entries to a stream and sets properties, all at once: after a crash all of it is there
   * or none.
   *
   * @param properties the new values; an empty array removes a property
   * @return the position of the first entry; later ones follow it
   */
  long append(String stream, List<LogEntry> entries, Map<String, byte[]> properties);

  /** Starts loading many entries that become part of a stream at once, or never. */
  BulkLoad load(String stream);

  /**
   * Removes a stream with all its entries and sets properties, all at once: after a crash all of it
   * is done or nothing. A stream of that name may be started anew. Who reads it meanwhile may fail.
   *
   * @param properties the new values; an empty array removes a property
   */
  void remove(String stream, Map<String, byte[]> properties);

  /** Visits the entries of a stream from a position on, in order. */
  void read(String stream, long from, Visitor visitor);

  /** How many entries a stream has: the position of the next one. */
  long size(String stream);

  /** The value of a property. */
  Optional<byte[]> property(String key);

  /** All properties whose key starts so, sorted by key. */
  Map<String, byte[]> properties(String prefix);

  /** Releases the log; idempotent. */
  @Override
  void close();

  /** Takes entries in order. */
  @FunctionalInterface
  interface Visitor {
    /** Returns whether to go on. */
    boolean entry(long position, LogEntry entry);
  }

  /** A load that is not part of its stream until it is committed. Not safe for several threads. */
  interface BulkLoad extends AutoCloseable {
    void append(List<LogEntry> entries);

    /** Makes everything part of the stream and sets properties, all at once. */
    void commit(Map<String, byte[]> properties);

    /** Forgets everything unless it was committed. */
    @Override
    void close();
  }
}
