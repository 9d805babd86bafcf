package dev.rapport.api.schema;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The components of a record class, in order.
 *
 * @param recordClass the record
 * @param columns its components
 */
public record Schema<T>(Class<T> recordClass, List<Column> columns) {
  public Schema {
    columns = List.copyOf(columns);
  }

  /**
   * The schema of a record class.
   *
   * @throws IllegalArgumentException if the class is not a record, or a component has a type that
   *     no column can have
   */
  public static <T> Schema<T> of(Class<T> recordClass) {
    Objects.requireNonNull(recordClass, "record class: null (expected: the class of a record)");
    if (!recordClass.isRecord()) {
      throw new IllegalArgumentException(
          recordClass.getName()
              + ": not a record (expected: a record whose components are the columns)");
    }
    List<Column> columns = new ArrayList<>();
    for (RecordComponent component : recordClass.getRecordComponents()) {
      try {
        columns.add(
            new Column(
                component.getName(),
                Type.of(component.getGenericType()),
                !component.getType().isPrimitive()));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            recordClass.getSimpleName() + "." + component.getName() + ": " + e.getMessage(), e);
      }
    }
    return new Schema<>(recordClass, columns);
  }

  /** The column of that exact name. */
  public Optional<Column> column(String name) {
    return columns.stream().filter(column -> column.name().equals(name)).findFirst();
  }

  /** The position of a column, from 0; -1 where there is none of that name. */
  public int indexOf(String name) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).name().equals(name)) {
        return i;
      }
    }
    return -1;
  }
}
