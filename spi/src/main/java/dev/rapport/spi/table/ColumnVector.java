package dev.rapport.spi.table;

import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The values of one column in a batch. Valid until the call that handed it out returns. Rows count
 * from 0. Which primitive accessor holds depends on the {@link TableColumn.Kind}; on a null they
 * return anything.
 */
public interface ColumnVector {
  boolean isNull(int row);

  /** The value of an {@code INTEGER}, {@code INSTANT} or {@code DATE} column. */
  long longAt(int row);

  /** The value of a {@code FLOATING} column. */
  double doubleAt(int row);

  @Nullable Object valueAt(int row);

  /** Whether any row is null; true also where the reader would have to look at each. */
  default boolean hasNulls() {
    return true;
  }

  /** Whether the value of a row, a {@code LIST} that is not null, has an element that is. */
  default boolean hasNullElement(int row) {
    return valueAt(row) instanceof Collection<?> elements
        && elements.stream().anyMatch(Objects::isNull);
  }

  /**
   * Copies what {@link #longAt} gives for {@code count} rows from {@code from} on.
   *
   * @param at where in the target the first goes
   */
  default void longs(int from, int count, long[] target, int at) {
    for (int i = 0; i < count; i++) {
      target[at + i] = longAt(from + i);
    }
  }

  /** Copies what {@link #doubleAt} gives, as {@link #longs} does. */
  default void doubles(int from, int count, double[] target, int at) {
    for (int i = 0; i < count; i++) {
      target[at + i] = doubleAt(from + i);
    }
  }

  /**
   * The dictionary of the codes of this batch, for a {@code TEXT} column whose reader keeps one. As
   * long as batch after batch has the same dictionary, a code has the same text, so that each is
   * looked at once. Empty where there is none, which may change from batch to batch: too many
   * different texts are not worth it.
   */
  default Optional<TextDictionary> dictionary() {
    return Optional.empty();
  }

  /**
   * Copies the codes of {@code count} rows from {@code from} on; -1 is null.
   *
   * @throws UnsupportedOperationException where {@link #dictionary()} is empty
   */
  default void codes(int from, int count, int[] target, int at) {
    throw new UnsupportedOperationException("codes: no dictionary (expected: one)");
  }
}
