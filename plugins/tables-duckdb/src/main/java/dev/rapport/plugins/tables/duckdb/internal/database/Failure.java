package dev.rapport.plugins.tables.duckdb.internal.database;

import dev.rapport.api.error.RapportException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What DuckDB reports, in the words of this project. */
public final class Failure {
  private static final Pattern NO_FILE =
      Pattern.compile("No files found that match the pattern \"(.*)\"");
  private static final Pattern NOT_PARQUET =
      Pattern.compile(
          "No magic bytes found at end of file '(.*)'|File '(.*)' too small to be a Parquet file");
  private static final Pattern BROKEN =
      Pattern.compile(
          "Failed to read file \"([^\"]*)\": (?!schema mismatch)(.*)"
              + "|(?:Prefetch registered for bytes|Attempting to read) outside (?:of )?file: ([^,]*)");
  private static final Pattern NO_COLUMN =
      Pattern.compile(
          "schema mismatch in glob: column \"([^\"]*)\" was read from the original file"
              + " \"([^\"]*)\", but could not be found in file \"([^\"]*)\"");
  private static final Pattern CSV_LINE =
      Pattern.compile(
          "CSV Error on Line: (\\d+)\n(?:Original Line: .*\n)?(.*)(?s:.*?)\n  file = (.*)");
  private static final Pattern CSV_CELL =
      Pattern.compile(
          "Error when converting column \"(.*)\"\\. Could not convert string \"(.*)\" to '(.*)'");
  private static final Pattern CSV_CELLS =
      Pattern.compile(
          "(?s)(?:Original Line: (.*)\n)?Expected Number of Columns: (\\d+) Found: (\\d+)"
              + "(?:.*?\n  delimiter = (.) \\(.*?\n  quote = (.) \\()?");
  private static final Pattern NO_CSV = Pattern.compile("Error when sniffing file \"(.*)\"");
  private static final Pattern NO_JSON =
      Pattern.compile("Malformed JSON in file \"(.*)\", at byte \\d+ in ([^:]*): (.*?)\\.?\\s*\n");
  private static final Pattern NO_ACCESS =
      Pattern.compile("Cannot open file \"(.*)\": Permission denied");
  private static final Pattern OUTSIDE =
      Pattern.compile(
          "(?i)no space left|could not write|out of memory|disk quota|too many open files"
              + "|INTERNAL Error|FATAL Error|input/output error");

  /** DuckDB's own tables, which it offers for any name. */
  private static final Pattern OWN_TABLE =
      Pattern.compile(
          ";?\\s*Did you mean \"(?:pg_|duckdb_|sqlite_|pragma_|information_schema|__)[^\"]*\"\\?");

  private static final Pattern NO_TABLE = Pattern.compile("Table with name ([^ ]+) does not exist");
  private static final int LONGEST_QUERY = 160;
  private static final int MOST_FILES = 5;

  private Failure() {}

  /** A query that cannot be read, or a failure of the machine under it. */
  public static RapportException of(String sql, SQLException cause) {
    String message = String.valueOf(cause.getMessage());
    Matcher missing = NO_FILE.matcher(message);
    if (missing.find()) {
      return noFile(missing.group(1));
    }
    Matcher refused = NO_ACCESS.matcher(message);
    if (refused.find()) {
      return RapportException.user(
          "file", refused.group(1), "a file that can be read; permission denied");
    }
    Matcher foreign = NOT_PARQUET.matcher(message);
    if (foreign.find()) {
      return notParquet(foreign.group(1) == null ? foreign.group(2) : foreign.group(1));
    }
    Matcher lacking = NO_COLUMN.matcher(message);
    if (lacking.find()) {
      return RapportException.user(
          "file " + lacking.group(3) + ": column " + lacking.group(1),
          "missing",
          "there as in " + lacking.group(2) + ", or union_by_name = true in the query");
    }
    Optional<RapportException> text = text(message);
    if (text.isPresent()) {
      return text.get();
    }
    String said = oneLine(message);
    Matcher broken = BROKEN.matcher(said);
    if (broken.find() && !OUTSIDE.matcher(said).find()) {
      return broken.group(1) == null
          ? broken(broken.group(3), "its pages lie beyond its end", cause)
          : broken(broken.group(1), broken.group(2), cause);
    }
    if (OUTSIDE.matcher(message).find()) {
      return RapportException.dependency("query: " + shortened(sql) + ": " + said, cause);
    }
    return query(sql, said);
  }

  /** Whether a text file has other columns than the first of its pattern. */
  public static boolean areOtherColumns(SQLException cause) {
    return String.valueOf(cause.getMessage()).contains("Schema mismatch between globbed files");
  }

  /** A text file that is no table, or has a line that does not fit. */
  public static Optional<RapportException> text(String message) {
    Matcher json = NO_JSON.matcher(message);
    if (json.find()) {
      return Optional.of(
          RapportException.user("file " + json.group(1), json.group(2), "JSON; " + json.group(3)));
    }
    Matcher unknown = NO_CSV.matcher(message);
    if (unknown.find()) {
      return Optional.of(
          RapportException.user(
              "file",
              unknown.group(1),
              "a CSV file in UTF-8; no delimiter and quotes fit all of its lines"));
    }
    Matcher line = CSV_LINE.matcher(message);
    if (!line.find()) {
      return Optional.empty();
    }
    String place = "file " + line.group(3) + ": line " + line.group(1);
    Matcher cell = CSV_CELL.matcher(line.group(2));
    if (cell.find()) {
      return Optional.of(
          RapportException.user(
              place + ": column " + cell.group(1),
              "\"" + cell.group(2) + "\"",
              cell.group(3)
                  + (message.contains("This type was auto-detected")
                      ? ", as in the lines before or as the query casts it; without a cast, sample_size = -1"
                          + " in read_csv sets rows that do not fit aside"
                      : ", as the query says")));
    }
    Matcher cells = CSV_CELLS.matcher(message);
    return Optional.of(
        cells.find()
            ? cells(place, found(cells), Integer.parseInt(cells.group(2)))
            : RapportException.user(
                place, "cannot be read", "a CSV file in UTF-8; " + firstSentence(line.group(2))));
  }

  /** How many cells a line has: DuckDB counts no further than to the first that is too many. */
  private static int found(Matcher cells) {
    int counted = Integer.parseInt(cells.group(3));
    String line = cells.group(1);
    return line == null || cells.group(4) == null
        ? counted
        : Math.max(
            counted, CsvCells.of(line, cells.group(4).charAt(0), cells.group(5).charAt(0)).size());
  }

  private static RapportException cells(String place, int found, int expected) {
    return RapportException.user(
        place,
        "cells: " + found,
        expected
            + " as in its first line; "
            + (found < expected
                ? "null_padding = true in read_csv fills short lines"
                : "quotes go around a cell with a delimiter in it"));
  }

  private static String firstSentence(String text) {
    int end = text.indexOf(". ");
    return end < 0 ? text : text.substring(0, end);
  }

  /** A Parquet file that is damaged. */
  public static RapportException broken(String file, String why, @Nullable Throwable cause) {
    return new RapportException(
        RapportException.Kind.USER,
        "file: " + file + " (expected: a Parquet file that can be read to its end; " + why + ")",
        cause);
  }

  private static RapportException notParquet(String file) {
    byte[] start = new byte[4];
    int length;
    try (InputStream in = Files.newInputStream(Path.of(file))) {
      length = in.readNBytes(start, 0, start.length);
    } catch (IOException e) {
      length = -1; // gone since
    }
    if (length == 0) {
      return RapportException.user("file", file, "a Parquet file; it is empty");
    }
    return new String(start, StandardCharsets.ISO_8859_1).equals("PAR1")
        ? broken(file, "its end is missing", null)
        : RapportException.user(
            "file",
            file + " without the mark of Parquet at its beginning",
            "a Parquet file; read_csv and read_json read others");
  }

  /** A query that DuckDB refuses. */
  public static RapportException query(String sql, String said) {
    String help =
        NO_TABLE.matcher(said).find()
            ? "; a file is named in quotes or by a function such as read_parquet('trips.parquet')"
            : "";
    return RapportException.user(
        "query",
        shortened(sql),
        "a query that DuckDB can run; it says: " + OWN_TABLE.matcher(said).replaceAll("") + help);
  }

  private static RapportException noFile(String pattern) {
    Path path = Path.of(pattern);
    Path folder = path.getParent();
    if (folder == null || hasGlob(folder.toString())) {
      return RapportException.user("file", pattern, "at least one file of that name");
    }
    if (!hasGlob(pattern) && Files.isDirectory(path)) {
      return RapportException.user(
          "file", pattern, "a file, not a folder; " + pattern + "/* names all files in it");
    }
    if (!Files.isDirectory(folder)) {
      return RapportException.user("file", pattern, "a file in a folder that is there");
    }
    List<String> names = new ArrayList<>();
    int files = 0;
    try (Stream<Path> entries = Files.list(folder)) {
      for (Path entry : (Iterable<Path>) entries.filter(Files::isRegularFile).sorted()::iterator) {
        files++;
        if (names.size() < MOST_FILES) {
          names.add(String.valueOf(entry.getFileName()));
        }
      }
    } catch (IOException e) {
      return RapportException.user("file", pattern, "a file in a folder that can be read");
    }
    String there =
        files == 0
            ? "the folder has no file"
            : "the folder has "
                + String.join(", ", names)
                + (files > names.size() ? " and " + (files - names.size()) + " more" : "");
    return RapportException.user("file", pattern, "at least one file of that name; " + there);
  }

  public static boolean hasGlob(String path) {
    return path.chars().anyMatch(c -> c == '*' || c == '?' || c == '[');
  }

  /** The text before DuckDB's excerpt of the query, in one line; with the file it names below. */
  public static String oneLine(String message) {
    var text = new StringBuilder();
    boolean head = true;
    for (String line : (Iterable<String>) message.lines()::iterator) {
      String stripped = line.strip();
      if (stripped.isEmpty() || stripped.startsWith("LINE ")) {
        head = false;
      } else if (head) {
        text.append(text.isEmpty() ? "" : "; ").append(stripped);
      } else if (stripped.startsWith("file = ")) {
        text.append("; ").append(stripped);
      }
    }
    return text.toString().replace("!;", ";");
  }

  public static String shortened(String sql) {
    String line = sql.strip().replaceAll("\\s+", " ");
    return line.length() <= LONGEST_QUERY ? line : line.substring(0, LONGEST_QUERY) + " ...";
  }
}
