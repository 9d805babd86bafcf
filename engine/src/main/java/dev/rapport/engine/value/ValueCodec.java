package dev.rapport.engine.value;

import dev.rapport.api.error.RapportException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Rows as bytes. Every value says what it is, so that a row can be read after its record has
 * changed: the reader converts what it finds ({@link Conversion}) and does not trust an old schema.
 *
 * <p>A row is {@code version (1 byte), number of values, values}; a value is a tag and, by the tag,
 * nothing, a zigzag variable-length integer, 8 bytes, or a length and that many bytes or values.
 */
public final class ValueCodec {
  private static final int VERSION = 1;

  private static final int NULL = 0;
  private static final int FALSE = 1;
  private static final int TRUE = 2;
  private static final int LONG = 3;
  private static final int DOUBLE = 4;
  private static final int TEXT = 5;
  private static final int INSTANT = 6;
  private static final int DATE = 7;
  private static final int UUID_BITS = 8;
  private static final int DECIMAL = 9;
  private static final int DURATION = 10;
  private static final int LIST = 11;
  private static final int MAP = 12;

  private ValueCodec() {}

  /** The bytes of a row. Records become maps by component, enums their names. */
  public static byte[] encode(@Nullable Object[] row) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(16 + row.length * 12);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      writeLong(out, row.length);
      for (Object value : row) {
        write(out, value);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /**
   * The row of bytes.
   *
   * @throws RapportException of kind {@code USER} if they are of an unknown version
   * @throws IllegalArgumentException if they are no row
   */
  public static @Nullable Object[] decode(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      int version = in.readUnsignedByte();
      if (version != VERSION) {
        throw RapportException.user(
            "row format", version, VERSION + "; written by a newer Rapport?");
      }
      @Nullable Object[] row = new Object[(int) readLong(in)];
      for (int i = 0; i < row.length; i++) {
        row[i] = read(in);
      }
      return row;
    } catch (IOException | NegativeArraySizeException e) {
      throw new IllegalArgumentException("row: " + bytes.length + " bytes that cannot be read", e);
    }
  }

  private static void write(DataOutputStream out, @Nullable Object value) throws IOException {
    switch (value) {
      case null -> out.writeByte(NULL);
      case Boolean b -> out.writeByte(b ? TRUE : FALSE);
      case Long l -> tagged(out, LONG, l);
      case Integer i -> tagged(out, LONG, i);
      case Double d -> {
        out.writeByte(DOUBLE);
        out.writeDouble(d);
      }
      case Float f -> {
        out.writeByte(DOUBLE);
        out.writeDouble(f);
      }
      case String text -> text(out, TEXT, text);
      case Enum<?> constant -> text(out, TEXT, constant.name());
      case Instant instant -> tagged(out, INSTANT, Micros.of(instant));
      case LocalDate date -> tagged(out, DATE, date.toEpochDay());
      case UUID uuid -> {
        out.writeByte(UUID_BITS);
        out.writeLong(uuid.getMostSignificantBits());
        out.writeLong(uuid.getLeastSignificantBits());
      }
      case BigDecimal decimal -> text(out, DECIMAL, decimal.toString());
      case Duration duration -> text(out, DURATION, duration.toString());
      case Collection<?> elements -> {
        tagged(out, LIST, elements.size());
        for (Object element : elements) {
          write(out, element);
        }
      }
      case Map<?, ?> map -> {
        tagged(out, MAP, map.size());
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          write(out, entry.getKey());
          write(out, entry.getValue());
        }
      }
      case Record record -> writeRecord(out, record);
      default ->
          throw new IllegalArgumentException(
              "value of "
                  + value.getClass().getName()
                  + " (expected: one of the types of a column)");
    }
  }

  private static void writeRecord(DataOutputStream out, Record record) throws IOException {
    @Nullable Object[] values = RecordShapes.take(record);
    var components = record.getClass().getRecordComponents();
    tagged(out, MAP, values.length);
    for (int i = 0; i < values.length; i++) {
      write(out, components[i].getName());
      write(out, values[i]);
    }
  }

  private static @Nullable Object read(DataInputStream in) throws IOException {
    int tag = in.readUnsignedByte();
    return switch (tag) {
      case NULL -> null;
      case FALSE -> false;
      case TRUE -> true;
      case LONG -> readLong(in);
      case DOUBLE -> in.readDouble();
      case TEXT -> readText(in);
      case INSTANT -> Micros.instant(readLong(in));
      case DATE -> LocalDate.ofEpochDay(readLong(in));
      case UUID_BITS -> new UUID(in.readLong(), in.readLong());
      case DECIMAL -> new BigDecimal(readText(in));
      case DURATION -> Duration.parse(readText(in));
      case LIST -> {
        int size = (int) readLong(in);
        List<@Nullable Object> elements = new ArrayList<>(Math.min(size, 1024));
        for (int i = 0; i < size; i++) {
          elements.add(read(in));
        }
        yield elements;
      }
      case MAP -> {
        int size = (int) readLong(in);
        Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i < size; i++) {
          map.put(read(in), read(in));
        }
        yield map;
      }
      default -> throw new IOException("tag " + tag);
    };
  }

  private static void tagged(DataOutputStream out, int tag, long value) throws IOException {
    out.writeByte(tag);
    writeLong(out, value);
  }

  private static void text(DataOutputStream out, int tag, String text) throws IOException {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    tagged(out, tag, utf8.length);
    out.write(utf8);
  }

  private static String readText(DataInputStream in) throws IOException {
    int length = (int) readLong(in);
    byte[] utf8 = in.readNBytes(length);
    if (utf8.length != length) {
      throw new IOException("text of " + length + " bytes, " + utf8.length + " there");
    }
    return new String(utf8, StandardCharsets.UTF_8);
  }

  /** Zigzag, then 7 bits a byte, low first, the high bit set on all but the last. */
  private static void writeLong(DataOutputStream out, long value) throws IOException {
    long zigzag = (value << 1) ^ (value >> 63);
    while ((zigzag & ~0x7FL) != 0) {
      out.writeByte((int) (zigzag & 0x7F) | 0x80);
      zigzag >>>= 7;
    }
    out.writeByte((int) zigzag);
  }

  private static long readLong(DataInputStream in) throws IOException {
    long zigzag = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int b = in.readUnsignedByte();
      zigzag |= (long) (b & 0x7F) << shift;
      if ((b & 0x80) == 0) {
        return (zigzag >>> 1) ^ -(zigzag & 1);
      }
    }
    throw new IOException("integer longer than 64 bits");
  }
}
