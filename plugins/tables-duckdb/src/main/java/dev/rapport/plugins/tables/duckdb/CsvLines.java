package dev.rapport.plugins.tables.duckdb;

import dev.rapport.api.error.RapportException;
import dev.rapport.plugins.tables.duckdb.internal.database.CsvCells;
import dev.rapport.plugins.tables.duckdb.internal.database.Database;
import dev.rapport.plugins.tables.duckdb.internal.database.Failure;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.duckdb.DuckDBConnection;

/**
 * Finds the line of a CSV file because of which DuckDB does not see its columns.
 *
 * <p>DuckDB guesses how lines are split from the first of them (20,480 where nothing else is said).
 * One that is shorter or longer than the others makes it take all of a line for one cell, under a
 * name that is the whole header, begin with that line, or add a column without a name. Nothing of
 * this is an error to DuckDB. Where the columns it found are not those of the header, the file is
 * read once more with the header's delimiter and number of cells, which fails at the line that does
 * not have them.
 */
final class CsvLines {
  private static final List<Character> DELIMITERS = List.of(',', ';', '\t', '|');
  private static final char QUOTE = '"';

  /** How many lines below the first tell whether that is a header or a remark above it. */
  private static final int LOOKED_AT = 3;

  private final DuckDBConnection connection;

  CsvLines(DuckDBConnection connection) {
    this.connection = connection;
  }

  /**
   * The first line of a file, split.
   *
   * @param isOfTable whether a line soon after has as many cells
   */
  private record Header(char delimiter, List<String> cells, boolean isOfTable) {}

  /**
   * What is wrong with a file of a query.
   *
   * @param found the columns of all files, where the query selects all of them; empty where that is
   *     not known
   */
  Optional<RapportException> mistake(Query query, Optional<? extends Collection<String>> found)
      throws SQLException {
    for (CsvFiles files : query.csvFiles()) {
      for (Path file : Stamp.files(connection, files.pattern())) {
        Optional<Header> header = header(file);
        if (header.isPresent()
            && isSuspect(
                header.get(),
                found.isPresent() ? new HashSet<>(found.get()) : columns(file, files.padded()),
                files.padded())) {
          Optional<RapportException> mistake = firstLine(file, header.get(), files.padded());
          if (mistake.isPresent()) {
            return mistake;
          }
        }
      }
    }
    return Optional.empty();
  }

  /** Whether columns that were found show that lines were not split as the header is. */
  private static boolean isSuspect(Header header, Set<String> found, boolean padded) {
    // DuckDB names a column without a name itself, and reads names without spaces around them.
    boolean all =
        header.cells().stream()
            .map(String::strip)
            .allMatch(name -> name.isEmpty() || found.contains(name));
    if (all) {
      return padded && found.contains("column" + header.cells().size());
    }
    // Else the first line may be a remark above the header, which DuckDB rightly passed over.
    return header.isOfTable();
  }

  /** What DuckDB takes for the columns of a file; empty where it finds none. */
  private Set<String> columns(Path file, boolean padded) {
    Set<String> names = new HashSet<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "describe select * from read_csv("
                    + Database.quotedText(file.toString())
                    + padding(padded)
                    + ")")) {
      while (rows.next()) {
        names.add(rows.getString(1));
      }
    } catch (SQLException e) {
      return Set.of(); // it cannot split the lines at all
    }
    return names;
  }

  private Optional<RapportException> firstLine(Path file, Header header, boolean padded) {
    String columns =
        IntStream.range(0, header.cells().size())
            .mapToObj(i -> "'c" + i + "': 'VARCHAR'")
            .collect(Collectors.joining(", "));
    // Into a table, as a query that fails on its way to the caller passes for one that is done.
    String sql =
        "create or replace temp table lines as select count(*) from read_csv("
            + Database.quotedText(file.toString())
            + ", auto_detect = false, header = true, quote = '\"', escape = '\"', delim = "
            + Database.quotedText(String.valueOf(header.delimiter()))
            + ", columns = {"
            + columns
            + "}"
            + padding(padded)
            + ")";
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
      return Optional.empty();
    } catch (SQLException e) {
      return Failure.text(String.valueOf(e.getMessage()));
    }
  }

  private static String padding(boolean padded) {
    return padded ? ", null_padding = true, parallel = false" : "";
  }

  /** Empty for a file without text, or one that is compressed or cannot be read here. */
  private static Optional<Header> header(Path file) {
    List<String> lines = new ArrayList<>();
    try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      for (String line = reader.readLine();
          line != null && lines.size() <= LOOKED_AT;
          line = reader.readLine()) {
        lines.add(line);
      }
    } catch (IOException e) {
      return Optional.empty();
    }
    if (lines.isEmpty() || lines.getFirst().isBlank()) {
      return Optional.empty();
    }
    String first = lines.getFirst();
    String text = first.startsWith("\uFEFF") ? first.substring(1) : first;
    char delimiter = DELIMITERS.getFirst();
    for (char other : DELIMITERS) {
      if (CsvCells.of(text, other, QUOTE).size() > CsvCells.of(text, delimiter, QUOTE).size()) {
        delimiter = other;
      }
    }
    List<String> cells = CsvCells.of(text, delimiter, QUOTE);
    boolean isOfTable = false;
    for (String line : lines.subList(1, lines.size())) {
      isOfTable |= cells.size() > 1 && CsvCells.of(line, delimiter, QUOTE).size() == cells.size();
    }
    return Optional.of(new Header(delimiter, cells, isOfTable));
  }
}
