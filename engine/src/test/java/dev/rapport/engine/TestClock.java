package dev.rapport.engine;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that stands where it is set, or goes on by a step with each look. Thread-safe. */
public final class TestClock extends Clock {
  private final Duration step;
  private Instant now;

  private TestClock(Instant now, Duration step) {
    this.now = now;
    this.step = step;
  }

  public static TestClock at(Instant now) {
    return new TestClock(now, Duration.ZERO);
  }

  public static TestClock ticking(Instant first, Duration step) {
    return new TestClock(first, step);
  }

  public synchronized void set(Instant instant) {
    now = instant;
  }

  @Override
  public synchronized Instant instant() {
    Instant seen = now;
    now = seen.plus(step);
    return seen;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
