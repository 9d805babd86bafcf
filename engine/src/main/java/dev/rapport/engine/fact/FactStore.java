package dev.rapport.engine.fact;

import dev.rapport.api.entity.Entity;
import dev.rapport.api.feature.Selection;
import dev.rapport.api.feature.Source;
import dev.rapport.api.schema.Type;
import dev.rapport.engine.column.Footprint;
import dev.rapport.engine.column.LongColumn;
import dev.rapport.engine.column.LongRows;
import dev.rapport.engine.column.ValueColumn;
import dev.rapport.engine.value.Micros;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The facts of one source: every version of each, in columns by row (the position of arrival), with
 * the span of time in which it was what we knew. A question at {@code t} sees a row if its event
 * time is before {@code t} and {@code knownFrom < t <= knownTo}; a newer version of the same id
 * closes the span of the one before.
 *
 * <p>Readers run under {@link #read}, in any number of threads; one writer at a time.
 *
 * @param <R> the record of a fact
 */
public final class FactStore<R> {
  private final FactShape<R> shape;
  private final FactColumns<R> columns;
  private final StoreAccess access;

  private int size;

  /** The event times: the column of the event time, where the source has one. */
  private final LongColumn times;

  private final KnownTimes known;

  /** Null where facts have no ids. */
  private final @Nullable Versions versions;

  private final FactOrder order;

  private final KeyIndexes indexes = new KeyIndexes(this);
  private final Map<List<Selection.Test<R>>, RowFilter<R>> filters = new HashMap<>();
  private final Intake intake = new Intake();

  /**
   * An empty store.
   *
   * @param wanted the components to keep; all are kept where the source declares an id, by whose
   *     versions whole facts are compared
   */
  public FactStore(Source<R> source, Set<String> wanted) {
    this.shape = FactShape.of(source);
    this.access = new StoreAccess(source);
    this.columns = new FactColumns<>(shape, wanted);
    this.times =
        shape.event().isPresent()
            ? (LongColumn) kept(shape.event().getAsInt())
            : new LongColumn(Type.INSTANT);
    this.known =
        new KnownTimes(
            shape,
            times,
            shape.knownColumn().isPresent()
                ? (LongColumn) kept(shape.knownColumn().getAsInt())
                : null);
    this.order = new FactOrder(this);
    this.versions = shape.id().isPresent() ? new Versions(this, shape.id().getAsInt()) : null;
  }

  public Source<R> source() {
    return shape.source();
  }

  public FactShape<R> shape() {
    return shape;
  }

  /** What became of the rows that came, as it is now; also where they are not whole. */
  public Intake intakeNow() {
    return access.look(() -> intake.plus(new Intake()));
  }

  /** What became of the rows that came. */
  public Intake intake() {
    return intake;
  }

  /** Whether a component is kept. */
  public boolean keeps(String column) {
    return columns.find(shape.source().schema().indexOf(column)) != null;
  }

  /** Runs a reader while no writer runs. */
  public <T> T read(Supplier<T> reader) {
    return access.read(reader);
  }

  /** Runs a writer while nobody else reads or writes. */
  public <T> T write(Supplier<T> writer) {
    return access.write(writer);
  }

  /**
   * Lets nobody read or write any more, as facts are not whole here; the log has them.
   *
   * @param cause what went wrong while a fact was added
   */
  public void breakOff(Throwable cause) {
    access.breakOff(cause);
  }

  /** Whether facts may be read here: none was lost on its way. */
  public boolean isWhole() {
    return access.isOpen();
  }

  /** One without facts in the place of this, which is broken off too. */
  public FactStore<R> without() {
    FactStore<R> none = new FactStore<>(shape.source(), columns.names());
    none.intake.add(intakeNow());
    access.breakOffToo(none.access);
    return none;
  }

  // Writing: under the write lock.

  /**
   * Adds a fact, unless it is a redelivery, too late, or has no event time.
   *
   * @param row a value for each component; those not kept are not looked at
   * @param place where it came from, for the report of a row that is set aside
   */
  public Intake.Outcome add(@Nullable Object[] row, long ingestedMicros, Supplier<String> place) {
    Long eventMicros = shape.eventMicros(row);
    if (eventMicros == null) {
      return intake.setAside(place.get(), eventColumn() + ": null (expected: an event time)");
    }
    long knownMicros = shape.knownMicros(row, eventMicros, ingestedMicros);
    if (shape.isTooLate(eventMicros, knownMicros)) {
      return intake.droppedLate();
    }
    if (isRedelivery(row)) {
      return intake.redelivered();
    }
    try {
      columns.append(row);
      file(accept(eventMicros, knownMicros));
    } catch (RuntimeException | Error e) {
      breakOff(e);
      throw e;
    }
    return intake.accepted();
  }

  private void file(int added) {
    indexes.add(added, versions == null ? -1 : versions.add(added, order::compareVersions));
    filters.values().forEach(filter -> filter.test(added, this));
  }

  /** Runs what adds facts and reads none; many facts of the past are filed in one go. */
  public void addTogether(Runnable work) {
    int before = size;
    try {
      indexes.together(work);
    } catch (RuntimeException | Error e) {
      if (size > before) {
        breakOff(e);
      }
      throw e;
    }
  }

  /** The column itself, for loading in batches; the rows follow with {@link #acceptLoaded}. */
  public @Nullable ValueColumn column(int component) {
    return columns.find(component);
  }

  /** The column of a component that is kept. */
  public ValueColumn kept(int component) {
    return columns.kept(component);
  }

  /** Makes room for so many rows in all, where they are no more than one process can keep. */
  public void reserve(long rows) {
    columns.reserve(rows);
  }

  /** Takes the times of a row whose columns were loaded. */
  public void acceptLoaded(long eventMicros, long knownMicros) {
    accept(eventMicros, knownMicros);
    intake.accepted();
  }

  /**
   * Takes the times of rows whose columns were loaded, all at once.
   *
   * @return false, and nothing is taken, where each has to be looked at
   */
  public boolean acceptLoaded(int from, int rows) {
    if (shape.event().isEmpty() || shape.lateness() >= 0 || times.hasNulls()) {
      return false;
    }
    if (!known.addFollowing(from, from + rows)) {
      return false;
    }
    size += rows;
    intake.accepted(rows);
    return true;
  }

  int size() {
    return size;
  }

  /**
   * Brings the rows that were loaded in the order of the keys of entities, so that the facts of one
   * key lie side by side. Before anything is read.
   */
  public void settle(List<Entity<?>> entities) {
    if (shape.id().isPresent() || shape.deleted().isPresent() || size == 0) {
      return;
    }
    indexes.settle(entities);
  }

  /**
   * Row {@code i} becomes what row {@code order[i]} was.
   *
   * @param ordered the event times in the new order
   * @param kept a column that stays as it is
   */
  void reorder(int[] order, long[] ordered, @Nullable ValueColumn kept) {
    times.reorder(order, ordered);
    columns.reorder(order, times, kept);
    known.reorder(order);
    this.order.reordered(order);
  }

  /** Adds to some rows all other versions of their facts. */
  void keepVersionsTogether(BitSet rows) {
    if (versions != null) {
      versions.keepTogether(rows);
    }
  }

  /** A store with the rows that stay, in their order of arrival; under the read lock. */
  public FactStore<R> only(Staying staying) {
    FactStore<R> rest = new FactStore<>(shape.source(), columns.names());
    int[] byArrival = new int[size];
    for (int row = 0; row < size; row++) {
      byArrival[order.arrival(row)] = row;
    }
    for (int row : byArrival) {
      if (staying.has(row)) {
        rest.append(this, row);
      }
    }
    rest.intake.add(intake);
    return rest;
  }

  private void append(FactStore<R> from, int row) {
    columns.append(from.columns, row);
    int added = accept(from.times.longAt(row), from.known.at(row));
    if (versions != null) {
      versions.add(added, order::compareVersions);
    }
  }

  public String eventColumn() {
    return shape.source().schema().columns().get(shape.event().orElse(0)).name();
  }

  private int accept(long eventMicros, long knownMicros) {
    if (shape.event().isEmpty()) {
      times.add(eventMicros);
    }
    known.add(knownMicros);
    return size++;
  }

  /** Whether the same version of the same fact is there. */
  public boolean isRedelivery(@Nullable Object[] row) {
    return versions != null && versions.has(row[shape.id().orElseThrow()], row);
  }

  /** The total order of facts. */
  int compare(int row, int other) {
    return order.compare(row, other);
  }

  /** The index by the keys of entities, made when first asked for. */
  public KeyIndex index(List<Entity<?>> entities) {
    return indexes.of(entities);
  }

  /** The filter, tested on every fact when first asked for. */
  public RowFilter<R> filter(List<Selection.Test<R>> tests) {
    return filters.computeIfAbsent(
        tests,
        _ -> {
          RowFilter<R> filter = new RowFilter<>(tests, shape);
          for (int row = 0; row < size; row++) {
            filter.test(row, this);
          }
          return filter;
        });
  }

  // Reading: under the read lock.

  /** The event times by row, in micros. */
  public LongRows eventTimes() {
    return times.values();
  }

  /**
   * How long after its event time every fact is known, and stays so; negative where that differs
   * from fact to fact.
   */
  public long knownDelay() {
    return versions == null ? known.delay() : -1;
  }

  /** Whether a question at a moment knows all rows as they are now. */
  public boolean knowsAll(long moment) {
    return versions == null && known.latest() < moment;
  }

  /** When a question starts to see a row, and after which moment it does not see it any more. */
  public long knownFromMicros(int row) {
    return known.at(row);
  }

  public long knownToMicros(int row) {
    return versions == null ? Micros.NEVER : versions.knownTo(row);
  }

  /** Whether a question at a moment sees a row that is in an index, its event time apart. */
  public boolean isKnown(int row, long moment) {
    return known.at(row) < moment && (versions == null || moment <= versions.knownTo(row));
  }

  /**
   * The same for a question that sees only the first {@code seen} rows, of which this is one: later
   * ones do not end what was valid then.
   */
  public boolean isKnown(int row, long moment, int seen) {
    return known.at(row) < moment && (versions == null || moment <= versions.knownTo(row, seen));
  }

  boolean isDeletion(int row) {
    return shape.deleted().isPresent()
        && Boolean.TRUE.equals(value(shape.deleted().getAsInt(), row));
  }

  @Nullable Object value(int component, int row) {
    return columns.kept(component).get(row);
  }

  /** All components of a row. */
  @Nullable Object[] row(int row) {
    return columns.row(row);
  }

  /** The keys of entities in a row, in their order. */
  public @Nullable Object[] key(List<Entity<?>> entities, int row) {
    int[] components = shape.keys(entities);
    @Nullable Object[] key = new Object[components.length];
    for (int i = 0; i < key.length; i++) {
      key[i] = value(components[i], row);
    }
    return key;
  }

  /** The fact of a row; all components are kept. */
  public R record(int row) {
    return shape.record().make(row(row));
  }

  // Reading by the keys of an entity: from any thread.

  /** What the arrays that hold facts, their times and the lists of rows by key take. */
  public Footprint bytes() {
    return access.look(() -> {
      Footprint bytes = columns.bytes().plus(known.bytes()).plus(order.bytes());
      if (shape.event().isEmpty()) {
        bytes = bytes.plus(times.bytes());
      }
      if (versions != null) {
        bytes = bytes.plus(versions.bytes());
      }
      return bytes.plus(indexes.bytes());
    });
  }

  /** All rows there ever are: for a reader that sees those that come while it reads. */
  public static final int ALL = Integer.MAX_VALUE;

  /** How many rows there are; in one store they only become more. */
  public int rows() {
    return access.look(() -> size);
  }

  /** The value of a component that is kept. */
  public @Nullable Object valueOf(int component, int row) {
    return read(() -> value(component, row));
  }

  /**
   * The newest row of each key of an entity that a question at a moment sees, in no order.
   *
   * @param seen how many rows the question sees
   * @throws IllegalArgumentException if the source is not about the entity
   */
  public int[] newest(Entity<?> entity, long moment, int seen) {
    List<Entity<?>> by = List.of(entity);
    KeyIndex known = read(() -> indexes.find(by));
    KeyIndex index = known != null ? known : write(() -> index(by));
    return read(() -> index.newest(moment, seen));
  }
}
