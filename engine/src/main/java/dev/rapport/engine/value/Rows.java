package dev.rapport.engine.value;

import dev.rapport.api.feature.Source;
import dev.rapport.api.schema.Column;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rows of a source, one value for each component of its record. */
public final class Rows {
  private Rows() {}

  /**
   * A component's value of what came from outside.
   *
   * @throws IllegalArgumentException with {@code component: value (expected: type)}
   */
  public static @Nullable Object component(Column column, @Nullable Object value) {
    try {
      return column.nullable()
          ? Conversion.to(column.type(), value)
          : Conversion.required(column.type(), value);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(column.name() + ": " + e.getMessage(), e);
    }
  }

  /**
   * A component's value of a cell of a table, which may be a text that means it.
   *
   * @throws IllegalArgumentException with {@code component: value (expected: type)}
   */
  public static @Nullable Object cell(Column column, @Nullable Object cell) {
    try {
      Object value = TextValues.ofCell(column.type(), cell);
      return column.nullable() ? value : Conversion.required(column.type(), value);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(column.name() + ": " + e.getMessage(), e);
    }
  }

  /**
   * The row of fields by name; those that are no component are not looked at.
   *
   * @throws IllegalArgumentException naming the component that is missing or cannot be read
   */
  public static @Nullable Object[] of(Source<?> source, Map<?, ?> fields) {
    List<Column> schema = source.schema().columns();
    @Nullable Object[] row = new Object[schema.size()];
    for (int i = 0; i < row.length; i++) {
      row[i] = Conversion.component(schema.get(i), fields);
    }
    RecordShapes.of(source.schema()).make(row);
    return row;
  }

  /**
   * The row of a record, as it will be read back: immutable, its times in whole microseconds.
   *
   * @throws IllegalArgumentException naming the component that cannot be kept, such as a list with
   *     a null in it
   */
  public static <R> @Nullable Object[] of(Source<R> source, R fact) {
    List<Column> schema = source.schema().columns();
    @Nullable Object[] kept =
        ValueCodec.decode(ValueCodec.encode(RecordShapes.of(source.schema()).take(fact)));
    @Nullable Object[] row = new Object[kept.length];
    for (int i = 0; i < row.length; i++) {
      row[i] = component(schema.get(i), kept[i]);
    }
    return row;
  }
}
