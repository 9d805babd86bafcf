package dev.rapport.engine.dataset;

import dev.rapport.api.schema.Type;
import dev.rapport.engine.value.TextValues;
import dev.rapport.spi.table.ColumnVector;
import dev.rapport.spi.table.OutputVector;
import dev.rapport.spi.table.TableColumn;
import dev.rapport.spi.table.TextDictionary;
import java.util.BitSet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The cells of a column as they are written again: as they were read, nested ones as JSON text. */
final class PassedCells {
  private PassedCells() {}

  /** The type under which a column is written. */
  static Type<?> type(TableColumn column) {
    return switch (column.kind()) {
      case BOOLEAN -> Type.BOOLEAN;
      case INTEGER -> Type.LONG;
      case FLOATING -> Type.DOUBLE;
      case DECIMAL -> Type.DECIMAL;
      case TEXT -> Type.STRING;
      case INSTANT -> Type.INSTANT;
      case DATE -> Type.DATE;
      case UUID -> Type.UUID;
      case LIST, STRUCT, MAP, OTHER -> Type.STRING;
    };
  }

  /** The cells of a batch. */
  static OutputVector of(int rows, TableColumn column, ColumnVector vector) {
    return switch (column.kind()) {
      case INTEGER, INSTANT, DATE -> {
        long[] values = new long[rows];
        vector.longs(0, rows, values, 0);
        yield new OutputVector.Longs(values, nulls(rows, vector));
      }
      case FLOATING -> {
        double[] values = new double[rows];
        vector.doubles(0, rows, values, 0);
        yield new OutputVector.Doubles(values, nulls(rows, vector));
      }
      case TEXT -> {
        Optional<TextDictionary> dictionary = vector.dictionary();
        if (dictionary.isPresent()) {
          int[] codes = new int[rows];
          vector.codes(0, rows, codes, 0);
          yield new OutputVector.Texts(codes, dictionary.get());
        }
        yield objects(rows, column, vector);
      }
      case BOOLEAN, DECIMAL, UUID, LIST, STRUCT, MAP, OTHER -> objects(rows, column, vector);
    };
  }

  private static BitSet nulls(int rows, ColumnVector vector) {
    BitSet nulls = new BitSet();
    for (int row = 0; vector.hasNulls() && row < rows; row++) {
      nulls.set(row, vector.isNull(row));
    }
    return nulls;
  }

  private static OutputVector objects(int rows, TableColumn column, ColumnVector vector) {
    @Nullable Object[] values = new Object[rows];
    for (int row = 0; row < rows; row++) {
      values[row] = cell(column, vector.valueAt(row));
    }
    return new OutputVector.Objects(values);
  }

  private static @Nullable Object cell(TableColumn column, @Nullable Object value) {
    return switch (column.kind()) {
      case LIST, STRUCT, MAP -> value == null ? null : TextValues.json(value);
      case OTHER -> value == null ? null : value.toString();
      case BOOLEAN, INTEGER, FLOATING, DECIMAL, TEXT, INSTANT, DATE, UUID -> value;
    };
  }
}
