package dev.rapport.engine.stream;

import dev.rapport.api.error.RapportException;
import dev.rapport.api.feature.Source;
import dev.rapport.api.schema.Column;
import dev.rapport.engine.value.Rows;
import dev.rapport.engine.value.ValueCodec;
import dev.rapport.spi.log.FactLog;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one stream as payloads of the log. A payload names the columns it was written with by
 * a number, under which the log keeps their names, so that rows written before the record gained or
 * lost a component are read by name. Thread-safe.
 */
public final class StreamRows {
  private final Source<?> source;
  private final FactLog log;
  private final List<Column> schema;
  private final List<String> names;

  /** The columns by their numbers, as far as they were declared when last looked for. */
  private volatile Map<Long, List<String>> writtenWith;

  /** The number of today's columns, once it is known. */
  private volatile @Nullable Long current;

  private StreamRows(Source<?> source, FactLog log) {
    this.source = source;
    this.log = log;
    this.schema = source.schema().columns();
    this.names = schema.stream().map(Column::name).toList();
    this.writtenWith = declared(source, log);
    this.current = number(writtenWith);
  }

  /** The log's stream of what is pushed to a source. */
  public static String stream(Source<?> source) {
    return "stream/" + source.name();
  }

  /** The rows of what is pushed to a source, and of its history. */
  public static StreamRows of(Source<?> source, FactLog log) {
    return new StreamRows(source, log);
  }

  private static Map<Long, List<String>> declared(Source<?> source, FactLog log) {
    Map<Long, List<String>> columns = new HashMap<>();
    String prefix = prefix(source);
    log.properties(prefix)
        .forEach((key, value) ->
            columns.put(
                Long.parseLong(key.substring(prefix.length())),
                List.of(new String(value, StandardCharsets.UTF_8).split(",", -1))));
    return columns;
  }

  private @Nullable Long number(Map<Long, List<String>> columns) {
    for (Map.Entry<Long, List<String>> entry : columns.entrySet()) {
      if (entry.getValue().equals(names)) {
        return entry.getKey();
      }
    }
    return null;
  }

  /** The columns of a number, perhaps declared by others meanwhile; null where it has none. */
  private @Nullable List<String> columns(long number) {
    List<String> known = writtenWith.get(number);
    if (known == null) {
      writtenWith = declared(source, log);
      known = writtenWith.get(number);
    }
    return known;
  }

  private static String prefix(Source<?> source) {
    return "columns/" + source.name() + "/";
  }

  /** The number of today's columns, which the log has before the first payload that names it. */
  private long current() {
    Long known = current;
    if (known != null) {
      return known;
    }
    synchronized (log) { // another definition of the source may be in use beside this one
      Map<Long, List<String>> columns = declared(source, log);
      Long number = number(columns);
      if (number == null) {
        number = (long) columns.size();
        byte[] joined = String.join(",", names).getBytes(StandardCharsets.UTF_8);
        log.append("columns", List.of(), Map.of(prefix(source) + number, joined));
      }
      current = number;
      return number;
    }
  }

  public byte[] encode(@Nullable Object[] row) {
    @Nullable Object[] numbered = new Object[row.length + 1];
    numbered[0] = current();
    System.arraycopy(row, 0, numbered, 1, row.length);
    return ValueCodec.encode(numbered);
  }

  /**
   * The row of a payload.
   *
   * @throws RapportException where what was written can be no fact of the record of today
   */
  public @Nullable Object[] decode(byte[] payload, long position) {
    try {
      @Nullable Object[] numbered = ValueCodec.decode(payload);
      Long number = (Long) numbered[0];
      List<String> then = number == null ? null : columns(number);
      if (then == null || then.size() != numbered.length - 1) {
        throw new IllegalArgumentException("columns number " + number + ": unknown");
      }
      boolean same = then.equals(names);
      @Nullable Object[] row = new Object[schema.size()];
      for (int i = 0; i < row.length; i++) {
        int at = same ? i : then.indexOf(schema.get(i).name());
        row[i] = Rows.component(schema.get(i), at < 0 ? null : numbered[at + 1]);
      }
      return row;
    } catch (RapportException e) { // written by another version of Rapport
      throw new RapportException(
          e.kind(), source + ": logged fact " + position + ": " + e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new RapportException(
          RapportException.Kind.USER,
          source
              + ": logged fact "
              + position
              + ": "
              + e.getMessage()
              + " (has the record changed? a component added later must not be primitive)",
          e);
    }
  }
}
