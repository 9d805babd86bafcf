package dev.rapport.spi.table;

import dev.rapport.api.schema.Type;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes tables to files; the format is that of the extension: {@code .parquet}, {@code .csv}. */
public interface TableWriter {

  /**
   * Starts a file, which is not there under its name before it is complete.
   *
   * @throws dev.rapport.api.error.RapportException of kind {@code USER} for another extension or a
   *     folder that is not there, {@code DEPENDENCY} for one that cannot be written
   */
  Output create(Path file, List<OutputColumn> columns);

  /** A column to write. Nested values are written as they are in Parquet, as JSON in CSV. */
  record OutputColumn(String name, Type<?> type) {}

  /** A file in the making. Not safe for several threads. */
  interface Output extends AutoCloseable {
    /**
     * Adds a row: one value for each column, of its type, or null.
     *
     * @throws dev.rapport.api.error.RapportException of kind {@code USER} for another number of
     *     values or one that is not of its column's type; nothing of the row is added then
     */
    void row(@Nullable Object[] values);

    /**
     * Adds rows 0 to {@code count - 1} of the vectors, one for each column: for many rows several
     * times as fast as one by one.
     *
     * @throws dev.rapport.api.error.RapportException of kind {@code USER} for another number of
     *     columns, a vector of another kind or too short, or a value that is not of its column's
     *     type; the output is closed then
     */
    void rows(int count, List<OutputVector> columns);

    /**
     * A file that may be made while this is open, for what is needed only until then. It goes with
     * whatever else remains of the making: when this is closed or the process ends.
     *
     * @param name each once; letters, digits and hyphens
     */
    Path aside(String name);

    /** Puts the finished file in its place, replacing one that is there. */
    void commit();

    /** Removes what was written unless it was committed. */
    @Override
    void close();
  }
}
