package dev.rapport.engine.slice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.spi.table.ColumnVector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SelectedRowsTest {
  /** Lists of which only the nulls were read: row 0 is null, row 2 has a null element. */
  private static final class OnlyNulls implements ColumnVector {
    @Override
    public boolean isNull(int row) {
      return row == 0;
    }

    @Override
    public boolean hasNullElement(int row) {
      return row == 2;
    }

    @Override
    public long longAt(int row) {
      throw new UnsupportedOperationException("longAt");
    }

    @Override
    public double doubleAt(int row) {
      throw new UnsupportedOperationException("doubleAt");
    }

    @Override
    public @Nullable Object valueAt(int row) {
      throw new UnsupportedOperationException("valueAt");
    }
  }

  @Test
  void null_elements_are_those_of_the_selected_rows_and_need_no_values() {
    ColumnVector selected = new SelectedRows(new OnlyNulls(), 4, new int[] {0, 2, 3});
    assertThat(selected.isNull(0)).isTrue();
    assertThat(selected.hasNullElement(1)).isTrue();
    assertThat(selected.hasNullElement(2)).isFalse();
  }
}
