package dev.rapport.engine.dataset;

import dev.rapport.api.error.RapportException;
import dev.rapport.api.schema.Type;
import dev.rapport.engine.answer.ValueVector;
import dev.rapport.spi.table.OutputVector;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * The values of features for questions, in the order of the questions, in a file that one process
 * writes and then reads. A block is a number of rows, then column by column which are null and the
 * values ({@link TypedValues}).
 */
final class ValueFile {
  private static final int BUFFER = 1 << 16;

  /** Rows in a block at most: of each pass one is in memory when they are put together. */
  private static final int BLOCK = 1 << 10;

  private ValueFile() {}

  static RapportException failed(Path dataset, IOException cause) {
    String message = String.valueOf(cause.getMessage());
    return RapportException.dependency(
        "file: "
            + dataset
            + ": not written: "
            + (message.contains("No space left") ? "no space left on the disk" : message),
        cause);
  }

  /** Writes one. Not thread-safe. */
  static final class Writer implements AutoCloseable {
    private final Path dataset;
    private final List<Type<?>> types;
    private final DataOutputStream out;

    /**
     * Starts a file.
     *
     * @param dataset what it is needed for, to be named where it cannot be written
     */
    Writer(Path file, Path dataset, List<Type<?>> types) {
      this.dataset = dataset;
      this.types = types;
      try {
        out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), BUFFER));
      } catch (IOException e) {
        throw failed(dataset, e);
      }
    }

    /** Adds rows 0 to {@code count - 1} of the vectors, one for each feature. */
    void rows(int count, List<OutputVector> columns) {
      try {
        for (int from = 0; from < count; from += BLOCK) {
          int to = Math.min(count, from + BLOCK);
          out.writeInt(to - from);
          for (int i = 0; i < columns.size(); i++) {
            write(from, to, columns.get(i), types.get(i));
          }
        }
      } catch (IOException e) {
        throw failed(dataset, e);
      }
    }

    private void write(int from, int to, OutputVector column, Type<?> type) throws IOException {
      switch (column) {
        case OutputVector.Longs(long[] values, BitSet nulls) -> {
          for (int row = from; row < to; row++) {
            out.writeBoolean(nulls.get(row));
            out.writeLong(values[row]);
          }
        }
        case OutputVector.Doubles(double[] values, BitSet nulls) -> {
          for (int row = from; row < to; row++) {
            out.writeBoolean(nulls.get(row));
            out.writeLong(Double.doubleToRawLongBits(values[row]));
          }
        }
        case OutputVector.Objects objects -> {
          for (int row = from; row < to; row++) {
            TypedValues.write(out, type, objects.values()[row]);
          }
        }
        case OutputVector.Texts _ -> throw new IllegalStateException("codes of texts");
      }
    }

    @Override
    public void close() {
      try {
        out.close();
      } catch (IOException e) {
        throw failed(dataset, e);
      }
    }
  }

  /** Reads one, row by row. Not thread-safe. */
  static final class Reader implements AutoCloseable {
    private final Path dataset;
    private final List<Type<?>> types;
    private final DataInputStream in;
    private List<ValueVector> block = List.of();
    private int size;
    private int next;

    Reader(Path file, Path dataset, List<Type<?>> types) {
      this.dataset = dataset;
      this.types = types;
      try {
        in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER));
      } catch (IOException e) {
        throw RapportException.dependency("file: " + file + ": not read: " + e.getMessage(), e);
      }
    }

    /** Copies the next row to a row of vectors, one for each feature. */
    void next(List<ValueVector> target, int row) {
      if (next == size) {
        try {
          read();
        } catch (IOException e) {
          throw RapportException.dependency(
              "file: " + dataset + ": values of a pass not read: " + e.getMessage(), e);
        }
      }
      for (int i = 0; i < target.size(); i++) {
        target.get(i).copy(block.get(i), next, row);
      }
      next++;
    }

    private void read() throws IOException {
      size = in.readInt();
      next = 0;
      List<ValueVector> columns = new ArrayList<>();
      for (Type<?> type : types) {
        ValueVector column = new ValueVector(type, size);
        switch (column.vector()) {
          case OutputVector.Longs _ -> {
            for (int row = 0; row < size; row++) {
              boolean isNull = in.readBoolean();
              long value = in.readLong();
              column.put(row, isNull ? null : (Long) value);
            }
          }
          case OutputVector.Doubles _ -> {
            for (int row = 0; row < size; row++) {
              boolean isNull = in.readBoolean();
              double value = Double.longBitsToDouble(in.readLong());
              column.put(row, isNull ? null : (Double) value);
            }
          }
          case OutputVector.Objects _ -> {
            for (int row = 0; row < size; row++) {
              column.put(row, TypedValues.read(in, type));
            }
          }
          case OutputVector.Texts _ -> throw new IllegalStateException("codes of texts");
        }
        columns.add(column);
      }
      block = columns;
    }

    @Override
    public void close() {
      try {
        in.close();
      } catch (IOException e) {
        throw RapportException.dependency("file: " + dataset + ": " + e.getMessage(), e);
      }
    }
  }
}
