package dev.rapport.engine.intake;

import dev.rapport.api.feature.Feature;
import dev.rapport.api.feature.Formula;
import dev.rapport.api.feature.Source;
import dev.rapport.engine.Progress;
import dev.rapport.engine.fact.FactStore;
import dev.rapport.engine.fact.Intake;
import dev.rapport.engine.intake.Stores.Loaded;
import dev.rapport.engine.load.Allowance;
import dev.rapport.engine.slice.Slicing;
import dev.rapport.engine.stream.Histories;
import dev.rapport.engine.stream.Stamps;
import dev.rapport.engine.stream.StreamRows;
import dev.rapport.engine.value.Micros;
import dev.rapport.engine.window.Windows;
import dev.rapport.spi.log.FactLog;
import dev.rapport.spi.table.TableReader;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * All facts that features are made of: tables as their files say now, streams as the log says.
 * Thread-safe.
 */
public final class FactBase {
  private final FactLog log;
  private final TableReader tables;
  private final Clock clock;
  private final Histories histories;
  private final Stamps stamps;

  /** Held by who loads stores; pushed facts do not wait for it. */
  private final Object preparing = new Object();

  private final Extent extent;
  private final Loading loading;
  private final WholeStreams whole;
  private final CurrentStores current;

  /** Stores that are in memory beside these, for others. */
  private final List<Loaded<?>> beside;

  /** For facts that leave memory: so few of a source are left alone. */
  public static final int FEW = 10_000;

  /** For facts that all stay in memory. */
  public static final int ALL_STAY = Integer.MAX_VALUE;

  /** A row from outside, with the place to name where it cannot be a fact. */
  public record Incoming(String place, Map<?, ?> fields) {}

  /**
   * The facts of a log and of tables, all of which stay in memory.
   *
   * @param version tells definitions of one source apart: each has a history of its own
   */
  public FactBase(
      FactLog log, TableReader tables, Clock clock, Function<Source<?>, String> version) {
    this(log, tables, clock, version, ALL_STAY);
  }

  /**
   * The facts of a log and of tables.
   *
   * @param version tells definitions of one source apart: each has a history of its own
   * @param few facts of a source of which none leave memory: {@link #FEW}, {@link #ALL_STAY}
   */
  public FactBase(
      FactLog log, TableReader tables, Clock clock, Function<Source<?>, String> version, int few) {
    this(log, tables, clock, version, few, Windows.BLOCK);
  }

  /**
   * The same.
   *
   * @param block facts in the blocks that long windows are summarised by
   */
  public FactBase(
      FactLog log,
      TableReader tables,
      Clock clock,
      Function<Source<?>, String> version,
      int few,
      int block) {
    this.log = log;
    this.tables = tables;
    this.clock = clock;
    this.histories = new Histories(log, version);
    this.stamps = new Stamps(clock);
    this.extent = Extent.ALL;
    this.loading = new Loading(log, tables, histories, stamps, extent, block, _ -> {});
    this.whole = new WholeStreams();
    this.current = new CurrentStores(log, clock, stamps, loading, few);
    this.beside = List.of();
  }

  /** Another view of what these facts are read from. */
  private FactBase(
      FactBase other,
      Extent extent,
      Loading loading,
      CurrentStores current,
      List<Loaded<?>> beside) {
    this.log = other.log;
    this.tables = other.tables;
    this.clock = other.clock;
    this.histories = other.histories;
    this.stamps = other.stamps;
    this.extent = extent;
    this.loading = loading;
    this.whole = other.whole;
    this.current = current;
    this.beside = beside;
  }

  private FactBase forReading(Extent part, Stores stores, List<Loaded<?>> besideThem) {
    Loading reading = loading.of(part);
    return new FactBase(this, part, reading, current.forReading(reading, stores), besideThem);
  }

  /**
   * The facts for a catalog that takes the place of this one's: what is loaded of its sources is
   * not loaded again, and moments and stamps go on. Facts may still be pushed here until that one
   * has {@link #catchUp caught up}.
   */
  public FactBase successor(Collection<? extends Source<?>> sources) {
    Map<String, Loaded<?>> kept = new HashMap<>();
    for (Source<?> source : sources) {
      Loaded<?> loaded = stores().find(source);
      if (loaded != null && loaded.store().source() == source && loaded.store().isWhole()) {
        kept.put(source.name(), loaded.with(loaded.expiry().forOthers()));
      }
    }
    return new FactBase(this, extent, loading, current.successor(new Stores(kept)), List.of());
  }

  /**
   * The facts that there are now, for reading only: whatever comes in later is left out, and a
   * table that has changed is refused. What is loaded is not loaded again, unless facts have left
   * it.
   */
  public FactBase fixed(Collection<? extends Source<?>> sources) {
    Stores now = stores().asOfNow();
    Map<String, String> stampsNow = new HashMap<>();
    Map<String, Long> ends = new HashMap<>();
    for (Source<?> source : sources) {
      stampsNow.put(source.name(), loading.stamp(source));
      if (source.isStream()) {
        String stream = StreamRows.stream(source);
        ends.put(stream, now.end(source).orElseGet(() -> log.size(stream)));
      }
    }
    Stores complete = now.complete();
    List<Loaded<?>> incomplete = new ArrayList<>();
    for (Loaded<?> loaded : now.byName().values()) {
      if (!loaded.expiry().isComplete()) {
        incomplete.add(loaded);
      }
    }
    Extent fixed = new Extent(stampsNow, ends, Optional.empty());
    return forReading(fixed, complete, incomplete);
  }

  /** The same facts, for reading only: what is loaded there is not loaded here. */
  public FactBase apart() {
    return forReading(extent, stores(), beside);
  }

  /** The facts of a slice, for reading only, beside the sources that are loaded here. */
  public FactBase sliced(Slicing slicing) {
    return forReading(extent.with(slicing), stores(), beside);
  }

  /**
   * Looks whether sources are still what these facts, which are {@link #fixed}, are read from.
   *
   * @throws dev.rapport.api.error.RapportException of kind {@code USER} where one has changed
   */
  public void checkUnchanged(Collection<? extends Source<?>> sources) {
    sources.forEach(source -> extent.check(source, loading.stamp(source)));
  }

  /** Takes in what was pushed elsewhere since the streams were loaded; nobody pushes meanwhile. */
  public void catchUp() {
    synchronized (preparing) {
      current.replace(stores().byName(), stores().byName());
    }
  }

  /** A moment after everything that was acknowledged, in micros: the clock's, or just after it. */
  public long now() {
    return stamps.now();
  }

  /** Writes something to the log under a time of ingestion, in micros: known to later moments. */
  public <T> T stamped(LongFunction<T> writing) {
    return stamps.stamped(writing);
  }

  /** A time of ingestion that was found in the log. */
  public void seen(long ingestedMicros) {
    stamps.seen(ingestedMicros);
  }

  /** The stores of now. */
  public Stores stores() {
    return current.get();
  }

  /**
   * The store of a source.
   *
   * @throws IllegalStateException if it was not prepared
   */
  public <R> FactStore<R> store(Source<R> source) {
    return stores().store(source);
  }

  /** Whether the store of a source is there. */
  public boolean isPrepared(Source<?> source) {
    return stores().find(source) != null;
  }

  /** Whether the store of a source that is there lets nobody read, until it is prepared anew. */
  public boolean isBroken(Source<?> source) {
    Loaded<?> loaded = stores().find(source);
    return loaded != null && !loaded.store().isWhole();
  }

  /** What became of the rows of a source: those that were read, and those pushed since. */
  public Intake intake(Source<?> source) {
    Loaded<?> loaded = stores().loaded(source);
    Intake stored = loaded.store().intakeNow();
    synchronized (loaded.refused()) {
      return stored.plus(loaded.refused());
    }
  }

  /**
   * Loads what features and knowledges read and is not loaded yet, or has changed since: tables
   * from their files, streams from the log. All of it comes into use at once, or nothing.
   *
   * @param whole sources of which every component is read
   */
  public void prepare(
      Collection<? extends Feature<?>> features,
      Collection<? extends Source<?>> whole,
      Progress progress) {
    prepare(features, whole, Allowance.unlimited(), progress);
  }

  /**
   * The same within an allowance, in which what is loaded here already is counted first.
   *
   * @throws Allowance.Exceeded where that is not enough; nothing comes into use then
   */
  public void prepare(
      Collection<? extends Feature<?>> features,
      Collection<? extends Source<?>> whole,
      Allowance allowance,
      Progress progress) {
    Wanted wanted = new Wanted(features, whole);
    synchronized (preparing) {
      Map<String, Loaded<?>> before = stores().byName();
      Map<String, Loaded<?>> next = new HashMap<>(before);
      beside.forEach(loaded -> loaded.keepIn(allowance));
      next.values().forEach(loaded -> loaded.keepIn(allowance));
      for (Source<?> source : wanted.sources()) {
        next.compute(
            source.name(), (_, there) -> loaded(source, there, wanted, allowance, progress));
      }
      if (!next.equals(before)) {
        current.replace(before, next);
      }
    }
  }

  /**
   * Loads a source where what is there is not what is wanted, or has changed since.
   *
   * @param there what is loaded; null: nothing
   */
  private <R> Loaded<R> loaded(
      Source<R> source,
      @Nullable Loaded<?> there,
      Wanted wanted,
      Allowance allowance,
      Progress progress) {
    String stamp = loading.stamp(source);
    extent.check(source, stamp);
    long now = clockMicros();
    Expiry expiry = wanted.expiry(source);
    if (there != null
        && there.holds(source, stamp, wanted.columns(source))
        && there.expiry().has(expiry, now)) {
      @SuppressWarnings("unchecked") // of this very source
      Loaded<R> same = (Loaded<R>) there;
      return same.with(expiry.joining(same.expiry(), now));
    }
    Intake refused = there == null ? new Intake() : there.refused();
    return loading.load(source, stamp, wanted, expiry, refused, allowance, progress);
  }

  /** How large a source is: its rows, and about how many bytes they take while they are loaded. */
  public record Size(long rows, long bytes) {}

  /**
   * The size of each source that features read and that is not loaded here yet, by its name. Where
   * a table does not say how many rows it has they are counted.
   */
  public Map<String, Size> toLoad(Collection<? extends Feature<?>> features, Progress progress) {
    Wanted wanted = new Wanted(features, List.of());
    Map<String, Size> sizes = new LinkedHashMap<>();
    for (Source<?> source : wanted.sources()) {
      Loaded<?> there = stores().find(source);
      Set<String> columns = wanted.columns(source);
      if (there == null || !there.holds(source, loading.stamp(source), columns)) {
        long rows = loading.rows(source, progress);
        sizes.put(
            source.name(),
            new Size(rows, Allowance.estimate(new FactStore<>(source, columns), rows)));
      }
    }
    return sizes;
  }

  private long clockMicros() {
    return Micros.of(clock.instant());
  }

  /**
   * Stores in which nothing is missing of the sources of features, for questions about a past that
   * has left memory: streams are read anew from the log, and nothing else is. What is pushed from
   * now on is not seen.
   *
   * @throws Allowance.Exceeded where that takes more memory than it may
   */
  public Stores complete(
      Stores some,
      Collection<Formula.Windowed<?, ?>> formulas,
      Allowance allowance,
      Progress progress) {
    Stores now = some.asOfNow();
    Wanted wanted =
        new Wanted(
            formulas.stream()
                .filter(formula -> !now.loaded(formula.source()).expiry().isComplete())
                .toList());
    Map<String, WholeStreams.Part<?>> parts = new HashMap<>();
    for (Source<?> source : wanted.sources()) {
      long end = now.end(source).orElseThrow();
      parts.put(
          source.name(), whole.upTo(end, now.loaded(source), wanted, loading, allowance, progress));
    }
    return now.withParts(parts);
  }

  /** Takes pushed facts; what the receipt counts as accepted is on disk and is seen from now on. */
  public <R> Receipt ingest(Source<R> source, List<R> facts) {
    return current.take(Arrivals.of(source, facts));
  }

  /**
   * Takes pushed facts as fields by name; those that cannot be facts are set aside.
   *
   * @param malformed what did not even have fields: set aside too
   */
  public <R> Receipt ingestFields(
      Source<R> source, List<Incoming> facts, List<Intake.SetAside> malformed) {
    return current.take(Arrivals.of(source, facts, malformed));
  }

  /**
   * Loads the history of a stream into the log, all of it or nothing. Each definition of a source
   * has its own, so that what is in production goes on reading the one it was applied with.
   */
  public <R> Intake loadHistory(Source<R> source, String sql, Progress progress) {
    return histories.load(source, tables, sql, Micros.of(clock.instant()), progress);
  }

  /** Whether the history of a stream, as it is defined, is in the log. */
  public boolean hasHistory(Source<?> source) {
    return histories.find(source).isPresent();
  }

  /**
   * Removes the histories that none of these sources reads. Nobody reads them any more; after a
   * crash each is there whole or gone.
   */
  public void removeOtherHistories(Collection<? extends Source<?>> sources) {
    histories.removeOthers(sources);
  }
}
