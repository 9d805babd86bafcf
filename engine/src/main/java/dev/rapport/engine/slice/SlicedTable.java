package dev.rapport.engine.slice;

import dev.rapport.api.schema.Column;
import dev.rapport.engine.fact.FactShape;
import dev.rapport.engine.load.TableRows;
import dev.rapport.spi.table.ColumnVector;
import dev.rapport.spi.table.TableColumn;
import dev.rapport.spi.table.TableReader;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/** A table of which only the rows of a slice are read. Closing it closes nothing. */
public final class SlicedTable implements TableReader {
  /** How much more than its share of the keys a slice is expected to have of the rows. */
  private static final double MARGIN = 1.05;

  private final TableReader tables;
  private final FactShape<?> shape;
  private final Slicing slicing;

  /** The rows of the query of a source that belong to a slice. */
  public SlicedTable(TableReader tables, FactShape<?> shape, Slicing slicing) {
    this.tables = tables;
    this.shape = shape;
    this.slicing = slicing;
  }

  @Override
  public List<TableColumn> describe(String sql) {
    return tables.describe(sql);
  }

  @Override
  public String stamp(String sql) {
    return tables.stamp(sql);
  }

  /** About how many there are. */
  @Override
  public OptionalLong rows(String sql) {
    OptionalLong all = tables.rows(sql);
    return all.isPresent()
        ? OptionalLong.of((long) Math.ceil(all.getAsLong() * slicing.slice().share() * MARGIN))
        : all;
  }

  @Override
  public void read(String sql, List<String> columns, BatchVisitor visitor) {
    read(sql, columns, Set.of(), visitor);
  }

  @Override
  public void read(String sql, List<String> columns, Set<String> onlyNulls, BatchVisitor visitor) {
    List<TableColumn> found = TableRows.columns(shape.source(), tables, sql);
    SlicedFacts facts = new SlicedFacts(shape, slicing);
    Part key = new Part(found, slicing.key(shape));
    if (facts.looksAhead()) {
      Part id = new Part(found, shape.id().getAsInt());
      tables.read(
          sql,
          List.of(key.name(), id.name()),
          (rows, vectors) -> {
            int[] buckets = key.buckets.of(vectors.get(0), rows);
            for (int row = 0; row < rows; row++) {
              facts.look(buckets[row], id.value(vectors.get(1), row));
            }
          });
      int keyAt = columns.indexOf(key.name());
      int idAt = columns.indexOf(id.name());
      tables.read(
          sql,
          columns,
          onlyNulls,
          (rows, vectors) -> {
            int[] buckets = key.buckets.of(vectors.get(keyAt), rows);
            int[] chosen = new int[rows];
            int count = 0;
            for (int row = 0; row < rows; row++) {
              if (facts.takes(buckets[row], id.value(vectors.get(idAt), row))) {
                chosen[count++] = row;
              }
            }
            pass(rows, vectors, chosen, count, visitor);
          });
      return;
    }
    int keyAt = columns.indexOf(key.name());
    Slice slice = slicing.slice();
    tables.read(
        sql,
        columns,
        onlyNulls,
        (rows, vectors) -> {
          int[] buckets = key.buckets.of(vectors.get(keyAt), rows);
          int[] chosen = new int[rows];
          int count = 0;
          for (int row = 0; row < rows; row++) {
            if (slice.has(buckets[row])) {
              chosen[count++] = row;
            }
          }
          pass(rows, vectors, chosen, count, visitor);
        });
  }

  private static void pass(
      int rows, List<ColumnVector> vectors, int[] chosen, int count, BatchVisitor visitor) {
    if (count > 0) {
      int[] selected = Arrays.copyOf(chosen, count);
      visitor.batch(
          count,
          vectors.stream()
              .<ColumnVector>map(vector -> new SelectedRows(vector, rows, selected))
              .toList());
    }
  }

  /** The column of a component. */
  private final class Part {
    private final Column component;
    private final TableColumn column;
    private final KeyBuckets buckets;

    Part(List<TableColumn> found, int index) {
      this.component = shape.source().schema().columns().get(index);
      this.column = found.get(index);
      this.buckets = new KeyBuckets(component.type(), column.kind());
    }

    String name() {
      return column.name();
    }

    @org.jspecify.annotations.Nullable
    Object value(ColumnVector vector, int row) {
      return KeyBuckets.key(component.type(), vector.valueAt(row));
    }
  }

  @Override
  public void close() {}
}
