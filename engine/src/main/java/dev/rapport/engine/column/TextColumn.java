package dev.rapport.engine.column;

import dev.rapport.api.schema.Type;
import dev.rapport.spi.table.ColumnVector;
import dev.rapport.spi.table.TableColumn;
import dev.rapport.spi.table.TextDictionary;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Texts, by their codes in a dictionary; null has the code -1. Where somebody else can tell the
 * codes, they are kept there alone until they are asked for. Not thread-safe for writing.
 */
public final class TextColumn implements ValueColumn {
  private final Dictionary dictionary = new Dictionary();

  /** Null where {@link #elsewhere} has them. */
  private volatile int @Nullable [] codes = new int[16];

  private @Nullable Supplier<int[]> elsewhere;

  /** The code of the last row. */
  private int last;

  private int size;

  private final CodeTranslation translation = new CodeTranslation();

  public Dictionary dictionary() {
    return dictionary;
  }

  /** The code of a row's text. */
  public int code(int row) {
    int[] here = codes;
    if (here != null) {
      return here[row];
    }
    return row == size - 1 ? last : here()[row];
  }

  /** The codes by row, at least as many as there are rows; not to be changed. */
  public int[] codes() {
    return here();
  }

  /**
   * Forgets the codes, which somebody else can tell by row: when one is asked for that is not the
   * last row's, they are here again, and stay. Once in the life of a column.
   *
   * @param lastCode the code of the last row, -1 where there is none
   */
  public void keepElsewhere(Supplier<int[]> others, int lastCode) {
    if (elsewhere == null && codes != null) {
      elsewhere = others;
      last = lastCode;
      codes = null;
    }
  }

  /** The codes, brought back where they are elsewhere; by readers too, several at a time. */
  private int[] here() {
    int[] there = codes;
    if (there != null) {
      return there;
    }
    synchronized (this) {
      int[] again = codes;
      if (again == null) {
        again = java.util.Objects.requireNonNull(elsewhere).get();
        if (size > 0) {
          again[size - 1] = last; // which may not be known there yet
        }
        codes = again;
      }
      return again;
    }
  }

  @Override
  public @Nullable Object get(int row) {
    int code = code(row);
    return code < 0 ? null : dictionary.text(code);
  }

  @Override
  public boolean isNull(int row) {
    return code(row) < 0;
  }

  @Override
  public void append(@Nullable Object value) {
    add(value == null ? -1 : dictionary.code((String) value));
  }

  private void add(int code) {
    int[] here = codes;
    if (here != null) {
      if (size == here.length) {
        here = Arrays.copyOf(here, ValueColumn.capacityAfter(size));
        codes = here;
      }
      here[size] = code;
    }
    last = code;
    size++;
  }

  @Override
  public boolean append(ColumnVector in, TableColumn.Kind kind, int rows, Unreadable unreadable) {
    if (kind != TableColumn.Kind.TEXT) {
      boolean all = true;
      for (int row = 0; row < rows; row++) {
        if (in.isNull(row)) {
          add(-1);
        } else {
          all &= ValueColumn.convert(this, Type.STRING, in, row, unreadable);
        }
      }
      return all;
    }
    int[] into = here();
    if (size + rows > into.length) {
      into = Arrays.copyOf(into, ValueColumn.roomFor(rows, size, into.length));
      codes = into;
    }
    Optional<TextDictionary> coded = in.dictionary();
    if (coded.isPresent()) {
      in.codes(0, rows, into, size);
      translation.translate(
          coded.get(), into, size, size + rows, -1, (text, _) -> dictionary.code(text));
    } else {
      @Nullable String[] texts = new String[rows];
      for (int row = 0; row < rows; row++) {
        texts[row] = (String) in.valueAt(row);
      }
      int[] batch = new int[rows];
      dictionary.codes(texts, rows, batch);
      System.arraycopy(batch, 0, into, size, rows);
    }
    size += rows;
    return true;
  }

  @Override
  public void truncate(int size) {
    this.size = size;
  }

  @Override
  public void reorder(int[] order) {
    int[] before = here();
    int[] after = new int[size];
    for (int i = 0; i < size; i++) {
      after[i] = before[order[i]];
    }
    codes = after;
  }

  @Override
  public void reserve(int rows) {
    int[] here = codes;
    if (here != null && rows > here.length) {
      codes = Arrays.copyOf(here, rows);
    }
  }

  @Override
  public Footprint bytes() {
    int[] here = codes;
    return here == null ? Footprint.NONE : Footprint.of(4, here.length, size);
  }
}
