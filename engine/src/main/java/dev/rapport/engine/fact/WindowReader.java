package dev.rapport.engine.fact;

import dev.rapport.api.aggregation.Window;
import dev.rapport.api.entity.Entity;
import dev.rapport.api.feature.Formula;
import dev.rapport.api.schema.Accessor;
import dev.rapport.engine.aggregation.Fold;
import dev.rapport.engine.aggregation.Folds;
import dev.rapport.engine.aggregation.Outcome;
import dev.rapport.engine.aggregation.Viewpoint;
import dev.rapport.engine.value.Micros;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Reads one windowed feature from its store: finds the facts a question sees and folds them.
 * Thread-safe, and right as long as the store is the one facts go to.
 */
public final class WindowReader<R> {
  private final FactStore<R> store;
  private final KeyIndex index;
  private final @Nullable RowFilter<R> filter;
  private final Fold fold;
  private final OptionalInt input;
  private final OptionalInt pairedWith;
  private final boolean pairedIsKey;
  private final boolean readsRecord;
  private final long length;
  private final long hop;
  private final long offset;

  /** What a window came to, and on what it rests. */
  public record Reading(Outcome outcome, long facts, long newestEventMicros) {}

  /** A reader of a feature; its index and filter are made if the store has none yet. */
  public WindowReader(FactStore<R> store, Formula.Windowed<?, R> windowed) {
    this.store = store;
    FactShape<R> shape = store.shape();
    List<Entity<?>> by = windowed.by();
    this.index =
        store.write(() -> store.index(by.stream().map(Entity::name).toList(), shape.keys(by)));
    this.filter =
        windowed.filters().isEmpty() ? null : store.write(() -> store.filter(windowed.filters()));
    this.input = column(shape, windowed.input().orElse(null));
    this.pairedIsKey = windowed.per().isPresent();
    this.pairedWith =
        column(
            shape,
            windowed
                .per()
                .orElse(windowed.extremeBy().<Accessor<R, ?>>map(by2 -> by2.by()).orElse(null)));
    Fold each =
        windowed
            .aggregation()
            .map(Folds::of)
            .orElseGet(() -> Folds.extremeBy(windowed.extremeBy().orElseThrow().greatest()));
    this.fold = pairedIsKey ? Folds.per(each) : each;
    this.readsRecord = input.isEmpty() && WantedColumns.readsWholeFacts(windowed);
    Window window = windowed.window();
    this.length = window.span() instanceof Window.Span.Last last ? Micros.of(last.length()) : -1L;
    this.hop =
        window.span() instanceof Window.Span.Last last ? last.hop().map(Micros::of).orElse(0L) : 0L;
    this.offset = Micros.of(window.offset());
  }

  private static OptionalInt column(FactShape<?> shape, @Nullable Accessor<?, ?> accessor) {
    return accessor == null ? OptionalInt.empty() : OptionalInt.of(shape.index(accessor));
  }

  /** Whether the store of now is the one that this reads. */
  public boolean reads(FactStore<?> current) {
    return current == store;
  }

  /**
   * What a question sees.
   *
   * @param keys of the entities the feature is by, in their order; not null
   * @param moment the question's, in micros
   */
  public Reading read(Object[] keys, long moment) {
    return store.read(() -> readLocked(keys, moment));
  }

  private Reading readLocked(Object[] keys, long moment) {
    Object key = KeyIndex.of(Arrays.copyOf(keys, keys.length));
    Posting posting = key == null ? null : index.posting(key);
    Object state = fold.create();
    long facts = 0;
    long newest = Micros.BEGINNING;
    if (posting != null) {
      long end = Micros.minus(moment, offset);
      int to = posting.firstAtOrAfter(end, store.eventTimes());
      int from = posting.firstAtOrAfter(start(end), store.eventTimes());
      for (int at = from; at < to; at++) {
        int row = posting.row(at);
        if (!store.isKnown(row, moment)) {
          continue;
        }
        if (filter != null) {
          String failure = filter.failure(row);
          if (failure != null) {
            return new Reading(new Outcome.Failure("a filter failed: " + failure), 0, newest);
          }
          if (!filter.passes(row)) {
            continue;
          }
        }
        Object paired = pairedWith.isPresent() ? store.value(pairedWith.getAsInt(), row) : null;
        if (pairedIsKey && paired == null) {
          continue;
        }
        facts++;
        newest = store.eventMicros(row);
        try {
          state = fold.add(state, pairedWith.isPresent() ? pair(paired, row) : value(row), newest);
        } catch (RuntimeException e) { // the user's own aggregation
          return new Reading(new Outcome.Failure("the aggregation failed: " + e), facts, newest);
        }
      }
    }
    try {
      return new Reading(
          fold.finish(
              state, new Viewpoint(moment, Micros.minus(moment, offset), java.time.ZoneOffset.UTC)),
          facts,
          newest);
    } catch (RuntimeException e) { // the user's own aggregation
      return new Reading(new Outcome.Failure("the aggregation failed: " + e), facts, newest);
    }
  }

  private long start(long end) {
    if (length < 0) {
      return Micros.BEGINNING;
    }
    long start = Micros.minus(end, length);
    return hop == 0 || start == Micros.BEGINNING
        ? start
        : Micros.minus(start, Math.floorMod(start, hop));
  }

  private List<@Nullable Object> pair(@Nullable Object paired, int row) {
    return Arrays.asList(paired, value(row));
  }

  private @Nullable Object value(int row) {
    if (input.isPresent()) {
      return store.value(input.getAsInt(), row);
    }
    return readsRecord ? store.record(row) : (Object) true;
  }
}
