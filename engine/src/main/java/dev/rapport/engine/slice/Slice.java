package dev.rapport.engine.slice;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some of the keys of an entity: those whose hash falls in the buckets from {@code from} (included)
 * to {@code to} (not included). No key at all is in bucket 0.
 */
public record Slice(int from, int to) {
  /** How many buckets there are. */
  public static final int BUCKETS = 4096;

  private static final int SHIFT = Integer.numberOfLeadingZeros(BUCKETS - 1);

  public Slice {
    if (from < 0 || to <= from || to > BUCKETS) {
      throw new IllegalArgumentException(
          "slice: " + from + " to " + to + " (expected: within 0 to " + BUCKETS + ", not empty)");
    }
  }

  /** All keys in so many parts of about the same size. */
  public static List<Slice> equal(int count) {
    List<Slice> slices = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      slices.add(
          new Slice((int) ((long) BUCKETS * i / count), (int) ((long) BUCKETS * (i + 1) / count)));
    }
    return slices;
  }

  /** Whether it cannot be halved. */
  public boolean isOneBucket() {
    return to == from + 1;
  }

  /** The first half and the second. */
  public List<Slice> halves() {
    int middle = (from + to) / 2;
    return List.of(new Slice(from, middle), new Slice(middle, to));
  }

  /** The part of all keys that it is, from 0 to 1. */
  public double share() {
    return (double) (to - from) / BUCKETS;
  }

  public boolean has(int bucket) {
    return from <= bucket && bucket < to;
  }

  /** The bucket of a key; keys that are equal, or numbers of one value, have the same. */
  public static int bucket(@Nullable Object key) {
    return switch (key) {
      case null -> 0;
      case Long number -> bucket(number.longValue());
      case Integer number -> bucket(number.longValue());
      default -> ofHash(key.hashCode());
    };
  }

  static int bucket(long number) {
    return ofHash(Long.hashCode(number));
  }

  /**
   * The high bits of a hash that was mixed (the finalizer of MurmurHash3): tables of keys take the
   * low ones, which must go on differing within a slice.
   */
  private static int ofHash(int hash) {
    int h = (hash ^ (hash >>> 16)) * 0x85ebca6b;
    h = (h ^ (h >>> 13)) * 0xc2b2ae35;
    return (h ^ (h >>> 16)) >>> SHIFT;
  }
}
