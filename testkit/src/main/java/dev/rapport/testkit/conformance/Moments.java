package dev.rapport.testkit.conformance;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * When a feature asks for each spine row. A row that is no event asks half a unit after its time. A
 * row that is an event sees those of its key and time that arrived up to it, or before it where it
 * is not to see itself: they are known 1, 2, 3... us after their time, and it asks in between.
 */
final class Moments {
  /** How many events of one key and time can be known one after the other within half a unit. */
  private static final int MAX_TIES = 498;

  private static final Instant BEGINNING = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant END = Instant.parse("9999-12-31T23:59:59.999999Z");

  private final PitCase.Feature feature;
  private final PitCase.Table spine;
  private final PitCase.Table events;
  private final PitCase.Key spineKey;
  private final PitCase.Key eventKey;
  private final Optional<String> spineTs;
  private final String eventTs;
  private final boolean isSelf;
  private final boolean seesPeers;

  /** The events of a key and a time, in order of arrival. */
  private final Map<List<Object>, List<Integer>> ties = new HashMap<>();

  Moments(PitCase pitCase, PitCase.Feature feature, PitCase.Key spineKey, PitCase.Key eventKey) {
    String stream = feature.streams().getFirst();
    this.feature = feature;
    this.spine = pitCase.spine();
    this.events = pitCase.stream(stream);
    this.spineKey = spineKey;
    this.eventKey = eventKey;
    this.spineTs = feature.ts("spineTs", spine);
    this.eventTs =
        feature
            .ts("eventTs", events)
            .orElseThrow(() -> new IllegalArgumentException("stream " + stream + ": no ts"));
    this.isSelf = pitCase.selfStream().equals(Optional.of(stream));
    this.seesPeers =
        switch (feature.window().path("ties").asString("arrival")) {
          case "all" -> true;
          case "arrival" -> false;
          default -> throw new UnsupportedNotion("ties: " + feature.window().path("ties"));
        };
    if (byArrival()) {
      collectTies();
    }
  }

  String eventTs() {
    return eventTs;
  }

  /** Whether events of one key and time must be known one after the other. */
  boolean byArrival() {
    return isSelf && !(seesPeers && feature.includesSpineRow());
  }

  Instant of(int row) {
    if (isSelf && !feature.includesSpineRow()) {
      checkOwnEventIsElsewhere(row);
    }
    if (feature.isUnbounded()) {
      return end();
    }
    Optional<Long> time = spineTs.flatMap(ts -> PitCase.integer(spine.value(row, ts)));
    if (time.isEmpty()) {
      return BEGINNING;
    }
    long later = byArrival() ? seen(row, time.get()) + 1L : CaseWindow.HALF;
    return CaseSource.instant(CaseWindow.micros(time.get()) + later);
  }

  private void collectTies() {
    for (int event = 0; event < events.rows().size(); event++) {
      Optional<Long> time = PitCase.integer(events.value(event, eventTs));
      String key = eventKey.of(events, event);
      if (time.isPresent() && key != null) {
        ties.computeIfAbsent(List.of(key, time.get()), _ -> new ArrayList<>()).add(event);
      }
    }
    if (ties.values().stream().anyMatch(tie -> tie.size() > MAX_TIES)) {
      throw new UnsupportedNotion("more than " + MAX_TIES + " events of one key and time");
    }
  }

  /** How many of the events of its own key and time a row sees. */
  private int seen(int row, long time) {
    String key = Objects.requireNonNullElse(spineKey.of(spine, row), PitCase.Key.NOBODY);
    List<Integer> tie = ties.getOrDefault(List.of(key, time), List.of());
    if (seesPeers) {
      if (tie.contains(row) && tie.getLast() != row) {
        throw new UnsupportedNotion("spine row left out of its peers");
      }
      return tie.contains(row) ? tie.size() - 1 : tie.size();
    }
    return (int)
        tie.stream()
            .filter(event -> feature.includesSpineRow() ? event <= row : event < row)
            .count();
  }

  /** A row that does not see itself cannot leave out an event of its own that is no tie. */
  private void checkOwnEventIsElsewhere(int row) {
    String own = eventKey.of(events, row);
    Optional<Long> ownTime = PitCase.integer(events.value(row, eventTs));
    if (own == null || ownTime.isEmpty() || !own.equals(spineKey.of(spine, row))) {
      return;
    }
    Optional<Long> time = spineTs.flatMap(ts -> PitCase.integer(spine.value(row, ts)));
    if (feature.isUnbounded() || time.filter(t -> ownTime.get() < t).isPresent()) {
      throw new UnsupportedNotion("spine row left out of its past");
    }
  }

  /** After everything. */
  private Instant end() {
    Instant last = END;
    for (int event = 0; event < events.rows().size(); event++) {
      Optional<Long> time = PitCase.integer(events.value(event, eventTs));
      if (time.isPresent()) {
        Instant after = CaseSource.instant(CaseWindow.micros(time.get()) + CaseWindow.UNIT);
        last = after.isAfter(last) ? after : last;
      }
    }
    return last;
  }
}
