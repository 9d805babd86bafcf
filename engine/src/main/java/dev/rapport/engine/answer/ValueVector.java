package dev.rapport.engine.answer;

import dev.rapport.api.schema.Type;
import dev.rapport.engine.value.Micros;
import dev.rapport.spi.table.OutputVector;
import java.time.Instant;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** The values of one feature for many questions, being filled; null where nothing was put. */
final class ValueVector {
  private final OutputVector vector;

  ValueVector(Type<?> type, int size) {
    BitSet nulls = new BitSet(size);
    if (type.equals(Type.DOUBLE)) {
      nulls.set(0, size);
      vector = new OutputVector.Doubles(new double[size], nulls);
    } else if (type.equals(Type.LONG) || type.equals(Type.INTEGER) || type.equals(Type.INSTANT)) {
      nulls.set(0, size);
      vector = new OutputVector.Longs(new long[size], nulls);
    } else {
      vector = new OutputVector.Objects(new Object[size]);
    }
  }

  void put(int question, @Nullable Object value) {
    if (value == null) {
      return;
    }
    switch (vector) {
      case OutputVector.Doubles(double[] values, BitSet nulls) -> {
        values[question] = (Double) value;
        nulls.clear(question);
      }
      case OutputVector.Longs(long[] values, BitSet nulls) -> {
        values[question] =
            value instanceof Instant instant ? Micros.of(instant) : ((Number) value).longValue();
        nulls.clear(question);
      }
      case OutputVector.Objects(@Nullable Object[] values) -> values[question] = value;
      case OutputVector.Texts _ -> throw new IllegalStateException("codes of texts");
    }
  }

  OutputVector vector() {
    return vector;
  }
}
