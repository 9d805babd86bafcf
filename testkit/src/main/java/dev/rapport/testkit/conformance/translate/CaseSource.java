package dev.rapport.testkit.conformance.translate;

import dev.rapport.api.entity.Entity;
import dev.rapport.api.feature.Source;
import dev.rapport.testkit.Delivery;
import dev.rapport.testkit.conformance.translate.Sight.Known;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/**
 * The events of streams as facts of one source. Their order is a declared sequence: the
 * tie-breaking column, then the streams, the first of them newest, then arrival. The visibility of
 * a case is the known time, and that of a deletion.
 *
 * @param spineRow one of the spine rows that {@code sight} is for
 */
record CaseSource(Sight sight, PitCase pitCase, int spineRow) {
  /** The place of a row of the spine among the streams: before all of them. */
  private static final int SPINE = -1;

  /** A row of a stream, or of the spine. */
  private record Event(int stream, int row) {}

  Source<CaseRow> definition(String name, Entity<String> entity) {
    Source<CaseRow> source =
        Source.stream(CaseRow.class, name)
            .at(CaseRow::at)
            .knownAt(CaseRow::known)
            .orderedBy(CaseRow::sequence)
            .about(entity, CaseRow::key);
    return sight.deletes() ? source.id(CaseRow::id).deletedWhen(CaseRow::deleted) : source;
  }

  /** The events in order of arrival, a deletion right after what it deletes. */
  List<Delivery<CaseRow>> deliveries() {
    List<Delivery<CaseRow>> deliveries = new ArrayList<>();
    Map<List<Object>, Long> arrived = new HashMap<>();
    Map<Event, Long> sequence = sequence();
    for (Event event : events()) {
      Long time = time(event);
      String key = key(event);
      Long known = null;
      if (time != null) {
        known = known(time + later(event, time, key, arrived), event);
      }
      Long deleted = known == null ? null : deletedAt(event);
      if (known != null && deleted != null && deleted <= known) {
        known = null;
        deleted = null;
      }
      long order = sequence.getOrDefault(event, 0L);
      deliveries.add(delivery(row(event, key, time, known, order, false)));
      if (deleted != null) {
        deliveries.add(delivery(row(event, key, time, deleted, order, true)));
      }
    }
    return deliveries;
  }

  /** Whether the row of the spine's own stream is among the facts of a question about that row. */
  boolean sees(int row, Instant moment, long time) {
    Event own = new Event(sight.self().orElse(SPINE), row);
    String key = key(own);
    Long ownTime = time(own);
    if (key == null
        || ownTime == null
        || ownTime != CaseWindow.micros(time)
        || !key.equals(sight.spineKey().of(pitCase.spine(), row))
        || !holds(sight.sourceFilter(), own)) {
      return false;
    }
    Long known = known(ownTime, own);
    Long deleted = deletedAt(own);
    return known != null
        && instant(known).isBefore(moment)
        && (deleted == null || !instant(deleted).isBefore(moment));
  }

  /**
   * Whether the event that a row of the spine is, is not there at the moment right before it: where
   * it is of that time and events of one time are known one after the other.
   */
  boolean isHiddenBefore(int row, Moments moments) {
    Long ownTime = time(new Event(sight.self().orElse(SPINE), row));
    return ownTime == null
        || (sight.known() != Known.TOGETHER
            && moments.time(row).filter(t -> ownTime >= CaseWindow.micros(t)).isPresent());
  }

  /** When an event of a time is. */
  Instant at(long time) {
    return instant(CaseWindow.micros(time) - (sight.early() ? CaseWindow.EARLY : 0));
  }

  /** How long after its time an event is known, for its place among others of its time. */
  private long later(
      Event event, long time, @Nullable String key, Map<List<Object>, Long> arrived) {
    int self = sight.self().orElse(SPINE);
    if (sight.known() == Known.TOGETHER || event.stream() > self) {
      return 0;
    }
    if (event.stream() == self) {
      return arrived.merge(List.of(time, String.valueOf(key)), 1L, Long::sum);
    }
    return sight.known() == Known.IN_ORDER ? Moments.LAST : 0;
  }

  private List<Event> events() {
    List<Event> events = new ArrayList<>();
    for (int stream = 0; stream < sight.streams().size(); stream++) {
      addRows(stream, table(stream), events);
    }
    if (sight.spineRows()) {
      addRows(SPINE, pitCase.spine(), events);
    }
    return events;
  }

  private static void addRows(int stream, PitCase.Table table, List<Event> events) {
    for (int row = 0; row < table.rows().size(); row++) {
      events.add(new Event(stream, row));
    }
  }

  private PitCase.Table table(int stream) {
    return stream == SPINE ? pitCase.spine() : pitCase.stream(sight.streams().get(stream).name());
  }

  /** The columns of an event; a row of the spine may lack some. */
  private Function<String, JsonNode> columns(Event event) {
    PitCase.Table table = table(event.stream());
    return event.stream() == SPINE
        ? name -> table.names().contains(name) ? table.value(event.row(), name) : NullNode.instance
        : name -> table.value(event.row(), name);
  }

  /** Delivered as known: the known time is declared, so that of ingestion says nothing. */
  private static Delivery<CaseRow> delivery(CaseRow row) {
    return new Delivery<>(row, Instant.EPOCH);
  }

  private @Nullable String key(Event event) {
    PitCase.Key key =
        event.stream() == SPINE ? sight.spineKey() : sight.streams().get(event.stream()).key();
    return key.of(table(event.stream()), event.row());
  }

  private @Nullable Long time(Event event) {
    Optional<String> ts =
        event.stream() == SPINE
            ? sight.spineTs()
            : Optional.of(sight.streams().get(event.stream()).ts());
    return ts.flatMap(name -> PitCase.integer(columns(event).apply(name)))
        .map(CaseWindow::micros)
        .orElse(null);
  }

  private CaseRow row(
      Event event,
      @Nullable String key,
      @Nullable Long time,
      @Nullable Long known,
      long sequence,
      boolean deleted) {
    boolean counts = holds(sight.aggregateFilter(), event);
    Object value = sight.onValue() && !counts ? null : value(event);
    boolean isSelf = event.stream() != SPINE && sight.streams().get(event.stream()).isSelf();
    return new CaseRow(
        key,
        time == null ? null : instant(time - (sight.early() ? CaseWindow.EARLY : 0)),
        known == null ? null : instant(known),
        "event " + event.row() + " of " + event.stream(),
        sequence,
        deleted,
        isSelf ? event.row() : null,
        event.stream() == SPINE ? event.row() : null,
        holds(sight.sourceFilter(), event) && (counts || sight.onValue()),
        value instanceof Long integer ? integer : null,
        value instanceof Double number ? number : null,
        value instanceof String text ? text : null,
        value instanceof Boolean flag ? flag : null,
        value instanceof List<?> list ? list.stream().map(Double.class::cast).toList() : null);
  }

  /** The value of the aggregated column. */
  private @Nullable Object value(Event event) {
    JsonNode value =
        sight.column().isEmpty() ? NullNode.instance : columns(event).apply(sight.column().get());
    if (sight.asText()) {
      return value.toString();
    }
    return value.isNull() ? null : sight.operation(pitCase).value(value);
  }

  private boolean holds(JsonNode filter, Event event) {
    return new CaseFilter(filter).holds(columns(event), pitCase.spine(), spineRow);
  }

  /** When an event is known that by its time is known at {@code known}; null: never. */
  private @Nullable Long known(long known, Event event) {
    Optional<String> from = PitCase.text(sight.visibility(), "from");
    if (from.isEmpty() || event.stream() == SPINE) {
      return known;
    }
    JsonNode value = columns(event).apply(from.get());
    if (value.isNull()) {
      return sight.visibility().path("nullVisible").asBoolean(true) ? known : null;
    }
    return Math.max(known, transaction(value));
  }

  private @Nullable Long deletedAt(Event event) {
    Optional<String> to = PitCase.text(sight.visibility(), "to");
    if (to.isEmpty() || event.stream() == SPINE || columns(event).apply(to.get()).isNull()) {
      return null;
    }
    return transaction(columns(event).apply(to.get()));
  }

  /** A time of the visibility: half a unit later where it does not count at that time itself. */
  private long transaction(JsonNode value) {
    return CaseWindow.micros(CaseOperation.integer(value))
        + (sight.visibility().path("inclusive").asBoolean(false) ? 0 : CaseWindow.HALF);
  }

  /** Positions by the tie-breaking column, null first, then by stream and arrival. */
  private Map<Event, Long> sequence() {
    Comparator<Event> order =
        Comparator.comparingInt(Event::stream).reversed().thenComparingInt(Event::row);
    if (sight.tieBreak().isPresent()) {
      String column = sight.tieBreak().get();
      order =
          Comparator.<Event, JsonNode>comparing(
                  event -> columns(event).apply(column), CaseFilter::compareNullsFirst)
              .thenComparing(order);
    }
    Map<Event, Long> sequence = new HashMap<>();
    for (Event event : events().stream().sorted(order).toList()) {
      sequence.put(event, (long) sequence.size());
    }
    return sequence;
  }

  static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
