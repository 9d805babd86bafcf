package dev.rapport.engine.load;

import dev.rapport.api.feature.Source;
import dev.rapport.engine.column.Dictionary;
import dev.rapport.engine.column.DoubleColumn;
import dev.rapport.engine.column.LongColumn;
import dev.rapport.engine.column.ObjectColumn;
import dev.rapport.engine.column.TextColumn;
import dev.rapport.engine.column.ValueColumn;
import dev.rapport.engine.fact.FactStore;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How much memory facts may take while they are loaded and afterwards. Bytes are estimates: arrays
 * exactly, objects and texts by a sample. Not thread-safe: one for each loading.
 */
public final class Allowance {
  /** How many rows are added one by one between two looks. */
  private static final int ROWS_BETWEEN = 1 << 12;

  /** Bytes of an id's place in a table of ids. */
  private static final int ID_CODE = 32;

  /** Of a row among the versions of its fact. */
  private static final int VERSION = 12;

  /** Bytes of a key's place in a table of keys and its list of rows. */
  private static final int KEY = 64;

  private static final int OBJECT = 40;
  private static final int SAMPLE = 64;

  private final long bytes;
  private long taken;

  private Allowance(long bytes) {
    this.bytes = bytes;
  }

  /** So many bytes. */
  public static Allowance of(long bytes) {
    return new Allowance(bytes);
  }

  /** As much as there is. */
  public static Allowance unlimited() {
    return new Allowance(Long.MAX_VALUE);
  }

  /** What is left, as an allowance of its own. */
  public Allowance rest() {
    return new Allowance(left());
  }

  /** How many bytes are left. */
  public long left() {
    return Math.max(0, bytes - taken);
  }

  /** How many bytes there are in all. */
  public long all() {
    return bytes;
  }

  /** Thrown where the facts of a source take more than is allowed. */
  @SuppressWarnings("serial") // never leaves the process
  public static final class Exceeded extends RuntimeException {
    private final Source<?> source;
    private final long needed;
    private final long rows;

    Exceeded(Source<?> source, long needed, long rows) {
      super(source + ": " + needed + " bytes of facts", null, false, false);
      this.source = source;
      this.needed = needed;
      this.rows = rows;
    }

    public Source<?> source() {
      return source;
    }

    /** How many bytes its facts need, as far as they were read. */
    public long needed() {
      return needed;
    }

    /**
     * About how many bytes all its facts need.
     *
     * @param all how many there are
     */
    public long needed(long all) {
      return rows > 0 && rows < all ? (long) ((double) needed / rows * all) : needed;
    }
  }

  /**
   * Says that so many rows will be loaded into an empty store.
   *
   * @throws Exceeded where that is too much
   */
  void expect(FactStore<?> store, long rows) {
    if (bytes != Long.MAX_VALUE) {
      require(store, estimate(store, rows));
    }
  }

  /**
   * Looks at a store that is being loaded.
   *
   * @throws Exceeded where it takes too much
   */
  public void check(FactStore<?> store) {
    if (bytes != Long.MAX_VALUE) {
      require(store, kept(store) + moving(store, store.rows()));
    }
  }

  /** The same, where rows are added one by one: only now and then. */
  public void check(FactStore<?> store, long rows) {
    if (rows % ROWS_BETWEEN == 0) {
      check(store);
    }
  }

  private void require(FactStore<?> store, long needed) {
    if (needed > left()) {
      throw new Exceeded(store.source(), needed, store.rows());
    }
  }

  /** Counts a store that stays. */
  public void keep(FactStore<?> store) {
    if (bytes != Long.MAX_VALUE) {
      taken += store.read(() -> kept(store));
    }
  }

  /** Counts what else stays. */
  public void keep(long more) {
    taken += more;
  }

  /** About how many bytes so many rows of a source need while they are loaded. */
  public static long estimate(FactStore<?> store, long rows) {
    long row = store.shape().id().isPresent() ? ID_CODE + VERSION : 0;
    for (int i = 0; i < store.source().schema().columns().size(); i++) {
      ValueColumn column = store.column(i);
      if (column != null) {
        row += width(column) + (column instanceof ObjectColumn ? OBJECT : 0);
      }
    }
    row += store.shape().event().isEmpty() ? 8 : 0; // times that are no component
    row += store.knownDelay() < 0 ? 8 : 0; // known times
    row += 4; // the order of arrival
    return row * rows + moving(store, rows);
  }

  private static int width(ValueColumn column) {
    return switch (column) {
      case LongColumn _, DoubleColumn _ -> 8;
      case TextColumn _, ObjectColumn _ -> 4;
    };
  }

  /**
   * Bytes for a moment: the rows in the order of their keys, and the columns that are brought into
   * that order at the same time.
   */
  private static long moving(FactStore<?> store, long rows) {
    int[] widths = new int[store.source().schema().columns().size()];
    for (int i = 0; i < widths.length; i++) {
      ValueColumn column = store.column(i);
      widths[i] = column == null ? 0 : width(column);
    }
    Arrays.sort(widths);
    int atOnce = Runtime.getRuntime().availableProcessors();
    long width = Arrays.stream(widths).skip(Math.max(0, widths.length - atOnce)).sum();
    return rows * (8 + width);
  }

  private static long kept(FactStore<?> store) {
    int rows = store.rows();
    long kept = store.bytes().held() + (store.shape().id().isPresent() ? (long) ID_CODE * rows : 0);
    for (int i = 0; i < store.source().schema().columns().size(); i++) {
      kept +=
          switch (store.column(i)) {
            case TextColumn texts -> bytes(texts.dictionary());
            case ObjectColumn objects -> bytes(objects, rows);
            case LongColumn _, DoubleColumn _ -> 0;
            case null -> 0;
          };
    }
    return kept;
  }

  private static long bytes(Dictionary texts) {
    long sampled = 0;
    int step = Math.max(1, texts.size() / SAMPLE);
    int count = 0;
    for (int code = 0; code < texts.size(); code += step) {
      sampled += weight(texts.text(code));
      count++;
    }
    return count == 0 ? 0 : (sampled / count + KEY) * texts.size();
  }

  private static long bytes(ValueColumn values, int rows) {
    long sampled = 0;
    int step = Math.max(1, rows / SAMPLE);
    int count = 0;
    for (int row = 0; row < rows; row += step) {
      sampled += weight(values.get(row));
      count++;
    }
    return count == 0 ? 0 : sampled * rows / count;
  }

  /** About how many bytes an object takes. */
  private static long weight(@Nullable Object value) {
    return switch (value) {
      case null -> 0;
      case Boolean _, Enum<?> _ -> 0;
      case String text -> 48 + text.length();
      case Collection<?> elements ->
          OBJECT + elements.stream().mapToLong(element -> 8 + weight(element)).sum();
      case Map<?, ?> map ->
          2 * OBJECT
              + map.entrySet().stream()
                  .mapToLong(entry -> OBJECT + weight(entry.getKey()) + weight(entry.getValue()))
                  .sum();
      case Record record ->
          OBJECT
              + Arrays.stream(dev.rapport.engine.value.RecordShapes.take(record))
                  .filter(Objects::nonNull)
                  .mapToLong(Allowance::weight)
                  .sum();
      default -> OBJECT;
    };
  }
}
