package dev.rapport.testkit.conformance.translate;

import dev.rapport.testkit.conformance.translate.Sight.Known;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * When a feature asks for each row of the spine. A row that is no event asks half a unit after its
 * time. A row that is an event sees those of its key and time that arrived before it, and itself or
 * not: they are known 1, 2, 3... us after their time, and it asks in between.
 */
final class Moments {
  /** How many events of one key and time can be known one after the other within half a unit. */
  private static final int MAX_TIES = 498;

  /** When, after its time, an event is known that comes after all of these. */
  static final long LAST = MAX_TIES + 1L;

  private static final Instant BEGINNING = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant END = Instant.parse("9999-12-31T23:59:59.999999Z");

  private final PitCase pitCase;
  private final PitCase.Feature feature;
  private final List<Sight.Stream> streams;
  private final PitCase.Key spineKey;
  private final Optional<String> spineTs;
  private final Known known;

  /** The events of the spine's own stream of a key and a time, in order of arrival. */
  private final Map<List<Object>, List<Integer>> ties = new HashMap<>();

  Moments(
      PitCase pitCase, PitCase.Feature feature, List<Sight.Stream> streams, PitCase.Key spineKey) {
    this.pitCase = pitCase;
    this.feature = feature;
    this.streams = streams;
    this.spineKey = spineKey;
    this.spineTs = feature.ts("spineTs", pitCase.spine());
    boolean seesPeers =
        switch (feature.window().path("ties").asString("arrival")) {
          case "all" -> true;
          case "arrival" -> false;
          default -> throw new UnsupportedNotion("ties: " + feature.window().path("ties"));
        };
    Optional<Sight.Stream> self = streams.stream().filter(Sight.Stream::isSelf).findFirst();
    if (self.isEmpty() || feature.isUnbounded()) {
      known = Known.TOGETHER;
    } else if (feature.countsFromOwnRow()) {
      known = Known.IN_ORDER;
    } else {
      known = seesPeers ? Known.TOGETHER : Known.BY_ARRIVAL;
    }
    if (known != Known.TOGETHER) {
      collectTies(self.orElseThrow());
    }
  }

  Known known() {
    return known;
  }

  /** The time of a row of the spine, empty where it has none. */
  Optional<Long> time(int row) {
    return spineTs.flatMap(ts -> PitCase.integer(pitCase.spine().value(row, ts)));
  }

  /**
   * The moment that a row asks at.
   *
   * @param withOwn whether after the event that it is itself, rather than right before
   */
  Instant of(int row, boolean withOwn) {
    if (feature.isUnbounded()) {
      return end();
    }
    Optional<Long> time = time(row);
    if (time.isEmpty()) {
      return beginning();
    }
    long later = known == Known.TOGETHER ? CaseWindow.HALF : seen(row, time.get(), withOwn) + 1L;
    return CaseSource.instant(CaseWindow.micros(time.get()) + later);
  }

  private void collectTies(Sight.Stream self) {
    PitCase.Table events = pitCase.stream(self.name());
    for (int event = 0; event < events.rows().size(); event++) {
      Optional<Long> time = PitCase.integer(events.value(event, self.ts()));
      String key = self.key().of(events, event);
      if (time.isPresent() && key != null) {
        ties.computeIfAbsent(List.of(key, time.get()), _ -> new ArrayList<>()).add(event);
      }
    }
    if (ties.values().stream().anyMatch(tie -> tie.size() > MAX_TIES)) {
      throw new UnsupportedNotion("more than " + MAX_TIES + " events of one key and time");
    }
  }

  /** How many of the events of its own key and time a row sees. */
  private int seen(int row, long time, boolean withOwn) {
    String key = Objects.requireNonNullElse(spineKey.of(pitCase.spine(), row), PitCase.Key.NOBODY);
    List<Integer> tie = ties.getOrDefault(List.of(key, time), List.of());
    return (int) tie.stream().filter(event -> withOwn ? event <= row : event < row).count();
  }

  /** Before everything. */
  private Instant beginning() {
    Instant first = BEGINNING;
    for (Instant time : times()) {
      first = time.isBefore(first) ? time : first;
    }
    return first.minusMillis(1);
  }

  /** After everything. */
  private Instant end() {
    Instant last = END;
    for (Instant time : times()) {
      last = time.isBefore(last) ? last : time.plusMillis(1);
    }
    return last;
  }

  private List<Instant> times() {
    List<Instant> times = new ArrayList<>();
    for (Sight.Stream stream : streams) {
      PitCase.Table events = pitCase.stream(stream.name());
      for (int event = 0; event < events.rows().size(); event++) {
        PitCase.integer(events.value(event, stream.ts()))
            .ifPresent(time -> times.add(CaseSource.instant(CaseWindow.micros(time))));
      }
    }
    return times;
  }
}
