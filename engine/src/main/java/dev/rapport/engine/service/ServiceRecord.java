package dev.rapport.engine.service;

import dev.rapport.api.error.RapportException;
import dev.rapport.api.feature.Service;
import dev.rapport.engine.intake.FactBase;
import dev.rapport.engine.service.TimeIndex.Stretch;
import dev.rapport.engine.value.Micros;
import dev.rapport.spi.log.FactLog;
import dev.rapport.spi.log.LogEntry;
import java.lang.ref.SoftReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What one service answered, in the log. Memory holds what serving needs, and an index by time;
 * what a question about the past needs is read from the log. Thread-safe.
 */
final class ServiceRecord {
  private final Service<?, ?> service;
  private final FactLog log;
  private final String stream;
  private final TimeIndex index;
  private volatile RecentAnswers recent;

  /** By their first rows, pages that were read: they stay as long as memory suffices. */
  private final Map<Long, SoftReference<Page>> pages = new ConcurrentHashMap<>();

  /** Held by who adds rows, so that the index takes them in the order of the log. */
  private final Object adding = new Object();

  private ServiceRecord(Service<?, ?> service, FactLog log, int rows) {
    this.service = service;
    this.log = log;
    this.stream = "service/" + service.name();
    this.index = TimeIndex.of(log, stream, rows);
    this.recent = new RecentAnswers(0, Micros.NEVER);
  }

  /**
   * Opens what a log has: the rows that no index names yet are read, and those that serving needs.
   *
   * @param rows in a stretch of the index
   * @throws RapportException where another version of Rapport wrote what is read
   */
  static ServiceRecord open(Service<?, ?> service, FactLog log, FactBase facts, int rows) {
    ServiceRecord record = new ServiceRecord(service, log, rows);
    synchronized (record.adding) {
      record.catchUp(Long.MAX_VALUE);
      Map<String, byte[]> unsaved = record.index.unsaved();
      if (!unsaved.isEmpty()) {
        log.append(record.stream, List.of(), unsaved);
        record.index.saved(unsaved);
      }
    }
    facts.seen(record.index.latest());
    record.keep(Micros.of(service.freshFor()));
    return record;
  }

  /** Keeps answers in memory for so long, in micros, at least. */
  void keep(long freshFor) {
    if (freshFor <= recent.freshFor()) {
      return;
    }
    synchronized (adding) {
      if (freshFor > recent.freshFor()) {
        // No question is served before what is recorded, so nothing older is fresh for one.
        long from = Micros.minus(index.latest(), freshFor);
        RecentAnswers more = new RecentAnswers(freshFor, from);
        index
            .between(from, Micros.NEVER)
            .forEach(stretch ->
                read(
                    stretch.first(),
                    stretch.first() + stretch.count(),
                    (row, values, stamp) -> {
                      if (row != null) {
                        more.take(row, stamp);
                      }
                    }));
        recent = more;
      }
    }
  }

  /** Writes rows to the log under a time of ingestion, then takes them, in the order of the log. */
  void append(FactBase facts, List<AnswerRow> rows) {
    synchronized (adding) {
      facts.stamped(stamp -> {
        List<LogEntry> entries = new ArrayList<>(rows.size());
        rows.forEach(row -> entries.add(new LogEntry(stamp, row.encode())));
        Map<String, byte[]> unsaved = index.unsaved();
        long first = log.append(stream, entries, unsaved);
        index.saved(unsaved);
        catchUp(first);
        rows.forEach(row -> {
          recent.take(row, stamp); // before the index, by whose end readers go
          index.add(stamp, row.moment());
        });
        return stamp;
      });
    }
  }

  /** Takes what others wrote to the log, up to a position: another catalog in use beside this. */
  private void catchUp(long to) {
    if (index.end() < to) {
      read(
          index.end(),
          to,
          (row, values, stamp) -> {
            if (row != null) {
              recent.take(row, stamp); // before the index, by whose end readers go
            }
            index.add(stamp, AnswerRow.moment(values));
          });
    }
  }

  /** What a question at a moment knows, of that moment or answered in {@code [oldest, moment)}. */
  Optional<Reply> at(Object request, long moment, long oldest) {
    if (log.size(stream) > index.end()) {
      synchronized (adding) {
        catchUp(Long.MAX_VALUE);
      }
    }
    RecentAnswers.Finding finding = recent.at(request, moment, oldest);
    return finding.isComplete() ? finding.reply() : search(request, moment, oldest);
  }

  private Optional<Reply> search(Object request, long moment, long oldest) {
    Page.Search search = new Page.Search(request, moment, oldest);
    List<Stretch> stretches = index.between(oldest, moment);
    for (Stretch stretch : stretches.reversed()) {
      search.lookInto(page(stretch));
      if (search.isOver(stretch.latestBefore())) {
        break;
      }
    }
    return search.found();
  }

  private Page page(Stretch stretch) {
    SoftReference<Page> kept = pages.get(stretch.first());
    Page there = kept == null ? null : kept.get();
    if (there != null && there.count() >= stretch.count()) {
      return there;
    }
    Page page = new Page();
    read(
        stretch.first(),
        stretch.first() + stretch.count(),
        (row, values, stamp) -> page.add(row, stamp));
    pages.put(stretch.first(), new SoftReference<>(page));
    return page;
  }

  /** Takes rows that are read. */
  @FunctionalInterface
  private interface Visitor {
    /**
     * A row.
     *
     * @param row null where it was recorded with other types than today's: it answers nothing
     * @param values of the row, of whatever types
     */
    void row(@Nullable AnswerRow row, @Nullable Object[] values, long stamp);
  }

  /** Reads the rows at positions {@code [from, to)}. */
  private void read(long from, long to, Visitor visitor) {
    log.read(
        stream,
        from,
        (position, entry) -> {
          if (position >= to) {
            return false;
          }
          try {
            @Nullable Object[] values = AnswerRow.values(entry.payload());
            visitor.row(AnswerRow.of(values, service), values, entry.ingestedMicros());
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
          }
          return position + 1 < to;
        });
  }
}
