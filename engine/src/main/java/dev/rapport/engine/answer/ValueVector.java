package dev.rapport.engine.answer;

import dev.rapport.api.schema.Type;
import dev.rapport.engine.value.Micros;
import dev.rapport.spi.table.OutputVector;
import java.time.Instant;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** The values of one feature for many questions, being filled; null where nothing was put. */
public final class ValueVector {
  private final Shape shape;
  private final int size;
  private final double[] doubles;
  private final long[] longs;
  private final @Nullable Object[] objects;

  /** Where numbers were put, in words of a bit set. */
  private final long[] present;

  private enum Shape {
    DOUBLES,
    LONGS,
    OBJECTS;

    static Shape of(Type<?> type) {
      boolean integer =
          type.equals(Type.LONG) || type.equals(Type.INTEGER) || type.equals(Type.INSTANT);
      return integer ? LONGS : type.equals(Type.DOUBLE) ? DOUBLES : OBJECTS;
    }
  }

  /** So many nulls. */
  public ValueVector(Type<?> type, int size) {
    this.shape = Shape.of(type);
    this.size = size;
    this.doubles = new double[shape == Shape.DOUBLES ? size : 0];
    this.longs = new long[shape == Shape.LONGS ? size : 0];
    this.objects = new Object[shape == Shape.OBJECTS ? size : 0];
    this.present = new long[(size + Long.SIZE - 1) / Long.SIZE];
  }

  /** Puts a value of the type, or leaves the row null. */
  public void put(int question, @Nullable Object value) {
    if (value == null) {
      return;
    }
    switch (shape) {
      case DOUBLES -> doubles[question] = (Double) value;
      case LONGS ->
          longs[question] =
              value instanceof Instant instant ? Micros.of(instant) : ((Number) value).longValue();
      case OBJECTS -> objects[question] = value;
    }
    present[question / Long.SIZE] |= 1L << question;
  }

  /** Takes over the value of a row of another vector of the same type. */
  public void copy(ValueVector from, int row, int to) {
    if ((from.present[row / Long.SIZE] & 1L << row) == 0) {
      return;
    }
    switch (shape) {
      case DOUBLES -> doubles[to] = from.doubles[row];
      case LONGS -> longs[to] = from.longs[row];
      case OBJECTS -> objects[to] = from.objects[row];
    }
    present[to / Long.SIZE] |= 1L << to;
  }

  /** The values themselves. */
  public OutputVector vector() {
    BitSet nulls = BitSet.valueOf(present);
    nulls.flip(0, size);
    return switch (shape) {
      case DOUBLES -> new OutputVector.Doubles(doubles, nulls);
      case LONGS -> new OutputVector.Longs(longs, nulls);
      case OBJECTS -> new OutputVector.Objects(objects);
    };
  }
}
