package dev.rapport.engine.fact;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rows of each key of one or more entities. A null key is in no index. */
final class KeyIndex {
  private final FactStore<?> store;
  private final int[] keyColumns;
  private final Map<Object, Posting> postings = new HashMap<>();

  KeyIndex(FactStore<?> store, int[] keyColumns) {
    this.store = store;
    this.keyColumns = keyColumns;
    for (int row = 0; row < store.size(); row++) {
      Object key = key(row);
      if (key != null) {
        postings.computeIfAbsent(key, _ -> new Posting()).append(row);
      }
    }
    postings.values().forEach(posting -> posting.sort(store::compare));
  }

  void insert(int row) {
    Object key = key(row);
    if (key != null) {
      postings.computeIfAbsent(key, _ -> new Posting()).insert(row, store::compare);
    }
  }

  /** The rows of a key as {@link #of} makes it; null where there are none. */
  @Nullable Posting posting(Object key) {
    return postings.get(key);
  }

  Collection<Posting> postings() {
    return postings.values();
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
