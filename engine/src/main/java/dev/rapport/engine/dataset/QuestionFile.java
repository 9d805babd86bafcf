package dev.rapport.engine.dataset;

import dev.rapport.api.entity.Entity;
import dev.rapport.api.error.RapportException;
import dev.rapport.api.schema.Type;
import dev.rapport.engine.answer.Needs;
import dev.rapport.engine.answer.QuestionBatch;
import dev.rapport.engine.catalog.CellCheck;
import dev.rapport.engine.catalog.ColumnTypes;
import dev.rapport.engine.slice.KeyBuckets;
import dev.rapport.engine.slice.SelectedRows;
import dev.rapport.engine.slice.Slice;
import dev.rapport.engine.value.Conversion;
import dev.rapport.engine.value.Micros;
import dev.rapport.spi.table.ColumnVector;
import dev.rapport.spi.table.OutputVector;
import dev.rapport.spi.table.TableColumn;
import dev.rapport.spi.table.TableReader;
import dev.rapport.spi.table.TableWriter.OutputColumn;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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
  private final int rowsAtOnce;
  private final List<Role> roles = new ArrayList<>();
  private final long count;

  /** What a column is. */
  private sealed interface Role {
    record Moment(Meanings meanings) implements Role {}

    record Words() implements Role {}

    record Key(String entity, Meanings meanings) implements Role {}

    record RequestInput(String name, Meanings meanings) implements Role {}

    record Passed() implements Role {}
  }

  /**
   * Rows of the file.
   *
   * @param questions one for each row; those that are none are not asked
   * @param cells what the file holds, column by column
   */
  record Batch(QuestionBatch questions, List<OutputVector> cells) {}

  /** Takes rows in the file's order. */
  @FunctionalInterface
  interface Visitor {
    void rows(Batch batch);
  }

  /**
   * Opens a file.
   *
   * @param rowsAtOnce how many questions are handed out together at most
   */
  QuestionFile(TableReader tables, Path file, Needs needs, int rowsAtOnce) {
    this.tables = tables;
    this.rowsAtOnce = rowsAtOnce;
    this.file = file;
    if (!Files.isRegularFile(file)) {
      throw RapportException.user(
          "questions " + file,
          Files.isDirectory(file) ? "a folder" : "no such file",
          "a Parquet, CSV or JSON file");
    }
    String function = function(file);
    this.sql =
        function.equals("read_csv")
            ? CsvQuery.of(tables, file, columns -> has(columns, AT), column -> type(column, needs))
            : "select * from " + function + "(" + CsvQuery.quoted(file) + ")";
    this.columns = tables.describe(sql);
    this.count = counted();
    for (TableColumn column : columns) {
      roles.add(role(column, needs));
    }
    needs.keys().forEach((name, type) -> requireColumn(name, type));
    needs.inputs().forEach((name, type) -> requireColumn(name, type));
    requireColumn(AT, Type.INSTANT);
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
    if (!has(columns, name)) {
      throw RapportException.user(
          "questions " + file + ": column " + name,
          "missing",
          Conversion.article(type.toString())
              + "; the file has "
              + columns.stream().map(TableColumn::name).toList());
    }
  }

  private static boolean has(List<TableColumn> columns, String name) {
    return columns.stream().anyMatch(column -> column.name().equals(name));
  }

  /** What the values of a column are to be; empty where it is passed through as it is. */
  private static Optional<Type<?>> type(String column, Needs needs) {
    if (column.equals(AT)) {
      return Optional.of(Type.INSTANT);
    }
    if (needs.keys().containsKey(column)) {
      return Optional.of(needs.keys().get(column));
    }
    Type<?> input = needs.inputs().getOrDefault(column, needs.optionalInputs().get(column));
    return input == null && column.equals(WORDS)
        ? Optional.of(Type.STRING)
        : Optional.ofNullable(input);
  }

  private Role role(TableColumn column, Needs needs) {
    String name = column.name();
    if (name.equals(AT)) {
      checkMoments(column);
      return new Role.Moment(new Meanings(Type.INSTANT));
    }
    Type<?> key = needs.keys().get(name);
    if (key != null) {
      checkKind(column, key, "the key of an entity");
      return new Role.Key(name, new Meanings(key));
    }
    Type<?> input = needs.inputs().getOrDefault(name, needs.optionalInputs().get(name));
    if (input != null) {
      checkKind(column, input, "a request input");
      return new Role.RequestInput(name, new Meanings(input));
    }
    return name.equals(WORDS) && column.kind() == TableColumn.Kind.TEXT
        ? new Role.Words()
        : new Role.Passed();
  }

  /**
   * A column of typed values none of which can be what is asked for refuses the file: each row
   * would come back without values for the same reason. The types of CSV are only guessed from its
   * cells, and that of a column without values says nothing.
   */
  private void checkKind(TableColumn column, Type<?> type, String role) {
    if (column.cells() || ColumnTypes.mayMean(column.kind(), type) || !hasValue(column)) {
      return;
    }
    throw RapportException.user(
        "questions " + file + ": column " + column.name(),
        column.sqlType(),
        ColumnTypes.expected(type) + " for " + role + ", " + type);
  }

  private boolean hasValue(TableColumn column) {
    boolean[] found = {false};
    tables.read(
        "select 1 as n from ("
            + sql
            + ") where \""
            + column.name().replace("\"", "\"\"")
            + "\" is not null limit 1",
        List.of("n"),
        (rows, _) -> found[0] |= rows > 0);
    return found[0];
  }

  /**
   * A text is a moment where it says one, in a file whose columns have no types. One that says none
   * refuses the file: without it the moments would be no times in what is written either.
   */
  private void checkMoments(TableColumn column) {
    TableColumn.Kind kind = column.kind();
    boolean time = kind == TableColumn.Kind.INSTANT || kind == TableColumn.Kind.DATE;
    if (time || count == 0) {
      return;
    }
    if (kind != TableColumn.Kind.TEXT || function(file).equals("read_parquet")) {
      throw RapportException.user(
          "questions " + file + ": column at", column.sqlType(), "a timestamp or a date");
    }
    Optional<String> bad = new CellCheck(tables, sql).firstBad(AT, Type.INSTANT);
    if (bad.isPresent()) {
      throw new RapportException(
          RapportException.Kind.USER, "questions " + file + ": " + bad.get());
    }
  }

  /**
   * The columns of the file, as they are written again. One without rows, such as a CSV file with
   * only a header, does not tell their types: they are those that are asked for.
   */
  List<OutputColumn> passedThrough() {
    List<OutputColumn> all = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      TableColumn column = columns.get(i);
      boolean known = count > 0 && !(roles.get(i) instanceof Role.Moment && isText(column));
      all.add(new OutputColumn(column.name(), known ? PassedCells.type(column) : type(i)));
    }
    return all;
  }

  private static boolean isText(TableColumn column) {
    return column.kind() == TableColumn.Kind.TEXT;
  }

  private Type<?> type(int column) {
    return switch (roles.get(column)) {
      case Role.Moment(Meanings meanings) -> meanings.type();
      case Role.Key(_, Meanings meanings) -> meanings.type();
      case Role.RequestInput(_, Meanings meanings) -> meanings.type();
      case Role.Words _, Role.Passed _ -> PassedCells.type(columns.get(column));
    };
  }

  /** How many rows there are. */
  long count() {
    return count;
  }

  private long counted() {
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
        (rows, vectors) -> {
          int[] all = IntStream.range(0, rows).toArray();
          inPieces(rows, vectors, all, (count, piece) -> visitor.rows(batch(count, piece)));
        });
  }

  /** Takes some rows of a batch. */
  private interface Piece {
    void rows(int count, List<ColumnVector> vectors);
  }

  /**
   * Hands on selected rows of a batch, few at a time, as their values for all features are in
   * memory, of several pieces at once.
   */
  private void inPieces(int rows, List<ColumnVector> vectors, int[] selected, Piece piece) {
    for (int from = 0; from < selected.length; from += rowsAtOnce) {
      int to = Math.min(selected.length, from + rowsAtOnce);
      int[] part = Arrays.copyOfRange(selected, from, to);
      boolean whole = part.length == rows;
      piece.rows(
          part.length,
          whole
              ? vectors
              : vectors.stream()
                  .<ColumnVector>map(vector -> new SelectedRows(vector, rows, part))
                  .toList());
    }
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
          inPieces(
              rows,
              vectors,
              selected,
              (count, piece) -> visitor.rows(asked(count, some, theirs, piece)));
        });
  }

  private Batch batch(int rows, List<ColumnVector> vectors) {
    Batch asked = asked(rows, columns, roles, vectors);
    List<OutputVector> cells = new ArrayList<>(vectors.size());
    for (int i = 0; i < vectors.size(); i++) {
      TableColumn column = columns.get(i);
      cells.add(
          roles.get(i) instanceof Role.Moment(Meanings meanings) && isText(column)
              ? moments(rows, vectors.get(i), meanings, (_, _) -> {})
              : PassedCells.of(rows, column, vectors.get(i)));
    }
    return new Batch(asked.questions(), cells);
  }

  /** The questions without what is passed through. */
  private static Batch asked(
      int rows, List<TableColumn> columns, List<Role> roles, List<ColumnVector> vectors) {
    QuestionBatch questions = new QuestionBatch(rows);
    for (int i = 0; i < vectors.size(); i++) {
      ColumnVector vector = vectors.get(i);
      TableColumn column = columns.get(i);
      Meanings.Unreadable unreadable =
          (row, why) -> questions.dismiss(row, column.name() + ": " + why);
      switch (roles.get(i)) {
        case Role.Moment(Meanings meanings) -> {
          if (isText(column)) {
            OutputVector.Longs moments = moments(rows, vector, meanings, unreadable);
            for (int row = 0; row < rows; row++) {
              if (!moments.nulls().get(row)) {
                questions.at(row, moments.values()[row]);
              }
            }
          } else {
            for (int row = 0; row < rows; row++) {
              if (!vector.isNull(row)) {
                questions.at(row, vector.longAt(row));
              }
            }
          }
        }
        case Role.Words _ -> copy(vector, questions.words());
        case Role.Key(String entity, Meanings meanings) ->
            meanings.read(vector, questions.keys(entity), unreadable);
        case Role.RequestInput(String name, Meanings meanings) ->
            meanings.read(vector, questions.inputs(name), unreadable);
        case Role.Passed _ -> {}
      }
    }
    return new Batch(questions, List.of());
  }

  /** The moments that texts say. */
  private static OutputVector.Longs moments(
      int rows, ColumnVector texts, Meanings meanings, Meanings.Unreadable unreadable) {
    @Nullable Object[] moments = new Object[rows];
    meanings.read(texts, moments, unreadable);
    long[] micros = new long[rows];
    BitSet nulls = new BitSet();
    for (int row = 0; row < rows; row++) {
      if (moments[row] instanceof Instant moment) {
        micros[row] = Micros.of(moment);
      } else {
        nulls.set(row);
      }
    }
    return new OutputVector.Longs(micros, nulls);
  }

  private static void copy(ColumnVector vector, @Nullable Object[] values) {
    for (int row = 0; row < values.length; row++) {
      values[row] = vector.valueAt(row);
    }
  }
}
