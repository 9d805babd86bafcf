package dev.rapport.engine.window;

import dev.rapport.engine.aggregation.fold.Fold;
import dev.rapport.engine.column.DoubleColumn;
import dev.rapport.engine.column.LongColumn;
import dev.rapport.engine.column.LongRows;
import dev.rapport.engine.column.ObjectColumn;
import dev.rapport.engine.column.TextColumn;
import dev.rapport.engine.column.ValueColumn;
import dev.rapport.engine.fact.FactStore;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The values of rows as a fold takes them: numbers as arrays of them where it can, everything else
 * as objects. Thread-safe under the read lock of the store.
 */
final class FoldedValues<R> {
  /** How many values are gathered before they are added together. */
  static final int GATHERED = 128;

  private final FactStore<R> store;
  private final Fold fold;
  private final int input;
  private final int by;
  private final int per;
  private final boolean foldsRecord;
  private final @Nullable DoubleColumn doubles;
  private final @Nullable LongColumn longs;

  FoldedValues(FactStore<R> store, LaneKey<R> lane) {
    this.store = store;
    this.fold = lane.fold();
    this.input = lane.input();
    this.by = lane.by();
    this.per = lane.per();
    this.foldsRecord = lane.foldsRecord();
    ValueColumn column = input >= 0 && by < 0 && per < 0 ? store.kept(input) : null;
    this.doubles =
        column instanceof DoubleColumn found && fold instanceof Fold.OfDoubles ? found : null;
    this.longs = column instanceof LongColumn found && fold instanceof Fold.OfLongs ? found : null;
  }

  /** Whether the fold counts rows, whatever their values. */
  boolean onlyCounted() {
    return fold instanceof Fold.OfRows;
  }

  /** Whether the value of a row is null. */
  boolean isNull(int row) {
    return input >= 0 && store.kept(input).isNull(row);
  }

  /** Whether values that compare as equal are the same. */
  boolean areOrdered() {
    return input >= 0
        && switch (store.kept(input)) {
          case DoubleColumn _, LongColumn _, TextColumn _ -> true;
          case ObjectColumn _ -> false;
        };
  }

  /** Adds a row. */
  void add(Tally tally, int row) {
    tally.state = fold.add(tally.state, value(row), store.eventTimes().at(row));
  }

  /** Adds the rows {@code [from, to)}; whether they could be added at once. */
  boolean addStretch(Tally tally, int from, int to) {
    if (fold instanceof Fold.OfRows counting) {
      tally.state = counting.addRows(tally.state, to - from);
      return true;
    }
    if (doubles != null && !doubles.hasNulls()) {
      tally.state = ((Fold.OfDoubles) fold).addDoubles(tally.state, doubles.values(), from, to);
      return true;
    }
    if (longs != null && !longs.hasNulls()) {
      addStretch(tally, (Fold.OfLongs) fold, longs, from, to);
      return true;
    }
    return false;
  }

  private static void addStretch(
      Tally tally, Fold.OfLongs fold, LongColumn column, int from, int to) {
    LongRows values = column.values();
    long[] plain = values.plain();
    if (plain != null) {
      tally.state = fold.addLongs(tally.state, plain, from, to, column::boxed);
      return;
    }
    long[] gathered = new long[Math.min(GATHERED, to - from)];
    for (int at = from; at < to; at += GATHERED) {
      int until = Math.min(to, at + GATHERED);
      values.copy(at, until, gathered);
      tally.state = fold.addLongs(tally.state, gathered, 0, until - at, column::boxed);
    }
  }

  /** Adds rows, oldest first. */
  void addRows(Tally tally, int[] rows, int count) {
    if (fold instanceof Fold.OfRows counting) {
      tally.state = counting.addRows(tally.state, count);
    } else if (doubles != null) {
      double[] gathered = new double[count];
      int size = 0;
      double[] values = doubles.values();
      for (int i = 0; i < count; i++) {
        if (!doubles.isNull(rows[i])) {
          gathered[size++] = values[rows[i]];
        }
      }
      tally.state = ((Fold.OfDoubles) fold).addDoubles(tally.state, gathered, 0, size);
    } else if (longs != null) {
      long[] gathered = new long[count];
      int size = 0;
      LongRows values = longs.values();
      for (int i = 0; i < count; i++) {
        if (!longs.isNull(rows[i])) {
          gathered[size++] = values.at(rows[i]);
        }
      }
      tally.state = ((Fold.OfLongs) fold).addLongs(tally.state, gathered, 0, size, longs::boxed);
    } else {
      for (int i = 0; i < count; i++) {
        add(tally, rows[i]);
      }
    }
  }

  private @Nullable Object value(int row) {
    Object value =
        input >= 0 ? store.kept(input).get(row) : foldsRecord ? store.record(row) : (Object) true;
    return behind(per, row, behind(by, row, value));
  }

  /** A list of what comes before a value and the value. */
  private @Nullable Object behind(int component, int row, @Nullable Object value) {
    return component < 0 ? value : Arrays.asList(store.kept(component).get(row), value);
  }
}
