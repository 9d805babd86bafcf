package dev.rapport.engine.dataset;

import dev.rapport.spi.table.TableColumn;
import dev.rapport.spi.table.TableReader;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

/** The query for a whole CSV file, whose types are guessed from its cells. */
public final class CsvQuery {
  /** Up to so many bytes all cells are looked at, beyond only the first twenty thousand rows. */
  private static final long SMALL = 32L << 20;

  private CsvQuery() {}

  /**
   * A query for all columns of a file. Where a line has fewer or more cells than the others, no
   * column may be found; the missing cells are then null.
   *
   * @param complete whether columns are those that are needed
   */
  public static String of(
      TableReader tables, Path file, Predicate<? super List<TableColumn>> complete) {
    String looking = file.toFile().length() <= SMALL ? ", sample_size = -1" : "";
    String strict = "select * from read_csv(" + quoted(file) + looking + ")";
    if (complete.test(tables.describe(strict))) {
      return strict;
    }
    String padded =
        "select * from read_csv("
            + quoted(file)
            + looking
            + ", header = true, null_padding = true, parallel = false)";
    return complete.test(tables.describe(padded)) ? padded : strict;
  }

  /** A file as a text of SQL. */
  public static String quoted(Path file) {
    return "'" + file.toAbsolutePath().normalize().toString().replace("'", "''") + "'";
  }
}
