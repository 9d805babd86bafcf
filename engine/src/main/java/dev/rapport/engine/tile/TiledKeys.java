package dev.rapport.engine.tile;

import dev.rapport.engine.value.Micros;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one or more entities that have tiles in some lane, each with a number. Lanes over the
 * same entities share them. Not thread-safe while keys are added.
 */
public final class TiledKeys {
  /** No number. */
  public static final int NONE = -1;

  private final Map<Object, Integer> numbers = new HashMap<>();

  /** The number of a key; {@link #NONE} where it has no tiles. */
  public int find(@Nullable Object[] keys) {
    Object key = key(keys);
    return key == null ? NONE : number(key);
  }

  int number(Object key) {
    return numbers.getOrDefault(key, NONE);
  }

  /** The number of a key, a new one where it comes for the first time. */
  int add(Object key) {
    return numbers.computeIfAbsent(key, _ -> numbers.size());
  }

  Set<Map.Entry<Object, Integer>> entries() {
    return numbers.entrySet();
  }

  /** The keys of entities as one object; null where one is null. */
  static @Nullable Object key(@Nullable Object[] keys) {
    if (keys.length == 1) {
      return told(keys[0]);
    }
    Object[] all = new Object[keys.length];
    for (int i = 0; i < keys.length; i++) {
      Object one = told(keys[i]);
      if (one == null) {
        return null;
      }
      all[i] = one;
    }
    return List.of(all);
  }

  /** Instants are told apart by microseconds. */
  private static @Nullable Object told(@Nullable Object key) {
    return key instanceof Instant instant ? (Object) Micros.of(instant) : key;
  }
}
