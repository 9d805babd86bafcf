package dev.rapport.plugins.tables.duckdb;

import dev.rapport.api.error.RapportException;
import dev.rapport.api.schema.Type;
import dev.rapport.spi.table.OutputVector;
import dev.rapport.spi.table.TableWriter.Output;
import dev.rapport.spi.table.TableWriter.OutputColumn;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/** A program that writes rows to a file until something stops it. */
final class EndlessOutput {
  private EndlessOutput() {}

  /** Takes the file; prints {@code writing}, then what went wrong. */
  public static void main(String[] arguments) {
    var random = new SplittableRandom(1);
    long[] values = new long[100_000];
    Path file = Path.of(arguments[0]);
    try (var tables = DuckDbTables.open(Path.of("."));
        Output output = tables.create(file, List.of(new OutputColumn("n", Type.LONG)))) {
      for (int round = 0; ; round++) {
        for (int i = 0; i < values.length; i++) {
          values[i] = random.nextLong();
        }
        output.rows(values.length, List.of(new OutputVector.Longs(values)));
        if (round == 10) {
          System.out.println("writing");
        }
      }
    } catch (RapportException e) {
      System.out.println(e.kind() + " " + e.getMessage());
    }
  }
}
