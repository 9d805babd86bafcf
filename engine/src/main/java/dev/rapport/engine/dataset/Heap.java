package dev.rapport.engine.dataset;

import dev.rapport.engine.Progress;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.List;

/**
 * Keeps the heap near a bound while a dataset is made. Facts of a pass, and values on their way to
 * a file, live long enough to grow old; and a collector makes a heap larger, where it may be,
 * before it looks through what is old. So that is asked for here, whenever what is old has grown
 * beyond the bound, and again when it has grown by a quarter of it since the last time. A bound
 * that is a large part of what the heap may be is left to the collector. Not thread-safe.
 */
public final class Heap {
  /** What may come in addition before all of it is looked through again. */
  private static final long LEAST_MORE = 48L << 20;

  private final long bound;
  private final List<MemoryPoolMXBean> old;
  private long next;

  private Heap(long bound, List<MemoryPoolMXBean> old) {
    this.bound = bound;
    this.old = old;
    this.next = bound;
  }

  /** A heap in which as many bytes should be used, apart from what is young. */
  public static Heap near(long bytes) {
    if (bytes >= Runtime.getRuntime().maxMemory() / 4) {
      return new Heap(bytes, List.of());
    }
    return new Heap(
        bytes,
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP && pool.isUsageThresholdSupported())
            .toList());
  }

  /** Looks how much is used; called often, while nobody else holds what is not needed any more. */
  public void tidy() {
    if (used() > next) {
      System.gc();
      next = Math.max(bound, used() + Math.max(bound / 4, LEAST_MORE));
    }
  }

  /** Looks whenever work is told of, such as after each batch of rows that was read. */
  public Progress tidying(Progress progress) {
    return new Progress() {
      @Override
      public void at(String what, long done, long total) {
        progress.at(what, done, total);
        tidy();
      }

      @Override
      public void at(String what, String stage, long done, long total) {
        progress.at(what, stage, done, total);
        tidy();
      }
    };
  }

  private long used() {
    return old.stream().mapToLong(pool -> pool.getUsage().getUsed()).sum();
  }
}
