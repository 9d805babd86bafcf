package dev.rapport.engine.dataset;

import dev.rapport.api.schema.Type;
import dev.rapport.engine.column.CodeTranslation;
import dev.rapport.engine.value.TextValues;
import dev.rapport.spi.table.ColumnVector;
import dev.rapport.spi.table.TextDictionary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the cells of a column mean as values of a type, batch after batch. A text that a reader
 * tells by its code is looked at once. Not thread-safe.
 */
final class Meanings {
  private final Type<?> type;
  private final CodeTranslation translation = new CodeTranslation();

  /** What texts mean, by the numbers that stand for them. */
  private final List<Object> known = new ArrayList<>();

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
    if (!translation.isOf(texts.get())) {
      known.clear();
    }
    int[] codes = new int[values.length];
    cells.codes(0, codes.length, codes, 0);
    translation.translate(
        texts.get(),
        codes,
        0,
        codes.length,
        CodeTranslation.UNKNOWN,
        (text, row) -> number(meaning(text, row, unreadable)));
    for (int row = 0; row < codes.length; row++) {
      values[row] = codes[row] < 0 ? null : known.get(codes[row]);
    }
  }

  /** The number of a meaning; none where there is no meaning, so that each such cell is told of. */
  private int number(@Nullable Object meaning) {
    if (meaning == null) {
      return CodeTranslation.UNKNOWN;
    }
    known.add(meaning);
    return known.size() - 1;
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
