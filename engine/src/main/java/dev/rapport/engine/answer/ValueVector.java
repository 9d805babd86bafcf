package dev.rapport.engine.answer;

import dev.rapport.api.schema.Type;
import dev.rapport.engine.value.Micros;
import dev.rapport.spi.table.OutputVector;
import java.time.Instant;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** The values of one feature for many questions, being filled; null where nothing was put. */
public final class ValueVector {
  private final OutputVector vector;

  /** So many nulls. */
  public ValueVector(Type<?> type, int size) {
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

  /** Puts a value of the type, or leaves the row null. */
  public void put(int question, @Nullable Object value) {
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

  /** Takes over the value of a row of another vector of the same type. */
  public void copy(ValueVector from, int row, int to) {
    switch (vector) {
      case OutputVector.Doubles(double[] values, BitSet nulls) -> {
        OutputVector.Doubles others = (OutputVector.Doubles) from.vector;
        values[to] = others.values()[row];
        nulls.set(to, others.nulls().get(row));
      }
      case OutputVector.Longs(long[] values, BitSet nulls) -> {
        OutputVector.Longs others = (OutputVector.Longs) from.vector;
        values[to] = others.values()[row];
        nulls.set(to, others.nulls().get(row));
      }
      case OutputVector.Objects(@Nullable Object[] values) ->
          values[to] = ((OutputVector.Objects) from.vector).values()[row];
      case OutputVector.Texts _ -> throw new IllegalStateException("codes of texts");
    }
  }

  /** The values themselves. */
  public OutputVector vector() {
    return vector;
  }
}
