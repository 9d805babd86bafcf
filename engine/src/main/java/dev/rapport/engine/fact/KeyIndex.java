package dev.rapport.engine.fact;

import dev.rapport.engine.column.Footprint;
import dev.rapport.engine.column.ValueColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
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
    int[] rowCodes = new int[size];
    for (int row = 0; row < size; row++) {
      rowCodes[row] = store.isDeletion(row) ? KeyCodes.NONE : codes.ofRow(row);
    }
    int[] starts = starts(rowCodes, codes.size());
    int[] rows = grouped(rowCodes, starts);
    byCode = postings(rows, starts);
    Arrays.stream(byCode)
        .parallel()
        .filter(Objects::nonNull)
        .forEach(posting -> Objects.requireNonNull(posting).sort(store));
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
   * @return the index
   */
  static KeyIndex settle(FactStore<?> store, int[] components) {
    KeyCodes codes = KeyCodes.of(store, components);
    int size = store.size();
    int[] rowCodes = new int[size];
    for (int row = 0; row < size; row++) {
      rowCodes[row] = codes.ofRow(row);
    }
    int[] starts = starts(rowCodes, codes.size());
    int[] order = Arrays.copyOf(grouped(rowCodes, starts), size);
    int next = starts[codes.size()];
    for (int row = 0; row < size; row++) {
      if (rowCodes[row] < 0) {
        order[next++] = row;
      }
    }
    IntStream.range(0, codes.size())
        .parallel()
        .forEach(
            code -> new Posting(order, starts[code], starts[code + 1] - starts[code]).sort(store));
    if (IntStream.range(0, size).anyMatch(row -> order[row] != row)) {
      store.reorder(order);
    }
    return new KeyIndex(store, codes, starts);
  }

  /** Where the rows of each code start when they are grouped. */
  private static int[] starts(int[] rowCodes, int size) {
    int[] starts = new int[size + 1];
    for (int code : rowCodes) {
      if (code >= 0) {
        starts[code + 1]++;
      }
    }
    for (int code = 0; code < size; code++) {
      starts[code + 1] += starts[code];
    }
    return starts;
  }

  /** A counting sort of the rows by code. */
  private static int[] grouped(int[] rowCodes, int[] starts) {
    int[] rows = new int[starts[starts.length - 1]];
    int[] next = starts.clone();
    for (int row = 0; row < rowCodes.length; row++) {
      int code = rowCodes[row];
      if (code >= 0) {
        rows[next[code]++] = row;
      }
    }
    return rows;
  }

  private static @Nullable Posting[] postings(int[] rows, int[] starts) {
    @Nullable Posting[] postings = new Posting[starts.length - 1];
    for (int code = 0; code < postings.length; code++) {
      postings[code] = new Posting(rows, starts[code], starts[code + 1] - starts[code]);
    }
    return postings;
  }

  /** Tells a watcher of changes from now on; under the write lock of the store. */
  public void watch(Watcher watcher) {
    watchers.add(watcher);
  }

  /** Files a row that was added. */
  void insert(int row) {
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
    int position = posting.insert(row, store);
    if (position < posting.size() - 1) {
      watchers.forEach(watcher -> watcher.changed(code, position));
    }
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
    return made <= storeRows && posting.isAsOf(storeRows);
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

  Stream<Posting> postings() {
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
