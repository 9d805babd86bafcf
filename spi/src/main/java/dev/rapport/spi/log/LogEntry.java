package dev.rapport.spi.log;

import java.util.Arrays;
import java.util.Objects;

/**
 * One entry of a log.
 *
 * @param ingestedMicros when it was acknowledged, in microseconds since the epoch, UTC
 * @param payload what was said; the log does not look into it
 */
@SuppressWarnings("ArrayRecordComponent") // equality is written out below
public record LogEntry(long ingestedMicros, byte[] payload) {
  public LogEntry {
    Objects.requireNonNull(payload, "payload");
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LogEntry(long micros, byte[] bytes)
        && micros == ingestedMicros
        && Arrays.equals(bytes, payload);
  }

  @Override
  public int hashCode() {
    return 31 * Long.hashCode(ingestedMicros) + Arrays.hashCode(payload);
  }

  @Override
  public String toString() {
    return "LogEntry[" + ingestedMicros + ", " + payload.length + " bytes]";
  }
}
