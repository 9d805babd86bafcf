package dev.rapport.api.schema;

import java.lang.reflect.ParameterizedType;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/**
 * The type of a value: of a column, a key, a feature or a request input. Values are immutable Java
 * objects; instants have microsecond resolution.
 *
 * @param <T> the Java class of a value
 */
public sealed interface Type<T> {
  Type<String> STRING = new Scalar<>("string", String.class);
  Type<Boolean> BOOLEAN = new Scalar<>("boolean", Boolean.class);
  Type<Integer> INTEGER = new Scalar<>("integer", Integer.class);
  Type<Long> LONG = new Scalar<>("long", Long.class);
  Type<Float> FLOAT = new Scalar<>("float", Float.class);
  Type<Double> DOUBLE = new Scalar<>("double", Double.class);
  Type<BigDecimal> DECIMAL = new Scalar<>("decimal", BigDecimal.class);
  Type<Instant> INSTANT = new Scalar<>("instant", Instant.class);
  Type<LocalDate> DATE = new Scalar<>("date", LocalDate.class);
  Type<Duration> DURATION = new Scalar<>("duration", Duration.class);
  Type<UUID> UUID = new Scalar<>("uuid", UUID.class);

  /** The scalar types that are not enums, in the order in which messages list them. */
  List<Scalar<?>> SCALARS =
      List.of(
          (Scalar<?>) STRING,
          (Scalar<?>) BOOLEAN,
          (Scalar<?>) INTEGER,
          (Scalar<?>) LONG,
          (Scalar<?>) FLOAT,
          (Scalar<?>) DOUBLE,
          (Scalar<?>) DECIMAL,
          (Scalar<?>) INSTANT,
          (Scalar<?>) DATE,
          (Scalar<?>) DURATION,
          (Scalar<?>) UUID);

  /** The class that every value of this type is an instance of. */
  Class<? super T> javaClass();

  /** One value without parts. */
  record Scalar<T>(String name, Class<T> javaClass) implements Type<T> {
    @Override
    public String toString() {
      return name;
    }
  }

  /** One of a few named constants. */
  record EnumOf<T>(Class<T> javaClass) implements Type<T> {
    @Override
    public String toString() {
      return javaClass.getSimpleName();
    }
  }

  /** A list, in order. */
  record ListOf<E>(Type<E> element) implements Type<List<E>> {
    @Override
    public Class<? super List<E>> javaClass() {
      return List.class;
    }

    @Override
    public String toString() {
      return "list<" + element + ">";
    }
  }

  /** A set, whose order has no meaning. */
  record SetOf<E>(Type<E> element) implements Type<Set<E>> {
    @Override
    public Class<? super Set<E>> javaClass() {
      return Set.class;
    }

    @Override
    public String toString() {
      return "set<" + element + ">";
    }
  }

  /** A map with scalar keys. */
  record MapOf<K, V>(Type<K> key, Type<V> value) implements Type<Map<K, V>> {
    @Override
    public Class<? super Map<K, V>> javaClass() {
      return Map.class;
    }

    @Override
    public String toString() {
      return "map<" + key + ", " + value + ">";
    }
  }

  /** A record: its components are its columns. */
  record RecordOf<T>(Schema<T> schema) implements Type<T> {
    @Override
    public Class<? super T> javaClass() {
      return schema.recordClass();
    }

    @Override
    public String toString() {
      return schema.recordClass().getSimpleName();
    }
  }

  /**
   * The type of the values of a class: a scalar, an enum or a record.
   *
   * @throws IllegalArgumentException for any other class, with the supported ones
   */
  @SuppressWarnings("unchecked")
  static <T> Type<T> of(Class<T> javaClass) {
    Objects.requireNonNull(javaClass, "type: null (expected: a class)");
    return (Type<T>) of((java.lang.reflect.Type) javaClass);
  }

  /** A list of values of a type. */
  static <E> Type<List<E>> listOf(Type<E> element) {
    return new ListOf<>(Objects.requireNonNull(element, "element"));
  }

  /** A set of values of a type. */
  static <E> Type<Set<E>> setOf(Type<E> element) {
    return new SetOf<>(Objects.requireNonNull(element, "element"));
  }

  /** A map from values of one type to values of another. */
  static <K, V> Type<Map<K, V>> mapOf(Type<K> key, Type<V> value) {
    return new MapOf<>(Objects.requireNonNull(key, "key"), Objects.requireNonNull(value, "value"));
  }

  /**
   * The type of the values of a Java type as reflection gives it, such as {@code List<String>}.
   *
   * @throws IllegalArgumentException for one that has no {@code Type}
   */
  static Type<?> of(java.lang.reflect.Type javaType) {
    if (javaType instanceof Class<?> c) {
      return ofClass(c);
    }
    if (javaType instanceof ParameterizedType p) {
      java.lang.reflect.Type[] arguments = p.getActualTypeArguments();
      if (p.getRawType() == List.class) {
        return listOf(of(arguments[0]));
      }
      if (p.getRawType() == Set.class) {
        return setOf(of(arguments[0]));
      }
      if (p.getRawType() == Map.class) {
        return mapOf(of(arguments[0]), of(arguments[1]));
      }
    }
    throw unsupported(javaType.getTypeName());
  }

  private static Type<?> ofClass(Class<?> c) {
    Class<?> boxed = java.lang.invoke.MethodType.methodType(c).wrap().returnType();
    for (Scalar<?> scalar : SCALARS) {
      if (scalar.javaClass() == boxed) {
        return scalar;
      }
    }
    if (c.isEnum()) {
      return new EnumOf<>(c);
    }
    if (c.isRecord()) {
      return new RecordOf<>(Schema.of(c));
    }
    throw unsupported(c.getTypeName());
  }

  private static IllegalArgumentException unsupported(String name) {
    return new IllegalArgumentException(
        "type: "
            + name
            + " (expected: one of "
            + SCALARS
            + ", an enum, a record, or a List, Set or Map of these)");
  }
}
