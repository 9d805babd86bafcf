package dev.rapport.engine.fact;

import dev.rapport.api.entity.Entity;
import dev.rapport.api.feature.Source;
import dev.rapport.api.schema.Accessor;
import dev.rapport.engine.value.Micros;
import dev.rapport.engine.value.RecordShape;
import dev.rapport.engine.value.RecordShapes;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where in a record a source's times, keys and identity are.
 *
 * @param event the component of the event time; empty: true ever
 * @param knownColumn the component of the known time
 * @param knownAfter micros from event time to known time
 * @param id the component that identifies a fact
 * @param sequence the component that orders facts of one event time
 * @param deleted the component that marks a deleting version
 * @param lateness micros after which a fact is dropped; negative: never
 * @param retained micros after which a fact is not seen any more; {@link Long#MAX_VALUE}: never
 * @param newest how many facts of each key are seen; {@link Integer#MAX_VALUE}: all
 */
public record FactShape<R>(
    Source<R> source,
    RecordShape<R> record,
    OptionalInt event,
    OptionalInt knownColumn,
    long knownAfter,
    boolean knownWhenIngested,
    OptionalInt id,
    OptionalInt sequence,
    OptionalInt deleted,
    long lateness,
    long retained,
    int newest) {

  public static <R> FactShape<R> of(Source<R> source) {
    OptionalInt event =
        source.time() instanceof Source.Time.At at
            ? OptionalInt.of(index(source, at.accessor()))
            : OptionalInt.empty();
    OptionalInt knownColumn = OptionalInt.empty();
    long knownAfter = 0;
    boolean whenIngested = false;
    switch (source.known()) {
      case Source.Known.ByOrigin _ -> whenIngested = source.isStream();
      case Source.Known.At at -> knownColumn = OptionalInt.of(index(source, at.accessor()));
      case Source.Known.After after -> knownAfter = Micros.of(after.delay());
    }
    Source.Identity<R> identity = source.identity();
    return new FactShape<>(
        source,
        RecordShapes.of(source.schema()),
        event,
        knownColumn,
        knownAfter,
        whenIngested,
        index(source, identity.id()),
        index(source, identity.sequence()),
        index(source, identity.deletedWhen()),
        lateness(source),
        source.retain().map(Micros::of).orElse(Long.MAX_VALUE),
        source.retainNewest().orElse(Integer.MAX_VALUE));
  }

  private static long lateness(Source<?> source) {
    return Stream.of(source.dropLaterThan(), source.retain())
        .flatMap(Optional::stream)
        .map(Micros::of)
        .min(Long::compare)
        .orElse(-1L);
  }

  /** The event time from which on a question sees facts. */
  public long seenSince(long moment) {
    return retained == Long.MAX_VALUE ? Micros.BEGINNING : Micros.minus(moment, retained);
  }

  /** Whether only so many facts of each key are seen. */
  public boolean retainsNewest() {
    return newest != Integer.MAX_VALUE;
  }

  /** Whether a component is the event time or the known time. */
  boolean isTime(int component) {
    return isAt(event, component) || isAt(knownColumn, component);
  }

  static boolean isAt(OptionalInt component, int i) {
    return component.isPresent() && component.getAsInt() == i;
  }

  /** The component that an accessor refers to. */
  public int index(Accessor<?, ?> accessor) {
    return index(source, accessor);
  }

  /** The components that hold the keys of entities, in their order. */
  int[] keys(List<Entity<?>> entities) {
    int[] columns = new int[entities.size()];
    for (int i = 0; i < columns.length; i++) {
      Entity<?> entity = entities.get(i);
      columns[i] =
          source
              .about(entity)
              .map(about -> index(about.key()))
              .orElseThrow(
                  () -> new IllegalArgumentException(source + " is not about " + entity.name()));
    }
    return columns;
  }

  /** The event time of a row; null where the row has none. */
  public @Nullable Long eventMicros(@Nullable Object[] row) {
    if (event.isEmpty()) {
      return Micros.BEGINNING;
    }
    Object time = row[event.getAsInt()];
    return time == null ? null : (Long) Micros.of((Instant) time);
  }

  /** The known time of a row. */
  public long knownMicros(@Nullable Object[] row, long eventMicros, long ingestedMicros) {
    if (knownColumn.isPresent()) {
      Object time = row[knownColumn.getAsInt()];
      return time == null ? Micros.NEVER : Micros.of((Instant) time);
    }
    return knownWhenIngested ? ingestedMicros : Micros.plus(eventMicros, knownAfter);
  }

  /** Whether a fact was learned later than the source allows. */
  public boolean isTooLate(long eventMicros, long knownMicros) {
    return lateness >= 0
        && knownMicros != Micros.NEVER
        && knownMicros > Micros.plus(eventMicros, lateness);
  }

  private static OptionalInt index(Source<?> source, Optional<? extends Accessor<?, ?>> accessor) {
    return accessor.isPresent()
        ? OptionalInt.of(index(source, accessor.get()))
        : OptionalInt.empty();
  }

  private static int index(Source<?> source, Accessor<?, ?> accessor) {
    return source.schema().indexOf(accessor.component().name());
  }
}
