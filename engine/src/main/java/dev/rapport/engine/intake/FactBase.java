package dev.rapport.engine.intake;

import dev.rapport.api.entity.Entity;
import dev.rapport.api.feature.Feature;
import dev.rapport.api.feature.Formula;
import dev.rapport.api.feature.Source;
import dev.rapport.engine.Progress;
import dev.rapport.engine.fact.FactShape;
import dev.rapport.engine.fact.FactStore;
import dev.rapport.engine.fact.Intake;
import dev.rapport.engine.fact.Rows;
import dev.rapport.engine.fact.TableLoader;
import dev.rapport.engine.fact.TableRows;
import dev.rapport.engine.fact.WantedColumns;
import dev.rapport.engine.value.Micros;
import dev.rapport.spi.log.FactLog;
import dev.rapport.spi.log.LogEntry;
import dev.rapport.spi.table.TableReader;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * All facts that features are made of: tables as their files say now, streams as the log says.
 * Thread-safe.
 */
public final class FactBase {
  /** How many facts of a history are written to the log at a time. */
  private static final int CHUNK = 10_000;

  private final FactLog log;
  private final TableReader tables;
  private final Clock clock;
  private final Function<Source<?>, String> version;
  private final Stamps stamps;

  /** Held shared by who pushes facts, alone by who replaces stores: no fact is missed between. */
  private final ReentrantReadWriteLock replacing = new ReentrantReadWriteLock();

  private final Map<String, Loaded<?>> stores = new ConcurrentHashMap<>();

  /** A store, and what it was loaded from. */
  private record Loaded<R>(FactStore<R> store, String stamp, StreamRows rows) {}

  /** A row from outside, with the place to name where it cannot be a fact. */
  public record Incoming(String place, Map<?, ?> fields) {}

  /**
   * The facts of a log and of tables.
   *
   * @param version tells definitions of one source apart: each has a history of its own
   */
  public FactBase(
      FactLog log, TableReader tables, Clock clock, Function<Source<?>, String> version) {
    this.log = log;
    this.tables = tables;
    this.clock = clock;
    this.version = version;
    this.stamps = new Stamps(clock);
  }

  /** A moment after everything that was acknowledged, in micros: the clock's, or just after it. */
  public long now() {
    return stamps.now();
  }

  /**
   * The store of a source.
   *
   * @throws IllegalStateException if it was not prepared
   */
  @SuppressWarnings("unchecked") // kept under the name of its source
  public <R> FactStore<R> store(Source<R> source) {
    Loaded<?> loaded = stores.get(source.name());
    if (loaded == null) {
      throw new IllegalStateException(source + ": not prepared");
    }
    return (FactStore<R>) loaded.store();
  }

  /** Whether the store of a source is there. */
  public boolean isPrepared(Source<?> source) {
    return stores.containsKey(source.name());
  }

  /**
   * Loads what features and knowledges read and is not loaded yet, or has changed since: tables
   * from their files, streams from the log.
   *
   * @param whole sources of which every component is read
   */
  public void prepare(
      Collection<? extends Feature<?>> features,
      Collection<? extends Source<?>> whole,
      Progress progress) {
    Map<String, Source<?>> sources = new LinkedHashMap<>();
    Map<String, Set<String>> wanted = new HashMap<>();
    Map<String, List<Entity<?>>> owners = new HashMap<>();
    for (Feature<?> feature : features) {
      if (feature.formula() instanceof Formula.Windowed<?, ?> windowed) {
        String name = windowed.source().name();
        sources.put(name, windowed.source());
        wanted.merge(name, WantedColumns.of(windowed), WantedColumns::union);
        owners.putIfAbsent(name, windowed.by());
      }
    }
    for (Source<?> source : whole) {
      sources.put(source.name(), source);
      wanted.merge(source.name(), WantedColumns.all(source), WantedColumns::union);
    }
    replacing.writeLock().lock();
    try {
      sources.forEach((name, source) ->
          prepare(
              source,
              wanted.getOrDefault(name, Set.of()),
              Optional.ofNullable(owners.get(name)),
              progress));
    } finally {
      replacing.writeLock().unlock();
    }
  }

  /** Loads a source, the facts of the same owners side by side: those of the first feature. */
  private <R> void prepare(
      Source<R> source, Set<String> wanted, Optional<List<Entity<?>>> owners, Progress progress) {
    Loaded<?> there = stores.get(source.name());
    String stamp =
        switch (source.origin()) {
          case Source.Origin.Table table -> tables.stamp(table.sql());
          case Source.Origin.Stream _ -> history(source).orElse("");
        };
    boolean fits =
        there != null
            && there.store().source() == source
            && there.stamp().equals(stamp)
            && wanted.stream().allMatch(there.store()::keeps);
    if (fits) {
      return;
    }
    FactStore<R> store = new FactStore<>(source, wanted);
    StreamRows rows = StreamRows.of(source, log);
    switch (source.origin()) {
      case Source.Origin.Table table ->
          new TableLoader<>(store)
              .load(tables, table.sql(), done -> progress.at("reading " + source.name(), done, -1));
      case Source.Origin.Stream _ -> {
        history(source).ifPresent(stream -> replay(stream, store, rows, progress));
        replay(pushed(source), store, rows, progress);
      }
    }
    owners.ifPresent(store::settle);
    stores.put(source.name(), new Loaded<>(store, stamp, rows));
  }

  private <R> void replay(String stream, FactStore<R> store, StreamRows rows, Progress progress) {
    long total = log.size(stream);
    log.read(
        stream,
        0,
        (position, entry) -> {
          store.add(
              rows.decode(entry.payload(), position),
              entry.ingestedMicros(),
              () -> "logged fact " + position);
          stamps.seen(entry.ingestedMicros());
          if (position % CHUNK == 0 || position + 1 == total) {
            progress.at("reading " + store.source().name(), position + 1, total);
          }
          return true;
        });
  }

  /** Takes pushed facts; what the receipt counts as accepted is on disk and is seen from now on. */
  public <R> Receipt ingest(Source<R> source, List<R> facts) {
    List<Placed> rows = new ArrayList<>();
    List<Intake.SetAside> setAside = new ArrayList<>();
    for (int i = 0; i < facts.size(); i++) {
      String place = "fact " + (i + 1);
      try {
        rows.add(new Placed(place, Rows.of(source, facts.get(i))));
      } catch (IllegalArgumentException e) {
        setAside.add(new Intake.SetAside(place, String.valueOf(e.getMessage())));
      }
    }
    return append(source, rows, setAside);
  }

  /** Takes pushed facts as fields by name; those that cannot be facts are set aside. */
  public <R> Receipt ingestFields(Source<R> source, List<Incoming> facts) {
    List<Placed> rows = new ArrayList<>();
    List<Intake.SetAside> setAside = new ArrayList<>();
    for (Incoming fact : facts) {
      try {
        rows.add(new Placed(fact.place(), Rows.of(source, fact.fields())));
      } catch (IllegalArgumentException e) {
        setAside.add(new Intake.SetAside(fact.place(), String.valueOf(e.getMessage())));
      }
    }
    return append(source, rows, setAside);
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Placed(String place, @Nullable Object[] row) {}

  private <R> Receipt append(Source<R> source, List<Placed> rows, List<Intake.SetAside> setAside) {
    replacing.readLock().lock();
    try {
      return stamps.stamped(stamp -> append(source, rows, setAside, stamp));
    } finally {
      replacing.readLock().unlock();
    }
  }

  private <R> Receipt append(
      Source<R> source, List<Placed> rows, List<Intake.SetAside> setAside, long ingested) {
    FactStore<R> store = store(source);
    StreamRows codec = loaded(source).rows();
    long clockMicros = Micros.of(clock.instant());
    List<Placed> accepted = new ArrayList<>();
    long redelivered = 0;
    long droppedLate = 0;
    long ahead = 0;
    FactShape<R> shape = store.shape();
    for (Placed placed : rows) {
      Long event = shape.eventMicros(placed.row());
      if (event == null) {
        setAside.add(
            new Intake.SetAside(
                placed.place(), store.eventColumn() + ": null (expected: an event time)"));
        continue;
      }
      long known = shape.knownMicros(placed.row(), event, ingested);
      if (shape.isTooLate(event, known)) {
        droppedLate++;
      } else if (store.read(() -> store.isRedelivery(placed.row()))) {
        redelivered++;
      } else {
        accepted.add(placed);
        ahead += event > clockMicros || known > ingested ? 1 : 0;
      }
    }
    long repeatedInBatch = 0;
    if (!accepted.isEmpty()) {
      log.append(
          pushed(source),
          accepted.stream()
              .map(placed -> new LogEntry(ingested, codec.encode(placed.row())))
              .toList(),
          codec.declaration());
      for (Placed placed : accepted) {
        Intake.Outcome outcome =
            store.write(() -> store.add(placed.row(), ingested, placed::place));
        repeatedInBatch += outcome == Intake.Outcome.REDELIVERED ? 1 : 0;
      }
    }
    return new Receipt(
        accepted.size() - repeatedInBatch,
        redelivered + repeatedInBatch,
        droppedLate,
        ahead,
        setAside);
  }

  /**
   * Loads the history of a stream into the log, all of it or nothing. Each definition of a source
   * has its own, so that what is in production goes on reading the one it was applied with.
   */
  public <R> Intake loadHistory(Source<R> source, String sql, Progress progress) {
    Intake intake = new Intake();
    StreamRows codec = StreamRows.of(source, log);
    String stream = "history/" + source.name() + "/" + log.properties(historyPrefix(source)).size();
    long ingested = Micros.of(clock.instant());
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
      Map<String, byte[]> properties = new HashMap<>(codec.declaration());
      properties.put(historyKey(source), stream.getBytes(StandardCharsets.UTF_8));
      load.commit(properties);
    }
    stores.remove(source.name());
    return intake;
  }

  /** Whether the history of a stream, as it is defined, is in the log. */
  public boolean hasHistory(Source<?> source) {
    return history(source).isPresent();
  }

  /** The log's stream that holds the history. */
  private Optional<String> history(Source<?> source) {
    return log.property(historyKey(source)).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
  }

  private String historyKey(Source<?> source) {
    return historyPrefix(source) + version.apply(source);
  }

  private static String historyPrefix(Source<?> source) {
    return "history/" + source.name() + "/";
  }

  private static String pushed(Source<?> source) {
    return "stream/" + source.name();
  }

  private Loaded<?> loaded(Source<?> source) {
    store(source);
    return java.util.Objects.requireNonNull(stores.get(source.name()));
  }
}
