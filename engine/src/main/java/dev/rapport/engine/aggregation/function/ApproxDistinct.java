package dev.rapport.engine.aggregation.function;

import dev.rapport.api.aggregation.Aggregator;
import dev.rapport.engine.value.NaturalOrder;
import dev.rapport.engine.value.RecordShapes;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.datasketches.hll.HllSketch;
import org.apache.datasketches.hll.HllUnion;
import org.apache.datasketches.hll.TgtHllType;
import org.jspecify.annotations.Nullable;

/**
 * About how many different values there are, by a HyperLogLog sketch of {@code 2^precision} bytes.
 * Its composite estimate follows from the registers alone, so order and merging do not matter.
 */
public record ApproxDistinct(int precision)
    implements Aggregator<Object, HllSketch, Long>, Sized<HllSketch> {
  @Override
  public HllSketch create() {
    return new HllSketch(precision, TgtHllType.HLL_8);
  }

  @Override
  public HllSketch add(HllSketch state, Object value) {
    state.update(encoded(value));
    return state;
  }

  @Override
  public HllSketch merge(HllSketch earlier, HllSketch later) {
    HllUnion union = new HllUnion(precision);
    union.update(earlier);
    union.update(later);
    return union.getResult(TgtHllType.HLL_8);
  }

  @Override
  public long entries(HllSketch state) {
    return state.getUpdatableSerializationBytes() / 50;
  }

  @Override
  public Optional<Long> finish(HllSketch state) {
    return Optional.of(Math.round(state.getCompositeEstimate()));
  }

  /** Bytes that are equal where values are; never empty, which sketches would pass over. */
  private static byte[] encoded(Object value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(24);
    try {
      write(value, new DataOutputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void write(@Nullable Object value, DataOutputStream out) throws IOException {
    switch (value) {
      case null -> out.writeByte(0);
      case String text -> writeText(1, text, out);
      case Double number -> {
        out.writeByte(2);
        out.writeLong(Double.doubleToLongBits(number));
      }
      case Float number -> {
        out.writeByte(3);
        out.writeInt(Float.floatToIntBits(number));
      }
      case Long number -> {
        out.writeByte(4);
        out.writeLong(number);
      }
      case List<?> list -> writeAll(5, list, out);
      case Set<?> set -> writeAll(6, sorted(set), out);
      case Map<?, ?> map -> {
        List<?> keys = sorted(map.keySet());
        writeAll(7, keys, out);
        for (Object key : keys) {
          write(map.get(key), out);
        }
      }
      case Enum<?> constant -> writeText(8, constant.name(), out);
      case Record fact -> writeAll(9, java.util.Arrays.asList(RecordShapes.take(fact)), out);
      // numbers, times and the like: what they are and how they read tell them apart
      case Comparable<?> other -> {
        writeText(10, other.getClass().getName(), out);
        writeText(11, other.toString(), out);
      }
      default ->
          throw new IllegalArgumentException(
              "approxCountDistinct of: "
                  + value.getClass().getName()
                  + " (expected: a type of values)");
    }
  }

  private static void writeText(int tag, String text, DataOutputStream out) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeByte(tag);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static void writeAll(int tag, Collection<?> values, DataOutputStream out)
      throws IOException {
    out.writeByte(tag);
    out.writeInt(values.size());
    for (Object value : values) {
      write(value, out);
    }
  }

  private static List<?> sorted(Collection<?> values) {
    List<Object> sorted = new ArrayList<>(values);
    sorted.sort(NaturalOrder.TO_THE_LAST);
    return sorted;
  }
}
