package dev.rapport.engine.column;

import dev.rapport.api.schema.Type;
import dev.rapport.spi.table.ColumnVector;
import dev.rapport.spi.table.TableColumn;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Everything else. */
public final class ObjectColumn implements ValueColumn {
  private final Type<?> type;
  private @Nullable Object[] values = new Object[16];
  private int size;

  public ObjectColumn(Type<?> type) {
    this.type = type;
  }

  @Override
  public @Nullable Object get(int row) {
    return values[row];
  }

  @Override
  public boolean isNull(int row) {
    return values[row] == null;
  }

  @Override
  public void append(@Nullable Object value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, ValueColumn.capacityAfter(size));
    }
    values[size++] = value;
  }

  @Override
  public boolean append(ColumnVector in, TableColumn.Kind kind, int rows, Unreadable unreadable) {
    boolean all = true;
    for (int row = 0; row < rows; row++) {
      if (in.isNull(row)) {
        append((Object) null);
      } else {
        all &= ValueColumn.convert(this, type, in, row, unreadable);
      }
    }
    return all;
  }

  @Override
  public void truncate(int size) {
    Arrays.fill(values, size, Math.max(size, this.size), null);
    this.size = size;
  }

  @Override
  public void reorder(int[] order) {
    @Nullable Object[] before = values;
    @Nullable Object[] after = new Object[Math.max(1, size)];
    for (int i = 0; i < size; i++) {
      after[i] = before[order[i]];
    }
    values = after;
  }

  @Override
  public void reserve(int rows) {
    if (rows > values.length) {
      values = Arrays.copyOf(values, rows);
    }
  }

  @Override
  public Footprint bytes() {
    return Footprint.of(4, values.length, size);
  }
}
