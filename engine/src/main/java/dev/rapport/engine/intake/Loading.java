package dev.rapport.engine.intake;

import dev.rapport.api.feature.Source;
import dev.rapport.engine.Progress;
import dev.rapport.engine.fact.FactStore;
import dev.rapport.engine.fact.Intake;
import dev.rapport.engine.intake.Stores.Loaded;
import dev.rapport.engine.load.Allowance;
import dev.rapport.engine.load.TableLoader;
import dev.rapport.engine.load.TableRows;
import dev.rapport.engine.slice.SlicedFacts;
import dev.rapport.engine.stream.Histories;
import dev.rapport.engine.stream.LogOrder;
import dev.rapport.engine.stream.Stamps;
import dev.rapport.engine.stream.StreamRows;
import dev.rapport.engine.window.Windows;
import dev.rapport.spi.log.FactLog;
import dev.rapport.spi.table.TableReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads sources into stores of their own: tables from their files, streams from the log, as far as
 * an extent goes. Nobody else sees a store before it is whole.
 */
final class Loading {
  /** How many facts are read between two reports of progress. */
  private static final int REPORTED = 10_000;

  private final FactLog log;
  private final TableReader tables;
  private final Histories histories;
  private final Stamps stamps;
  private final Extent extent;

  /** Facts in the blocks that long windows are summarised by. */
  private final int block;

  /** Is told the positions of pushed entries that became no row. */
  private final LongConsumer skipped;

  Loading(
      FactLog log,
      TableReader tables,
      Histories histories,
      Stamps stamps,
      Extent extent,
      int block,
      LongConsumer skipped) {
    this.log = log;
    this.tables = tables;
    this.histories = histories;
    this.stamps = stamps;
    this.extent = extent;
    this.block = block;
    this.skipped = skipped;
  }

  /** The same of another part of the sources. */
  Loading of(Extent part) {
    return new Loading(log, tables, histories, stamps, part, block, _ -> {});
  }

  /**
   * The same with streams that end earlier.
   *
   * @param skipped is told the positions of pushed entries that became no row
   */
  Loading until(Map<String, Long> ends, LongConsumer skipped) {
    return new Loading(log, tables, histories, stamps, extent.until(ends), block, skipped);
  }

  /** Tells two states of a source's files, or of its history, apart. */
  String stamp(Source<?> source) {
    return switch (source.origin()) {
      case Source.Origin.Table table -> tables.stamp(table.sql());
      case Source.Origin.Stream _ -> histories.find(source).orElse("");
    };
  }

  /** How many rows a source has; they are counted where a table does not say it. */
  long rows(Source<?> source, Progress progress) {
    return switch (source.origin()) {
      case Source.Origin.Table table -> {
        long said = tables.rows(table.sql()).orElse(-1);
        yield said >= 0 ? said : counted(source, table.sql(), progress);
      }
      case Source.Origin.Stream _ ->
          histories.find(source).map(log::size).orElse(0L) + log.size(StreamRows.stream(source));
    };
  }

  private long counted(Source<?> source, String sql, Progress progress) {
    long[] rows = {0};
    String any = TableRows.columns(source, tables, sql).getFirst().name();
    tables.read(
        sql,
        List.of(any),
        (count, _) -> {
          rows[0] += count;
          progress.at("counting " + source.name(), rows[0], -1);
        });
    return rows[0];
  }

  /**
   * Loads a source as its stamp says, the facts of the same owners side by side: those of the first
   * feature.
   *
   * @param refused what was pushed and could not be a fact
   * @throws Allowance.Exceeded where its facts take more memory than they may
   */
  <R> Loaded<R> load(
      Source<R> source,
      String stamp,
      Wanted wanted,
      Expiry expiry,
      Intake refused,
      Allowance allowance,
      Progress progress) {
    FactStore<R> store = new FactStore<>(source, wanted.columns(source));
    Loaded<R> loaded =
        new Loaded<>(
            store,
            stamp,
            StreamRows.of(source, log),
            new LogOrder(),
            refused,
            expiry,
            new Windows<>(store, block));
    switch (source.origin()) {
      case Source.Origin.Table table ->
          new TableLoader<>(store, allowance, counted(extent.facts(store.shape())))
              .load(
                  extent.tables(store.shape(), tables),
                  table.sql(),
                  done -> progress.at("reading " + source.name(), done, -1));
      case Source.Origin.Stream _ -> {
        Optional<SlicedFacts> part = extent.facts(store.shape());
        part.filter(SlicedFacts::looksAhead).ifPresent(facts -> lookAhead(loaded, facts));
        if (!stamp.isEmpty()) {
          replay(stamp, 0, loaded, part, _ -> {}, allowance, progress);
        }
        replayPushed(loaded, part, allowance, progress);
      }
    }
    allowance.check(store);
    wanted.owners(source).ifPresent(store::settle);
    allowance.keep(store);
    return loaded;
  }

  /** The rows that are counted where only a part of a source is read. */
  private static Predicate<@Nullable Object[]> counted(Optional<SlicedFacts> part) {
    return part.<Predicate<@Nullable Object[]>>map(slice -> slice::isOwn).orElse(_ -> true);
  }

  /** With what was pushed since a stream was loaded, where that is to be seen. */
  <R> Loaded<R> caughtUp(Loaded<R> loaded) {
    Source<R> source = loaded.store().source();
    if (!source.isStream()
        || !loaded.store().isWhole()
        || extent.isFixed()
        || log.size(StreamRows.stream(source)) <= loaded.order().next()) {
      return loaded;
    }
    Loaded<R> current = loaded.with(StreamRows.of(source, log));
    catchUp(current);
    return current;
  }

  /** Takes in what was pushed since a stream was loaded; its store may be read meanwhile. */
  <R> void catchUp(Loaded<R> loaded) {
    FactStore<R> store = loaded.store();
    store.write(() -> {
      store.addTogether(
          () -> replayPushed(loaded, Optional.empty(), Allowance.unlimited(), Progress.NONE));
      return store;
    });
  }

  private void lookAhead(Loaded<?> loaded, SlicedFacts facts) {
    Source<?> source = loaded.store().source();
    if (!loaded.stamp().isEmpty()) {
      lookAhead(loaded.stamp(), loaded, facts);
    }
    lookAhead(StreamRows.stream(source), loaded, facts);
  }

  private void lookAhead(String stream, Loaded<?> loaded, SlicedFacts facts) {
    long end = extent.end(stream);
    log.read(
        stream,
        0,
        (position, entry) -> {
          if (position < end) {
            facts.look(loaded.rows().decode(entry.payload(), position));
          }
          return position + 1 < end;
        });
  }

  private <R> void replayPushed(
      Loaded<R> loaded, Optional<SlicedFacts> part, Allowance allowance, Progress progress) {
    String stream = StreamRows.stream(loaded.store().source());
    loaded
        .order()
        .passed(replay(stream, loaded.order().next(), loaded, part, skipped, allowance, progress));
  }

  /** Reads a stream from a position on; returns the position after the last entry. */
  private <R> long replay(
      String stream,
      long from,
      Loaded<R> loaded,
      Optional<SlicedFacts> part,
      LongConsumer skipped,
      Allowance allowance,
      Progress progress) {
    FactStore<R> store = loaded.store();
    long end = extent.end(stream);
    long total = Math.min(end, log.size(stream));
    long[] next = {from};
    FactLog.Visitor visitor =
        (position, entry) -> {
          if (position >= end) {
            return false;
          }
          @Nullable Object[] row = loaded.rows().decode(entry.payload(), position);
          if (part.isEmpty() || part.get().takes(row)) {
            Intake.Outcome outcome =
                store.add(row, entry.ingestedMicros(), () -> "logged fact " + position);
            if (part.isPresent() && !part.get().isOwn(row)) {
              store.intake().countedElsewhere(outcome);
            }
            if (outcome != Intake.Outcome.ACCEPTED) {
              skipped.accept(position);
            }
            allowance.check(store, position);
          }
          stamps.seen(entry.ingestedMicros());
          next[0] = position + 1;
          if (position % REPORTED == 0 || position + 1 == total) {
            progress.at("reading " + store.source().name(), position + 1, total);
          }
          return true;
        };
    log.read(stream, from, visitor);
    return next[0];
  }
}
