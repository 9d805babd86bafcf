package dev.rapport.engine.aggregation;

import dev.rapport.api.aggregation.Aggregator;
import java.math.BigInteger;
import java.util.Optional;

/** Sums and means. */
final class Sums {
  private Sums() {}

  /**
   * A compensated sum (Neumaier 1974) with its count. NaN anywhere, or infinities of both signs,
   * make it NaN; infinities of one sign make it that infinity: as IEEE addition does, whatever the
   * order.
   */
  static final class Compensated {
    private double sum;
    private double compensation;
    private double special;
    private long count;

    void add(double value) {
      count++;
      addPart(value);
    }

    private void addPart(double value) {
      if (!Double.isFinite(value)) {
        special += value;
        return;
      }
      double next = sum + value;
      compensation +=
          Math.abs(sum) >= Math.abs(value) ? (sum - next) + value : (value - next) + sum;
      sum = next;
    }

    void add(Compensated other) {
      count += other.count;
      special += other.special;
      if (!Double.isFinite(other.sum)) {
        sum += other.sum;
        return;
      }
      addPart(other.sum);
      addPart(other.compensation);
    }

    double total() {
      if (special != 0 || Double.isNaN(special)) {
        return special;
      }
      return Double.isFinite(sum) ? sum + compensation : sum;
    }

    long count() {
      return count;
    }
  }

  /**
   * The compensated sum, or that over the count; absent for no values.
   *
   * @param mean over the count
   */
  record Floating(boolean mean) implements Aggregator<Number, Compensated, Double> {
    @Override
    public Compensated create() {
      return new Compensated();
    }

    @Override
    public Compensated add(Compensated state, Number value) {
      state.add(value.doubleValue());
      return state;
    }

    @Override
    public Compensated merge(Compensated earlier, Compensated later) {
      earlier.add(later);
      return earlier;
    }

    @Override
    public Optional<Double> finish(Compensated state) {
      if (state.count() == 0) {
        return Optional.empty();
      }
      return Optional.of(mean ? state.total() / state.count() : state.total());
    }
  }

  /** A sum of integers in 128 bits: {@code high x 2^64 + low}, low unsigned. */
  static final class Wide {
    private long high;
    private long low;
    private boolean any;

    void add(long value) {
      any = true;
      add(value >> 63, value);
    }

    void add(Wide other) {
      any |= other.any;
      add(other.high, other.low);
    }

    private void add(long otherHigh, long otherLow) {
      long sum = low + otherLow;
      high += otherHigh + (Long.compareUnsigned(sum, low) < 0 ? 1 : 0);
      low = sum;
    }

    long toLong() {
      if (high != low >> 63) {
        BigInteger exact =
            BigInteger.valueOf(high).shiftLeft(64).add(new BigInteger(Long.toUnsignedString(low)));
        throw new ArithmeticException("sum " + exact + " does not fit 64 bits");
      }
      return low;
    }
  }

  /** Exact; an error beyond 64 bits; absent for no values. */
  record Exact() implements Aggregator<Number, Wide, Long> {
    @Override
    public Wide create() {
      return new Wide();
    }

    @Override
    public Wide add(Wide state, Number value) {
      state.add(value.longValue());
      return state;
    }

    @Override
    public Wide merge(Wide earlier, Wide later) {
      earlier.add(later);
      return earlier;
    }

    @Override
    public Optional<Long> finish(Wide state) {
      return state.any ? Optional.of(state.toLong()) : Optional.empty();
    }
  }
}
