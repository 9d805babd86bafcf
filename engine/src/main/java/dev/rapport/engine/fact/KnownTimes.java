package dev.rapport.engine.fact;

import dev.rapport.engine.column.Footprint;
import dev.rapport.engine.column.LongColumn;
import dev.rapport.engine.column.LongRows;
import dev.rapport.engine.value.Micros;
import org.jspecify.annotations.Nullable;

/**
 * When the facts of a store became known, by row: some time after each was true, or as a component
 * of the record says, or when they were ingested. Only the last are kept here.
 */
final class KnownTimes {
  private final LongColumn events;
  private final long delay;
  private final @Nullable LongColumn column;
  private final LongRows ingested = new LongRows();
  private long latest = Micros.BEGINNING;

  /**
   * The known times of no facts yet.
   *
   * @param column the component that says when; null: none does
   */
  KnownTimes(FactShape<?> shape, LongColumn events, @Nullable LongColumn column) {
    this.events = events;
    this.delay = column == null && !shape.knownWhenIngested() ? shape.knownAfter() : -1;
    this.column = column;
  }

  /** How long after its event time every fact is known; negative where that differs. */
  long delay() {
    return delay;
  }

  /** When the fact of a row became known; {@link Micros#NEVER}: not yet. */
  long at(int row) {
    if (delay >= 0) {
      return Micros.plus(events.longAt(row), delay);
    }
    if (column == null) {
      return ingested.at(row);
    }
    return column.isNull(row) ? Micros.NEVER : column.longAt(row);
  }

  /** Takes the known time of the next row. */
  void add(long knownMicros) {
    latest = Math.max(latest, knownMicros);
    if (delay < 0 && column == null) {
      ingested.add(knownMicros);
    }
  }

  /**
   * Takes the known times of rows that are known some time after they were true.
   *
   * @return false, and none is taken, where they are known otherwise
   */
  boolean addFollowing(int from, int to) {
    if (delay < 0) {
      return false;
    }
    long greatest = Micros.BEGINNING;
    long[] plain = events.values().plain();
    for (int row = from; row < to; row++) {
      greatest = Math.max(greatest, plain == null ? events.longAt(row) : plain[row]);
    }
    latest = Math.max(latest, Micros.plus(greatest, delay));
    return true;
  }

  /** The latest of them. */
  long latest() {
    return latest;
  }

  /** Row {@code i} becomes what row {@code order[i]} was. */
  void reorder(int[] order) {
    ingested.reorder(order);
  }

  Footprint bytes() {
    return new Footprint(ingested.bytes(), ingested.bytesInUse());
  }
}
