package dev.rapport.plugins.tables.duckdb;

import dev.rapport.api.error.RapportException;
import dev.rapport.plugins.tables.duckdb.internal.database.Database;
import dev.rapport.plugins.tables.duckdb.internal.database.Failure;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.duckdb.DuckDBConnection;

/**
 * A query that was parsed: which files it reads, with their paths made absolute.
 *
 * @param text as the caller wrote it
 * @param sql as DuckDB runs it, fit to stand in parentheses that end on a new line
 * @param files the paths or patterns it reads, absolute
 * @param plainScan where it is nothing but columns of Parquet files
 * @param csvFiles the CSV files among them, where it leaves to DuckDB how their lines are split
 * @param csvCells where it reads CSV files and nothing else: the columns that are as they are there
 */
record Query(
    String text,
    String sql,
    List<String> files,
    List<CsvFiles> csvFiles,
    Optional<PlainScan> plainScan,
    Optional<CsvCells> csvCells) {

  /**
   * Columns of CSV files, unchanged.
   *
   * @param names what the query calls them; empty for all
   */
  record CsvCells(Set<String> names) {
    boolean has(String column) {
      return names.isEmpty() || names.contains(column);
    }
  }

  /**
   * Columns of Parquet files in file order, without anything else.
   *
   * @param columns what is selected; empty for all
   */
  record PlainScan(List<PlainColumn> columns) {}

  /** A column of a file, and the name the query gives it. */
  record PlainColumn(String inFile, String name) {}

  private static final String EXPECTED =
      "one query that begins with select, from or with; PIVOT is not supported";

  /** Table functions whose first argument names files. */
  private static final Set<String> FILE_FUNCTIONS =
      Set.of(
          "glob",
          "parquet_file_metadata",
          "parquet_full_metadata",
          "parquet_kv_metadata",
          "parquet_metadata",
          "parquet_scan",
          "parquet_schema",
          "read_blob",
          "read_csv",
          "read_csv_auto",
          "read_duckdb",
          "read_json",
          "read_json_auto",
          "read_json_objects",
          "read_json_objects_auto",
          "read_ndjson",
          "read_ndjson_auto",
          "read_ndjson_objects",
          "read_parquet",
          "read_single_csv_file",
          "read_single_json_file",
          "read_single_parquet_file",
          "read_text",
          "sniff_csv");

  private static final Set<String> CHANGES =
      Set.of(
          "INSERT_QUERY_NODE",
          "UPDATE_QUERY_NODE",
          "DELETE_QUERY_NODE",
          "MERGE_QUERY_NODE",
          "SHOW_REF");

  /** A part of the text, in bytes, and what takes its place. */
  private record Replacement(int start, int end, String text) {}

  /**
   * Parses a query.
   *
   * @throws RapportException of kind {@code USER} for a syntax error, several statements, anything
   *     that is not a query, or files that are not named by constants
   */
  static Query parse(DuckDBConnection connection, Path root, String text) throws SQLException {
    SyntaxTree tree = SyntaxTree.parse(connection, text);
    if (tree.textAt("error").equals("true")) {
      if (tree.textAt("error_type").equals("not implemented")) {
        throw RapportException.user("query", Failure.shortened(text), EXPECTED);
      }
      throw Failure.query(
          text,
          Failure.oneLine(tree.textAt("error_message")) + place(text, tree.textAt("position")));
    }
    List<SyntaxTree> statements = tree.at("statements").children();
    if (statements.size() != 1) {
      throw RapportException.user("query", Failure.shortened(text), EXPECTED);
    }
    SyntaxTree statement = statements.getFirst();
    return new Parser(root, text, statement).query();
  }

  /** Where in the text a syntax error is, given in bytes; with the one keyword that surprises. */
  private static String place(String text, String position) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int at = position.matches("\\d{1,9}") ? Integer.parseInt(position) : bytes.length;
    if (at <= 0 || at >= bytes.length) {
      return "";
    }
    String before =
        new String(bytes, 0, at, StandardCharsets.UTF_8).replaceAll("\\s+", " ").strip();
    String tail = before.substring(Math.max(0, before.length() - 30));
    return " after '"
        + tail
        + "'"
        + (before.matches("(?is).*\\bat") ? "; a column called at needs double quotes" : "");
  }

  private static final class Parser {
    private final Path root;
    private final String text;
    private final byte[] bytes;
    private final SyntaxTree statement;
    private final Set<String> namedParts = new HashSet<>();
    private final List<String> files = new ArrayList<>();
    private final List<CsvFiles> csvFiles = new ArrayList<>();
    private final List<Replacement> replacements = new ArrayList<>();

    Parser(Path root, String text, SyntaxTree statement) {
      this.root = root;
      this.text = text;
      this.bytes = text.getBytes(StandardCharsets.UTF_8);
      this.statement = statement;
    }

    Query query() {
      statement.walk(node -> {
        for (SyntaxTree part : node.at("cte_map", "map").children()) {
          namedParts.add(part.textAt("key").toLowerCase(Locale.ROOT));
        }
      });
      statement.walk(node -> {
        String type = node.type();
        if (CHANGES.contains(type)) {
          throw RapportException.user("query", Failure.shortened(text), EXPECTED);
        } else if (type.equals("BASE_TABLE")) {
          table(node);
        } else if (type.equals("TABLE_FUNCTION")) {
          function(node.at("function"));
        }
      });
      String absolute = replaced();
      SyntaxTree node = statement.at("node");
      return new Query(
          text,
          withoutSemicolon(absolute),
          List.copyOf(files),
          List.copyOf(csvFiles),
          plainScan(node),
          csvCells(node));
    }

    /** {@code from 'trips.parquet'}. */
    private void table(SyntaxTree node) {
      String name = node.textAt("table_name");
      int start = location(node);
      boolean path = name.contains(".") || name.contains("/") || Failure.hasGlob(name);
      if (!path
          || !node.textAt("schema_name").isEmpty()
          || namedParts.contains(name.toLowerCase(Locale.ROOT))
          || start >= bytes.length
          || (bytes[start] != '\'' && bytes[start] != '"')) {
        return;
      }
      int end = start + 1;
      while (end < bytes.length
          && (bytes[end] != bytes[start]
              || (end + 1 < bytes.length && bytes[end + 1] == bytes[start]))) {
        end += bytes[end] == bytes[start] ? 2 : 1;
      }
      file(name, start, Math.min(end + 1, bytes.length))
          .flatMap(CsvFiles::named)
          .ifPresent(csvFiles::add);
    }

    /** {@code from read_csv('trips.csv', header = true)}. */
    private void function(SyntaxTree function) {
      String name = function.textAt("function_name").toLowerCase(Locale.ROOT);
      List<SyntaxTree> arguments = function.at("arguments").children();
      if (!FILE_FUNCTIONS.contains(name) || arguments.isEmpty()) {
        return;
      }
      SyntaxTree first = arguments.getFirst().at("expression");
      List<SyntaxTree> constants = List.of(first);
      if (first.textAt("function_name").equals("list_value")) {
        constants =
            first.at("arguments").children().stream().map(each -> each.at("expression")).toList();
      }
      for (SyntaxTree constant : constants) {
        if (!constant.textAt("literal", "kind").equals("STRING")) {
          throw RapportException.user(
              "files of " + name,
              Failure.shortened(text),
              "a text or a list of texts, so that a change of a file is noticed");
        }
        int start = location(constant);
        int end = start + Integer.parseInt(constant.textAt("query_location_length"));
        file(constant.textAt("literal", "text"), start, end)
            .flatMap(file -> CsvFiles.read(file, name, arguments))
            .ifPresent(csvFiles::add);
      }
    }

    private static int location(SyntaxTree node) {
      long location = Long.parseUnsignedLong(node.textAt("query_location"));
      return location >= 0 && location < Integer.MAX_VALUE ? (int) location : Integer.MAX_VALUE;
    }

    /** Notes a path of the query; gives it as an absolute one, or nothing for one elsewhere. */
    private Optional<String> file(String path, int start, int end) {
      if (path.contains("://")) {
        return Optional.empty();
      }
      String absolute = path;
      if (!Path.of(path).isAbsolute() && !path.startsWith("~")) {
        String folder = root.toString().replaceAll("[*?\\[]", "[$0]");
        absolute = folder.endsWith("/") ? folder + path : folder + "/" + path;
        replacements.add(new Replacement(start, end, Database.quotedText(absolute)));
      }
      files.add(absolute);
      return Optional.of(absolute);
    }

    private String replaced() {
      replacements.sort(Comparator.comparingInt(Replacement::start));
      var result = new StringBuilder();
      int done = 0;
      for (Replacement each : replacements) {
        result.append(new String(bytes, done, each.start() - done, StandardCharsets.UTF_8));
        result.append(each.text());
        done = each.end();
      }
      return result
          .append(new String(bytes, done, bytes.length - done, StandardCharsets.UTF_8))
          .toString();
    }

    /** {@code select a, b as c from read_parquet(...)} or {@code from 'x.parquet'}, no more. */
    private Optional<PlainScan> plainScan(SyntaxTree node) {
      SyntaxTree from = node.at("from_table");
      boolean bare =
          node.type().equals("SELECT_NODE")
              && node.at("modifiers").isEmpty()
              && node.at("cte_map", "map").isEmpty()
              && node.at("where_clause").isEmpty()
              && node.at("group_expressions").isEmpty()
              && node.at("group_sets").isEmpty()
              && node.textAt("aggregate_handling").equals("STANDARD_HANDLING")
              && node.at("having").isEmpty()
              && node.at("sample").isEmpty()
              && node.at("qualify").isEmpty()
              && from.at("sample").isEmpty()
              && from.at("at_clause").isEmpty()
              && from.at("column_name_alias").isEmpty();
      if (!bare || files.isEmpty()) {
        return Optional.empty();
      }
      String function = from.textAt("function", "function_name").toLowerCase(Locale.ROOT);
      boolean parquet =
          from.type().equals("BASE_TABLE")
              ? files.size() == 1 && files.getFirst().toLowerCase(Locale.ROOT).endsWith(".parquet")
              : from.type().equals("TABLE_FUNCTION")
                  && (function.equals("read_parquet") || function.equals("parquet_scan"))
                  && from.textAt("with_ordinality").equals("WITHOUT_ORDINALITY")
                  && from.at("function", "arguments").children().size() == 1;
      return parquet ? columns(node.at("select_list").children()) : Optional.empty();
    }

    /** {@code select a, f(b) as c from read_csv(...) where ...}: of these, a. */
    private Optional<CsvCells> csvCells(SyntaxTree node) {
      SyntaxTree from = node.at("from_table");
      String function = from.textAt("function", "function_name").toLowerCase(Locale.ROOT);
      boolean csv =
          node.type().equals("SELECT_NODE")
              && node.at("group_expressions").isEmpty()
              && from.at("column_name_alias").isEmpty()
              && (from.type().equals("BASE_TABLE")
                  ? files.size() == 1 && files.getFirst().toLowerCase(Locale.ROOT).endsWith(".csv")
                  : from.type().equals("TABLE_FUNCTION")
                      && (function.equals("read_csv") || function.equals("read_csv_auto")));
      if (!csv) {
        return Optional.empty();
      }
      List<SyntaxTree> selected = node.at("select_list").children();
      Optional<PlainScan> all = columns(selected);
      if (all.isPresent() && all.get().columns().isEmpty()) {
        return Optional.of(new CsvCells(Set.of()));
      }
      Set<String> names = new HashSet<>();
      for (SyntaxTree each : selected) {
        columns(List.of(each)).ifPresent(one -> one.columns().forEach(it -> names.add(it.name())));
      }
      return names.isEmpty() ? Optional.empty() : Optional.of(new CsvCells(names));
    }

    private static Optional<PlainScan> columns(List<SyntaxTree> selected) {
      List<PlainColumn> columns = new ArrayList<>();
      for (SyntaxTree each : selected) {
        if (each.type().equals("STAR")) {
          boolean bare =
              selected.size() == 1
                  && each.textAt("columns").equals("false")
                  && each.at("exclude_list").isEmpty()
                  && each.at("replace_list").isEmpty()
                  && each.at("qualified_exclude_list").isEmpty()
                  && each.at("rename_list").isEmpty()
                  && each.at("expr").isEmpty();
          return bare ? Optional.of(new PlainScan(List.of())) : Optional.empty();
        }
        List<SyntaxTree> names = each.at("column_names").children();
        if (!each.type().equals("COLUMN_REF") || names.size() != 1) {
          return Optional.empty();
        }
        String inFile = String.valueOf(names.getFirst().text());
        String alias = each.textAt("alias");
        columns.add(new PlainColumn(inFile, alias.isEmpty() ? inFile : alias));
      }
      return Optional.of(new PlainScan(columns));
    }
  }

  /** Cuts a query at its semicolon: the parser found one statement, so only comments follow. */
  private static String withoutSemicolon(String sql) {
    for (int i = 0; i < sql.length(); i++) {
      char c = sql.charAt(i);
      if (c == ';') {
        return sql.substring(0, i);
      }
      i = endOf(sql, i) - 1;
    }
    return sql;
  }

  /** Where the quoted text, the comment or the character that starts here ends. */
  private static int endOf(String sql, int start) {
    char c = sql.charAt(start);
    String closing =
        switch (c) {
          case '\'' -> "'";
          case '"' -> "\"";
          case '-' -> sql.startsWith("--", start) ? "\n" : "";
          case '/' -> sql.startsWith("/*", start) ? "*/" : "";
          case '$' -> dollarTag(sql, start);
          default -> "";
        };
    if (closing.isEmpty()) {
      return start + 1;
    }
    int from = start + (closing.length() == 1 && c != '-' ? 1 : Math.max(2, closing.length()));
    int end = sql.indexOf(closing, from);
    return end < 0 ? sql.length() : end + closing.length();
  }

  /** {@code $$} or {@code $tag$} where one starts here; empty for a parameter. */
  private static String dollarTag(String sql, int start) {
    int end = start + 1;
    while (end < sql.length()
        && (Character.isLetterOrDigit(sql.charAt(end)) || sql.charAt(end) == '_')) {
      end++;
    }
    return end < sql.length() && sql.charAt(end) == '$' ? sql.substring(start, end + 1) : "";
  }
}
