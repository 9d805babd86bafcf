package dev.rapport.engine.dataset;

import dev.rapport.api.error.RapportException;
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
   * A query for all columns of a file. The cells that a short line lacks are null; a line with more
   * cells than the header is refused.
   *
   * @param complete whether columns are those that are needed
   */
  public static String of(
      TableReader tables, Path file, Predicate<? super List<TableColumn>> complete) {
    String looking = file.toFile().length() <= SMALL ? ", sample_size = -1" : "";
    String strict = "select * from read_csv(" + quoted(file) + looking + ")";
    String padded =
        "select * from read_csv("
            + quoted(file)
            + looking
            + ", header = true, null_padding = true, parallel = false)";
    try {
      if (complete.test(tables.describe(strict))) {
        return strict;
      }
    } catch (RapportException e) {
      if (e.kind() == RapportException.Kind.USER && complete.test(tables.describe(padded))) {
        return padded;
      }
      throw e;
    }
    return complete.test(tables.describe(padded)) ? padded : strict;
  }

  /** A file as a text of SQL. */
  public static String quoted(Path file) {
    return "'" + file.toAbsolutePath().normalize().toString().replace("'", "''") + "'";
  }
}
