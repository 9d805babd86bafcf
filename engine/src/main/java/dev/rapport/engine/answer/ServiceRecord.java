package dev.rapport.engine.answer;

import dev.rapport.api.error.RapportException;
import dev.rapport.api.feature.Service;
import dev.rapport.engine.answer.ServiceAnswers.Known;
import dev.rapport.engine.answer.ServiceAnswers.Nothing;
import dev.rapport.engine.answer.ServiceAnswers.Reply;
import dev.rapport.engine.intake.FactBase;
import dev.rapport.engine.value.Conversion;
import dev.rapport.engine.value.ValueCodec;
import dev.rapport.spi.log.FactLog;
import dev.rapport.spi.log.LogEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one service answered, in memory and as rows of the log: request and answer; from then on the
 * moment of the question that was served, and why there is no answer. A row without request says
 * that a whole call failed. Thread-safe.
 */
final class ServiceRecord {
  private final Map<Object, TreeMap<Long, Known>> answered = new HashMap<>();
  private final Map<Long, Map<Object, Reply>> served = new HashMap<>();
  private final Map<Long, Nothing> failed = new HashMap<>();

  /**
   * A row of the log.
   *
   * @param request null where a whole call failed
   * @param answer null where there is none
   * @param moment of the question that asked; null where it is not known
   */
  record Row(
      @Nullable Object request, @Nullable Object answer, @Nullable Long moment, String reason) {

    static Row answer(Object request, long moment, Object answer) {
      return new Row(request, answer, moment, "");
    }

    static Row nothing(@Nullable Object request, long moment, String reason) {
      return new Row(request, null, moment, reason);
    }

    private byte[] encode() {
      return ValueCodec.encode(new @Nullable Object[] {request, answer, moment, reason});
    }

    /**
     * Reads a row.
     *
     * @throws IllegalArgumentException where it was written with other types than today's
     */
    private static Row decode(byte[] payload, Service<?, ?> service) {
      @Nullable Object[] row = ValueCodec.decode(payload);
      if (row.length != 2 && row.length != 4) {
        throw RapportException.dependency(row.length + " values (expected: 2 or 4)", null);
      }
      Object request = row[0] == null ? null : Conversion.required(service.requestType(), row[0]);
      Object answer = row[1] == null ? null : Conversion.required(service.answerType(), row[1]);
      return row.length == 2
          ? new Row(request, answer, null, "")
          : new Row(request, answer, (Long) row[2], String.valueOf(row[3]));
    }
  }

  private ServiceRecord() {}

  /**
   * Reads what a log has.
   *
   * @throws RapportException where another version of Rapport wrote it
   */
  static ServiceRecord load(Service<?, ?> service, FactLog log, String stream, FactBase facts) {
    ServiceRecord record = new ServiceRecord();
    log.read(
        stream,
        0,
        (position, entry) -> {
          facts.seen(entry.ingestedMicros());
          try {
            record.take(Row.decode(entry.payload(), service), entry.ingestedMicros());
          } catch (RapportException e) {
            throw new RapportException(
                e.kind(),
                "service "
                    + service.name()
                    + ": recorded answer "
                    + position
                    + ": "
                    + e.getMessage(),
                e);
          } catch (IllegalArgumentException e) {
            return true; // recorded with other types than today's: it answers nothing any more
          }
          return true;
        });
    return record;
  }

  /** Writes rows to the log, then takes them, in the same order as others' rows. */
  synchronized void append(FactLog log, String stream, List<Row> rows, long stamp) {
    List<LogEntry> entries = new ArrayList<>(rows.size());
    rows.forEach(row -> entries.add(new LogEntry(stamp, row.encode())));
    log.append(stream, entries, Map.of());
    rows.forEach(row -> take(row, stamp));
  }

  /** What came first for a moment stays, so that it is the same for all who ask there. */
  private synchronized void take(Row row, long stamp) {
    Object request = row.request();
    Object answer = row.answer();
    if (request != null && answer != null) {
      Objects.requireNonNull(answered.computeIfAbsent(request, _ -> new TreeMap<>()))
          .put(stamp, new Known(answer, stamp));
    }
    Long moment = row.moment();
    if (moment == null || failed.containsKey(moment)) {
      return;
    }
    if (request == null) {
      failed.put(moment, new Nothing(row.reason()));
    } else {
      Objects.requireNonNull(served.computeIfAbsent(moment, _ -> new HashMap<>()))
          .putIfAbsent(
              request, answer == null ? new Nothing(row.reason()) : new Known(answer, stamp));
    }
  }

  /** What a question at a moment knows, of that moment or answered in {@code [oldest, moment)}. */
  synchronized Optional<Reply> at(Object request, long moment, long oldest) {
    Reply own = served.getOrDefault(moment, Map.of()).get(request);
    if (own != null) {
      return Optional.of(own);
    }
    TreeMap<Long, Known> answers = answered.get(request);
    Map.Entry<Long, Known> newest = answers == null ? null : answers.lowerEntry(moment);
    if (newest != null && newest.getKey() >= oldest) {
      return Optional.of(newest.getValue());
    }
    return Optional.ofNullable(failed.get(moment));
  }
}
