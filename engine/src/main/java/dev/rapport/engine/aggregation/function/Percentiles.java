package dev.rapport.engine.aggregation.function;

import dev.rapport.api.aggregation.Aggregator;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * About the values of given ranks. Values fall into buckets by their sign, exponent and first seven
 * bits behind the point, of which the count, the least and the greatest are kept: a bucket is no
 * wider than 1/128 of its values, and what is in it does not depend on the order of adding.
 */
public record Percentiles(List<Double> shares)
    implements Aggregator<Number, Percentiles.State, List<Double>>, Sized<Percentiles.State> {
  /** Bits of a double below the first seven behind the point. */
  private static final int LOW_BITS = 52 - 7;

  /** The buckets that hold a value, by number. */
  public static final class State {
    private final Map<Long, Bucket> buckets = new HashMap<>();
    private long count;

    private void add(long number, long count, double least, double greatest) {
      Bucket bucket = buckets.computeIfAbsent(number, _ -> new Bucket(least, greatest));
      bucket.count += count;
      this.count += count;
      if (Double.compare(least, bucket.least) < 0) {
        bucket.least = least;
      }
      if (Double.compare(greatest, bucket.greatest) > 0) {
        bucket.greatest = greatest;
      }
    }
  }

  private static final class Bucket {
    private long count;
    private double least;
    private double greatest;

    Bucket(double least, double greatest) {
      this.least = least;
      this.greatest = greatest;
    }

    /** About the value of a rank, from 1; exact for the first and the last. */
    double value(long rank) {
      if (rank == count || least == greatest) {
        return greatest;
      }
      return rank == 1 ? least : least + (greatest - least) / 2;
    }
  }

  @Override
  public State create() {
    return new State();
  }

  @Override
  public State add(State state, Number value) {
    double number = value.doubleValue();
    state.add(bucket(number), 1, number, number);
    return state;
  }

  /** In the order of {@code Double.compare}. */
  private static long bucket(double value) {
    long bits = Double.doubleToLongBits(value);
    return (bits ^ ((bits >> 63) & Long.MAX_VALUE)) >> LOW_BITS;
  }

  @Override
  public State merge(State earlier, State later) {
    later.buckets.forEach(
        (number, bucket) -> earlier.add(number, bucket.count, bucket.least, bucket.greatest));
    return earlier;
  }

  @Override
  public long entries(State state) {
    return 2L * state.buckets.size();
  }

  @Override
  public Optional<List<Double>> finish(State state) {
    if (state.count == 0) {
      return Optional.empty();
    }
    Map<Long, Bucket> sorted = new TreeMap<>(state.buckets);
    List<Double> values = new ArrayList<>();
    for (double share : shares) {
      values.add(value(sorted, rank(share, state.count)));
    }
    return Optional.of(List.copyOf(values));
  }

  private static long rank(double share, long count) {
    BigDecimal exact = BigDecimal.valueOf(share).multiply(BigDecimal.valueOf(count));
    return Math.max(1, exact.setScale(0, RoundingMode.CEILING).longValueExact());
  }

  private static double value(Map<Long, Bucket> sorted, long rank) {
    long before = 0;
    for (Bucket bucket : sorted.values()) {
      if (rank <= before + bucket.count) {
        return bucket.value(rank - before);
      }
      before += bucket.count;
    }
    throw new IllegalStateException("percentile of rank " + rank + " of " + before + " values");
  }
}
