package dev.rapport.engine.slice;

import dev.rapport.engine.column.NumberCodes;
import dev.rapport.engine.fact.FactShape;
import org.jspecify.annotations.Nullable;

/**
 * Decides row by row which facts of a source belong to a slice: those about its keys and, where
 * facts have ids, every version of a fact of which any version is about one of them, since a
 * correction may be about another key. Then all rows are looked at before the first is decided. Not
 * thread-safe.
 */
public final class SlicedFacts {
  private final Slice slice;
  private final int key;
  private final int id;

  /** Hashes of ids; where two ids share one, a few facts more are kept, which nobody asks for. */
  private final NumberCodes ids = new NumberCodes();

  public SlicedFacts(FactShape<?> shape, Slicing slicing) {
    this.slice = slicing.slice();
    this.key = slicing.key(shape);
    int identity = shape.id().orElse(-1);
    this.id = identity == key ? -1 : identity; // one key for all versions then
  }

  /** Whether all rows must be looked at first. */
  public boolean looksAhead() {
    return id >= 0;
  }

  /** Looks at a row. */
  public void look(@Nullable Object[] row) {
    look(Slice.bucket(row[key]), row[id]);
  }

  void look(int bucket, @Nullable Object id) {
    if (id != null && slice.has(bucket)) {
      ids.code(id.hashCode());
    }
  }

  /** Whether the row belongs to the slice. */
  public boolean takes(@Nullable Object[] row) {
    return takes(Slice.bucket(row[key]), id < 0 ? null : row[id]);
  }

  /**
   * Whether the row is about a key of the slice, and counted here: one that is taken for the other
   * versions of its fact is counted where its own key is.
   */
  public boolean isOwn(@Nullable Object[] row) {
    return slice.has(Slice.bucket(row[key]));
  }

  boolean takes(int bucket, @Nullable Object id) {
    return slice.has(bucket) || (id != null && ids.find(id.hashCode()) >= 0);
  }
}
