package dev.rapport.testkit.conformance;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

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
    CaseKey spineKey,
    CaseKey eventKey,
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
