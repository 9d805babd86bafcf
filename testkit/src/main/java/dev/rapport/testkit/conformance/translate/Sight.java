package dev.rapport.testkit.conformance.translate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * How a feature sees its streams for some rows of the spine: which columns are key, time and value,
 * which events count, when each is known. Features that see their streams alike share a source.
 *
 * @param streams in order of priority
 * @param spineTs the time of a row of the spine, if it has one
 * @param column the aggregated column, empty where rows are counted
 * @param spineValues what the filters compare with, of these rows of the spine
 * @param onValue whether an event that fails the filter of the aggregate is there and holds null
 * @param asText whether the value is a text of JSON, which tells a null of the case from such a
 *     null
 * @param known when events of one time are known
 * @param early whether events come early, see {@link CaseWindow}
 * @param spineRows whether the rows of the spine are facts too, each for itself alone
 */
record Sight(
    List<Stream> streams,
    PitCase.Key spineKey,
    Optional<String> spineTs,
    Optional<String> column,
    JsonNode sourceFilter,
    JsonNode aggregateFilter,
    List<JsonNode> spineValues,
    boolean onValue,
    boolean asText,
    JsonNode visibility,
    Optional<String> tieBreak,
    Known known,
    boolean early,
    boolean spineRows) {

  /**
   * A stream as a feature sees it.
   *
   * @param isSelf whether the rows of the spine are its events
   */
  record Stream(String name, PitCase.Key key, String ts, boolean isSelf) {}

  /** When events of one key and time are known. */
  enum Known {
    /** All at once. */
    TOGETHER,
    /** Those of the spine's own stream one after the other, after those of other streams. */
    BY_ARRIVAL,
    /** As they are ordered: those of streams that come before the spine's own at last. */
    IN_ORDER
  }

  static List<Stream> streams(PitCase pitCase, PitCase.Feature feature, boolean groupsNulls) {
    List<Stream> streams = new ArrayList<>();
    for (String name : feature.streams()) {
      PitCase.Table table = pitCase.stream(name);
      streams.add(
          new Stream(
              name,
              new PitCase.Key(feature.key("eventKey", table), groupsNulls),
              feature
                  .ts("eventTs", table)
                  .orElseThrow(() ->
                      new IllegalArgumentException(
                          "stream " + name + ": no ts (expected: a column of times)")),
              pitCase.selfStream().equals(Optional.of(name))));
    }
    return streams;
  }

  /** The position of the spine's own stream, empty where it is none of these. */
  Optional<Integer> self() {
    for (int i = 0; i < streams.size(); i++) {
      if (streams.get(i).isSelf()) {
        return Optional.of(i);
      }
    }
    return Optional.empty();
  }

  boolean isFiltered() {
    return !new CaseFilter(sourceFilter).isEmpty() || !new CaseFilter(aggregateFilter).isEmpty();
  }

  boolean deletes() {
    return PitCase.text(visibility, "to").isPresent();
  }

  /** Where the values are. */
  CaseOperation operation(PitCase pitCase) {
    if (asText) {
      return CaseOperation.TEXT;
    }
    if (column.isEmpty()) {
      return CaseOperation.FLAG;
    }
    CaseOperation common = null;
    for (Stream stream : streams) {
      CaseOperation own = CaseOperation.of(pitCase.stream(stream.name()).type(column.get()));
      common = common == null ? own : common.or(own);
    }
    return common == null ? CaseOperation.FLAG : common;
  }
}
