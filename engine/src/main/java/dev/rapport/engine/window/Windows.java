package dev.rapport.engine.window;

import dev.rapport.api.feature.Formula;
import dev.rapport.engine.aggregation.Folds;
import dev.rapport.engine.aggregation.fold.Fold;
import dev.rapport.engine.fact.FactStore;
import dev.rapport.engine.tile.LaneTiles;
import java.util.HashMap;
import java.util.Map;

/** The readers of the windowed features of one store, which share what they can. Thread-safe. */
public final class Windows<R> {
  /** Facts in a block that is summarised: fewer cost memory, more cost time. */
  public static final int BLOCK = 64;

  private final FactStore<R> store;
  private final int block;
  private final Map<LaneKey<R>, LaneTiles> tiles;
  private final Map<LaneKey<R>, Lane<R>> lanes = new HashMap<>();
  private final Map<Formula.Windowed<?, R>, WindowReader<R>> readers = new HashMap<>();

  /**
   * The readers over a store.
   *
   * @param block facts in the blocks that are summarised, 2 or more
   */
  public Windows(FactStore<R> store, int block) {
    this(store, block, Map.of());
  }

  private Windows(FactStore<R> store, int block, Map<LaneKey<R>, LaneTiles> tiles) {
    this.store = store;
    this.block = block;
    this.tiles = tiles;
  }

  /** The same over another store, beside the same tiles. */
  public Windows<R> over(FactStore<R> other) {
    return over(other, tiles);
  }

  /** The same over another store, without tiles. */
  public Windows<R> alone(FactStore<R> other) {
    return over(other, Map.of());
  }

  /** The same over another store, beside other tiles. */
  Windows<R> over(FactStore<R> other, Map<LaneKey<R>, LaneTiles> others) {
    return new Windows<>(other, block, Map.copyOf(others));
  }

  /** The store that is read. */
  public FactStore<R> store() {
    return store;
  }

  /** How many lanes there are, each of which watches an index of the store. */
  public synchronized int lanes() {
    return lanes.size();
  }

  /** The reader of a feature; its index, filter and lane are made where there are none yet. */
  public synchronized WindowReader<R> reader(Formula.Windowed<?, R> windowed) {
    WindowReader<R> there = readers.get(windowed);
    if (there != null) {
      return there;
    }
    Fold fold = Folds.of(windowed);
    WindowReader<R> reader = new WindowReader<>(store, lane(windowed, fold), fold, windowed);
    readers.put(windowed, reader);
    return reader;
  }

  /**
   * Reads several features together, of a store that has all its facts.
   *
   * @param features each of which {@link SharedReading#canRead}, by their numbers
   */
  public synchronized SharedReading<R> together(Map<Integer, Formula.Windowed<?, R>> features) {
    if (!tiles.isEmpty()) {
      throw new IllegalStateException(store.source() + ": some facts are there as tiles only");
    }
    SharedReading<R> reading = new SharedReading<>(store);
    features.forEach((number, windowed) -> {
      Fold fold = Folds.of(windowed);
      reading.add(number, windowed, lane(windowed, fold), fold);
    });
    return reading;
  }

  /** About how many bytes the tiles take. */
  public long bytesOfTiles() {
    return tiles.values().stream().mapToLong(LaneTiles::bytes).sum();
  }

  /** How many tiles there are. */
  public int tiles() {
    return tiles.values().stream().mapToInt(LaneTiles::size).sum();
  }

  /** The lane of a feature, made where there is none yet. */
  synchronized Lane<R> lane(Formula.Windowed<?, R> windowed) {
    return lane(windowed, Folds.of(windowed));
  }

  private Lane<R> lane(Formula.Windowed<?, R> windowed, Fold fold) {
    LaneKey<R> key = LaneKey.of(store.shape(), windowed, fold.states());
    return store.write(() ->
        lanes.computeIfAbsent(
            key, _ -> new Lane<>(store, store.index(windowed.by()), key, tiles.get(key), block)));
  }
}
