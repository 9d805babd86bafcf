package dev.rapport.engine.intake;

import dev.rapport.api.error.RapportException;
import dev.rapport.api.feature.Source;
import dev.rapport.api.schema.Column;
import dev.rapport.engine.fact.Rows;
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
 * lost a component are read by name. Not thread-safe.
 */
final class StreamRows {
  private final Source<?> source;
  private final List<Column> schema;
  private final Map<Long, List<String>> writtenWith = new HashMap<>();
  private final long current;
  private boolean declared;

  private StreamRows(Source<?> source, Map<String, byte[]> properties) {
    this.source = source;
    this.schema = source.schema().columns();
    List<String> names = schema.stream().map(Column::name).toList();
    String prefix = prefix(source);
    properties.forEach((key, value) ->
        writtenWith.put(
            Long.parseLong(key.substring(prefix.length())),
            List.of(new String(value, StandardCharsets.UTF_8).split(",", -1))));
    Long known = null;
    for (Map.Entry<Long, List<String>> entry : writtenWith.entrySet()) {
      if (entry.getValue().equals(names)) {
        known = entry.getKey();
      }
    }
    this.declared = known != null;
    this.current = known != null ? known : writtenWith.size();
    writtenWith.put(current, names);
  }

  static StreamRows of(Source<?> source, FactLog log) {
    return new StreamRows(source, log.properties(prefix(source)));
  }

  private static String prefix(Source<?> source) {
    return "columns/" + source.name() + "/";
  }

  /** What the log must keep before the first payload of these columns; empty from then on. */
  Map<String, byte[]> declaration() {
    if (declared) {
      return Map.of();
    }
    declared = true;
    List<String> names = schema.stream().map(Column::name).toList();
    return Map.of(
        prefix(source) + current, String.join(",", names).getBytes(StandardCharsets.UTF_8));
  }

  byte[] encode(@Nullable Object[] row) {
    @Nullable Object[] numbered = new Object[row.length + 1];
    numbered[0] = current;
    System.arraycopy(row, 0, numbered, 1, row.length);
    return ValueCodec.encode(numbered);
  }

  /**
   * The row of a payload.
   *
   * @throws RapportException where what was written can be no fact of the record of today
   */
  @Nullable Object[] decode(byte[] payload, long position) {
    try {
      @Nullable Object[] numbered = ValueCodec.decode(payload);
      Long number = (Long) numbered[0];
      List<String> names = number == null ? null : writtenWith.get(number);
      if (names == null || names.size() != numbered.length - 1) {
        throw new IllegalArgumentException("columns number " + number + ": unknown");
      }
      List<String> currentNames = writtenWith.get(current);
      @Nullable Object[] row = new Object[schema.size()];
      for (int i = 0; i < row.length; i++) {
        int at = names.equals(currentNames) ? i : names.indexOf(schema.get(i).name());
        row[i] = Rows.component(schema.get(i), at < 0 ? null : numbered[at + 1]);
      }
      return row;
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
