package dev.rapport.engine.intake;

import dev.rapport.api.error.RapportException;
import dev.rapport.api.feature.Source;
import dev.rapport.engine.Progress;
import dev.rapport.engine.fact.Intake;
import dev.rapport.engine.intake.Stores.Loaded;
import dev.rapport.engine.intake.Stores.Seen;
import dev.rapport.engine.load.Allowance;
import dev.rapport.engine.stream.StreamRows;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Streams with all their facts, for who asks about a past of which facts have left memory. Each is
 * read from the log once for all who ask at the same time, and goes on with what was pushed since;
 * who asked earlier sees as much of it as there was then. It is kept as long as somebody reads it.
 * Thread-safe.
 */
final class WholeStreams {
  private final ConcurrentMap<String, Whole> byName = new ConcurrentHashMap<>();

  /** A store and what is seen of it. */
  record Part<R>(Loaded<R> loaded, Seen seen) {}

  /**
   * A stream as far as it was pushed up to a position in the log.
   *
   * @param some its store, which facts have left
   * @throws RapportException of kind {@code USER} where the log does not have its history any more
   * @throws Allowance.Exceeded where its facts take more memory than they may
   */
  <R> Part<R> upTo(
      long end,
      Loaded<R> some,
      Wanted wanted,
      Loading loading,
      Allowance allowance,
      Progress progress) {
    Source<R> source = some.store().source();
    Whole whole = byName.computeIfAbsent(source.name(), _ -> new Whole());
    synchronized (whole) { // held while the log is read: others wait for that and share it
      Part<R> part = whole.upTo(end, some, wanted, loading, allowance, progress);
      checkHistory(loading, source, some.stamp());
      return part;
    }
  }

  private static void checkHistory(Loading loading, Source<?> source, String stamp) {
    if (!loading.stamp(source).equals(stamp)) {
      throw RapportException.user(
          source + ": history",
          "not in the log any more, as a catalog with another was applied",
          "the one that was in use when this was asked for; ask again");
    }
  }

  /** One stream. Guarded by itself. */
  private static final class Whole {
    private WeakReference<@Nullable Loaded<?>> known = new WeakReference<>(null);

    /** How many rows there were before the first that was pushed. */
    private int before;

    /** The positions in the log that are no row, and how many of them there are up to each. */
    private final NavigableMap<Long, Integer> skipped = new TreeMap<>();

    <R> Part<R> upTo(
        long end,
        Loaded<R> some,
        Wanted wanted,
        Loading loading,
        Allowance allowance,
        Progress progress) {
      Source<R> source = some.store().source();
      Loading until =
          loading.until(
              Map.of(StreamRows.stream(source), end),
              position -> skipped.put(position, skipped.size() + 1));
      Loaded<R> there = find(some, wanted);
      if (there == null) {
        checkHistory(loading, source, some.stamp());
        skipped.clear();
        wanted.add(some.store()); // so that others find what they read, too
        Intake none = new Intake();
        there =
            until.load(
                source, some.stamp(), wanted, wanted.expiry(source), none, allowance, progress);
        before = Math.toIntExact(there.store().rows() + skipped.size() - there.order().next());
        known = new WeakReference<>(there);
      } else {
        if (there.order().next() < end) {
          known.clear(); // where this fails, nobody goes on with a half
          until.catchUp(there);
          known = new WeakReference<>(there);
        }
        allowance.keep(there.store());
      }
      return new Part<>(there, new Seen(rows(end), end));
    }

    private @Nullable <R> Loaded<R> find(Loaded<R> some, Wanted wanted) {
      Loaded<?> there = known.get();
      Source<R> source = some.store().source();
      if (there == null || !there.holds(source, some.stamp(), wanted.columns(source))) {
        return null;
      }
      @SuppressWarnings("unchecked") // of this very source
      Loaded<R> same = (Loaded<R>) there;
      return same;
    }

    /** How many rows there were at a position in the log. */
    private int rows(long end) {
      Map.Entry<Long, Integer> last = skipped.lowerEntry(end);
      return Math.toIntExact(before + end - (last == null ? 0 : last.getValue()));
    }
  }
}
