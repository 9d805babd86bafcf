package dev.rapport.engine.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rapport.api.error.RapportException;
import dev.rapport.api.schema.Type;
import dev.rapport.engine.answer.ValueVector;
import dev.rapport.spi.table.OutputVector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValueFileTest {
  private static final List<Type<?>> TYPES = List.of(Type.LONG, Type.DOUBLE, Type.STRING);

  @TempDir private Path folder;

  private static List<OutputVector> vectors(@Nullable Object[]... rows) {
    List<ValueVector> vectors =
        TYPES.stream().map(type -> new ValueVector(type, rows.length)).toList();
    for (int row = 0; row < rows.length; row++) {
      for (int column = 0; column < TYPES.size(); column++) {
        vectors.get(column).put(row, rows[row][column]);
      }
    }
    return vectors.stream().map(ValueVector::vector).toList();
  }

  @Test
  void rows_are_read_one_by_one_over_the_ends_of_blocks() {
    Path file = folder.resolve("part");
    try (ValueFile.Writer out = new ValueFile.Writer(file, folder, TYPES)) {
      out.rows(2, vectors(new Object[] {1L, -0.0, "a"}, new Object[] {null, null, null}));
      out.rows(1, vectors(new @Nullable Object[][] {{3L, Double.NaN, ""}}));
    }
    List<ValueVector> target = TYPES.stream().map(type -> new ValueVector(type, 5)).toList();
    try (ValueFile.Reader in = new ValueFile.Reader(file, folder, TYPES)) {
      in.next(target, 4);
      in.next(target, 0);
      in.next(target, 2);
      assertThatThrownBy(() -> in.next(target, 1))
          .isInstanceOf(RapportException.class)
          .hasMessageContaining("not read");
    }
    OutputVector.Longs longs = (OutputVector.Longs) target.get(0).vector();
    OutputVector.Doubles doubles = (OutputVector.Doubles) target.get(1).vector();
    OutputVector.Objects texts = (OutputVector.Objects) target.get(2).vector();
    assertThat(longs.values()).containsExactly(0, 0, 3, 0, 1);
    assertThat(longs.nulls().toString()).isEqualTo("{0, 1, 3}");
    assertThat(doubles.values()[4]).isEqualTo(-0.0);
    assertThat(doubles.values()[2]).isNaN();
    assertThat(texts.values()).containsExactly(null, null, "", null, "a");
  }

  @Test
  void a_full_disk_is_told() {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.isWritable(full), "a device that is always full");

    assertThatThrownBy(
            () -> {
              try (ValueFile.Writer out =
                  new ValueFile.Writer(full, Path.of("out.parquet"), TYPES)) {
                for (int i = 0; i < 100_000; i++) {
                  out.rows(1, vectors(new @Nullable Object[][] {{1L, 2.0, "text"}}));
                }
              }
            })
        .isInstanceOf(RapportException.class)
        .hasMessage("file: out.parquet: not written: no space left on the disk");
  }
}
