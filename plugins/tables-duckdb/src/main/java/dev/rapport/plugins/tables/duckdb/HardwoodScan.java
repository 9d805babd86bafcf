package dev.rapport.plugins.tables.duckdb;

import dev.hardwood.HardwoodContext;
import dev.hardwood.InputFile;
import dev.hardwood.reader.ColumnReaders;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.schema.ColumnProjection;
import dev.rapport.api.error.RapportException;
import dev.rapport.plugins.tables.duckdb.internal.database.Failure;
import dev.rapport.spi.table.ColumnVector;
import dev.rapport.spi.table.TableReader.BatchVisitor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads flat columns of Parquet files, and short lists of flat values, with Hardwood, several times
 * as fast as DuckDB hands out rows, and gives the same values. What it does not cover it leaves
 * alone. Safe for use by many threads.
 */
final class HardwoodScan implements AutoCloseable {
  /** Each stays open while the files are read; beyond this DuckDB reads them. */
  private static final int MOST_FILES = 256;

  private @Nullable HardwoodContext context;

  /** A column of a file and what DuckDB says its type is. */
  record Column(String inFile, SqlType type) {}

  /** An opened file, and how to read its columns. */
  private record Source(Path path, ParquetFileReader reader, List<ParquetColumn> columns) {}

  /**
   * Reads all rows of the files, in order.
   *
   * @return false where it does not cover them, before anything was handed out
   */
  boolean read(List<Path> files, List<Column> columns, BatchVisitor visitor) {
    if (columns.isEmpty() || files.isEmpty() || files.size() > MOST_FILES) {
      return false;
    }
    for (Path file : files) {
      // DuckDB makes a column of a folder such as year=2024.
      if (file.getParent() != null && file.getParent().toString().contains("=")) {
        return false;
      }
    }
    List<Source> sources = new ArrayList<>();
    try {
      for (Path file : files) {
        Optional<Source> source = open(file, columns);
        if (source.isEmpty()) {
          return false;
        }
        sources.add(source.get());
      }
      List<TextCodes> dictionaries =
          columns.stream().map(column -> new TextCodes(TextCodes.MOST_TEXTS)).toList();
      boolean begun = false;
      for (Source source : sources) {
        if (!read(source, dictionaries, visitor, begun)) {
          return false;
        }
        begun = true;
      }
      return true;
    } finally {
      for (Source source : sources) {
        close(source.reader());
      }
    }
  }

  private Optional<Source> open(Path file, List<Column> columns) {
    ParquetFileReader reader = null;
    try {
      reader = ParquetFileReader.open(InputFile.of(file), context());
      List<ParquetColumn> found = new ArrayList<>();
      for (Column column : columns) {
        Optional<ParquetColumn> each = ParquetColumn.find(reader, column.inFile(), column.type());
        if (each.isEmpty()) {
          close(reader);
          return Optional.empty();
        }
        found.add(each.get());
      }
      return Optional.of(new Source(file, reader, found));
    } catch (IOException | RuntimeException e) {
      // Not covered, or broken: DuckDB reads it or says what is wrong with it.
      if (reader != null) {
        close(reader);
      }
      return Optional.empty();
    }
  }

  private static boolean read(
      Source source, List<TextCodes> dictionaries, BatchVisitor visitor, boolean begun) {
    String[] paths =
        source.columns().stream().map(ParquetColumn::path).distinct().toArray(String[]::new);
    try (ColumnReaders readers =
        source.reader().buildColumnReaders(ColumnProjection.columns(paths)).build()) {
      boolean more;
      try {
        more = readers.nextBatch();
      } catch (RuntimeException e) {
        if (begun) {
          throw unreadable(source, e);
        }
        return false;
      }
      while (more) {
        List<ColumnVector> vectors = new ArrayList<>(dictionaries.size());
        for (int i = 0; i < dictionaries.size(); i++) {
          vectors.add(source.columns().get(i).vector(readers, dictionaries.get(i)));
        }
        visitor.batch(readers.getRecordCount(), vectors);
        try {
          more = readers.nextBatch();
        } catch (RuntimeException e) {
          throw unreadable(source, e);
        }
      }
      return true;
    }
  }

  private static RapportException unreadable(Source source, RuntimeException cause) {
    return Failure.broken(source.path().toString(), reason(cause), cause);
  }

  /** What the innermost cause says. */
  private static String reason(Throwable cause) {
    Throwable innermost = cause;
    while (innermost.getCause() != null) {
      innermost = innermost.getCause();
    }
    String message = innermost.getMessage();
    return message == null || message.isBlank()
        ? innermost.getClass().getSimpleName()
        : Failure.oneLine(message);
  }

  private synchronized HardwoodContext context() {
    if (context == null) {
      context = HardwoodContext.create();
    }
    return context;
  }

  private static void close(ParquetFileReader reader) {
    try {
      reader.close();
    } catch (IOException e) {
      throw RapportException.dependency("file: did not close: " + e.getMessage(), e);
    }
  }

  @Override
  public synchronized void close() {
    if (context != null) {
      context.close();
      context = null;
    }
  }
}
