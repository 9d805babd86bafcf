package dev.rapport.engine.fact;

import dev.rapport.api.entity.Entity;
import dev.rapport.engine.column.Footprint;
import dev.rapport.engine.column.TextColumn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The indexes of a store by the keys of entities. Reading is safe in any number of threads while
 * nobody writes.
 */
final class KeyIndexes {
  private final FactStore<?> store;
  private final Map<List<String>, KeyIndex> byEntities = new HashMap<>();

  /** Whether facts are added together: they are filed at the end. */
  private boolean together;

  private final List<Ended> ended = new ArrayList<>();

  /** The validity of a row was ended by another. */
  private record Ended(int row, int by) {}

  KeyIndexes(FactStore<?> store) {
    this.store = store;
  }

  private static List<String> names(List<Entity<?>> entities) {
    return entities.stream().map(Entity::name).toList();
  }

  /** The index by the keys of entities; null where nobody asked for it yet. */
  @Nullable KeyIndex find(List<Entity<?>> entities) {
    return byEntities.get(names(entities));
  }

  /** The index by the keys of entities, made when first asked for. */
  KeyIndex of(List<Entity<?>> entities) {
    return byEntities.computeIfAbsent(
        names(entities),
        _ -> {
          KeyIndex index = new KeyIndex(store, store.shape().keys(entities));
          TextColumn key = keyInIndexAlone(entities);
          if (key != null) {
            int size = store.size();
            int last = size == 0 ? KeyCodes.NONE : key.code(size - 1);
            key.keepElsewhere(() -> index.codesByRow(store.size()), last);
          }
          return index;
        });
  }

  /** Brings the rows of the store in the order of the keys of entities. Before anything is read. */
  void settle(List<Entity<?>> entities) {
    TextColumn key = keyInIndexAlone(entities);
    KeyIndex index = KeyIndex.settle(store, store.shape().keys(entities), key);
    byEntities.put(names(entities), index);
    if (key != null) {
      key.keepElsewhere(() -> index.codesByRow(store.size()), index.codeOfLast(store.size() - 1));
    }
  }

  /**
   * The column of the keys of an entity, where an index over it has all of them and nothing else,
   * so that they need not be kept twice.
   */
  private @Nullable TextColumn keyInIndexAlone(List<Entity<?>> entities) {
    FactShape<?> shape = store.shape();
    if (entities.size() != 1 || shape.id().isPresent() || shape.deleted().isPresent()) {
      return null;
    }
    int key = shape.keys(entities)[0];
    return store.kept(key) instanceof TextColumn texts && !FactShape.isAt(shape.sequence(), key)
        ? texts
        : null;
  }

  /**
   * Files a row that was added.
   *
   * @param before the row whose validity it ended; negative: none
   */
  void add(int row, int before) {
    for (KeyIndex index : byEntities.values()) {
      index.insert(row, together);
      if (before >= 0 && !together) {
        index.ended(before, row);
      }
    }
    if (together && before >= 0) {
      ended.add(new Ended(before, row));
    }
  }

  /**
   * Runs what adds rows and reads none. Many that come before others of their keys are filed in one
   * go, where one by one each would move all behind it.
   */
  void together(Runnable work) {
    together = true;
    try {
      work.run();
      for (KeyIndex index : byEntities.values()) {
        index.file();
        ended.forEach(one -> index.ended(one.row(), one.by()));
      }
    } finally {
      ended.clear();
      together = false;
    }
  }

  /** The lists of rows. */
  Footprint bytes() {
    return byEntities.values().stream()
        .map(KeyIndex::bytes)
        .reduce(Footprint.NONE, Footprint::plus);
  }
}
