package dev.rapport.engine.fact;

/** How arrays grow. */
final class Capacity {
  private static final int LARGEST = Integer.MAX_VALUE - 8;

  private Capacity() {}

  /**
   * The next capacity after one that is full.
   *
   * @throws OutOfMemoryError beyond two thousand million facts of one source in one process
   */
  static int after(int full) {
    if (full >= LARGEST) {
      throw new OutOfMemoryError("more than " + LARGEST + " facts of one source");
    }
    return (int) Math.min(LARGEST, Math.max(16, full + (full >> 1) + 1L));
  }
}
