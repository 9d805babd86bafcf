package dev.rapport.engine.fact;

import dev.rapport.engine.column.Footprint;
import dev.rapport.engine.column.ValueColumn;
import dev.rapport.engine.value.Micros;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which rows are versions of one fact: those with the same id, in the order in which they replace
 * each other. Each is valid until the known time of the next. A row without an id is its own fact.
 */
final class Versions {
  private static final int NONE = -1;

  /** From so many versions on, a redelivery is not looked for among all of them. */
  private static final int MANY = 32;

  private final FactStore<?> store;
  private final KeyCodes ids;

  /** The newest version, by the code of the id. */
  private int[] newest = new int[0];

  /** The next version and the one before, by row. */
  private int[] newer = new int[0];

  private int[] older = new int[0];

  private int size;

  /** The rows of ids with many versions, by the code of the id. */
  private final Map<Integer, ByValues> byValues = new HashMap<>();

  /** Rows in a table by the hash of their values: each in the first free slot from there on. */
  private final class ByValues {
    private int[] slots = filled(4 * MANY);
    private int rows;

    void add(int row) {
      if (2 * rows >= slots.length) {
        int[] before = slots;
        slots = filled(2 * before.length);
        for (int there : before) {
          if (there != NONE) {
            put(there);
          }
        }
      }
      put(row);
      rows++;
    }

    private void put(int row) {
      int slot = slot(store.row(row));
      while (slots[slot] != NONE) {
        slot = slot + 1 & slots.length - 1;
      }
      slots[slot] = row;
    }

    private int slot(@Nullable Object[] values) {
      int hash = Arrays.hashCode(values) * 0x9E3779B9; // spreads what differs in few bits
      return (hash ^ hash >>> 16) & slots.length - 1;
    }

    boolean has(@Nullable Object[] values) {
      int slot = slot(values);
      while (slots[slot] != NONE && !isSame(slots[slot], values)) {
        slot = slot + 1 & slots.length - 1;
      }
      return slots[slot] != NONE;
    }
  }

  private static int[] filled(int length) {
    int[] slots = new int[length];
    Arrays.fill(slots, NONE);
    return slots;
  }

  Versions(FactStore<?> store, int id) {
    this.store = store;
    this.ids = KeyCodes.of(store, new int[] {id});
  }

  /**
   * Files a row.
   *
   * @param order in which versions replace each other
   * @return the version that is now valid until this one is known; negative where there is none
   */
  int add(int row, Comparator<Integer> order) {
    newer = withRoom(newer, row);
    older = withRoom(older, row);
    size = row + 1;
    int code = ids.ofRow(row);
    if (code < 0) {
      return NONE;
    }
    newest = withRoom(newest, code);
    int after = NONE;
    int before = newest[code];
    while (before != NONE && order.compare(before, row) > 0) {
      after = before;
      before = older[before];
    }
    newer[row] = after;
    older[row] = before;
    if (before != NONE) {
      newer[before] = row;
    }
    if (after == NONE) {
      newest[code] = row;
    } else {
      older[after] = row;
    }
    ByValues there = byValues.get(code);
    if (there != null) {
      there.add(row);
    } else if (hasMany(code)) {
      ByValues many = new ByValues();
      for (int version = newest[code]; version != NONE; version = older[version]) {
        many.add(version);
      }
      byValues.put(code, many);
    }
    return before;
  }

  private boolean hasMany(int code) {
    int count = 0;
    for (int version = newest[code]; version != NONE && count < MANY; version = older[version]) {
      count++;
    }
    return count == MANY;
  }

  private static int[] withRoom(int[] rows, int at) {
    if (at < rows.length) {
      return rows;
    }
    int[] more = Arrays.copyOf(rows, Math.max(at + 1, ValueColumn.capacityAfter(rows.length)));
    Arrays.fill(more, rows.length, more.length, NONE);
    return more;
  }

  /** Adds to some rows all other versions of their facts. */
  void keepTogether(BitSet rows) {
    for (int code = 0; code < ids.size(); code++) {
      boolean any = false;
      for (int row = first(code); row != NONE && !any; row = older[row]) {
        any = rows.get(row);
      }
      for (int row = any ? first(code) : NONE; row != NONE; row = older[row]) {
        rows.set(row);
      }
    }
  }

  private int first(int code) {
    return code < newest.length ? newest[code] : NONE;
  }

  /** The last moment that sees a version, later ones seeing the next. */
  long knownTo(int row) {
    return knownTo(row, FactStore.ALL);
  }

  /** The same where only the first {@code seen} rows are looked at. */
  long knownTo(int row, int seen) {
    int next = newer[row];
    while (next != NONE && next >= seen) {
      next = newer[next];
    }
    return next == NONE ? Micros.NEVER : store.knownFromMicros(next);
  }

  /** Whether the same version of the same fact is there. */
  boolean has(@Nullable Object id, @Nullable Object[] values) {
    int code = id == null ? NONE : ids.find(new Object[] {id}, 1);
    ByValues many = byValues.get(code);
    if (many != null) {
      return many.has(values);
    }
    int version = code < 0 || code >= newest.length ? NONE : newest[code];
    while (version != NONE && !isSame(version, values)) {
      version = older[version];
    }
    return version != NONE;
  }

  private boolean isSame(int version, @Nullable Object[] values) {
    for (int i = 0; i < values.length; i++) {
      if (!Objects.equals(store.value(i, version), values[i])) {
        return false;
      }
    }
    return true;
  }

  Footprint bytes() {
    long slots = byValues.values().stream().mapToLong(many -> many.slots.length).sum();
    return Footprint.of(4, newer.length, size)
        .plus(Footprint.of(4, older.length, size))
        .plus(Footprint.of(4, newest.length, ids.size()))
        .plus(new Footprint(4 * slots, 4 * slots));
  }
}
