package dev.rapport.engine.dataset;

import dev.rapport.api.error.RapportException;
import dev.rapport.api.question.Question;
import dev.rapport.api.schema.Type;
import dev.rapport.engine.answer.Needs;
import dev.rapport.engine.value.TextValues;
import dev.rapport.spi.table.ColumnVector;
import dev.rapport.spi.table.TableColumn;
import dev.rapport.spi.table.TableReader;
import dev.rapport.spi.table.TableWriter.OutputColumn;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The questions of a file, read in batches, with the columns that are passed through. */
final class QuestionFile {
  /** The column of the moment. */
  static final String AT = "at";

  /** The column of the user's words. */
  static final String WORDS = "words";

  private final TableReader tables;
  private final Path file;
  private final String sql;
  private final List<TableColumn> columns;
  private final List<Role> roles = new ArrayList<>();

  /** What a column is. */
  private sealed interface Role {
    record Moment() implements Role {}

    record Words() implements Role {}

    record Key(String entity, Type<?> type) implements Role {}

    record RequestInput(String name, Type<?> type) implements Role {}

    record Passed() implements Role {}
  }

  /**
   * A row of the file.
   *
   * @param question empty where the row is none
   * @param problem why the row is none; otherwise empty
   * @param cells what the file holds, column by column
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Row(Optional<Question> question, String problem, @Nullable Object[] cells) {}

  /** Takes rows in the file's order. */
  @FunctionalInterface
  interface Visitor {
    void rows(List<Row> rows);
  }

  QuestionFile(TableReader tables, Path file, Needs needs) {
    this.tables = tables;
    this.file = file;
    this.sql = "select * from " + function(file) + "('" + path(file).replace("'", "''") + "')";
    if (!Files.isRegularFile(file)) {
      throw RapportException.user(
          "questions " + file, "no such file", "a Parquet, CSV or JSON file");
    }
    this.columns = tables.describe(sql);
    for (TableColumn column : columns) {
      roles.add(role(column, needs));
    }
    needs.keys().forEach((name, type) -> requireColumn(name, type));
    needs.inputs().forEach((name, type) -> requireColumn(name, type));
    requireColumn(AT, Type.INSTANT);
  }

  private static String path(Path file) {
    return file.toAbsolutePath().normalize().toString();
  }

  private static String function(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".parquet")) {
      return "read_parquet";
    }
    if (name.endsWith(".csv")) {
      return "read_csv";
    }
    if (name.endsWith(".json") || name.endsWith(".jsonl") || name.endsWith(".ndjson")) {
      return "read_json";
    }
    throw RapportException.user(
        "questions " + file, name, "a file that ends in .parquet, .csv, .json or .jsonl");
  }

  private void requireColumn(String name, Type<?> type) {
    if (columns.stream().noneMatch(column -> column.name().equals(name))) {
      throw RapportException.user(
          "questions " + file + ": column " + name,
          "missing",
          "a " + type + "; the file has " + columns.stream().map(TableColumn::name).toList());
    }
  }

  private Role role(TableColumn column, Needs needs) {
    String name = column.name();
    if (name.equals(AT)) {
      boolean time =
          column.kind() == TableColumn.Kind.INSTANT || column.kind() == TableColumn.Kind.DATE;
      if (!time) {
        throw RapportException.user(
            "questions " + file + ": column at", column.sqlType(), "a timestamp or a date");
      }
      return new Role.Moment();
    }
    if (needs.keys().containsKey(name)) {
      return new Role.Key(name, needs.keys().get(name));
    }
    Type<?> input = needs.inputs().getOrDefault(name, needs.optionalInputs().get(name));
    if (input != null) {
      return new Role.RequestInput(name, input);
    }
    return name.equals(WORDS) && column.kind() == TableColumn.Kind.TEXT
        ? new Role.Words()
        : new Role.Passed();
  }

  /** The columns of the file, as they are written again. */
  List<OutputColumn> passedThrough() {
    return columns.stream().map(column -> new OutputColumn(column.name(), type(column))).toList();
  }

  private Type<?> type(TableColumn column) {
    return switch (column.kind()) {
      case BOOLEAN -> Type.BOOLEAN;
      case INTEGER -> Type.LONG;
      case FLOATING -> Type.DOUBLE;
      case DECIMAL -> Type.DECIMAL;
      case TEXT -> Type.STRING;
      case INSTANT -> Type.INSTANT;
      case DATE -> Type.DATE;
      case UUID -> Type.UUID;
      case LIST, STRUCT, MAP, OTHER -> Type.STRING;
    };
  }

  /** How many rows there are. */
  long count() {
    long[] count = {-1};
    tables.read(
        "select count(*) as n from (" + sql + ")",
        List.of("n"),
        (_, vectors) -> count[0] = vectors.getFirst().longAt(0));
    return count[0];
  }

  void read(Visitor visitor) {
    tables.read(
        sql,
        columns.stream().map(TableColumn::name).toList(),
        (rows, vectors) -> {
          List<Row> batch = new ArrayList<>(rows);
          for (int row = 0; row < rows; row++) {
            batch.add(row(row, vectors));
          }
          visitor.rows(batch);
        });
  }

  private Row row(int row, List<ColumnVector> vectors) {
    Map<String, Object> keys = new LinkedHashMap<>();
    Map<String, Object> inputs = new LinkedHashMap<>();
    String words = "";
    Instant at = null;
    String problem = "";
    @Nullable Object[] cells = new Object[columns.size()];
    for (int i = 0; i < cells.length; i++) {
      Object value = vectors.get(i).valueAt(row);
      cells[i] = cell(columns.get(i), value);
      if (value == null) {
        continue;
      }
      try {
        switch (roles.get(i)) {
          case Role.Moment _ -> at = TextValues.convert(Type.INSTANT, value);
          case Role.Words _ -> words = value.toString();
          case Role.Key key -> put(keys, key.entity(), key.type(), value);
          case Role.RequestInput input -> put(inputs, input.name(), input.type(), value);
          case Role.Passed _ -> {}
        }
      } catch (IllegalArgumentException e) {
        problem = columns.get(i).name() + ": " + e.getMessage();
      }
    }
    return problem.isEmpty()
        ? new Row(
            Optional.of(new Question(keys, inputs, words, Optional.ofNullable(at))), "", cells)
        : new Row(Optional.empty(), problem, cells);
  }

  private static void put(Map<String, Object> values, String name, Type<?> type, Object value) {
    Object converted = TextValues.convert(type, value);
    if (converted != null) {
      values.put(name, converted);
    }
  }

  /** Nested cells are passed through as JSON text. */
  private static @Nullable Object cell(TableColumn column, @Nullable Object value) {
    return switch (column.kind()) {
      case LIST, STRUCT, MAP -> value == null ? null : TextValues.json(value);
      case OTHER -> value == null ? null : value.toString();
      case BOOLEAN, INTEGER, FLOATING, DECIMAL, TEXT, INSTANT, DATE, UUID -> value;
    };
  }
}
