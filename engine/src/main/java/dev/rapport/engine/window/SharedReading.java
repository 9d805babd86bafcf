package dev.rapport.engine.window;

import dev.rapport.api.aggregation.Window;
import dev.rapport.api.entity.Entity;
import dev.rapport.api.feature.Formula;
import dev.rapport.engine.aggregation.Fold;
import dev.rapport.engine.aggregation.Outcome;
import dev.rapport.engine.aggregation.Viewpoint;
import dev.rapport.engine.column.LongRows;
import dev.rapport.engine.fact.FactStore;
import dev.rapport.engine.fact.KeyIndex;
import dev.rapport.engine.fact.Posting;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads several windowed features of one store for many questions. Features of one owner share the
 * look-up of the key, those of one window the search for its facts, and those of one lane the
 * reading. Thread-safe.
 */
public final class SharedReading<R> {
  private final FactStore<R> store;
  private final Map<List<Entity<?>>, Owned<R>> owners = new LinkedHashMap<>();

  /** The windows read of the facts of one owner. */
  private record Owned<R>(KeyIndex index, Map<Seen, Map<Lane<R>, List<Finished>>> windows) {}

  private record Seen(Window window, ZoneId zone) {}

  /** A feature, by its position among those that are asked for. */
  private record Finished(int feature, Fold fold) {}

  /** Takes what a feature came to for a question. */
  @FunctionalInterface
  public interface Sink {
    /** The outcome for a question; each pair comes once. */
    void put(int feature, int question, Outcome outcome);
  }

  SharedReading(FactStore<R> store) {
    this.store = store;
  }

  /** Whether a feature can be read here: a single window, in a zone that is the same for all. */
  public static boolean canRead(Formula.Windowed<?, ?> windowed) {
    return windowed.series().isEmpty()
        && !(windowed.zone().orElse(null) instanceof Formula.Zone.Of);
  }

  void add(int feature, Formula.Windowed<?, R> windowed, Lane<R> lane, Fold fold) {
    ZoneId zone =
        windowed.zone().orElse(null) instanceof Formula.Zone.Fixed(ZoneId id) ? id : ZoneOffset.UTC;
    owners
        .computeIfAbsent(windowed.by(), _ -> new Owned<>(lane.index(), new LinkedHashMap<>()))
        .windows()
        .computeIfAbsent(new Seen(windowed.window(), zone), _ -> new LinkedHashMap<>())
        .computeIfAbsent(lane, _ -> new ArrayList<>())
        .add(new Finished(feature, fold));
  }

  /**
   * Reads all features for questions.
   *
   * @param count how many questions there are
   * @param keys by entity, a key for each question; a question without one of the keys of a feature
   *     is left out
   * @param moments of the questions, in micros
   */
  public void read(int count, Map<String, @Nullable Object[]> keys, long[] moments, Sink sink) {
    store.read(() -> {
      owners.forEach((by, owned) -> read(by, owned, count, keys, moments, sink));
      return count;
    });
  }

  private void read(
      List<Entity<?>> by,
      Owned<R> owned,
      int count,
      Map<String, @Nullable Object[]> keys,
      long[] moments,
      Sink sink) {
    List<@Nullable Object[]> columns = new ArrayList<>();
    for (Entity<?> entity : by) {
      columns.add(keys.getOrDefault(entity.name(), new Object[count]));
    }
    int[] codes = new int[count];
    @Nullable Object[] key = new Object[by.size()];
    for (int question = 0; question < count; question++) {
      boolean complete = true;
      for (int i = 0; i < key.length; i++) {
        key[i] = columns.get(i)[question];
        complete &= key[i] != null;
      }
      codes[question] = complete ? Math.max(NOBODY, owned.index().find(key)) : INCOMPLETE;
    }
    owned
        .windows()
        .forEach((seen, lanes) ->
            read(
                Bounds.of(seen.window()), seen.zone(), owned.index(), lanes, codes, moments, sink));
  }

  /** A key that no fact has. */
  private static final int NOBODY = -1;

  /** No key. */
  private static final int INCOMPLETE = -2;

  private static <R> void read(
      Bounds window,
      ZoneId zone,
      KeyIndex index,
      Map<Lane<R>, List<Finished>> lanes,
      int[] codes,
      long[] moments,
      Sink sink) {
    Lane<R> any = lanes.keySet().iterator().next();
    LongRows times = any.eventTimes();
    for (int question = 0; question < codes.length; question++) {
      if (codes[question] == INCOMPLETE) {
        continue;
      }
      long moment = moments[question];
      Viewpoint at = new Viewpoint(moment, window.end(moment, zone), zone);
      Posting posting = index.posting(codes[question]);
      int to = posting == null ? 0 : posting.firstAtOrAfter(at.end(), times);
      int from = posting == null ? 0 : any.first(posting, window.start(moment, zone), moment);
      for (Map.Entry<Lane<R>, List<Finished>> entry : lanes.entrySet()) {
        Lane<R> lane = entry.getKey();
        Tally tally = new Tally();
        if (posting == null) {
          lane.readNothing(tally);
        } else {
          lane.read(tally, window.window(), posting, codes[question], from, to, at);
        }
        for (Finished finished : entry.getValue()) {
          sink.put(finished.feature(), question, tally.finish(finished.fold(), at));
        }
      }
    }
  }
}
