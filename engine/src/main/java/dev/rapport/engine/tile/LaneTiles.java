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
  /** About what a tile takes without its state. */
  private static final int PLACE_BYTES = 24;

  /** About what a key takes that has tiles. */
  private static final int KEY_BYTES = 160;

  private final Fold fold;
  private final TiledKeys keys;
  private final @Nullable KeyTiles[] byNumber;
  private final int tiles;

  private LaneTiles(Fold fold, TiledKeys keys, @Nullable KeyTiles[] byNumber, int tiles) {
    this.fold = fold;
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

  /** About how many bytes they take. */
  public long bytes() {
    return bytes(fold, byNumber.length, tiles);
  }

  /** About how many bytes so many tiles of so many keys take. */
  public static long bytes(Fold fold, int keys, int tiles) {
    return (long) (PLACE_BYTES + fold.stateBytes()) * tiles + (long) KEY_BYTES * keys;
  }

  /** Whether a key has tiles. */
  public boolean has(@Nullable Object[] key) {
    return of(keys.find(key)) != null;
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
      return new LaneTiles(fold, keys, byNumber, tiles);
    }
  }
}
