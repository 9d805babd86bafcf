package dev.rapport.platform;

import dev.rapport.api.error.RapportException;
import dev.rapport.api.feature.Source;
import dev.rapport.api.schema.Column;
import dev.rapport.api.schema.Type;
import dev.rapport.engine.Progress;
import dev.rapport.engine.dataset.CsvQuery;
import dev.rapport.engine.fact.FactShape;
import dev.rapport.engine.fact.Intake;
import dev.rapport.engine.intake.FactBase;
import dev.rapport.engine.intake.Receipt;
import dev.rapport.engine.value.Rows;
import dev.rapport.spi.table.TableColumn;
import dev.rapport.spi.table.TableReader;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Pushes the facts of a file: JSON Lines, or a table in CSV or Parquet. */
final class FactFile {
  private static final int BATCH = 5_000;
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private final Source<?> source;
  private final TableReader tables;
  private final Push push;
  private final Progress progress;

  /** What became of the rows so far. */
  private Receipt receipt = Receipt.NONE;

  /** How many lines or rows are done with. */
  private long read;

  /** Takes facts, and rows that are none. */
  interface Push {
    Receipt take(List<FactBase.Incoming> facts, List<Intake.SetAside> malformed);
  }

  FactFile(Source<?> source, TableReader tables, Push push, Progress progress) {
    this.source = source;
    this.tables = tables;
    this.push = push;
    this.progress = progress;
  }

  /**
   * Pushes the facts of a file; once.
   *
   * @param after so many lines or rows are skipped
   * @throws IngestException if it ends after some of them
   */
  Receipt ingest(Path file, long after) {
    if (after < 0) {
      throw RapportException.user("facts " + file + ": after", after, "0 or more rows to skip");
    }
    read = after;
    try {
      push(file);
      return receipt;
    } catch (RuntimeException | Error e) {
      if (read == after) {
        throw e;
      }
      throw new IngestException(
          file.toString(), isTable(file) ? "rows" : "lines", after, read, receipt, e);
    }
  }

  private void push(Path file) {
    if (!Files.isRegularFile(file)) {
      throw RapportException.user(
          "facts " + file,
          Files.isDirectory(file) ? "a folder" : "no such file",
          "a .jsonl, .csv or .parquet file");
    }
    push.take(List.of(), List.of()); // a wrong source is told even where the file is empty
    if (endsWith(file, ".jsonl", ".ndjson", ".json")) {
      pushLines(file);
    } else if (endsWith(file, ".csv")) {
      pushTable(file, CsvQuery.of(tables, file, this::hasNeeded, this::type));
    } else if (endsWith(file, ".parquet")) {
      pushTable(file, "select * from read_parquet(" + CsvQuery.quoted(file) + ")");
    } else {
      throw RapportException.user(
          "facts " + file,
          file.getFileName(),
          "a file that ends in .jsonl, .ndjson, .csv or .parquet");
    }
  }

  private static boolean isTable(Path file) {
    return endsWith(file, ".csv", ".parquet");
  }

  private static boolean endsWith(Path file, String... endings) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return Stream.of(endings).anyMatch(name::endsWith);
  }

  private void push(List<FactBase.Incoming> facts, List<Intake.SetAside> malformed, long through) {
    try {
      receipt = receipt.plus(push.take(facts, malformed));
      read = through;
    } catch (Receipt.NotSeen e) {
      receipt = receipt.plus(e.receipt());
      read = through;
      throw e;
    }
  }

  private void pushLines(Path file) {
    List<FactBase.Incoming> batch = new ArrayList<>();
    List<Intake.SetAside> malformed = new ArrayList<>();
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      long size = Files.size(file);
      long bytes = 0;
      long number = 0;
      for (byte[] line = line(in); line != null; line = line(in)) {
        number++;
        bytes += line.length + 1;
        if (number <= read) {
          continue;
        }
        take(line, number, batch, malformed);
        if (batch.size() + malformed.size() >= BATCH) {
          push(batch, malformed, number);
          batch.clear();
          malformed.clear();
          progress.at(doing(), 100 * bytes / Math.max(size, bytes) + " % of the file", number, -1);
        }
      }
      checkReached(file, number);
      push(batch, malformed, Math.max(number, read));
    } catch (IOException e) {
      throw RapportException.dependency("facts " + file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  /** Refuses to go on behind the end: the file is not the one that was begun. */
  private void checkReached(Path file, long all) {
    if (read > all) {
      throw RapportException.user(
          "facts " + file + ": after",
          read,
          "at most " + all + ", as the file has no more " + (isTable(file) ? "rows" : "lines"));
    }
  }

  private String doing() {
    return "taking in " + source.name();
  }

  private static void take(
      byte[] line, long number, List<FactBase.Incoming> facts, List<Intake.SetAside> malformed) {
    String place = "line " + number;
    try {
      String text = text(line);
      if (number == 1 && text.startsWith(BYTE_ORDER_MARK)) {
        text = text.substring(1);
      }
      if (text.isBlank()) {
        return;
      }
      Object parsed = JSON.readValue(text, Object.class);
      if (parsed instanceof Map<?, ?> fields) {
        facts.add(new FactBase.Incoming(place, fields));
      } else {
        malformed.add(new Intake.SetAside(place, "no JSON object (expected: {\"...\": ...})"));
      }
    } catch (CharacterCodingException e) {
      malformed.add(new Intake.SetAside(place, "not text (expected: JSON in UTF-8)"));
    } catch (JacksonException e) {
      malformed.add(new Intake.SetAside(place, "no JSON: " + JsonMistake.of(e)));
    }
  }

  /** The bytes up to the end of the line; null at the end of the file. */
  private static byte @Nullable [] line(InputStream in) throws IOException {
    int next = in.read();
    if (next < 0) {
      return null;
    }
    ByteArrayOutputStream line = new ByteArrayOutputStream(256);
    while (next >= 0 && next != '\n') {
      line.write(next);
      next = in.read();
    }
    return line.toByteArray();
  }

  private static String text(byte[] line) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line)).toString();
  }

  private void pushTable(Path file, String sql) {
    List<TableColumn> columns = tables.describe(sql);
    List<String> names = columns.stream().map(TableColumn::name).toList();
    checkColumns(file, names);
    List<Optional<Column>> components = columns.stream().map(this::ofCells).toList();
    long total = tables.rows(sql).orElse(-1);
    long[] rowsRead = {0};
    tables.read(
        sql,
        names,
        (rows, vectors) -> {
          List<FactBase.Incoming> batch = new ArrayList<>();
          List<Intake.SetAside> unreadable = new ArrayList<>();
          long before = rowsRead[0];
          for (int row = Math.clamp(read - before, 0, rows); row < rows; row++) {
            String place = "row " + (before + row + 1);
            Map<String, Object> fields = new LinkedHashMap<>();
            try {
              for (int i = 0; i < names.size(); i++) {
                Object cell = vectors.get(i).valueAt(row);
                Object value =
                    components.get(i).isPresent() && cell != null
                        ? Rows.cell(components.get(i).get(), cell)
                        : cell;
                if (value != null) {
                  fields.put(names.get(i), value);
                }
              }
              batch.add(new FactBase.Incoming(place, fields));
            } catch (IllegalArgumentException e) {
              unreadable.add(new Intake.SetAside(place, String.valueOf(e.getMessage())));
            }
          }
          rowsRead[0] += rows;
          push(batch, unreadable, Math.max(read, rowsRead[0]));
          progress.at(doing(), rowsRead[0], total);
        });
    checkReached(file, rowsRead[0]);
  }

  /** The component of a column of cells, which may be texts that mean its values. */
  private Optional<Column> ofCells(TableColumn column) {
    return source.schema().columns().stream()
        .filter(component -> column.cells() && component.isNamed(column.name()))
        .findFirst();
  }

  private Optional<Type<?>> type(String column) {
    return source.schema().columns().stream()
        .filter(component -> component.isNamed(column))
        .<Type<?>>map(Column::type)
        .findFirst();
  }

  private boolean hasNeeded(List<TableColumn> columns) {
    return needed().stream()
        .allMatch(
            component -> columns.stream().anyMatch(column -> component.isNamed(column.name())));
  }

  /** The components without which no row can be a fact. */
  private List<Column> needed() {
    List<Column> schema = source.schema().columns();
    int event = FactShape.of(source).event().orElse(-1);
    List<Column> needed = new ArrayList<>();
    for (int i = 0; i < schema.size(); i++) {
      if (!schema.get(i).nullable() || i == event) {
        needed.add(schema.get(i));
      }
    }
    return needed;
  }

  /** Refuses a file of which every row would be set aside. */
  private void checkColumns(Path file, List<String> names) {
    List<Column> schema = source.schema().columns();
    for (String name : names) {
      if (schema.stream().noneMatch(column -> column.isNamed(name))) {
        throw RapportException.user(
            "facts " + file + ": column " + name,
            "unknown",
            "once each: " + schema.stream().map(Column::name).toList());
      }
    }
    for (Column column : needed()) {
      if (names.stream().noneMatch(column::isNamed)) {
        throw RapportException.user(
            "facts " + file + ": column " + column.name(),
            "missing",
            "type " + column.type() + "; the file has " + names);
      }
    }
  }
}
