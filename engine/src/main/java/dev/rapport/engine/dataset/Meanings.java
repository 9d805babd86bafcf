package dev.rapport.engine.dataset;

import dev.rapport.api.schema.Type;
import dev.rapport.engine.value.TextValues;
import dev.rapport.spi.table.ColumnVector;
import dev.rapport.spi.table.TextDictionary;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the cells of a column mean as values of a type, batch after batch. A text that a reader
 * tells by its code is looked at once. Not thread-safe.
 */
final class Meanings {
  private final Type<?> type;
  private @Nullable TextDictionary dictionary;

  /** By code; null where not looked at yet, or not of the type. */
  private @Nullable Object[] known = new Object[0];

  /** Told of each cell that means nothing. */
  @FunctionalInterface
  interface Unreadable {
    void cell(int row, String why);
  }

  Meanings(Type<?> type) {
    this.type = type;
  }

  Type<?> type() {
    return type;
  }

  /** The values of a batch; null where a cell is null or means nothing. */
  void read(ColumnVector cells, @Nullable Object[] values, Unreadable unreadable) {
    Optional<TextDictionary> texts = cells.dictionary();
    if (texts.isEmpty()) {
      for (int row = 0; row < values.length; row++) {
        values[row] = meaning(cells.valueAt(row), row, unreadable);
      }
      return;
    }
    TextDictionary current = texts.get();
    if (!current.equals(dictionary)) {
      dictionary = current;
      known = new Object[0];
    }
    known = Arrays.copyOf(known, Math.max(known.length, current.size()));
    int[] codes = new int[values.length];
    cells.codes(0, codes.length, codes, 0);
    for (int row = 0; row < codes.length; row++) {
      int code = codes[row];
      if (code >= 0) {
        if (known[code] == null) {
          known[code] = meaning(current.text(code), row, unreadable);
        }
        values[row] = known[code];
      }
    }
  }

  private @Nullable Object meaning(@Nullable Object cell, int row, Unreadable unreadable) {
    try {
      return TextValues.ofCell(type, cell);
    } catch (IllegalArgumentException e) {
      unreadable.cell(row, String.valueOf(e.getMessage()));
      return null;
    }
  }
}
