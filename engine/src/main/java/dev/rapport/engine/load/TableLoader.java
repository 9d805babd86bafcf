package dev.rapport.engine.load;

import dev.rapport.api.schema.Column;
import dev.rapport.engine.column.LongColumn;
import dev.rapport.engine.column.ValueColumn;
import dev.rapport.engine.fact.FactShape;
import dev.rapport.engine.fact.FactStore;
import dev.rapport.engine.fact.Intake;
import dev.rapport.engine.value.Micros;
import dev.rapport.spi.table.ColumnVector;
import dev.rapport.spi.table.TableColumn;
import dev.rapport.spi.table.TableReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Loads the rows of a query into a store. Not thread-safe: one for each load. */
public final class TableLoader<R> {
  private final FactStore<R> store;
  private final FactShape<R> shape;
  private final List<Column> schema;
  private final List<Integer> components = new ArrayList<>();
  private final List<ReadColumn> read = new ArrayList<>();
  private final Allowance allowance;
  private final Predicate<@Nullable Object[]> counted;
  private long rowsRead;

  /**
   * Loads into a store.
   *
   * @param allowance how much memory it may take
   */
  public TableLoader(FactStore<R> store, Allowance allowance) {
    this(store, allowance, _ -> true);
  }

  /**
   * Loads a part of a source into a store.
   *
   * @param allowance how much memory it may take
   * @param counted the rows of facts with ids that are counted here, and not with another part
   */
  public TableLoader(
      FactStore<R> store, Allowance allowance, Predicate<@Nullable Object[]> counted) {
    this.store = store;
    this.counted = counted;
    this.allowance = allowance;
    this.shape = store.shape();
    this.schema = store.source().schema().columns();
  }

  /**
   * Loads all rows. The caller holds the write lock, or the store is not shared yet.
   *
   * @param progress is told how many rows were read so far
   * @throws Allowance.Exceeded where they take more memory than they may
   */
  public void load(TableReader reader, String sql, LongConsumer progress) {
    if (shape.id().isPresent()) {
      TableRows.read(
          store.source(),
          reader,
          sql,
          store.intake(),
          (place, row) -> {
            Intake.Outcome outcome = store.add(row, Micros.BEGINNING, () -> place);
            if (!counted.test(row)) {
              store.intake().countedElsewhere(outcome);
            }
            allowance.check(store, ++rowsRead);
            progress.accept(rowsRead);
          });
      return;
    }
    List<TableColumn> columns = TableRows.columns(store.source(), reader, sql);
    for (int i = 0; i < schema.size(); i++) {
      ValueColumn target = store.column(i);
      ReadColumn column =
          target == null
              ? ReadColumn.seen(schema.get(i), columns.get(i))
              : ReadColumn.kept(schema.get(i), columns.get(i), target);
      if (target != null) {
        components.add(i);
      }
      if (column != null) {
        read.add(column);
      }
    }
    reader
        .rows(sql)
        .ifPresent(rows -> {
          allowance.expect(store, rows);
          store.reserve(rows);
        });
    reader.read(
        sql,
        read.stream().map(ReadColumn::name).toList(),
        onlyNulls(),
        (rows, vectors) -> {
          addAtOnce(rows, vectors);
          rowsRead += rows;
          allowance.check(store);
          progress.accept(rowsRead);
        });
  }

  /** The columns of which no value matters; two components may be of one column. */
  private Set<String> onlyNulls() {
    Set<String> names = new HashSet<>();
    read.forEach(column -> names.add(column.name()));
    for (ReadColumn column : read) {
      if (!column.isForNulls()) {
        names.remove(column.name());
      }
    }
    return names;
  }

  private void addAtOnce(int rows, List<ColumnVector> vectors) {
    int before = store.rows();
    Map<Integer, String> bad = new HashMap<>();
    for (int i = 0; i < read.size(); i++) {
      read.get(i).take(vectors.get(i), rows, bad::putIfAbsent);
    }
    if (bad.isEmpty() && store.acceptLoaded(before, rows)) {
      return;
    }
    long[] event = new long[rows];
    long[] known = new long[rows];
    boolean[] late = new boolean[rows];
    boolean anyLate = false;
    for (int row = 0; row < rows; row++) {
      OptionalInt eventColumn = shape.event();
      if (eventColumn.isEmpty()) {
        event[row] = Micros.BEGINNING;
      } else if (target(eventColumn.getAsInt()).isNull(before + row)) {
        bad.putIfAbsent(row, store.eventColumn() + ": null (expected: an event time)");
        continue;
      } else {
        event[row] = micros(eventColumn.getAsInt(), before + row);
      }
      known[row] = known(before + row, event[row]);
      late[row] = shape.isTooLate(event[row], known[row]);
      anyLate |= late[row];
    }
    if (bad.isEmpty() && !anyLate) {
      for (int row = 0; row < rows; row++) {
        store.acceptLoaded(event[row], known[row]);
      }
    } else {
      keepGood(rows, before, bad, event, known, late);
    }
  }

  private void keepGood(
      int rows, int before, Map<Integer, String> bad, long[] event, long[] known, boolean[] late) {
    List<@Nullable Object[]> good = new ArrayList<>();
    List<Integer> positions = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      String why = bad.get(row);
      if (why != null) {
        store.intake().setAside(TableRows.place(rowsRead + row), why);
      } else if (late[row]) {
        store.intake().droppedLate();
      } else {
        @Nullable Object[] values = new Object[components.size()];
        for (int i = 0; i < values.length; i++) {
          values[i] = target(components.get(i)).get(before + row);
        }
        good.add(values);
        positions.add(row);
      }
    }
    for (int i = 0; i < components.size(); i++) {
      ValueColumn target = target(components.get(i));
      target.truncate(before);
      for (@Nullable Object[] values : good) {
        target.append(values[i]);
      }
    }
    for (int row : positions) {
      store.acceptLoaded(event[row], known[row]);
    }
  }

  private long known(int row, long eventMicros) {
    if (shape.knownColumn().isPresent()) {
      int column = shape.knownColumn().getAsInt();
      return target(column).isNull(row) ? Micros.NEVER : micros(column, row);
    }
    return Micros.plus(eventMicros, shape.knownAfter());
  }

  private long micros(int component, int row) {
    return target(component) instanceof LongColumn longs
        ? longs.longAt(row)
        : Micros.of((Instant) java.util.Objects.requireNonNull(target(component).get(row)));
  }

  private ValueColumn target(int component) {
    return java.util.Objects.requireNonNull(store.column(component));
  }
}
