package dev.rapport.engine.fact;

import dev.rapport.engine.column.Footprint;
import dev.rapport.engine.value.NaturalOrder;
import java.util.Arrays;
import java.util.OptionalInt;

/**
 * The order of the facts of a store: by event time, declared sequence, known time, id, and last by
 * the position of arrival. Versions of one fact replace each other in another order: by known time
 * first.
 */
final class FactOrder {
  private final FactStore<?> store;
  private final FactShape<?> shape;

  /** The position of arrival, where rows were brought in another order; by row. */
  private int[] arrival = new int[0];

  FactOrder(FactStore<?> store) {
    this.store = store;
    this.shape = store.shape();
  }

  /** Row {@code i} became what row {@code order[i]} was. */
  void reordered(int[] order) {
    arrival = order;
  }

  /** The position of arrival of a row. */
  int arrival(int row) {
    return row < arrival.length ? arrival[row] : row;
  }

  /** The total order of facts. */
  int compare(int row, int other) {
    int byEvent = compareEvents(row, other);
    if (byEvent != 0) {
      return byEvent;
    }
    int bySequence = compareComponents(shape.sequence(), row, other);
    if (bySequence != 0) {
      return bySequence;
    }
    int byKnown = compareKnown(row, other);
    if (byKnown != 0) {
      return byKnown;
    }
    int byId = compareComponents(shape.id(), row, other);
    return byId != 0 ? byId : Integer.compare(arrival(row), arrival(other));
  }

  /** Versions of one fact in the order in which they replace each other. */
  int compareVersions(int row, int other) {
    int byKnown = compareKnown(row, other);
    if (byKnown != 0) {
      return byKnown;
    }
    int bySequence = compareComponents(shape.sequence(), row, other);
    if (bySequence != 0) {
      return bySequence;
    }
    int byEvent = compareEvents(row, other);
    return byEvent != 0
        ? byEvent
        : NaturalOrder.TO_THE_LAST.compare(
            Arrays.asList(store.row(row)), Arrays.asList(store.row(other)));
  }

  private int compareEvents(int row, int other) {
    return Long.compare(store.eventTimes().at(row), store.eventTimes().at(other));
  }

  private int compareKnown(int row, int other) {
    return Long.compare(store.knownFromMicros(row), store.knownFromMicros(other));
  }

  private int compareComponents(OptionalInt component, int row, int other) {
    return component.isPresent()
        ? NaturalOrder.INSTANCE.compare(
            store.value(component.getAsInt(), row), store.value(component.getAsInt(), other))
        : 0;
  }

  Footprint bytes() {
    return Footprint.of(4, arrival.length, arrival.length);
  }
}
