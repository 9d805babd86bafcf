package dev.rapport.testkit.conformance.translate;

import dev.rapport.api.aggregation.Window;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The window of a case in Rapport's terms. A case's unit of time is 1,000 us; its questions come up
 * to 500 us after their time. So a closed start is 500 us earlier, and an open end 500 us earlier
 * too. A start that is rounded to a hop loses what a question comes too late; where such a start is
 * open, the events themselves come 250 us early, to fall out of it. A window of rows is one of the
 * newest facts, asked right after the row of the spine or right before it.
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

  /** A window of time. */
  static CaseWindow of(PitCase.Feature feature) {
    JsonNode json = feature.window();
    CaseWindow window = ofTime(feature, json);
    long newest = Math.min(newest(json), feature.picksOne() ? 1 : Long.MAX_VALUE);
    return new CaseWindow(window.window().flatMap(w -> atMost(w, newest)), window.early());
  }

  /**
   * The rows at positions counted back from the spine's own row.
   *
   * @param withOwn whether the own row is asked about after it, so that it is at position 0
   */
  static Optional<Window> ofRows(JsonNode json, boolean withOwn) {
    long own = withOwn ? 0 : 1;
    long first = Math.max(firstRow(json), own);
    Window window = Window.lifetime();
    if (first - own > Integer.MAX_VALUE) {
      return Optional.empty();
    }
    window = window.skipping((int) (first - own));
    long newest = newest(json);
    JsonNode start = json.path("start");
    if (start.isObject()) {
      long last = offset(start) - (start.path("open").asBoolean(false) ? 1 : 0);
      newest = Math.min(newest, last - first + 1);
    }
    return atMost(window, newest);
  }

  /** The position of the newest row of a window of rows. */
  static long firstRow(JsonNode json) {
    JsonNode end = end(json);
    return offset(end) + (end.path("open").asBoolean(false) ? 1 : 0);
  }

  private static long newest(JsonNode json) {
    return PitCase.integer(json.path("maxSize")).orElse(Long.MAX_VALUE);
  }

  private static Optional<Window> atMost(Window window, long newest) {
    if (newest < 1) {
      return Optional.empty();
    }
    return Optional.of(newest > Integer.MAX_VALUE ? window : window.atMost((int) newest));
  }

  private static CaseWindow ofTime(PitCase.Feature feature, JsonNode json) {
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
    JsonNode end = end(json);
    Optional<Long> hop = PitCase.integer(json.path("tailHopMs")).filter(n -> n > 0);
    JsonNode start = json.path("start");
    boolean startOpen = start.path("open").asBoolean(false);
    boolean early = hop.isPresent() && start.isObject() && startOpen;
    long offset = micros(offset(end));
    if (end.path("open").asBoolean(false)) {
      offset += early ? HALF + EARLY + 1 : HALF;
    }
    if (!start.isObject() || offset(start) > MAX_UNITS) {
      return new CaseWindow(window(Optional.empty(), offset, Optional.empty()), false);
    }
    long span = micros(offset(start)) + (startOpen || hop.isPresent() ? 0 : HALF);
    if (hop.isPresent() && span == offset) {
      span++; // the question comes at least that late
    }
    if (hop.isPresent() && span < offset) {
      throw new UnsupportedNotion("tailHopMs on a window without a length");
    }
    return new CaseWindow(window(Optional.of(span), offset, hop.map(CaseWindow::micros)), early);
  }

  /** The end of a window: never after the question. */
  private static JsonNode end(JsonNode json) {
    JsonNode end = json.path("end");
    if (!end.isObject()) {
      throw new UnsupportedNotion("window without an end");
    }
    if (offset(end) < 0) {
      throw new UnsupportedNotion("window that ends after its question");
    }
    return end;
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
