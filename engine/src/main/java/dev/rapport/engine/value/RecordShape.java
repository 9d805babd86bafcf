package dev.rapport.engine.value;

import dev.rapport.api.error.RapportException;
import dev.rapport.api.schema.Schema;
import dev.rapport.engine.UserCode;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Makes records of their components and takes them apart. Thread-safe.
 *
 * @param <R> the record
 */
public final class RecordShape<R> {
  private final Schema<R> schema;
  private final MethodHandle constructor;
  private final MethodHandle[] accessors;

  private RecordShape(Schema<R> schema, MethodHandle constructor, MethodHandle[] accessors) {
    this.schema = schema;
    this.constructor = constructor;
    this.accessors = accessors;
  }

  public static <R> RecordShape<R> of(Schema<R> schema) {
    Class<R> type = schema.recordClass();
    RecordComponent[] components = type.getRecordComponents();
    try {
      Constructor<R> canonical =
          type.getDeclaredConstructor(
              Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
      canonical.setAccessible(true);
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      MethodHandle[] accessors = new MethodHandle[components.length];
      for (int i = 0; i < accessors.length; i++) {
        Method accessor = components[i].getAccessor();
        accessor.setAccessible(true);
        accessors[i] =
            lookup
                .unreflect(accessor)
                .asType(java.lang.invoke.MethodType.methodType(Object.class, Object.class));
      }
      MethodHandle constructor =
          lookup
              .unreflectConstructor(canonical)
              .asSpreader(Object[].class, components.length)
              .asType(java.lang.invoke.MethodType.methodType(Object.class, Object[].class));
      return new RecordShape<>(schema, constructor, accessors);
    } catch (ReflectiveOperationException e) {
      throw new RapportException(
          RapportException.Kind.INTERNAL, "record " + type.getName() + ": cannot be reached", e);
    }
  }

  public Schema<R> schema() {
    return schema;
  }

  /**
   * A record of its components.
   *
   * @param values one for each component, of its type; null only where it may be
   * @throws IllegalArgumentException what the record's own constructor refuses, with its message
   */
  public R make(@Nullable Object[] values) {
    try {
      return schema.recordClass().cast((Object) constructor.invokeExact(values));
    } catch (Throwable e) { // the record's own code
      throw refused(schema.recordClass().getSimpleName(), e);
    }
  }

  /** The components of a record, in order. */
  public @Nullable Object[] take(R record) {
    @Nullable Object[] values = new Object[accessors.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = take(record, i);
    }
    return values;
  }

  /**
   * One component of a record.
   *
   * @throws IllegalArgumentException what the record's own accessor throws
   */
  public @Nullable Object take(R record, int index) {
    try {
      return (@Nullable Object) accessors[index].invokeExact((Object) record);
    } catch (Throwable e) { // an accessor that the record writes itself
      throw refused(
          schema.recordClass().getSimpleName() + "." + schema.columns().get(index).name(), e);
    }
  }

  private static IllegalArgumentException refused(String what, Throwable thrown) {
    String reason = UserCode.reason(thrown);
    if (thrown instanceof RuntimeException) { // meant for who gave the values
      String message = thrown.getMessage();
      reason = message == null ? thrown.getClass().getSimpleName() : message;
    }
    return new IllegalArgumentException(what + ": " + reason, thrown);
  }
}
