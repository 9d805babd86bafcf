package dev.rapport.engine.stream;

import dev.rapport.api.feature.Source;
import dev.rapport.engine.Progress;
import dev.rapport.engine.fact.FactShape;
import dev.rapport.engine.fact.Intake;
import dev.rapport.engine.load.TableRows;
import dev.rapport.spi.log.FactLog;
import dev.rapport.spi.log.LogEntry;
import dev.rapport.spi.table.TableReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The histories of streams in the log, one for each definition of a source. Thread-safe. */
public final class Histories {
  private static final String ALL = "history/";

  /** How many facts of a history are written to the log at a time. */
  private static final int CHUNK = 10_000;

  private final FactLog log;
  private final Function<Source<?>, String> version;

  /**
   * The histories of a log.
   *
   * @param version tells definitions of one source apart
   */
  public Histories(FactLog log, Function<Source<?>, String> version) {
    this.log = log;
    this.version = version;
  }

  /** Loads the history of a source, all of it or nothing. */
  public <R> Intake load(
      Source<R> source, TableReader tables, String sql, long ingested, Progress progress) {
    Intake intake = new Intake();
    StreamRows codec = StreamRows.of(source, log);
    String stream = fresh(source);
    try (FactLog.BulkLoad load = log.load(stream)) {
      FactShape<R> shape = FactShape.of(source);
      List<LogEntry> chunk = new ArrayList<>(CHUNK);
      TableRows.read(
          source,
          tables,
          sql,
          intake,
          (place, row) -> {
            Long event = shape.eventMicros(row);
            if (event == null) {
              intake.setAside(place, "event time: null (expected: an instant)");
            } else if (shape.isTooLate(event, shape.knownMicros(row, event, ingested))) {
              intake.droppedLate();
            } else {
              intake.accepted();
              chunk.add(new LogEntry(ingested, codec.encode(row)));
            }
            if (chunk.size() == CHUNK) {
              load.append(List.copyOf(chunk));
              chunk.clear();
              progress.at("loading " + source.name(), intake.acceptedCount(), -1);
            }
          });
      load.append(chunk);
      progress.at("loading " + source.name(), intake.acceptedCount(), intake.acceptedCount());
      load.commit(Map.of(key(source), stream.getBytes(StandardCharsets.UTF_8)));
    }
    return intake;
  }

  /** The log's stream that holds the history of a source as it is defined. */
  public Optional<String> find(Source<?> source) {
    return log.property(key(source)).map(Histories::text);
  }

  /** Removes the histories that none of these sources reads. */
  public void removeOthers(Collection<? extends Source<?>> sources) {
    Set<String> kept = new HashSet<>();
    sources.forEach(source -> kept.add(key(source)));
    log.properties(ALL)
        .forEach((key, stream) -> {
          if (!kept.contains(key)) {
            log.remove(text(stream), Map.of(key, new byte[0]));
          }
        });
  }

  /** A name that no history of a source has. */
  private String fresh(Source<?> source) {
    String prefix = prefix(source);
    long next = 0;
    for (byte[] stream : log.properties(prefix).values()) {
      next = Math.max(next, Long.parseLong(text(stream).substring(prefix.length())) + 1);
    }
    return prefix + next;
  }

  private String key(Source<?> source) {
    return prefix(source) + version.apply(source);
  }

  private static String prefix(Source<?> source) {
    return ALL + source.name() + "/";
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
