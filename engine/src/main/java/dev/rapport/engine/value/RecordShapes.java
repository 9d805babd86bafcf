package dev.rapport.engine.value;

import dev.rapport.api.schema.Schema;
import org.jspecify.annotations.Nullable;

/** The shape of each record class, made once. Thread-safe. */
public final class RecordShapes {
  private static final ClassValue<RecordShape<?>> SHAPES =
      new ClassValue<>() {
        @Override
        protected RecordShape<?> computeValue(Class<?> type) {
          return RecordShape.of(Schema.of(type));
        }
      };

  private RecordShapes() {}

  @SuppressWarnings("unchecked") // the shape of a class is of its records
  public static <R> RecordShape<R> of(Schema<R> schema) {
    return (RecordShape<R>) SHAPES.get(schema.recordClass());
  }

  /** The components of a record, in order. */
  @SuppressWarnings("unchecked") // the shape of the record's own class
  public static @Nullable Object[] take(Record fact) {
    return ((RecordShape<Record>) SHAPES.get(fact.getClass())).take(fact);
  }
}
