package dev.rapport.plugins.log.rocksdb;

import dev.rapport.spi.log.LogEntry;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Entries that follow each other and are stored as one value. Its bytes: a version byte, how many
 * entries (4), and for each its ingestion in microseconds (8), the length of its payload (4) and
 * the payload. Big endian.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Block(int entries, byte[] bytes) {
  /** A block takes no more entries once it has so many bytes. */
  private static final int FULL_BYTES = 1 << 16;

  private static final int HEAD = 1 + Integer.BYTES;
  private static final int ENTRY_HEAD = Long.BYTES + Integer.BYTES;

  /** Gathers entries; their payloads are copied. */
  static final class Builder {
    private ByteBuffer buffer = ByteBuffer.allocate(256).position(HEAD);
    private int entries;

    /** Adds an entry; whether the block is full now. */
    boolean add(LogEntry entry) {
      byte[] payload = entry.payload();
      int needed = Math.addExact(buffer.position(), ENTRY_HEAD + payload.length);
      if (needed > buffer.capacity()) {
        long doubled = 2L * buffer.capacity();
        ByteBuffer larger = ByteBuffer.allocate((int) Math.max(needed, Math.min(doubled, 1 << 30)));
        buffer = larger.put(buffer.flip());
      }
      buffer.putLong(entry.ingestedMicros()).putInt(payload.length).put(payload);
      entries++;
      return buffer.position() >= FULL_BYTES;
    }

    boolean isEmpty() {
      return entries == 0;
    }

    /** The block of what was added since the last call. */
    Block take() {
      buffer.put(0, Layout.VERSION).putInt(1, entries);
      byte[] bytes = new byte[buffer.position()];
      buffer.get(0, bytes);
      var block = new Block(entries, bytes);
      buffer.position(HEAD);
      entries = 0;
      return block;
    }
  }

  /** Entries in as many blocks as they fill. */
  static List<Block> of(List<LogEntry> entries) {
    List<Block> blocks = new ArrayList<>(1);
    var builder = new Builder();
    for (LogEntry entry : entries) {
      if (builder.add(entry)) {
        blocks.add(builder.take());
      }
    }
    if (!builder.isEmpty()) {
      blocks.add(builder.take());
    }
    return blocks;
  }

  /** Reads the head of a block: how many entries follow. */
  static int count(ByteBuffer value) {
    byte version = value.get();
    if (version != Layout.VERSION) {
      throw Trouble.damaged("entries of version " + version);
    }
    return value.getInt();
  }

  /** Reads the next entry of a block. */
  static LogEntry next(ByteBuffer value) {
    long micros = value.getLong();
    byte[] payload = new byte[value.getInt()];
    value.get(payload);
    return new LogEntry(micros, payload);
  }

  /** Goes past the next entry of a block. */
  static void skip(ByteBuffer value) {
    value.getLong();
    value.position(value.position() + Integer.BYTES + value.getInt(value.position()));
  }
}
