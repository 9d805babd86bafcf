package dev.rapport.engine.intake;

import dev.rapport.api.feature.Source;
import dev.rapport.api.schema.Column;
import dev.rapport.engine.catalog.Nearest;
import dev.rapport.engine.fact.FactShape;
import dev.rapport.engine.fact.FactStore;
import dev.rapport.engine.fact.Intake;
import dev.rapport.engine.intake.FactBase.Incoming;
import dev.rapport.engine.intake.Stores.Loaded;
import dev.rapport.engine.stream.StreamRows;
import dev.rapport.engine.value.Conversion;
import dev.rapport.engine.value.Rows;
import dev.rapport.spi.log.FactLog;
import dev.rapport.spi.log.LogEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Rows that were pushed together, on their way to be facts of a stream: what cannot be one is set
 * aside, what is there already or comes too late is counted, the rest goes to the log, then to the
 * store. Used once.
 */
final class Arrivals<R> {
  /** So many facts go into the store while no question is answered: less than a millisecond. */
  private static final int TOGETHER = 512;

  private final Source<R> source;
  private final List<Placed> rows = new ArrayList<>();
  private final List<Intake.SetAside> setAside;

  /** A row, with the place to name where it cannot be a fact. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Placed(String place, @Nullable Object[] row) {}

  private Arrivals(Source<R> source, List<Intake.SetAside> setAside) {
    this.source = source;
    this.setAside = new ArrayList<>(setAside);
  }

  static <R> Arrivals<R> of(Source<R> source, List<R> facts) {
    Arrivals<R> arrivals = new Arrivals<>(source, List.of());
    for (int i = 0; i < facts.size(); i++) {
      R fact = facts.get(i);
      arrivals.add("fact " + (i + 1), () -> row(source, fact));
    }
    return arrivals;
  }

  /**
   * Rows as fields by name.
   *
   * @param malformed what did not even have fields
   */
  static <R> Arrivals<R> of(
      Source<R> source, List<Incoming> facts, List<Intake.SetAside> malformed) {
    Arrivals<R> arrivals = new Arrivals<>(source, malformed);
    facts.forEach(fact -> arrivals.add(fact.place(), () -> row(source, fact.fields())));
    return arrivals;
  }

  private static <R> @Nullable Object[] row(Source<R> source, @Nullable R fact) {
    if (fact == null) {
      String record = source.schema().recordClass().getSimpleName();
      throw new IllegalArgumentException("null (expected: " + Conversion.article(record) + ")");
    }
    return Rows.of(source, fact);
  }

  /** A misspelt field is told as such, before the component that is missing because of it. */
  private static @Nullable Object[] row(Source<?> source, Map<?, ?> fields) {
    List<Column> components = source.schema().columns();
    for (Object field : fields.keySet()) {
      String name = String.valueOf(field);
      if (components.stream().noneMatch(component -> component.isNamed(name))) {
        throw new IllegalArgumentException(
            name
                + ": unknown (expected: "
                + Nearest.expected(name, components.stream().map(Column::name).toList())
                + ")");
      }
    }
    return Rows.of(source, fields);
  }

  private void add(String place, Supplier<@Nullable Object[]> row) {
    try {
      rows.add(new Placed(place, row.get()));
    } catch (IllegalArgumentException e) {
      setAside.add(new Intake.SetAside(place, String.valueOf(e.getMessage())));
    }
  }

  Source<R> source() {
    return source;
  }

  /**
   * Makes facts of the rows; they are on disk and in the store when this returns. Facts that are
   * pushed at the same time are encoded beside each other and share a sync.
   *
   * @param ingested the time of ingestion, in micros
   * @param clockMicros what the clock says
   * @throws Receipt.NotSeen if they are on disk and did not get into the store
   */
  Receipt into(Loaded<R> loaded, FactLog log, long ingested, long clockMicros) {
    FactStore<R> store = loaded.store();
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
    Written written = accepted.isEmpty() ? Written.NOTHING : write(accepted, loaded, log, ingested);
    synchronized (loaded.refused()) {
      for (long i = 0; i < redelivered; i++) {
        loaded.refused().redelivered();
      }
      for (long i = 0; i < droppedLate; i++) {
        loaded.refused().droppedLate();
      }
      setAside.forEach(one -> loaded.refused().setAside(one.place(), one.reason()));
    }
    Receipt receipt =
        new Receipt(
            accepted.size() - written.repeated(),
            redelivered + written.repeated(),
            droppedLate,
            ahead,
            setAside.size(),
            setAside);
    if (written.notSeen() != null) {
      throw new Receipt.NotSeen(source.toString(), receipt, written.notSeen());
    }
    return receipt;
  }

  /**
   * What became of facts that are on disk.
   *
   * @param repeated how many of them were there already
   * @param notSeen why they did not get into the store; null: they did
   */
  private record Written(long repeated, @Nullable Throwable notSeen) {
    private static final Written NOTHING = new Written(0, null);
  }

  /** Writes facts to the log, then to the store. */
  private static <R> Written write(
      List<Placed> accepted, Loaded<R> loaded, FactLog log, long ingested) {
    FactStore<R> store = loaded.store();
    List<LogEntry> entries = new ArrayList<>(accepted.size());
    accepted.forEach(
        placed -> entries.add(new LogEntry(ingested, loaded.rows().encode(placed.row()))));
    long first = log.append(StreamRows.stream(store.source()), entries, Map.of());
    try {
      return new Written(
          loaded.order().enter(first, entries.size(), () -> add(accepted, store, ingested)), null);
    } catch (RuntimeException | Error e) {
      store.breakOff(e);
      loaded.order().passed(first + entries.size());
      return new Written(0, e);
    }
  }

  /** Returns how many of the facts were there already. */
  private static <R> long add(List<Placed> accepted, FactStore<R> store, long ingested) {
    long[] repeated = {0};
    for (int from = 0; from < accepted.size(); from += TOGETHER) {
      List<Placed> some = accepted.subList(from, Math.min(from + TOGETHER, accepted.size()));
      store.write(() -> {
        store.addTogether(() -> {
          for (Placed placed : some) {
            Intake.Outcome outcome = store.add(placed.row(), ingested, placed::place);
            repeated[0] += outcome == Intake.Outcome.REDELIVERED ? 1 : 0;
          }
        });
        return store;
      });
    }
    return repeated[0];
  }
}
