package dev.rapport.plugins.tables.duckdb;

import dev.hardwood.metadata.CompressionCodec;
import dev.hardwood.metadata.Encoding;
import dev.hardwood.metadata.RowGroup;
import dev.hardwood.reader.ColumnReader;
import dev.hardwood.reader.ColumnReaders;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.Validity;
import dev.hardwood.schema.ColumnSchema;
import dev.rapport.spi.table.ColumnVector;
import dev.rapport.spi.table.TableColumn.Kind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A column of a Parquet file that Hardwood reads: a flat one, or short lists of flat values.
 *
 * @param path by which Hardwood knows it
 * @param flat how its values, or the elements of its lists, are read
 */
record ParquetColumn(String path, FlatColumn flat, boolean lists) {
  /**
   * Hardwood's batches are so many rows, however long the lists in them: beyond this on average
   * they would take much memory.
   */
  private static final int MOST_ELEMENTS = 8;

  private static final Set<CompressionCodec> CODECS =
      EnumSet.of(
          CompressionCodec.UNCOMPRESSED,
          CompressionCodec.SNAPPY,
          CompressionCodec.GZIP,
          CompressionCodec.ZSTD);

  /** How a file's column is read; nothing for one that is left to DuckDB. */
  static Optional<ParquetColumn> find(ParquetFileReader reader, String name, SqlType type) {
    if (name.contains(".")) {
      return Optional.empty();
    }
    ColumnSchema found = null;
    for (ColumnSchema each : reader.getFileSchema().getColumns()) {
      if (each.fieldPath().elements().getFirst().equals(name)) {
        found = each;
      }
    }
    if (found == null || !isCovered(reader, found)) {
      return Optional.empty();
    }
    List<String> path = found.fieldPath().elements();
    FlatColumn flat = null;
    boolean lists = false;
    if (path.size() == 1 && found.maxRepetitionLevel() == 0) {
      flat = FlatColumn.of(type, found);
    } else if (type instanceof SqlType.ListOf(SqlType element)
        && path.size() == 3
        && path.get(1).equals("list")
        && found.maxRepetitionLevel() == 1) {
      lists = true;
      flat = FlatColumn.of(element, found);
      if (flat != null && (flat.kind() == Kind.INSTANT || flat.kind() == Kind.DATE)) {
        flat = null; // in a list DuckDB reads other times as null than in a column
      }
    }
    return flat == null
        ? Optional.empty()
        : Optional.of(new ParquetColumn(found.fieldPath().toString(), flat, lists));
  }

  private static boolean isCovered(ParquetFileReader reader, ColumnSchema column) {
    for (RowGroup group : reader.getFileMetaData().rowGroups()) {
      var chunk = group.columns().get(column.columnIndex()).metaData();
      if (!CODECS.contains(chunk.codec())
          || chunk.encodings().contains(Encoding.UNKNOWN)
          || chunk.numValues() > MOST_ELEMENTS * group.numRows()) {
        return false;
      }
    }
    return true;
  }

  /**
   * The current batch.
   *
   * @param dictionary of the texts of the column, from batch to batch
   */
  ColumnVector vector(ColumnReaders readers, TextCodes dictionary) {
    ColumnReader reader = readers.getColumnReader(path);
    ColumnVector values = flat.vector(reader, dictionary);
    if (!lists) {
      return values;
    }
    if (flat == FlatColumn.TEXTS) {
      // DuckDB refuses them too, whatever of the lists is read.
      TextCodes.check(reader.getBinaryValues(), reader.getBinaryOffsets(), reader.getValueCount());
    }
    return new Lists(reader.getLayerValidity(0), reader.getLayerOffsets(0), values);
  }

  /** Lists, whose elements lie one after the other. */
  private static final class Lists extends FlatColumn.Objects {
    private final int[] offsets;
    private final ColumnVector elements;

    Lists(Validity nulls, int[] offsets, ColumnVector elements) {
      super(nulls);
      this.offsets = offsets;
      this.elements = elements;
    }

    @Override
    public boolean hasNullElement(int row) {
      if (elements.hasNulls()) {
        for (int i = offsets[row]; i < offsets[row + 1]; i++) {
          if (elements.isNull(i)) {
            return true;
          }
        }
      }
      return false;
    }

    @Override
    public @Nullable Object valueAt(int row) {
      if (isNull(row)) {
        return null;
      }
      List<@Nullable Object> list = new ArrayList<>(offsets[row + 1] - offsets[row]);
      for (int i = offsets[row]; i < offsets[row + 1]; i++) {
        list.add(elements.valueAt(i));
      }
      return list;
    }
  }
}
