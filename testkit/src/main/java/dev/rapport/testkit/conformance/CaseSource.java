package dev.rapport.testkit.conformance;

import dev.rapport.api.entity.Entity;
import dev.rapport.api.feature.Source;
import dev.rapport.testkit.Delivery;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The events of a stream as facts. Their order is a declared sequence: the tie-breaking column,
 * then arrival. The visibility of a case is the known time, and that of a deletion.
 *
 * @param spineRow one of the spine rows that {@code sight} is for
 */
record CaseSource(Sight sight, PitCase.Table events, PitCase.Table spine, int spineRow) {
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
    long[] sequence = sequence();
    for (int event = 0; event < events.rows().size(); event++) {
      Long time = time(event);
      String key = sight.eventKey().of(events, event);
      Long known = null;
      if (time != null) {
        long rank =
            sight.byArrival()
                ? arrived.merge(List.of(time, String.valueOf(key)), 1L, Long::sum)
                : 0;
        known = known(time + rank, event);
      }
      Long deleted = known == null ? null : deletedAt(event);
      if (known != null && deleted != null && deleted <= known) {
        known = null;
        deleted = null;
      }
      deliveries.add(delivery(row(event, key, time, known, sequence[event], false)));
      if (deleted != null) {
        deliveries.add(delivery(row(event, key, time, deleted, sequence[event], true)));
      }
    }
    return deliveries;
  }

  /** The known time is declared, so that of ingestion says nothing. */
  private static Delivery<CaseRow> delivery(CaseRow row) {
    return new Delivery<>(row, Instant.EPOCH);
  }

  private @Nullable Long time(int event) {
    return PitCase.integer(events.value(event, sight.ts())).map(CaseWindow::micros).orElse(null);
  }

  private CaseRow row(
      int event,
      @Nullable String key,
      @Nullable Long time,
      @Nullable Long known,
      long sequence,
      boolean deleted) {
    boolean counts = holds(sight.aggregateFilter(), event);
    Object value = sight.onValue() && !counts ? null : value(event);
    return new CaseRow(
        key,
        time == null ? null : instant(time - (sight.early() ? CaseWindow.EARLY : 0)),
        known == null ? null : instant(known),
        "event " + event,
        sequence,
        deleted,
        holds(sight.sourceFilter(), event) && (counts || sight.onValue()),
        value instanceof Long integer ? integer : null,
        value instanceof Double number ? number : null,
        value instanceof String text ? text : null,
        value instanceof Boolean flag ? flag : null);
  }

  /** The value of the aggregated column; JSON has no NaN, so a text may say a number. */
  private @Nullable Object value(int event) {
    if (sight.column().isEmpty()) {
      return null;
    }
    JsonNode value = events.value(event, sight.column().get());
    if (value.isNull()) {
      return null;
    }
    return switch (sight.operation(events)) {
      case INTEGER -> integer(value);
      case NUMBER -> value.isString() ? Double.valueOf(value.asString()) : value.asDouble();
      case TEXT -> value.asString();
      case FLAG -> value.asBoolean();
    };
  }

  private boolean holds(JsonNode filter, int event) {
    return new CaseFilter(filter).holds(events, event, spine, spineRow);
  }

  private static Long integer(JsonNode value) {
    return PitCase.integer(value)
        .orElseThrow(() -> new IllegalArgumentException(value + " (expected: an integer)"));
  }

  /** When an event is known that by its time is known at {@code known}; null: never. */
  private @Nullable Long known(long known, int event) {
    Optional<String> from = PitCase.text(sight.visibility(), "from");
    if (from.isEmpty()) {
      return known;
    }
    JsonNode value = events.value(event, from.get());
    if (value.isNull()) {
      return sight.visibility().path("nullVisible").asBoolean(true) ? known : null;
    }
    return Math.max(known, transaction(value));
  }

  private @Nullable Long deletedAt(int event) {
    Optional<String> to = PitCase.text(sight.visibility(), "to");
    if (to.isEmpty() || events.value(event, to.get()).isNull()) {
      return null;
    }
    return transaction(events.value(event, to.get()));
  }

  /** A time of the visibility: half a unit later where it does not count at that time itself. */
  private long transaction(JsonNode value) {
    return CaseWindow.micros(integer(value))
        + (sight.visibility().path("inclusive").asBoolean(false) ? 0 : CaseWindow.HALF);
  }

  /** Positions by the tie-breaking column, null first, then by arrival. */
  private long[] sequence() {
    Comparator<Integer> order = Comparator.comparingInt(event -> event);
    if (sight.tieBreak().isPresent()) {
      String column = sight.tieBreak().get();
      order =
          Comparator.<Integer>comparingLong(
                  event -> {
                    JsonNode value = events.value(event, column);
                    return value.isNull() ? Long.MIN_VALUE : integer(value);
                  })
              .thenComparing(order);
    }
    List<Integer> sorted = IntStream.range(0, events.rows().size()).boxed().sorted(order).toList();
    long[] sequence = new long[sorted.size()];
    for (int i = 0; i < sequence.length; i++) {
      sequence[sorted.get(i)] = i;
    }
    return sequence;
  }

  static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  /**
   * How a feature sees a stream for some spine rows: which columns are key, time and value, which
   * events count, when each is known. Features that see a stream alike share a source.
   *
   * @param column the aggregated column, empty where rows are counted
   * @param spineValues what the filters compare with, of these spine rows
   * @param onValue whether an event that fails the filter of the aggregate is there and holds null
   * @param byArrival whether events of one key and time are known one after the other
   * @param early whether events come early, see {@link CaseWindow}
   */
  record Sight(
      String stream,
      PitCase.Key spineKey,
      PitCase.Key eventKey,
      String ts,
      Optional<String> column,
      JsonNode sourceFilter,
      JsonNode aggregateFilter,
      List<JsonNode> spineValues,
      boolean onValue,
      JsonNode visibility,
      Optional<String> tieBreak,
      boolean byArrival,
      boolean early) {

    boolean isFiltered() {
      return !new CaseFilter(sourceFilter).isEmpty() || !new CaseFilter(aggregateFilter).isEmpty();
    }

    boolean deletes() {
      return PitCase.text(visibility, "to").isPresent();
    }

    CaseOperation operation(PitCase.Table events) {
      return column.map(events::type).map(CaseOperation::of).orElse(CaseOperation.FLAG);
    }
  }
}
