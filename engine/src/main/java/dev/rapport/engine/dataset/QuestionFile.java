package dev.rapport.engine.dataset;

import dev.rapport.api.entity.Entity;
import dev.rapport.api.error.RapportException;
import dev.rapport.api.schema.Type;
import dev.rapport.engine.answer.Needs;
import dev.rapport.engine.answer.QuestionBatch;
import dev.rapport.engine.slice.KeyBuckets;
import dev.rapport.engine.slice.SelectedRows;
import dev.rapport.engine.slice.Slice;
import dev.rapport.engine.value.TextValues;
import dev.rapport.spi.table.ColumnVector;
import dev.rapport.spi.table.OutputVector;
import dev.rapport.spi.table.TableColumn;
import dev.rapport.spi.table.TableReader;
import dev.rapport.spi.table.TableWriter.OutputColumn;
import dev.rapport.spi.table.TextDictionary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
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
   * Rows of the file.
   *
   * @param questions one for each row; those that are none are not asked
   * @param problems why rows are none, by row in the batch
   * @param cells what the file holds, column by column
   */
  record Batch(
      QuestionBatch questions, SortedMap<Integer, String> problems, List<OutputVector> cells) {}

  /** Takes rows in the file's order. */
  @FunctionalInterface
  interface Visitor {
    void rows(Batch batch);
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

  /** The same text means that the file has not changed. */
  String stamp() {
    return tables.stamp(sql);
  }

  void read(Visitor visitor) {
    tables.read(
        sql,
        columns.stream().map(TableColumn::name).toList(),
        (rows, vectors) -> visitor.rows(batch(rows, vectors)));
  }

  /** Reads the questions about the keys of a slice; what is only passed through is left out. */
  void read(Entity<?> entity, Slice slice, Visitor visitor) {
    List<Integer> read =
        IntStream.range(0, columns.size())
            .filter(i -> !(roles.get(i) instanceof Role.Passed))
            .boxed()
            .toList();
    List<TableColumn> some = read.stream().map(columns::get).toList();
    List<Role> theirs = read.stream().map(roles::get).toList();
    int keyAt = some.stream().map(TableColumn::name).toList().indexOf(entity.name());
    KeyBuckets keys = new KeyBuckets(entity.keyType(), some.get(keyAt).kind());
    tables.read(
        sql,
        some.stream().map(TableColumn::name).toList(),
        (rows, vectors) -> {
          int[] buckets = keys.of(vectors.get(keyAt), rows);
          int[] selected =
              IntStream.range(0, rows).filter(row -> slice.has(buckets[row])).toArray();
          if (selected.length > 0) {
            List<ColumnVector> part =
                vectors.stream()
                    .<ColumnVector>map(vector -> new SelectedRows(vector, rows, selected))
                    .toList();
            visitor.rows(asked(selected.length, some, theirs, part));
          }
        });
  }

  private Batch batch(int rows, List<ColumnVector> vectors) {
    Batch asked = asked(rows, columns, roles, vectors);
    List<OutputVector> cells = new ArrayList<>(vectors.size());
    for (int i = 0; i < vectors.size(); i++) {
      cells.add(cells(rows, columns.get(i), vectors.get(i)));
    }
    return new Batch(asked.questions(), asked.problems(), cells);
  }

  /** The questions without what is passed through. */
  private static Batch asked(
      int rows, List<TableColumn> columns, List<Role> roles, List<ColumnVector> vectors) {
    QuestionBatch questions = new QuestionBatch(rows);
    SortedMap<Integer, String> problems = new TreeMap<>();
    for (int i = 0; i < vectors.size(); i++) {
      ColumnVector vector = vectors.get(i);
      TableColumn column = columns.get(i);
      switch (roles.get(i)) {
        case Role.Moment _ -> {
          for (int row = 0; row < rows; row++) {
            if (!vector.isNull(row)) {
              questions.at(row, vector.longAt(row));
            }
          }
        }
        case Role.Words _ -> copy(vector, questions.words());
        case Role.Key(String entity, Type<?> type) ->
            convert(column, vector, type, questions.keys(entity), problems);
        case Role.RequestInput(String name, Type<?> type) ->
            convert(column, vector, type, questions.inputs(name), problems);
        case Role.Passed _ -> {}
      }
    }
    problems.keySet().forEach(questions::dismiss);
    return new Batch(questions, problems, List.of());
  }

  private static void copy(ColumnVector vector, @Nullable Object[] values) {
    for (int row = 0; row < values.length; row++) {
      values[row] = vector.valueAt(row);
    }
  }

  private static void convert(
      TableColumn column,
      ColumnVector vector,
      Type<?> type,
      @Nullable Object[] values,
      Map<Integer, String> problems) {
    for (int row = 0; row < values.length; row++) {
      Object value = vector.valueAt(row);
      if (value == null) {
        continue;
      }
      try {
        values[row] = TextValues.convert(type, value);
      } catch (IllegalArgumentException e) {
        problems.put(row, column.name() + ": " + e.getMessage());
      }
    }
  }

  /** The cells of a column, to be written again; nested ones as JSON text. */
  private static OutputVector cells(int rows, TableColumn column, ColumnVector vector) {
    return switch (column.kind()) {
      case INTEGER, INSTANT, DATE -> {
        long[] values = new long[rows];
        vector.longs(0, rows, values, 0);
        yield new OutputVector.Longs(values, nulls(rows, vector));
      }
      case FLOATING -> {
        double[] values = new double[rows];
        vector.doubles(0, rows, values, 0);
        yield new OutputVector.Doubles(values, nulls(rows, vector));
      }
      case TEXT -> {
        Optional<TextDictionary> dictionary = vector.dictionary();
        if (dictionary.isPresent()) {
          int[] codes = new int[rows];
          vector.codes(0, rows, codes, 0);
          yield new OutputVector.Texts(codes, dictionary.get());
        }
        yield objects(rows, column, vector);
      }
      case BOOLEAN, DECIMAL, UUID, LIST, STRUCT, MAP, OTHER -> objects(rows, column, vector);
    };
  }

  private static BitSet nulls(int rows, ColumnVector vector) {
    BitSet nulls = new BitSet();
    for (int row = 0; vector.hasNulls() && row < rows; row++) {
      nulls.set(row, vector.isNull(row));
    }
    return nulls;
  }

  private static OutputVector objects(int rows, TableColumn column, ColumnVector vector) {
    @Nullable Object[] values = new Object[rows];
    for (int row = 0; row < rows; row++) {
      values[row] = cell(column, vector.valueAt(row));
    }
    return new OutputVector.Objects(values);
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
