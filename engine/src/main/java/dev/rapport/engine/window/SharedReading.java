package dev.rapport.engine.window;

import dev.rapport.api.entity.Entity;
import dev.rapport.api.feature.Formula;
import dev.rapport.engine.aggregation.fold.Fold;
import dev.rapport.engine.aggregation.fold.Outcome;
import dev.rapport.engine.aggregation.fold.Viewpoint;
import dev.rapport.engine.fact.FactStore;
import dev.rapport.engine.fact.KeyIndex;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
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

  private record Seen(Bounds bounds, ZoneId zone) {}

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
        .computeIfAbsent(new Seen(Bounds.of(windowed.window()), zone), _ -> new LinkedHashMap<>())
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
   * @param visible how many rows of the store the questions see
   */
  public void read(
      int count, Map<String, @Nullable Object[]> keys, long[] moments, int visible, Sink sink) {
    store.read(() -> {
      owners.forEach((by, owned) -> read(by, owned, count, keys, moments, visible, sink));
      return count;
    });
  }

  private void read(
      List<Entity<?>> by,
      Owned<R> owned,
      int count,
      Map<String, @Nullable Object[]> keys,
      long[] moments,
      int visible,
      Sink sink) {
    List<@Nullable Object[]> columns = new ArrayList<>();
    for (Entity<?> entity : by) {
      columns.add(keys.getOrDefault(entity.name(), new Object[count]));
    }
    int[] codes = codes(owned.index(), columns, count);
    List<Spanned<R>> windows = owned.windows().entrySet().stream().map(Spanned::of).toList();
    Tally tally = new Tally();
    for (int question : byCode(codes)) {
      long moment = moments[question];
      Sight sight = Sight.of(store, owned.index(), codes[question], moment, visible);
      read(windows, tally, sight, question, moment, sink);
    }
  }

  /** The codes of the keys of questions, {@link #NOBODY} or {@link #INCOMPLETE}. */
  private static int[] codes(KeyIndex index, List<@Nullable Object[]> columns, int count) {
    int[] codes = new int[count];
    @Nullable Object[] key = new Object[columns.size()];
    for (int question = 0; question < count; question++) {
      boolean complete = true;
      for (int i = 0; i < key.length; i++) {
        key[i] = columns.get(i)[question];
        complete &= key[i] != null;
      }
      codes[question] = complete ? Math.max(NOBODY, index.find(key)) : INCOMPLETE;
    }
    return codes;
  }

  /** Reads all windows for one question: a method of its own, which is compiled once. */
  private static <R> void read(
      List<Spanned<R>> windows,
      Tally tally,
      @Nullable Sight sight,
      int question,
      long moment,
      Sink sink) {
    for (Spanned<R> window : windows) {
      window.read(tally, sight, question, moment, sink);
    }
  }

  /** A key that no fact has. */
  private static final int NOBODY = -1;

  /** No key. */
  private static final int INCOMPLETE = -2;

  /** The questions that have a key, those about one key together, as their facts lie. */
  private static int[] byCode(int[] codes) {
    long[] ordered = new long[codes.length];
    int count = 0;
    for (int question = 0; question < codes.length; question++) {
      if (codes[question] != INCOMPLETE) {
        ordered[count++] = (long) codes[question] << Integer.SIZE | question;
      }
    }
    Arrays.sort(ordered, 0, count);
    return Arrays.stream(ordered, 0, count).mapToInt(pair -> (int) pair).toArray();
  }

  /** A window, and what is read of it. */
  private record Spanned<R>(Bounds bounds, ZoneId zone, List<Read<R>> lanes) {
    static <R> Spanned<R> of(Map.Entry<Seen, Map<Lane<R>, List<Finished>>> window) {
      List<Read<R>> lanes = new ArrayList<>();
      window.getValue().forEach((lane, features) -> lanes.add(new Read<>(lane, features)));
      return new Spanned<>(window.getKey().bounds(), window.getKey().zone(), lanes);
    }

    void read(Tally tally, @Nullable Sight sight, int question, long moment, Sink sink) {
      Viewpoint at = new Viewpoint(moment, bounds.end(moment, zone), zone);
      int to = sight == null ? 0 : sight.end(at.end());
      int from = sight == null ? 0 : sight.start(bounds.start(moment, zone), to);
      for (Read<R> each : lanes) {
        tally.clear();
        if (sight == null) {
          each.lane().readNothing(tally);
        } else {
          each.lane().read(tally, bounds.window(), sight, from, to, at);
        }
        for (Finished finished : each.features()) {
          sink.put(finished.feature(), question, tally.finish(finished.fold(), at));
        }
      }
    }
  }

  /** A lane, and the features that are made of it. */
  private record Read<R>(Lane<R> lane, List<Finished> features) {}
}
