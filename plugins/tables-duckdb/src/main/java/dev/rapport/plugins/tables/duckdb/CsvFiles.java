package dev.rapport.plugins.tables.duckdb;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * CSV files that a query reads without saying itself how their lines are split into cells.
 *
 * @param pattern the path or the pattern, absolute
 * @param padded whether the cells that a short line lacks are null
 */
record CsvFiles(String pattern, boolean padded) {
  /** What read_csv may be told that does not change where a cell or the header is. */
  private static final Set<String> HARMLESS =
      Set.of(
          "all_varchar",
          "buffer_size",
          "column_types",
          "date_format",
          "dateformat",
          "decimal_separator",
          "dtypes",
          "filename",
          "files_to_sniff",
          "header",
          "hive_partitioning",
          "max_line_size",
          "null_padding",
          "nullstr",
          "parallel",
          "sample_size",
          "timestamp_format",
          "timestampformat",
          "types",
          "union_by_name");

  /** {@code from 'trips.csv'}; empty for a file of another kind. */
  static Optional<CsvFiles> named(String path) {
    return path.toLowerCase(Locale.ROOT).endsWith(".csv")
        ? Optional.of(new CsvFiles(path, false))
        : Optional.empty();
  }

  /**
   * {@code from read_csv('trips.csv', header = true)}; empty for another function, and where the
   * query says how the lines are split.
   *
   * @param arguments all of the function, the path first
   */
  static Optional<CsvFiles> read(String path, String function, List<SyntaxTree> arguments) {
    if (!function.equals("read_csv") && !function.equals("read_csv_auto")) {
      return Optional.empty();
    }
    Map<String, String> options = new HashMap<>();
    for (SyntaxTree argument : arguments.subList(1, arguments.size())) {
      SyntaxTree option = argument.at("expression");
      List<SyntaxTree> name = option.at("left", "column_names").children();
      options.put(
          name.size() == 1 ? String.valueOf(name.getFirst().text()).toLowerCase(Locale.ROOT) : "",
          option.textAt("right", "literal", "text").toLowerCase(Locale.ROOT));
    }
    return HARMLESS.containsAll(options.keySet())
            && options.getOrDefault("header", "true").equals("true")
        ? Optional.of(new CsvFiles(path, options.getOrDefault("null_padding", "").equals("true")))
        : Optional.empty();
  }
}
