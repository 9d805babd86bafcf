package dev.rapport.engine.aggregation.function;

import org.jspecify.annotations.Nullable;

/**
 * A compensated sum (Neumaier 1974) with its count. NaN anywhere, or infinities of both signs, make
 * it NaN; infinities of one sign make it that infinity: as IEEE addition does, whatever the order.
 * Finite values never make it infinite on the way: where their sum is a double it is finite, and at
 * most 1e-12 x the sum of their absolute values beside it. Not thread-safe.
 */
public final class CompensatedSum {
  /** 2^900: fewer than 2^123 values below it cannot make a sum that overflows. */
  private static final double LARGE = 0x1p900;

  /** Brings large values down, without loss, to where their sum does not overflow either. */
  private static final double DOWN = 0x1p-200;

  private static final double UP = 0x1p200;

  private double sum;
  private double compensation;
  private double special;
  private long count;

  /** The sum of large values, brought down; null where there were none. */
  private @Nullable CompensatedSum large;

  public void add(double value) {
    count++;
    addPart(value);
  }

  private void addPart(double value) {
    if (Math.abs(value) < LARGE) {
      double next = sum + value;
      compensation +=
          Math.abs(sum) >= Math.abs(value) ? (sum - next) + value : (value - next) + sum;
      sum = next;
    } else if (Double.isFinite(value)) {
      large().addPart(value * DOWN);
    } else {
      special += value;
    }
  }

  private CompensatedSum large() {
    CompensatedSum there = large;
    if (there == null) {
      there = new CompensatedSum();
      large = there;
    }
    return there;
  }

  public void addAll(double[] values, int from, int to) {
    double total = sum;
    double lost = compensation;
    double greatest = 0;
    for (int i = from; i < to; i++) {
      double value = values[i];
      double next = total + value;
      double size = Math.abs(value);
      lost += Math.abs(total) >= size ? (total - next) + value : (value - next) + total;
      total = next;
      greatest = Math.max(greatest, size);
    }
    if (greatest < LARGE) {
      count += to - from;
      sum = total;
      compensation = lost;
    } else {
      for (int i = from; i < to; i++) {
        add(values[i]);
      }
    }
  }

  public void add(CompensatedSum other) {
    count += other.count;
    addParts(other);
  }

  private void addParts(CompensatedSum other) {
    special += other.special;
    addPart(other.sum);
    addPart(other.compensation);
    if (other.large != null) {
      large().addParts(other.large);
    }
  }

  /** The sum; infinite where it is beyond what a double holds. */
  public double total() {
    return over(1);
  }

  /** The mean, which is a double however large the sum is; NaN where there are no values. */
  public double mean() {
    return over(count);
  }

  private double over(long divisor) {
    if (special != 0 || Double.isNaN(special)) {
      return special;
    }
    double above = large == null ? 0 : large.total();
    return above == 0
        ? (sum + compensation) / divisor
        : (above + (sum + compensation) * DOWN) / divisor * UP;
  }

  public long count() {
    return count;
  }
}
