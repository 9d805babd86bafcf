package dev.rapport.plugins.tables.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.api.schema.Type;
import dev.rapport.spi.table.TableWriter.Output;
import dev.rapport.spi.table.TableWriter.OutputColumn;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Prints how long it takes to write and to read three million rows; asserts no time. */
@Tag("nightly")
class SpeedTest {
  private static final int ROWS = 3_000_000;
  private static final int ROUNDS = 4;

  @TempDir Path folder;

  @Test
  void three_million_rows_are_written_and_read() {
    var random = new SplittableRandom(1);
    var columns =
        List.of(
            new OutputColumn("user", Type.STRING),
            new OutputColumn("at", Type.INSTANT),
            new OutputColumn("value", Type.DOUBLE));
    try (var tables = DuckDbTables.open(folder)) {
      long start = System.nanoTime();
      try (Output output = tables.create(folder.resolve("facts.parquet"), columns)) {
        for (int i = 0; i < ROWS; i++) {
          output.row(
              new Object[] {
                "user" + random.nextInt(100_000),
                Instant.ofEpochSecond(1_700_000_000L + i),
                random.nextDouble()
              });
        }
        output.commit();
      }
      print("written", start);
      for (int round = 0; round < ROUNDS; round++) {
        for (boolean mayUseHardwood : List.of(true, false)) {
          start = System.nanoTime();
          assertThat(read(tables, mayUseHardwood)).isEqualTo(ROWS);
          print(mayUseHardwood ? "read by Hardwood" : "read by DuckDB", start);
        }
      }
    }
  }

  private static long read(DuckDbTables tables, boolean mayUseHardwood) {
    long[] seen = new long[2];
    tables.read(
        "from 'facts.parquet'",
        List.of("user", "at", "value"),
        Set.of(),
        (rows, columns) -> {
          seen[0] += rows;
          for (int row = 0; row < rows; row++) {
            seen[1] += String.valueOf(columns.get(0).valueAt(row)).length();
            seen[1] ^= columns.get(1).longAt(row);
            seen[1] += (long) columns.get(2).doubleAt(row);
          }
        },
        mayUseHardwood);
    return seen[0];
  }

  private static void print(String what, long start) {
    System.out.println(
        ROWS
            + " rows "
            + what
            + ": "
            + Duration.ofNanos(System.nanoTime() - start).toMillis()
            + " ms");
  }
}
