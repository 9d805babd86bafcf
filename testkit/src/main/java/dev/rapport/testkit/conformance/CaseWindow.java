package dev.rapport.testkit.conformance;

import dev.rapport.api.aggregation.Window;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The window of a case in Rapport's terms. A case's unit of time is 1,000 us; its questions come up
 * to 500 us after their time. So a closed start is 500 us earlier, and an open end 500 us earlier
 * too. A start that is rounded to a hop loses what a question comes too late; where such a start is
 * open, the events themselves come 250 us early, to fall out of it.
 *
 * @param window empty where nothing can lie in it
 * @param early whether events come early
 */
record CaseWindow(Optional<Window> window, boolean early) {
  static final long UNIT = 1_000;
  private static final long MAX_UNITS = Long.MAX_VALUE / UNIT - UNIT;
  static final long HALF = 500;

  /** How much earlier an event is where events come early. */
  static final long EARLY = 250;

  static CaseWindow of(PitCase.Feature feature) {
    JsonNode json = feature.window();
    if (feature.isUnbounded()) {
      return new CaseWindow(Optional.of(Window.lifetime()), false);
    }
    if (feature.isLookup()) {
      long offset = json.path("endInclusive").asBoolean(true) ? 0 : HALF;
      Optional<Long> ttl =
          PitCase.integer(json.path("ttlMs"))
              .map(n -> micros(n) + (json.path("ttlInclusive").asBoolean(true) ? HALF : 0));
      return new CaseWindow(window(ttl, offset, Optional.empty()), false);
    }
    JsonNode end = json.path("end");
    if (!end.isObject()) {
      throw new UnsupportedNotion("window without an end");
    }
    Optional<Long> hop = PitCase.integer(json.path("tailHopMs")).filter(n -> n > 0);
    JsonNode start = json.path("start");
    boolean startOpen = start.path("open").asBoolean(false);
    boolean early = hop.isPresent() && start.isObject() && startOpen;
    long offset = micros(offset(end));
    if (offset < 0) {
      throw new UnsupportedNotion("window that ends after its question");
    }
    if (end.path("open").asBoolean(false)) {
      offset += early ? HALF + EARLY + 1 : HALF;
    }
    if (!start.isObject() || offset(start) > MAX_UNITS) {
      return new CaseWindow(window(Optional.empty(), offset, Optional.empty()), false);
    }
    long span = micros(offset(start)) + (startOpen || hop.isPresent() ? 0 : HALF);
    if (hop.isPresent() && span <= offset) {
      throw new UnsupportedNotion("tailHopMs on a window without a length");
    }
    return new CaseWindow(window(Optional.of(span), offset, hop.map(CaseWindow::micros)), early);
  }

  /** The window from {@code span} to {@code offset} before the question. */
  private static Optional<Window> window(Optional<Long> span, long offset, Optional<Long> hop) {
    if (span.isEmpty()) {
      return Optional.of(Window.lifetime().offsetBy(duration(offset)));
    }
    long length = span.get() - offset;
    if (length <= 0) {
      return Optional.empty();
    }
    Window window = Window.last(duration(length)).offsetBy(duration(offset));
    return Optional.of(hop.isPresent() ? window.every(duration(hop.get())) : window);
  }

  private static long offset(JsonNode bound) {
    return PitCase.integer(bound.path("offset")).orElse(0L);
  }

  private static Duration duration(long micros) {
    return Duration.of(micros, ChronoUnit.MICROS);
  }

  /** Units of a case in microseconds, with room for what is added to a time. */
  static long micros(long units) {
    if (Math.abs(units) > MAX_UNITS) {
      throw new UnsupportedNotion("time beyond the range of microseconds");
    }
    return units * UNIT;
  }
}
