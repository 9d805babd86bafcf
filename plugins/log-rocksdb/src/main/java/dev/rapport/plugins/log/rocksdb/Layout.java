package dev.rapport.plugins.log.rocksdb;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The keys and values of the log in RocksDB. Numbers are big endian, so that keys sort by them.
 *
 * <pre>
 * F                              format: the text "rapport log", a version byte
 * N name                         a stream: its number (8 bytes)
 * G stream (8) position (8)      a segment of a stream, by its first position: version byte,
 *                                number of the segment (8), how many entries (8; -1: it grows)
 * E segment (8) index (8)        a {@link Block} of entries, by the index of the first
 * P key                          a property
 * </pre>
 *
 * A stream is the sequence of its segments. Appends go to the last segment if that grows, else to a
 * new one; a load fills a segment that belongs to no stream before its commit.
 */
final class Layout {
  static final byte VERSION = 1;
  static final byte[] FORMAT_KEY = {'F'};

  /** The length of a segment that grows. */
  static final long GROWS = -1;

  private static final byte[] FORMAT = text("rapport log");
  private static final int NUMBERED_KEY = 1 + Long.BYTES + Long.BYTES;

  private Layout() {}

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] named(char kind, String name) {
    byte[] bytes = text(name);
    return ByteBuffer.allocate(1 + bytes.length).put((byte) kind).put(bytes).array();
  }

  private static byte[] numbered(char kind, long first, long second) {
    return ByteBuffer.allocate(NUMBERED_KEY)
        .put((byte) kind)
        .putLong(first)
        .putLong(second)
        .array();
  }

  /** The key at which all keys of a kind begin. */
  static byte[] kind(char kind) {
    return new byte[] {(byte) kind};
  }

  /** The name in a key of a stream or a property. */
  static String name(byte[] key) {
    return new String(key, 1, key.length - 1, StandardCharsets.UTF_8);
  }

  /** The first number in a key of a segment or an entry. */
  static long first(byte[] key) {
    return ByteBuffer.wrap(key).getLong(1);
  }

  /** The second number in a key of a segment or an entry. */
  static long second(byte[] key) {
    return ByteBuffer.wrap(key).getLong(1 + Long.BYTES);
  }

  static byte[] format() {
    return ByteBuffer.allocate(FORMAT.length + 1).put(FORMAT).put(VERSION).array();
  }

  static byte[] streamKey(String name) {
    return named('N', name);
  }

  static byte[] number(long number) {
    return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
  }

  static long number(byte[] value) {
    return ByteBuffer.wrap(value).getLong();
  }

  static byte[] propertyKey(String key) {
    return named('P', key);
  }

  static byte[] segmentKey(long stream, long position) {
    return numbered('G', stream, position);
  }

  static byte[] segment(long segment, long length) {
    return ByteBuffer.allocate(1 + 2 * Long.BYTES)
        .put(VERSION)
        .putLong(segment)
        .putLong(length)
        .array();
  }

  static byte[] entryKey(long segment, long index) {
    return numbered('E', segment, index);
  }
}
