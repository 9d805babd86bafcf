package dev.rapport.spi.table;

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
}
