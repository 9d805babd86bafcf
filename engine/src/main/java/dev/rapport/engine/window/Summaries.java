package dev.rapport.engine.window;

import dev.rapport.engine.UserCode;
import dev.rapport.engine.aggregation.fold.Fold;
import dev.rapport.engine.fact.Posting;
import dev.rapport.engine.value.Micros;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The facts of one key summarised: a state of the fold for every block of facts, for every few such
 * blocks, and so on, so that reading a window of n facts takes a number of steps that grows with
 * the logarithm of n. A summary is of the facts as they are seen in the end, and stands for them at
 * every moment after the last of them became known or was replaced by another version. Facts that
 * come behind the last make new blocks; a change in the middle forgets what was summarised from
 * there on. A state that is not much smaller than its facts is not kept: they are read one by one,
 * or by the summaries of the level below. Thread-safe.
 */
final class Summaries {
  private final Lane<?> lane;

  /** Facts in a block. */
  private final int block;

  /**
   * Summaries of one level that one of the next stands for. A state is kept where it holds no more
   * than one value for as many facts.
   */
  private final int fan;

  private final List<Level> levels = new ArrayList<>();

  /** The summaries of one level, in the order of their facts. */
  private static final class Level {
    private @Nullable Object[] states = new Object[4];
    private long[] settled = new long[4];
    private long[] newest = new long[4];
    private int[] facts = new int[4];
    private int size;

    void add(@Nullable Object state, long settledMicros, long newestMicros, int count) {
      if (size == states.length) {
        int capacity = size + (size >> 1) + 1;
        states = Arrays.copyOf(states, capacity);
        settled = Arrays.copyOf(settled, capacity);
        newest = Arrays.copyOf(newest, capacity);
        facts = Arrays.copyOf(facts, capacity);
      }
      states[size] = state;
      settled[size] = settledMicros;
      newest[size] = newestMicros;
      facts[size++] = count;
    }

    void truncate(int to) {
      if (to < size) {
        Arrays.fill(states, to, size, null);
        size = to;
      }
    }

    Object state(int at) {
      return java.util.Objects.requireNonNull(states[at]);
    }

    /** Whether a question sees its facts as they are in the end; never without a state. */
    boolean isSettled(int at, Sight sight) {
      return states[at] != null && sight.isAfter(settled[at]);
    }
  }

  Summaries(Lane<?> lane, int block, int fan) {
    this.lane = lane;
    this.block = block;
    this.fan = fan;
    levels.add(new Level());
  }

  /** Adds the facts at positions {@code [from, to)} that a question at a moment sees. */
  synchronized void add(Tally tally, Sight sight, int from, int to) {
    extend(sight.posting());
    int first = Math.min((from + block - 1) / block, levels.getFirst().size);
    int last = Math.min(to / block, levels.getFirst().size);
    if (first >= last) {
      lane.scan(tally, sight, from, to);
      return;
    }
    lane.scan(tally, sight, from, first * block);
    add(tally, sight, 0, first, last);
    lane.scan(tally, sight, last * block, to);
  }

  /** Adds the summaries {@code [from, to)} of a level, by those of higher levels where they fit. */
  private void add(Tally tally, Sight sight, int level, int from, int to) {
    int up = (from + fan - 1) / fan;
    int down = to / fan;
    if (level + 1 < levels.size() && up < down) {
      each(tally, sight, level, from, up * fan);
      add(tally, sight, level + 1, up, down);
      each(tally, sight, level, down * fan, to);
    } else {
      each(tally, sight, level, from, to);
    }
  }

  private void each(Tally tally, Sight sight, int level, int from, int to) {
    Level summaries = levels.get(level);
    Fold fold = lane.fold();
    for (int at = from; at < to; at++) {
      if (summaries.isSettled(at, sight)) {
        if (summaries.facts[at] > 0) {
          tally.state = fold.merge(tally.state, summaries.state(at));
          tally.used(summaries.facts[at], summaries.newest[at]);
        }
      } else if (level == 0) {
        lane.scan(tally, sight, at * block, (at + 1) * block);
      } else {
        each(tally, sight, level - 1, at * fan, (at + 1) * fan);
      }
    }
  }

  /** Summarises the blocks that became full. */
  private void extend(Posting posting) {
    Level blocks = levels.getFirst();
    raise(posting);
    while ((blocks.size + 1) * block <= posting.size()) {
      summarise(posting, blocks);
      raise(posting);
    }
  }

  /** Summarises what is full on every level: also what an attempt that failed left behind. */
  private void raise(Posting posting) {
    int facts = block;
    for (int level = 0; levels.get(level).size >= fan; level++) {
      facts *= fan;
      if (level + 1 == levels.size()) {
        levels.add(new Level());
      }
      Level of = levels.get(level);
      Level into = levels.get(level + 1);
      while ((into.size + 1) * fan <= of.size) {
        summarise(posting, facts, of, into);
      }
    }
  }

  /** Summarises the next block of facts. */
  private void summarise(Posting posting, Level into) {
    int from = into.size * block;
    long settled = Micros.BEGINNING;
    for (int position = from; position < from + block; position++) {
      settled = Math.max(settled, lane.settled(posting.row(position)));
    }
    Tally tally = tally(posting, from, block);
    if (tally == null) {
      into.add(null, settled, Micros.BEGINNING, 0);
    } else {
      into.add(kept(tally.state, block), settled, tally.newest, (int) tally.facts);
    }
  }

  /**
   * What so many facts come to. Where the user's own aggregation fails, perhaps on a fact that
   * nobody sees yet, there is nothing: whoever sees these facts reads them one by one.
   */
  private @Nullable Tally tally(Posting posting, int from, int facts) {
    return UserCode.<@Nullable Tally>run(
        () -> lane.summarise(posting, from, from + facts), _ -> null);
  }

  /** A state of so many facts; null where it is too large to be kept. */
  private @Nullable Object kept(Object state, int facts) {
    return lane.fold().entries(state) <= facts / fan ? state : null;
  }

  /**
   * Summarises the next few summaries of a level.
   *
   * @param span how many facts they are of
   */
  private void summarise(Posting posting, int span, Level of, Level into) {
    int from = into.size * fan;
    long settled = Micros.BEGINNING;
    long newest = Micros.BEGINNING;
    int facts = 0;
    boolean complete = true;
    for (int at = from; at < from + fan; at++) {
      settled = Math.max(settled, of.settled[at]);
      newest = Math.max(newest, of.newest[at]);
      facts += of.facts[at];
      complete &= of.states[at] != null;
    }
    Object state = null;
    if (complete) {
      state = merged(of, from);
    } else if (!lane.fold().isCompact()) {
      // What was too large for few facts may be small for many.
      Tally tally = tally(posting, into.size * span, span);
      state = tally == null ? null : tally.state;
    }
    into.add(state == null ? null : kept(state, span), settled, newest, facts);
  }

  /** A few summaries of a level as one; null where merging fails. */
  private @Nullable Object merged(Level of, int from) {
    Fold fold = lane.fold();
    return UserCode.<@Nullable Object>run(
        () -> {
          Object state = fold.create();
          for (int at = from; at < from + fan; at++) {
            state = fold.merge(state, of.state(at));
          }
          return state;
        },
        _ -> null);
  }

  /** Forgets the summaries of facts from a position on. */
  synchronized void changed(int position) {
    int size = position / block;
    for (Level level : levels) {
      level.truncate(size);
      size /= fan;
    }
  }
}
