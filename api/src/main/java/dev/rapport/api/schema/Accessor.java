package dev.rapport.api.schema;

import java.io.Serializable;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Method;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A reference to a record component, written {@code Trip::endedAt}. Its name is read from the
 * {@link SerializedLambda} of the reference, so that readers can skip the other columns; a lambda
 * is not an accessor and is refused when defined.
 *
 * @param <R> the record
 * @param <V> the component's (boxed) type
 */
@FunctionalInterface
public interface Accessor<R, V extends @Nullable Object> extends Function<R, V>, Serializable {

  /**
   * The record class and the component that this refers to.
   *
   * @throws IllegalArgumentException if this is a lambda, or a method that is no component
   */
  default Component component() {
    SerializedLambda lambda = serialized(this);
    String method = lambda.getImplMethodName();
    String owner = lambda.getImplClass().replace('/', '.');
    if (method.startsWith("lambda$")) {
      throw new IllegalArgumentException(
          "accessor: a lambda in "
              + owner
              + " (expected: a record component such as Trip::endedAt)");
    }
    try {
      Class<?> recordClass = Class.forName(owner, false, getClass().getClassLoader());
      if (recordClass.isRecord()) {
        for (var component : recordClass.getRecordComponents()) {
          if (component.getName().equals(method)) {
            return new Component(recordClass, method, Type.of(component.getGenericType()));
          }
        }
      }
    } catch (ClassNotFoundException e) {
      throw new IllegalArgumentException(
          "accessor: " + owner + "::" + method + " cannot be loaded", e);
    }
    throw new IllegalArgumentException(
        "accessor: " + owner + "::" + method + " (expected: a component of a record)");
  }

  /** What an accessor refers to. */
  record Component(Class<?> recordClass, String name, Type<?> type) {}

  /**
   * The serialized form of a lambda or method reference: which method it runs and what it captures.
   *
   * @throws IllegalArgumentException if the object is neither
   */
  static SerializedLambda serialized(Serializable function) {
    try {
      Method writeReplace = function.getClass().getDeclaredMethod("writeReplace");
      writeReplace.setAccessible(true);
      if (writeReplace.invoke(function) instanceof SerializedLambda lambda) {
        return lambda;
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(
          function.getClass().getName()
              + ": not a method reference or lambda (expected: one such as Trip::endedAt)",
          e);
    }
    throw new IllegalArgumentException(
        function.getClass().getName() + ": not a method reference or lambda");
  }
}
