package dev.rapport.engine.dataset;

import dev.rapport.api.error.RapportException;
import dev.rapport.api.schema.Column;
import dev.rapport.api.schema.Schema;
import dev.rapport.api.schema.Type;
import dev.rapport.engine.value.RecordShapes;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Values as bytes that are read back as the same values of the same type, bit for bit. The reader
 * must know the type; within one process only.
 */
final class TypedValues {
  private TypedValues() {}

  /** A value of a type, or null. */
  static void write(DataOutputStream out, Type<?> type, @Nullable Object value) throws IOException {
    out.writeBoolean(value != null);
    if (value == null) {
      return;
    }
    if (!type.javaClass().isInstance(value)) {
      throw RapportException.user(
          "value", value + " (" + value.getClass().getSimpleName() + ")", "a " + type);
    }
    switch (type) {
      case Type.Scalar<?> _ -> scalar(out, value);
      case Type.EnumOf<?> _ -> text(out, ((Enum<?>) value).name());
      case Type.ListOf<?>(Type<?> element) -> elements(out, element, (Collection<?>) value);
      case Type.SetOf<?>(Type<?> element) -> elements(out, element, (Collection<?>) value);
      case Type.MapOf<?, ?>(Type<?> key, Type<?> mapped) -> {
        Map<?, ?> map = (Map<?, ?>) value;
        out.writeInt(map.size());
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          write(out, key, entry.getKey());
          write(out, mapped, entry.getValue());
        }
      }
      case Type.RecordOf<?>(Schema<?> schema) -> {
        @Nullable Object[] components = RecordShapes.take((Record) value);
        for (int i = 0; i < components.length; i++) {
          write(out, schema.columns().get(i).type(), components[i]);
        }
      }
    }
  }

  private static void elements(DataOutputStream out, Type<?> element, Collection<?> all)
      throws IOException {
    out.writeInt(all.size());
    for (Object each : all) {
      write(out, element, each);
    }
  }

  private static void scalar(DataOutputStream out, Object value) throws IOException {
    switch (value) {
      case String text -> text(out, text);
      case Boolean truth -> out.writeBoolean(truth);
      case Integer number -> out.writeInt(number);
      case Long number -> out.writeLong(number);
      case Float number -> out.writeInt(Float.floatToRawIntBits(number));
      case Double number -> out.writeLong(Double.doubleToRawLongBits(number));
      case BigDecimal decimal -> {
        out.writeInt(decimal.scale());
        bytes(out, decimal.unscaledValue().toByteArray());
      }
      case Instant instant -> {
        out.writeLong(instant.getEpochSecond());
        out.writeInt(instant.getNano());
      }
      case LocalDate date -> out.writeLong(date.toEpochDay());
      case Duration duration -> {
        out.writeLong(duration.getSeconds());
        out.writeInt(duration.getNano());
      }
      case UUID uuid -> {
        out.writeLong(uuid.getMostSignificantBits());
        out.writeLong(uuid.getLeastSignificantBits());
      }
      default -> throw new IllegalStateException("scalar of " + value.getClass());
    }
  }

  /** In UTF-16, so that half a surrogate pair stays what it is. */
  private static void text(DataOutputStream out, String text) throws IOException {
    out.writeInt(text.length());
    out.writeChars(text);
  }

  private static String text(DataInputStream in) throws IOException {
    char[] chars = new char[in.readInt()];
    for (int i = 0; i < chars.length; i++) {
      chars[i] = in.readChar();
    }
    return new String(chars);
  }

  private static void bytes(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  /** What was written of a value of the type. */
  static @Nullable Object read(DataInputStream in, Type<?> type) throws IOException {
    if (!in.readBoolean()) {
      return null;
    }
    return switch (type) {
      case Type.Scalar<?> scalar -> scalar(in, scalar);
      case Type.EnumOf<?> constants -> {
        String name = text(in);
        yield Arrays.stream(constants.javaClass().getEnumConstants())
            .filter(constant -> ((Enum<?>) constant).name().equals(name))
            .findFirst()
            .orElseThrow();
      }
      case Type.ListOf<?>(Type<?> element) -> {
        int size = in.readInt();
        List<@Nullable Object> list = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
          list.add(read(in, element));
        }
        yield Collections.unmodifiableList(list);
      }
      case Type.SetOf<?>(Type<?> element) -> {
        int size = in.readInt();
        Set<@Nullable Object> set = new LinkedHashSet<>();
        for (int i = 0; i < size; i++) {
          set.add(read(in, element));
        }
        yield Collections.unmodifiableSet(set);
      }
      case Type.MapOf<?, ?>(Type<?> key, Type<?> mapped) -> {
        int size = in.readInt();
        Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i < size; i++) {
          Object of = read(in, key);
          map.put(of, read(in, mapped));
        }
        yield Collections.unmodifiableMap(map);
      }
      case Type.RecordOf<?>(Schema<?> schema) -> {
        List<Column> columns = schema.columns();
        @Nullable Object[] components = new Object[columns.size()];
        for (int i = 0; i < components.length; i++) {
          components[i] = read(in, columns.get(i).type());
        }
        yield RecordShapes.of(schema).make(components);
      }
    };
  }

  private static Object scalar(DataInputStream in, Type.Scalar<?> type) throws IOException {
    return switch (type.name()) {
      case "string" -> text(in);
      case "boolean" -> in.readBoolean();
      case "integer" -> in.readInt();
      case "long" -> in.readLong();
      case "float" -> Float.intBitsToFloat(in.readInt());
      case "double" -> Double.longBitsToDouble(in.readLong());
      case "decimal" -> {
        int scale = in.readInt();
        yield new BigDecimal(new BigInteger(bytes(in)), scale);
      }
      case "instant" -> Instant.ofEpochSecond(in.readLong(), in.readInt());
      case "date" -> LocalDate.ofEpochDay(in.readLong());
      case "duration" -> Duration.ofSeconds(in.readLong(), in.readInt());
      case "uuid" -> new UUID(in.readLong(), in.readLong());
      default -> throw new IllegalStateException("scalar " + type);
    };
  }

  private static byte[] bytes(DataInputStream in) throws IOException {
    byte[] bytes = new byte[in.readInt()];
    in.readFully(bytes);
    return bytes;
  }
}
