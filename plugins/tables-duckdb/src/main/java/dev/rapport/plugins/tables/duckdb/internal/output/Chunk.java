package dev.rapport.plugins.tables.duckdb.internal.output;

import java.util.List;
import org.duckdb.DuckDBDataChunkWriter;

/**
 * Rows between the caller, who fills it, and DuckDB, which empties it. Not thread-safe: one of the
 * two has it at a time.
 */
final class Chunk {
  private static final int CAPACITY = 16_384;
  private static final int MOST_TEXT = 8 << 20;

  private final List<Lane> lanes;
  private int rows;
  private int emitted;
  private long text;

  Chunk(List<WrittenType> types) {
    lanes = types.stream().map(type -> type.lane(CAPACITY)).toList();
  }

  Lane lane(int column) {
    return lanes.get(column);
  }

  /** How many rows it has, which is where the next goes. */
  int rows() {
    return rows;
  }

  int room() {
    return CAPACITY - rows;
  }

  /** Says that rows were put behind the others, and how many bytes of text they have. */
  void added(int count, long bytes) {
    rows += count;
    text += bytes;
  }

  boolean isFull() {
    return rows == CAPACITY || text > MOST_TEXT;
  }

  boolean isEmitted() {
    return emitted == rows;
  }

  /** Gives as many of its rows to DuckDB as that takes at once; returns how many. */
  int emit(DuckDBDataChunkWriter writer) {
    int count = (int) Math.min(writer.capacity(), rows - emitted);
    for (int i = 0; i < lanes.size(); i++) {
      lanes.get(i).emit(emitted, count, writer.vector(i));
    }
    emitted += count;
    return count;
  }

  void clear() {
    lanes.forEach(Lane::clear);
    rows = 0;
    emitted = 0;
    text = 0;
  }
}
