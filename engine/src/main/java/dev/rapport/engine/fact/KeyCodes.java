package dev.rapport.engine.fact;

import dev.rapport.api.schema.Type;
import dev.rapport.engine.column.DoubleColumn;
import dev.rapport.engine.column.LongColumn;
import dev.rapport.engine.column.NumberCodes;
import dev.rapport.engine.column.ObjectColumn;
import dev.rapport.engine.column.TextColumn;
import dev.rapport.engine.column.ValueColumn;
import dev.rapport.engine.value.Micros;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The different keys of a column, or of several together, each with a code: 0, 1, 2... A null key
 * has none. Not thread-safe for writing.
 */
sealed interface KeyCodes {
  /** No code. */
  int NONE = -1;

  /** The code of a row's key, a new one where it comes for the first time. */
  int ofRow(int row);

  /** The codes of the first rows; not to be changed. */
  default int[] ofRows(int rows) {
    int[] codes = new int[rows];
    for (int row = 0; row < rows; row++) {
      codes[row] = ofRow(row);
    }
    return codes;
  }

  /**
   * The code of a key.
   *
   * @param keys of entities, in their order
   * @param count how many of them make up the key
   */
  int find(@Nullable Object[] keys, int count);

  /** One more than the greatest code. */
  int size();

  static KeyCodes of(FactStore<?> store, int[] components) {
    if (components.length == 0) {
      return new Everybody();
    }
    KeyCodes codes = of(store, components[0]);
    for (int i = 1; i < components.length; i++) {
      codes = new Pairs(codes, of(store, components[i]), new NumberCodes());
    }
    return codes;
  }

  private static KeyCodes of(FactStore<?> store, int component) {
    ValueColumn column = store.kept(component);
    return switch (column) {
      case TextColumn texts -> new Texts(texts);
      case LongColumn longs -> new Numbers(longs, new NumberCodes());
      case DoubleColumn _, ObjectColumn _ -> new Values(column, new HashMap<>());
    };
  }

  /** One key for all rows. */
  record Everybody() implements KeyCodes {
    @Override
    public int ofRow(int row) {
      return 0;
    }

    @Override
    public int find(@Nullable Object[] keys, int count) {
      return 0;
    }

    @Override
    public int size() {
      return 1;
    }
  }

  /** Texts have codes already. */
  record Texts(TextColumn column) implements KeyCodes {
    @Override
    public int ofRow(int row) {
      return column.code(row);
    }

    @Override
    public int[] ofRows(int rows) {
      return column.codes();
    }

    @Override
    public int find(@Nullable Object[] keys, int count) {
      return column.dictionary().find(keys[count - 1]);
    }

    @Override
    public int size() {
      return column.dictionary().size();
    }
  }

  /** Integers and instants. */
  record Numbers(LongColumn column, NumberCodes codes) implements KeyCodes {
    @Override
    public int ofRow(int row) {
      return column.isNull(row) ? NONE : codes.code(column.longAt(row));
    }

    @Override
    public int find(@Nullable Object[] keys, int count) {
      return switch (keys[count - 1]) {
        case Instant instant when column.type().equals(Type.INSTANT) ->
            codes.find(Micros.of(instant));
        case Long number when column.type().equals(Type.LONG) -> codes.find(number);
        case Integer number when column.type().equals(Type.INTEGER) -> codes.find(number);
        case null, default -> NONE;
      };
    }

    @Override
    public int size() {
      return codes.size();
    }
  }

  /** Everything else. */
  record Values(ValueColumn column, Map<Object, Integer> codes) implements KeyCodes {
    @Override
    public int ofRow(int row) {
      Object key = column.get(row);
      return key == null ? NONE : codes.computeIfAbsent(key, _ -> codes.size());
    }

    @Override
    public int find(@Nullable Object[] keys, int count) {
      Integer code = codes.get(keys[count - 1]);
      return code == null ? NONE : code;
    }

    @Override
    public int size() {
      return codes.size();
    }
  }

  /** Two keys together. */
  record Pairs(KeyCodes first, KeyCodes second, NumberCodes codes) implements KeyCodes {
    @Override
    public int ofRow(int row) {
      int one = first.ofRow(row);
      int other = second.ofRow(row);
      return one < 0 || other < 0 ? NONE : codes.code(pair(one, other));
    }

    @Override
    public int find(@Nullable Object[] keys, int count) {
      int one = first.find(keys, count - 1);
      int other = second.find(keys, count);
      return one < 0 || other < 0 ? NONE : codes.find(pair(one, other));
    }

    private static long pair(int one, int other) {
      return (long) one << 32 | other;
    }

    @Override
    public int size() {
      return codes.size();
    }
  }
}
