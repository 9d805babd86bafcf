package dev.rapport.engine.slice;

import dev.rapport.spi.table.ColumnVector;
import dev.rapport.spi.table.TextDictionary;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Some rows of a batch of a column, as a batch. */
public final class SelectedRows implements ColumnVector {
  private final ColumnVector all;
  private final int size;
  private final int[] rows;

  /**
   * Rows of a batch.
   *
   * @param size how many rows the whole batch has
   * @param rows the positions of those that are selected
   */
  public SelectedRows(ColumnVector all, int size, int[] rows) {
    this.all = all;
    this.size = size;
    this.rows = rows;
  }

  @Override
  public boolean isNull(int row) {
    return all.isNull(rows[row]);
  }

  @Override
  public long longAt(int row) {
    return all.longAt(rows[row]);
  }

  @Override
  public double doubleAt(int row) {
    return all.doubleAt(rows[row]);
  }

  @Override
  public @Nullable Object valueAt(int row) {
    return all.valueAt(rows[row]);
  }

  @Override
  public boolean hasNullElement(int row) {
    return all.hasNullElement(rows[row]);
  }

  @Override
  public boolean hasNulls() {
    return all.hasNulls();
  }

  @Override
  public void longs(int from, int count, long[] target, int at) {
    long[] values = new long[size];
    all.longs(0, size, values, 0);
    for (int i = 0; i < count; i++) {
      target[at + i] = values[rows[from + i]];
    }
  }

  @Override
  public void doubles(int from, int count, double[] target, int at) {
    double[] values = new double[size];
    all.doubles(0, size, values, 0);
    for (int i = 0; i < count; i++) {
      target[at + i] = values[rows[from + i]];
    }
  }

  @Override
  public Optional<TextDictionary> dictionary() {
    return all.dictionary();
  }

  @Override
  public void codes(int from, int count, int[] target, int at) {
    int[] codes = new int[size];
    all.codes(0, size, codes, 0);
    for (int i = 0; i < count; i++) {
      target[at + i] = codes[rows[from + i]];
    }
  }
}
