package dev.rapport.engine.column;

import java.util.BitSet;

/**
 * Bytes of arrays.
 *
 * @param held with the room that is kept for more
 * @param used without it
 */
public record Footprint(long held, long used) {
  public static final Footprint NONE = new Footprint(0, 0);

  /** An array of elements of so many bytes, some of which are used. */
  public static Footprint of(int bytes, int length, int used) {
    return new Footprint((long) bytes * length, (long) bytes * Math.min(used, length));
  }

  static Footprint of(BitSet bits) {
    return bits.isEmpty() ? NONE : new Footprint(bits.size() / 8, bits.length() / 8);
  }

  public Footprint plus(Footprint other) {
    return new Footprint(held + other.held, used + other.used);
  }
}
