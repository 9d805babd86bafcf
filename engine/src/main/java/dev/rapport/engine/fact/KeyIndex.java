package dev.rapport.engine.fact;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The rows of each key of one or more entities. A null key is in no index. Not thread-safe. */
final class KeyIndex {
  private final FactStore<?> store;
  private final int[] keyColumns;
  private final ValueColumn.@Nullable Texts coded;

  /** By key where keys are not coded texts. */
  private final Map<Object, Posting> postings = new HashMap<>();

  /** By code where they are. */
  private @Nullable Posting[] byCode = new Posting[0];

  KeyIndex(FactStore<?> store, int[] keyColumns) {
    this.store = store;
    this.keyColumns = keyColumns;
    this.coded =
        keyColumns.length == 1 && store.column(keyColumns[0]) instanceof ValueColumn.Texts texts
            ? texts
            : null;
    if (coded != null) {
      indexByCode(coded);
    } else {
      for (int row = 0; row < store.size(); row++) {
        Object key = key(row);
        if (key != null) {
          postings.computeIfAbsent(key, _ -> new Posting()).append(row);
        }
      }
    }
    long[] times = new long[Posting.SMALL];
    postings().forEach(posting -> posting.sort(store::compare, store.eventTimes(), times));
  }

  /** A counting sort of the rows by code. */
  private void indexByCode(ValueColumn.Texts texts) {
    int[] starts = new int[texts.dictionary().size() + 1];
    for (int row = 0; row < store.size(); row++) {
      if (texts.code(row) >= 0) {
        starts[texts.code(row) + 1]++;
      }
    }
    Arrays.parallelPrefix(starts, Integer::sum);
    int[] rows = new int[starts[starts.length - 1]];
    int[] next = starts.clone();
    for (int row = 0; row < store.size(); row++) {
      int code = texts.code(row);
      if (code >= 0) {
        rows[next[code]++] = row;
      }
    }
    byCode = new Posting[starts.length - 1];
    for (int code = 0; code < byCode.length; code++) {
      byCode[code] = new Posting(rows, starts[code], starts[code + 1] - starts[code]);
    }
  }

  void insert(int row) {
    if (coded != null) {
      int code = coded.code(row);
      if (code >= 0) {
        if (code >= byCode.length) {
          byCode = Arrays.copyOf(byCode, ValueColumn.capacityAfter(code));
        }
        Posting posting = byCode[code];
        if (posting == null) {
          posting = new Posting();
          byCode[code] = posting;
        }
        posting.insert(row, store::compare);
      }
      return;
    }
    Object key = key(row);
    if (key != null) {
      postings.computeIfAbsent(key, _ -> new Posting()).insert(row, store::compare);
    }
  }

  /** The rows of a key as {@link #of} makes it; null where there are none. */
  @Nullable Posting posting(Object key) {
    if (coded == null) {
      return postings.get(key);
    }
    int code = coded.dictionary().find(key);
    return code < 0 || code >= byCode.length ? null : byCode[code];
  }

  Collection<Posting> postings() {
    return coded == null
        ? postings.values()
        : Arrays.stream(byCode).filter(Objects::nonNull).map(Objects::requireNonNull).toList();
  }

  /** One key for the keys of several entities; null if one is missing. */
  static @Nullable Object of(@Nullable Object... keys) {
    if (keys.length == 1) {
      return keys[0];
    }
    for (Object key : keys) {
      if (key == null) {
        return null;
      }
    }
    return List.of(Arrays.stream(keys).toArray());
  }

  private @Nullable Object key(int row) {
    if (keyColumns.length == 1) {
      return store.value(keyColumns[0], row);
    }
    @Nullable Object[] keys = new Object[keyColumns.length];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = store.value(keyColumns[i], row);
    }
    return of(keys);
  }
}
