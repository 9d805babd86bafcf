package dev.rapport.engine.fact;

import dev.rapport.api.feature.Source;
import dev.rapport.api.schema.Column;
import dev.rapport.engine.value.Conversion;
import dev.rapport.engine.value.RecordShapes;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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
   * The row of fields by name, each of which must be a component.
   *
   * @throws IllegalArgumentException naming the component that is missing or cannot be read, or the
   *     field that is no component
   */
  public static @Nullable Object[] of(Source<?> source, Map<?, ?> fields) {
    List<Column> schema = source.schema().columns();
    @Nullable Object[] row = new Object[schema.size()];
    for (int i = 0; i < row.length; i++) {
      row[i] = Conversion.component(schema.get(i), fields);
    }
    for (Object field : fields.keySet()) {
      if (schema.stream().noneMatch(column -> column.isNamed(String.valueOf(field)))) {
        throw new IllegalArgumentException(
            field
                + ": unknown (expected: one of "
                + schema.stream().map(Column::name).toList()
                + ")");
      }
    }
    RecordShapes.of(source.schema()).make(row);
    return row;
  }

  /** The row of a record, its times in whole microseconds. */
  public static <R> @Nullable Object[] of(Source<R> source, R fact) {
    @Nullable Object[] row = RecordShapes.of(source.schema()).take(fact);
    for (int i = 0; i < row.length; i++) {
      if (row[i] instanceof Instant instant) {
        row[i] = instant.truncatedTo(ChronoUnit.MICROS);
      }
    }
    return row;
  }
}
