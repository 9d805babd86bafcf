package dev.rapport.engine.tile;

import dev.rapport.engine.aggregation.fold.Fold;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The tiles of all keys of one lane: of facts that are folded alike. Immutable; thread-safe. */
public final class LaneTiles {
  private final TiledKeys keys;
  private final @Nullable KeyTiles[] byNumber;
  private final int tiles;

  private LaneTiles(TiledKeys keys, @Nullable KeyTiles[] byNumber, int tiles) {
    this.keys = keys;
    this.byNumber = byNumber;
    this.tiles = tiles;
  }

  /** The keys by which these are found. */
  public TiledKeys keys() {
    return keys;
  }

  /**
   * The tiles of a key; null where it has none in this lane.
   *
   * @param number of the key, or {@link TiledKeys#NONE}
   */
  public @Nullable KeyTiles of(int number) {
    return number < 0 || number >= byNumber.length ? null : byNumber[number];
  }

  /** Whether a key has a tile that starts at a time. */
  public boolean has(@Nullable Object[] key, long start) {
    KeyTiles tiles = of(keys.find(key));
    return tiles != null && tiles.has(start);
  }

  /** How many tiles there are of all keys. */
  public int size() {
    return tiles;
  }

  /** Puts the tiles of a lane together. Not thread-safe. */
  public static final class Builder {
    private final Fold fold;
    private final Hops hops;
    private final @Nullable LaneTiles before;
    private final TiledKeys keys;

    /** The keys that there were, by their numbers then, whose tiles were taken on. */
    private final BitSet taken = new BitSet();

    private @Nullable KeyTiles[] byNumber = new KeyTiles[0];
    private int tiles;

    /**
     * On the tiles that there were.
     *
     * @param before null: none
     * @param keys those of all lanes over the same entities, more of which come
     */
    public Builder(Fold fold, Hops hops, @Nullable LaneTiles before, TiledKeys keys) {
      this.fold = fold;
      this.hops = hops;
      this.before = before;
      this.keys = keys;
    }

    /** Adds the facts of a key; each key once. */
    public void add(@Nullable Object[] key, Consumer<KeyTiles.Builder> facts) {
      add(Objects.requireNonNull(TiledKeys.key(key)), facts);
    }

    private void add(Object key, Consumer<KeyTiles.Builder> facts) {
      KeyTiles there = null;
      if (before != null) {
        int number = before.keys.number(key);
        there = before.of(number);
        if (there != null) {
          taken.set(number);
        }
      }
      KeyTiles.Builder builder = new KeyTiles.Builder(fold, hops, there);
      facts.accept(builder);
      KeyTiles built = builder.build();
      if (built != null) {
        put(keys.add(key), built);
      }
    }

    private void put(int number, KeyTiles built) {
      if (number >= byNumber.length) {
        byNumber = Arrays.copyOf(byNumber, Math.max(number + 1, number + (number >> 1)));
      }
      byNumber[number] = built;
      tiles += built.size();
    }

    /** The tiles, with those of keys of which no facts were added. */
    public LaneTiles build() {
      if (before != null) {
        for (Map.Entry<Object, Integer> entry : before.keys.entries()) {
          if (before.of(entry.getValue()) != null && !taken.get(entry.getValue())) {
            add(entry.getKey(), _ -> {});
          }
        }
      }
      return new LaneTiles(keys, byNumber, tiles);
    }
  }
}
