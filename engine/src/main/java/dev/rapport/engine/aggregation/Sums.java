package dev.rapport.engine.aggregation;

import dev.rapport.engine.aggregation.fold.Fold;
import dev.rapport.engine.aggregation.fold.Outcome;
import dev.rapport.engine.aggregation.fold.Viewpoint;
import dev.rapport.engine.aggregation.function.CompensatedSum;
import java.math.BigInteger;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** Sums and means. */
final class Sums {
  private Sums() {}

  /**
   * The compensated sum, or that over the count; absent for no values.
   *
   * @param mean over the count
   */
  record Floating(boolean mean) implements Fold.OfDoubles, Fold.OfLongs {
    @Override
    public Object create() {
      return new CompensatedSum();
    }

    @Override
    public Object add(Object state, @Nullable Object value, long eventMicros) {
      if (value != null) {
        ((CompensatedSum) state).add(((Number) value).doubleValue());
      }
      return state;
    }

    @Override
    public Object addDoubles(Object state, double[] values, int from, int to) {
      ((CompensatedSum) state).addAll(values, from, to);
      return state;
    }

    @Override
    public Object addLongs(
        Object state, long[] values, int from, int to, LongFunction<Object> boxed) {
      CompensatedSum sum = (CompensatedSum) state;
      for (int i = from; i < to; i++) {
        sum.add((double) values[i]);
      }
      return sum;
    }

    @Override
    public Object merge(Object earlier, Object later) {
      ((CompensatedSum) earlier).add((CompensatedSum) later);
      return earlier;
    }

    @Override
    public Outcome finish(Object state, Viewpoint at) {
      CompensatedSum sum = (CompensatedSum) state;
      if (sum.count() == 0) {
        return new Outcome.Absent();
      }
      return new Outcome.Value(mean ? sum.mean() : sum.total());
    }

    @Override
    public Fold states() {
      return mean ? new Floating(false) : this;
    }

    @Override
    public OrderMatters orderMatters() {
      return OrderMatters.NEVER;
    }

    @Override
    public boolean isCompact() {
      return true;
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

    boolean fits() {
      return high == low >> 63;
    }

    BigInteger exact() {
      return BigInteger.valueOf(high).shiftLeft(64).add(new BigInteger(Long.toUnsignedString(low)));
    }
  }

  /** Exact; an error beyond 64 bits; absent for no values. */
  record Exact() implements Fold.OfLongs {
    @Override
    public Object create() {
      return new Wide();
    }

    @Override
    public Object add(Object state, @Nullable Object value, long eventMicros) {
      if (value != null) {
        ((Wide) state).add(((Number) value).longValue());
      }
      return state;
    }

    @Override
    public Object addLongs(
        Object state, long[] values, int from, int to, LongFunction<Object> boxed) {
      Wide sum = (Wide) state;
      for (int i = from; i < to; i++) {
        sum.add(values[i]);
      }
      return sum;
    }

    @Override
    public Object merge(Object earlier, Object later) {
      ((Wide) earlier).add((Wide) later);
      return earlier;
    }

    @Override
    public Outcome finish(Object state, Viewpoint at) {
      Wide sum = (Wide) state;
      if (!sum.any) {
        return new Outcome.Absent();
      }
      return sum.fits()
          ? new Outcome.Value(sum.low)
          : new Outcome.Failure("sum " + sum.exact() + " does not fit 64 bits");
    }

    @Override
    public OrderMatters orderMatters() {
      return OrderMatters.NEVER;
    }

    @Override
    public boolean isCompact() {
      return true;
    }
  }
}
