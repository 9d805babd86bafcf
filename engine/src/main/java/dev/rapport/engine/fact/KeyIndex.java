package dev.rapport.engine.fact;

import dev.rapport.engine.column.Footprint;
import dev.rapport.engine.column.GroupedRows;
import dev.rapport.engine.column.ValueColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.IntPredicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The rows of each key of one or more entities, in the total order of their facts. A null key is in
 * no index, nor is a version that deletes. Reading is safe in any number of threads while nobody
 * writes.
 */
public final class KeyIndex {
  private final FactStore<?> store;
  private final KeyCodes codes;

  /** How many rows the store had when this was made. */
  private final int made;

  private @Nullable Posting[] byCode;
  private final List<Watcher> watchers = new ArrayList<>();

  /** Rows that were added and come before others of their keys: not filed yet. */
  private final List<Late> late = new ArrayList<>();

  private record Late(int code, int row) {}

  /** Is told when what was read of a key does not hold any more. */
  public interface Watcher {
    /**
     * The facts of a key from a position on are others, or known at other times, than before. Not
     * told where facts only come behind the last.
     */
    void changed(int code, int position);
  }

  KeyIndex(FactStore<?> store, int[] components) {
    this.store = store;
    this.codes = KeyCodes.of(store, components);
    int size = store.size();
    this.made = size;
    int[] rowCodes = codes.ofRows(size);
    if (store.shape().deleted().isPresent()) {
      rowCodes = rowCodes.clone();
      for (int row = 0; row < size; row++) {
        rowCodes[row] = store.isDeletion(row) ? KeyCodes.NONE : rowCodes[row];
      }
    }
    byCode = postings(grouped(store, rowCodes, size, codes));
  }

  private KeyIndex(FactStore<?> store, KeyCodes codes, int[] starts) {
    this.store = store;
    this.codes = codes;
    this.made = store.size();
    byCode = new Posting[codes.size()];
    for (int code = 0; code < byCode.length; code++) {
      byCode[code] = Posting.stretch(starts[code], starts[code + 1] - starts[code]);
    }
  }

  /**
   * Brings the rows of a store in the order of keys, and the facts of each key in their total
   * order, so that those of one key lie side by side; the index over them needs no list of rows.
   *
   * @param kept a column whose values the index will tell: it is not brought in order
   * @return the index
   */
  static KeyIndex settle(FactStore<?> store, int[] components, @Nullable ValueColumn kept) {
    KeyCodes codes = KeyCodes.of(store, components);
    int size = store.size();
    int[] rowCodes = codes.ofRows(size);
    GroupedRows grouped = grouped(store, rowCodes, size, codes);
    int[] order = grouped.rows();
    long[] times = grouped.times();
    int filed = order.length;
    if (filed < size) {
      order = Arrays.copyOf(order, size);
      times = Arrays.copyOf(times, size);
      for (int row = 0; row < size; row++) {
        if (rowCodes[row] < 0) {
          order[filed] = row;
          times[filed++] = store.eventTimes().at(row);
        }
      }
    }
    if (!isInOrder(order)) {
      store.reorder(order, times, kept);
    }
    return new KeyIndex(store, codes, grouped.starts());
  }

  /**
   * Right after settling: the code of the last row's key, {@link KeyCodes#NONE} where it has none.
   */
  int codeOfLast(int lastRow) {
    for (int code = byCode.length - 1; code >= 0; code--) {
      Posting posting = posting(code);
      if (posting != null && posting.size() > 0) {
        return posting.row(posting.size() - 1) == lastRow ? code : KeyCodes.NONE;
      }
    }
    return KeyCodes.NONE;
  }

  private static boolean isInOrder(int[] order) {
    for (int row = 0; row < order.length; row++) {
      if (order[row] != row) {
        return false;
      }
    }
    return true;
  }

  private static GroupedRows grouped(FactStore<?> store, int[] rowCodes, int size, KeyCodes codes) {
    return GroupedRows.of(rowCodes, size, codes.size(), store.eventTimes(), store::compare);
  }

  private static @Nullable Posting[] postings(GroupedRows grouped) {
    int[] starts = grouped.starts();
    @Nullable Posting[] postings = new Posting[starts.length - 1];
    for (int code = 0; code < postings.length; code++) {
      postings[code] = new Posting(grouped.rows(), starts[code], starts[code + 1] - starts[code]);
    }
    return postings;
  }

  /** Tells a watcher of changes from now on; under the write lock of the store. */
  public void watch(Watcher watcher) {
    watchers.add(watcher);
  }

  /** How many watch it. */
  public int watchers() {
    return watchers.size();
  }

  /**
   * Takes a row that was added.
   *
   * @param together whether more are added before anything is read, and {@link #file} follows
   */
  void insert(int row, boolean together) {
    int code = store.isDeletion(row) ? KeyCodes.NONE : codes.ofRow(row);
    if (code < 0) {
      return;
    }
    if (code >= byCode.length) {
      byCode = Arrays.copyOf(byCode, ValueColumn.capacityAfter(code));
    }
    Posting posting = byCode[code];
    if (posting == null) {
      posting = new Posting();
      byCode[code] = posting;
    }
    if (posting.isNext(row, store)) {
      posting.append(row);
    } else if (together) {
      late.add(new Late(code, row));
    } else {
      int position = posting.insert(row, store);
      watchers.forEach(watcher -> watcher.changed(code, position));
    }
  }

  /**
   * Files the rows that come before others of their keys: all of a key at once, as the rows behind
   * them have to move.
   */
  void file() {
    if (late.isEmpty()) {
      return;
    }
    late.sort(
        Comparator.comparingInt(Late::code)
            .thenComparing((one, other) -> store.compare(one.row(), other.row())));
    for (int start = 0; start < late.size(); ) {
      int code = late.get(start).code();
      List<Integer> rows = new ArrayList<>();
      for (; start < late.size() && late.get(start).code() == code; start++) {
        rows.add(late.get(start).row());
      }
      int position = Objects.requireNonNull(byCode[code]).merge(rows, store);
      watchers.forEach(watcher -> watcher.changed(code, position));
    }
    late.clear();
  }

  /** Tells of a row whose validity was ended by one that was added. */
  void ended(int row, int by) {
    int code = store.isDeletion(row) ? KeyCodes.NONE : codes.ofRow(row);
    Posting posting = posting(code);
    if (posting != null) {
      posting.endedBy(by);
      if (!watchers.isEmpty()) {
        int position = posting.positionOf(row, store);
        watchers.forEach(watcher -> watcher.changed(code, position));
      }
    }
  }

  /** Whether the rows of a key, and their validity, are what they were at so many rows. */
  public boolean isAsOf(Posting posting, int storeRows) {
    return sawEnds(storeRows) && posting.isAsOf(storeRows);
  }

  /** Whether the rows of a key at so many rows are the first by now, and as valid as then. */
  public boolean onlyGrew(Posting posting, int storeRows) {
    return sawEnds(storeRows) && posting.onlyGrew(storeRows);
  }

  /** Whether postings know whose validity was ended since a store had so many rows. */
  private boolean sawEnds(int storeRows) {
    return made <= storeRows || store.shape().id().isEmpty();
  }

  /**
   * The code of a key; negative where there are no facts of it.
   *
   * @param keys of the entities, in their order
   */
  public int find(@Nullable Object[] keys) {
    return codes.find(keys, keys.length);
  }

  /** One more than the greatest code. */
  public int codes() {
    return byCode.length;
  }

  /** The rows of a key; null where there are none. */
  public @Nullable Posting posting(int code) {
    return code < 0 || code >= byCode.length ? null : byCode[code];
  }

  /**
   * The newest row of each key that a question at a moment sees, in no order.
   *
   * @param seen how many rows of the store the question sees
   */
  int[] newest(long moment, int seen) {
    return postings()
        .mapToInt(posting ->
            isAsOf(posting, seen)
                ? newest(posting, row -> store.isKnown(row, moment), moment)
                : newest(posting.asOf(seen), row -> store.isKnown(row, moment, seen), moment))
        .filter(row -> row >= 0)
        .toArray();
  }

  /** The newest row that a question sees; -1 where it sees none. */
  private int newest(Posting posting, IntPredicate known, long moment) {
    int at = posting.firstAtOrAfter(moment, store.eventTimes()) - 1;
    while (at >= 0 && !known.test(posting.row(at))) {
      at--;
    }
    boolean seen =
        at >= 0 && store.eventTimes().at(posting.row(at)) >= store.shape().seenSince(moment);
    return seen ? posting.row(at) : -1;
  }

  /** The rows of each key that has some. */
  public Stream<Posting> postings() {
    return Arrays.stream(byCode).filter(Objects::nonNull).map(Objects::requireNonNull);
  }

  /**
   * The code of each row's key, for the rows that are filed; {@link KeyCodes#NONE} for others.
   *
   * @param rows how many there are
   */
  int[] codesByRow(int rows) {
    int[] codesByRow = new int[rows];
    Arrays.fill(codesByRow, KeyCodes.NONE);
    for (int code = 0; code < byCode.length; code++) {
      Posting posting = byCode[code];
      for (int at = 0; posting != null && at < posting.size(); at++) {
        codesByRow[posting.row(at)] = code;
      }
    }
    return codesByRow;
  }

  /** The lists of rows. */
  Footprint bytes() {
    return postings().map(Posting::bytes).reduce(Footprint.NONE, Footprint::plus);
  }
}
