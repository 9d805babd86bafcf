package dev.rapport.plugins.tables.duckdb;

import dev.hardwood.metadata.LogicalType;
import dev.hardwood.metadata.PhysicalType;
import dev.hardwood.reader.ColumnReader;
import dev.hardwood.reader.Validity;
import dev.hardwood.schema.ColumnSchema;
import dev.rapport.spi.table.ColumnVector;
import dev.rapport.spi.table.TableColumn.Kind;
import dev.rapport.spi.table.TextDictionary;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How the values of a flat Parquet column, or the elements of its lists, become those that DuckDB
 * would give.
 */
enum FlatColumn {
  BOOLEANS(Kind.BOOLEAN),
  SIGNED_INTS(Kind.INTEGER),
  UNSIGNED_INTS(Kind.INTEGER),
  LONGS(Kind.INTEGER),
  FLOATS(Kind.FLOATING),
  DOUBLES(Kind.FLOATING),
  TEXTS(Kind.TEXT),
  MILLIS(Kind.INSTANT),
  MICROS(Kind.INSTANT),
  NANOS(Kind.INSTANT),
  DAYS(Kind.DATE);

  /** Stands for what has no value in microseconds: infinity, and what is out of range. */
  private static final long UNREADABLE = Long.MAX_VALUE;

  private final Kind kind;

  FlatColumn(Kind kind) {
    this.kind = kind;
  }

  Kind kind() {
    return kind;
  }

  /** The way to read a column, or null for one that is left to DuckDB. */
  static @Nullable FlatColumn of(SqlType type, ColumnSchema column) {
    if (!(type instanceof SqlType.Simple(String name))) {
      return null;
    }
    PhysicalType physical = column.type();
    LogicalType logical = column.logicalType();
    return switch (name) {
      case "BOOLEAN" -> physical == PhysicalType.BOOLEAN ? BOOLEANS : null;
      case "TINYINT", "SMALLINT", "INTEGER" ->
          physical == PhysicalType.INT32 && isInteger(logical, true) ? SIGNED_INTS : null;
      case "UTINYINT", "USMALLINT", "UINTEGER" ->
          physical == PhysicalType.INT32 && isInteger(logical, false) ? UNSIGNED_INTS : null;
      case "BIGINT" -> physical == PhysicalType.INT64 && isInteger(logical, true) ? LONGS : null;
      case "FLOAT" -> physical == PhysicalType.FLOAT && logical == null ? FLOATS : null;
      case "DOUBLE" -> physical == PhysicalType.DOUBLE && logical == null ? DOUBLES : null;
      case "VARCHAR" ->
          physical == PhysicalType.BYTE_ARRAY && logical instanceof LogicalType.StringType
              ? TEXTS
              : null;
      case "DATE" ->
          physical == PhysicalType.INT32 && logical instanceof LogicalType.DateType ? DAYS : null;
      case "TIMESTAMP" -> physical == PhysicalType.INT64 ? timestamp(logical, false) : null;
      case "TIMESTAMP WITH TIME ZONE" ->
          physical == PhysicalType.INT64 ? timestamp(logical, true) : null;
      case "TIMESTAMP_NS" ->
          physical == PhysicalType.INT64
                  && logical
                      instanceof LogicalType.TimestampType(boolean _, LogicalType.TimeUnit unit)
                  && unit == LogicalType.TimeUnit.NANOS
              ? NANOS
              : null;
      default -> null;
    };
  }

  private static boolean isInteger(@Nullable LogicalType logical, boolean signed) {
    return logical instanceof LogicalType.IntType integer
        ? integer.isSigned() == signed
        : signed && logical == null;
  }

  private static @Nullable FlatColumn timestamp(@Nullable LogicalType logical, boolean utc) {
    if (!(logical instanceof LogicalType.TimestampType timestamp)
        || timestamp.isAdjustedToUTC() != utc) {
      return null;
    }
    return switch (timestamp.unit()) {
      case MILLIS -> MILLIS;
      case MICROS -> MICROS;
      case NANOS -> null;
    };
  }

  /**
   * The current batch of a column; of lists, their elements one after the other.
   *
   * @param dictionary of the texts of the column, from batch to batch
   */
  ColumnVector vector(ColumnReader reader, TextCodes dictionary) {
    Validity nulls = reader.getLeafValidity();
    int rows = reader.getValueCount();
    return switch (this) {
      case BOOLEANS -> new Booleans(nulls, reader.getBooleans());
      case SIGNED_INTS -> new Longs(kind, nulls, widened(reader.getInts(), -1L));
      case UNSIGNED_INTS -> new Longs(kind, nulls, widened(reader.getInts(), 0xFFFF_FFFFL));
      case LONGS -> new Longs(kind, nulls, reader.getLongs());
      case MICROS -> new Times(kind, nulls, reader.getLongs(), rows);
      case MILLIS -> new Times(kind, nulls, millis(nulls, reader.getLongs(), rows), rows);
      case NANOS -> new Times(kind, nulls, nanos(reader.getLongs()), rows);
      case DAYS -> new Times(kind, nulls, days(reader.getInts()), rows);
      case FLOATS -> new Doubles(nulls, widened(reader.getFloats()));
      case DOUBLES -> new Doubles(nulls, reader.getDoubles());
      case TEXTS -> new Texts(nulls, reader, dictionary);
    };
  }

  private static long[] widened(int[] values, long mask) {
    long[] wide = new long[values.length];
    for (int i = 0; i < values.length; i++) {
      wide[i] = values[i] & mask;
    }
    return wide;
  }

  private static double[] widened(float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }

  private static long[] millis(Validity nulls, long[] values, int rows) {
    long[] micros = new long[values.length];
    for (int i = 0; i < rows; i++) {
      if (!nulls.isNull(i)) {
        try {
          micros[i] = Math.multiplyExact(values[i], 1000L);
        } catch (ArithmeticException e) {
          micros[i] = UNREADABLE;
        }
      }
    }
    return micros;
  }

  private static long[] nanos(long[] values) {
    long[] micros = new long[values.length];
    for (int i = 0; i < values.length; i++) {
      micros[i] = isInfinite(values[i]) ? UNREADABLE : Math.floorDiv(values[i], 1000L);
    }
    return micros;
  }

  private static long[] days(int[] values) {
    long most = Long.MAX_VALUE / Vectors.MICROS_PER_DAY - 1;
    long[] micros = new long[values.length];
    for (int i = 0; i < values.length; i++) {
      micros[i] =
          Math.abs((long) values[i]) > most ? UNREADABLE : values[i] * Vectors.MICROS_PER_DAY;
    }
    return micros;
  }

  private static boolean isInfinite(long value) {
    return value == Long.MAX_VALUE || value == -Long.MAX_VALUE;
  }

  private static class Longs extends Vectors.OfLongs {
    private final Validity nulls;
    private final long[] values;

    Longs(Kind kind, Validity nulls, long[] values) {
      super(kind);
      this.nulls = nulls;
      this.values = values;
    }

    @Override
    public boolean isNull(int row) {
      return nulls.isNull(row);
    }

    @Override
    public boolean hasNulls() {
      return nulls.hasNulls();
    }

    @Override
    public long longAt(int row) {
      return values[row];
    }

    @Override
    public void longs(int from, int count, long[] target, int at) {
      System.arraycopy(values, from, target, at, count);
    }
  }

  private static final class Times extends Longs {
    private final boolean hasNulls;

    Times(Kind kind, Validity nulls, long[] values, int rows) {
      super(kind, nulls, values);
      boolean infinite = false;
      for (int row = 0; row < rows; row++) {
        infinite |= isInfinite(values[row]);
      }
      hasNulls = infinite || nulls.hasNulls();
    }

    @Override
    public boolean hasNulls() {
      return hasNulls;
    }

    @Override
    public boolean isNull(int row) {
      return super.isNull(row) || isInfinite(longAt(row));
    }
  }

  private static final class Doubles extends Vectors.OfDoubles {
    private final Validity nulls;
    private final double[] values;

    Doubles(Validity nulls, double[] values) {
      this.nulls = nulls;
      this.values = values;
    }

    @Override
    public boolean isNull(int row) {
      return nulls.isNull(row);
    }

    @Override
    public boolean hasNulls() {
      return nulls.hasNulls();
    }

    @Override
    public double doubleAt(int row) {
      return values[row];
    }

    @Override
    public void doubles(int from, int count, double[] target, int at) {
      System.arraycopy(values, from, target, at, count);
    }
  }

  /** Values that are objects, of which a bitmap says which are null. */
  abstract static class Objects extends Vectors.OfObjects {
    private final Validity nulls;

    Objects(Validity nulls) {
      this.nulls = nulls;
    }

    @Override
    public final boolean isNull(int row) {
      return nulls.isNull(row);
    }

    @Override
    public final boolean hasNulls() {
      return nulls.hasNulls();
    }
  }

  private static final class Booleans extends Objects {
    private final boolean[] values;

    Booleans(Validity nulls, boolean[] values) {
      super(nulls);
      this.values = values;
    }

    @Override
    public @Nullable Object valueAt(int row) {
      return isNull(row) ? null : (Object) values[row];
    }
  }

  private static final class Texts extends Objects {
    private final Validity nulls;
    private final int rows;
    private final byte[] bytes;
    private final int[] offsets;
    private final TextCodes dictionary;
    private int @Nullable [] codes;
    private boolean tooMany;

    Texts(Validity nulls, ColumnReader reader, TextCodes dictionary) {
      super(nulls);
      this.nulls = nulls;
      this.rows = reader.getValueCount();
      this.bytes = reader.getBinaryValues();
      this.offsets = reader.getBinaryOffsets();
      this.dictionary = dictionary;
    }

    @Override
    public @Nullable Object valueAt(int row) {
      return isNull(row) ? null : TextCodes.text(bytes, offsets[row], offsets[row + 1]);
    }

    @Override
    public Optional<TextDictionary> dictionary() {
      if (codes == null && !tooMany) {
        int[] fresh = new int[rows];
        if (dictionary.codes(bytes, offsets, nulls, rows, fresh)) {
          codes = fresh;
        } else {
          tooMany = true;
        }
      }
      return tooMany ? Optional.empty() : Optional.of(dictionary);
    }

    @Override
    public void codes(int from, int count, int[] target, int at) {
      if (dictionary().isEmpty() || codes == null) {
        throw new UnsupportedOperationException("codes: too many different texts");
      }
      System.arraycopy(codes, from, target, at, count);
    }
  }
}
