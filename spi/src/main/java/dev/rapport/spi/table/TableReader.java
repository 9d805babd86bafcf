package dev.rapport.spi.table;

import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Reads tables by SQL over Parquet, CSV and JSON files. Relative paths start at the reader's root.
 * Timestamps without a zone are UTC. Safe for use by many threads.
 *
 * <p>Errors are {@link dev.rapport.api.error.RapportException}: {@code USER} where the query or a
 * file is wrong (the message names it), {@code DEPENDENCY} where the storage fails.
 */
public interface TableReader extends AutoCloseable {

  /** The columns of a query, without running it. */
  List<TableColumn> describe(String sql);

  /**
   * What the answer depends on: the same text means that no file the query reads has changed (path,
   * size, time of change of each).
   */
  String stamp(String sql);

  /** How many rows a query has, where that is known without reading them. */
  default OptionalLong rows(String sql) {
    return OptionalLong.empty();
  }

  /**
   * Runs a query and hands out its rows in batches, in the query's order.
   *
   * @param columns the names of those to read, in the order of the vectors
   */
  void read(String sql, List<String> columns, BatchVisitor visitor);

  /**
   * Reads as {@link #read(String, List, BatchVisitor)} does, without the values of some columns.
   *
   * @param onlyNulls columns among those to read of whose vectors only {@link ColumnVector#isNull},
   *     {@link ColumnVector#hasNulls} and {@link ColumnVector#hasNullElement} are used
   */
  default void read(String sql, List<String> columns, Set<String> onlyNulls, BatchVisitor visitor) {
    read(sql, columns, visitor);
  }

  @Override
  void close();

  /** Takes batches in order. */
  @FunctionalInterface
  interface BatchVisitor {
    /**
     * Takes one batch.
     *
     * @param rows how many rows the vectors have
     */
    void batch(int rows, List<ColumnVector> columns);
  }
}
