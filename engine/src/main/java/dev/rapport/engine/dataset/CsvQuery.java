package dev.rapport.engine.dataset;

import dev.rapport.api.error.RapportException;
import dev.rapport.api.schema.Type;
import dev.rapport.spi.table.TableColumn;
import dev.rapport.spi.table.TableReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The query for a whole CSV file, whose types are guessed from its cells. A guess that would change
 * what a cell says is not taken: what is asked for as a text stays the text it is, also where all
 * are numbers, and a time counts as one only where it begins with the year, as 03/04/2026 is a day
 * of March or of April.
 */
public final class CsvQuery {
  /** Up to so many bytes all cells are looked at, beyond only the first twenty thousand rows. */
  private static final long SMALL = 32L << 20;

  private static final Pattern YEAR = Pattern.compile("\\s*\\d{4}[-/]");

  private final TableReader tables;
  private final Path file;
  private final Predicate<? super List<TableColumn>> complete;

  private CsvQuery(TableReader tables, Path file, Predicate<? super List<TableColumn>> complete) {
    this.tables = tables;
    this.file = file;
    this.complete = complete;
  }

  /**
   * A query for all columns of a file. The cells that a short line lacks are null; a line with more
   * cells than the header is refused.
   *
   * @param complete whether columns are those that are needed
   * @param type what the values of a column of this name are to be; empty where it does not matter
   */
  public static String of(
      TableReader tables,
      Path file,
      Predicate<? super List<TableColumn>> complete,
      Function<String, Optional<? extends Type<?>>> type) {
    CsvQuery query = new CsvQuery(tables, file, complete);
    String options = query.options();
    String guessed = query.select(options);
    List<String> texts = new ArrayList<>();
    for (TableColumn column : tables.describe(guessed)) {
      if (column.kind() != TableColumn.Kind.TEXT
          && type.apply(column.name()).filter(t -> !query.keeps(options, column, t)).isPresent()) {
        texts.add(column.name());
      }
    }
    return texts.isEmpty() ? guessed : query.select(asTexts(options, texts));
  }

  private String options() {
    String looking = file.toFile().length() <= SMALL ? ", sample_size = -1" : "";
    String padded = looking + ", header = true, null_padding = true, parallel = false";
    try {
      if (isComplete(looking)) {
        return looking;
      }
    } catch (RapportException e) {
      if (e.kind() == RapportException.Kind.USER && isComplete(padded)) {
        return padded;
      }
      throw e;
    }
    return isComplete(padded) ? padded : looking;
  }

  private boolean isComplete(String options) {
    return complete.test(tables.describe(select(options)));
  }

  /** Whether the guessed kind of a column leaves what its cells say as values of a type. */
  private boolean keeps(String options, TableColumn column, Type<?> type) {
    return switch (column.kind()) {
      case DATE, INSTANT -> !type.equals(Type.STRING) && beginsWithYear(options, column.name());
      case BOOLEAN, INTEGER, FLOATING, DECIMAL, TEXT, UUID, LIST, STRUCT, MAP, OTHER ->
          !type.equals(Type.STRING);
    };
  }

  /** Whether the first time of a column does; all of a column are of one format. */
  private boolean beginsWithYear(String options, String column) {
    String name = "\"" + column.replace("\"", "\"\"") + "\"";
    @Nullable Object[] first = new Object[1];
    tables.read(
        "select "
            + name
            + " as first from ("
            + select(asTexts(options, List.of(column)))
            + ") where "
            + name
            + " is not null limit 1",
        List.of("first"),
        (rows, vectors) -> {
          if (rows > 0) {
            first[0] = vectors.getFirst().valueAt(0);
          }
        });
    return first[0] instanceof String text && YEAR.matcher(text).lookingAt();
  }

  private static String asTexts(String options, List<String> columns) {
    String types =
        columns.stream()
            .map(column -> literal(column) + ": 'VARCHAR'")
            .collect(Collectors.joining(", ", ", types = {", "}"));
    // A header over nothing but texts would not be told from them.
    return options + (options.contains("header") ? "" : ", header = true") + types;
  }

  private String select(String options) {
    return "select * from read_csv(" + quoted(file) + options + ")";
  }

  /** A file as a text of SQL. */
  public static String quoted(Path file) {
    return literal(file.toAbsolutePath().normalize().toString());
  }

  private static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
