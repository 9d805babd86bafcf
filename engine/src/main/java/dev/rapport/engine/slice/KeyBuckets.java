package dev.rapport.engine.slice;

import dev.rapport.api.schema.Type;
import dev.rapport.engine.column.CodeTranslation;
import dev.rapport.engine.value.TextValues;
import dev.rapport.spi.table.ColumnVector;
import dev.rapport.spi.table.TableColumn;
import dev.rapport.spi.table.TextDictionary;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The buckets of the keys that a column of a table holds, batch by batch. Null, and what is no key,
 * is in bucket 0. Not thread-safe.
 */
public final class KeyBuckets {
  private final Type<?> type;
  private final boolean numbers;
  private final boolean texts;
  private final CodeTranslation translation = new CodeTranslation();
  private int[] buckets = new int[0];

  /** The buckets of a column's values as keys of a type. */
  public KeyBuckets(Type<?> type, TableColumn.Kind kind) {
    this.type = type;
    this.numbers =
        kind == TableColumn.Kind.INTEGER && (type.equals(Type.LONG) || type.equals(Type.INTEGER));
    this.texts = kind == TableColumn.Kind.TEXT && type.equals(Type.STRING);
  }

  /** The bucket of each row of a batch; valid until the next call. */
  public int[] of(ColumnVector keys, int rows) {
    if (buckets.length < rows) {
      buckets = new int[rows];
    }
    Optional<TextDictionary> coded = texts ? keys.dictionary() : Optional.empty();
    if (coded.isPresent()) {
      keys.codes(0, rows, buckets, 0);
      translation.translate(coded.get(), buckets, 0, rows, 0, (text, _) -> Slice.bucket(text));
    } else {
      for (int row = 0; row < rows; row++) {
        buckets[row] = keys.isNull(row) ? 0 : bucket(keys, row);
      }
    }
    return buckets;
  }

  private int bucket(ColumnVector keys, int row) {
    if (!numbers) {
      return Slice.bucket(key(type, keys.valueAt(row)));
    }
    long number = keys.longAt(row);
    return type.equals(Type.LONG) || number == (int) number ? Slice.bucket(number) : 0;
  }

  /** A value as a key; null where it is none. */
  static @Nullable Object key(Type<?> type, @Nullable Object value) {
    try {
      return TextValues.ofCell(type, value);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
