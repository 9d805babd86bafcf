package dev.rapport.engine.aggregation.time;

import dev.rapport.engine.aggregation.fold.Fold;
import dev.rapport.engine.aggregation.fold.Outcome;
import dev.rapport.engine.aggregation.fold.Viewpoint;
import dev.rapport.engine.value.Micros;
import org.jspecify.annotations.Nullable;

/**
 * A sum or count in which a part counts half after each half-life, by forward decay (Cormode et al.
 * 2009). Time is cut into blocks of sixteen half-lives; a part is weighed from the end of its
 * block, so no weight is above 1, and to bring a sum to a later block is to multiply it by a power
 * of two, which is exact.
 *
 * @param halfLife in microseconds
 * @param counted each value counts as 1
 */
public record Decay(long halfLife, boolean counted) implements Fold {
  private static final int HALF_LIVES = 16;

  /** Longer half-lives do with one block: all time there is lies within 64 of them. */
  private static final long LONG = Long.MAX_VALUE / HALF_LIVES;

  /** Numbers from here on are summed {@code 2^-SCALE} times as large, so that none overflows. */
  private static final double LARGE = 0x1p800;

  private static final int SCALE = 600;

  /** A compensated sum. */
  private static final class Part {
    private double sum;
    private double lost;

    void add(double value) {
      double next = sum + value;
      lost += Math.abs(sum) >= Math.abs(value) ? (sum - next) + value : (value - next) + sum;
      sum = next;
    }

    void add(Part other, int exponent) {
      add(Math.scalb(other.sum, exponent));
      add(Math.scalb(other.lost, exponent));
    }

    void scale(int exponent) {
      sum = Math.scalb(sum, exponent);
      lost = Math.scalb(lost, exponent);
    }

    double total() {
      return sum + lost;
    }
  }

  /** The sums as seen from the end of a block; what does not decay; and whether there is any. */
  private static final class State {
    private final Part small = new Part();
    private final Part large = new Part();
    private long block = Long.MIN_VALUE;
    private double special;
    private boolean any;

    /** Moves on to a block unless it is there, and says by what a part of that block is scaled. */
    int reach(long other) {
      if (other <= block) {
        return exponent(block, other);
      }
      if (block != Long.MIN_VALUE) {
        int exponent = exponent(other, block);
        small.scale(exponent);
        large.scale(exponent);
      }
      block = other;
      return 0;
    }

    private static int exponent(long later, long earlier) {
      // the blocks of a long's range are less than 2^60; beyond so many nothing is left
      return (int) (-HALF_LIVES * Math.min(later - earlier, 1_000));
    }
  }

  @Override
  public Object create() {
    return new State();
  }

  @Override
  public Object add(Object sum, @Nullable Object value, long eventMicros) {
    State state = (State) sum;
    if (value == null) {
      return state;
    }
    state.any = true;
    double number = counted ? 1 : ((Number) value).doubleValue();
    if (!Double.isFinite(number)) {
      state.special += number;
    } else if (eventMicros != Micros.BEGINNING) {
      int exponent = state.reach(block(eventMicros));
      double weight = Math.scalb(Math.pow(2, -rest(eventMicros)), exponent);
      if (Math.abs(number) < LARGE) {
        state.small.add(number * weight);
      } else {
        state.large.add(Math.scalb(number, -SCALE) * weight);
      }
    }
    return state;
  }

  /** The block that holds a time. */
  private long block(long time) {
    return halfLife > LONG ? 0 : Math.floorDiv(time, HALF_LIVES * halfLife);
  }

  /** How many half-lives it is from a time to the end of its block. */
  private double rest(long time) {
    if (halfLife > LONG) {
      return ((double) Long.MAX_VALUE - time) / halfLife;
    }
    long span = HALF_LIVES * halfLife;
    return (double) (span - Math.floorMod(time, span)) / halfLife;
  }

  @Override
  public Object merge(Object earlier, Object later) {
    State state = (State) earlier;
    State other = (State) later;
    state.any |= other.any;
    state.special += other.special;
    if (other.block != Long.MIN_VALUE) {
      int exponent = state.reach(other.block);
      state.small.add(other.small, exponent);
      state.large.add(other.large, exponent);
    }
    return state;
  }

  @Override
  public int stateBytes() {
    return 112;
  }

  @Override
  public OrderMatters orderMatters() {
    return OrderMatters.NEVER;
  }

  @Override
  public boolean isCompact() {
    return true;
  }

  @Override
  public Outcome finish(Object sum, Viewpoint at) {
    State state = (State) sum;
    if (!state.any && !counted) {
      return new Outcome.Absent();
    }
    if (state.special != 0) { // NaN too
      return new Outcome.Value(state.special);
    }
    if (state.block == Long.MIN_VALUE) {
      return new Outcome.Value(0.0);
    }
    long blocks = Math.clamp(block(at.end()) - state.block, -1_000, 1_000);
    int exponent = (int) (-HALF_LIVES * blocks);
    double small = state.small.total();
    double large = state.large.total();
    double back = Math.pow(2, rest(at.end()));
    return new Outcome.Value(
        large == 0
            ? Math.scalb(small * back, exponent)
            : Math.scalb((large + Math.scalb(small, -SCALE)) * back, exponent + SCALE));
  }
}
