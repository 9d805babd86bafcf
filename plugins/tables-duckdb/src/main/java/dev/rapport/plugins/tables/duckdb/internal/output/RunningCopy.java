package dev.rapport.plugins.tables.duckdb.internal.output;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDataChunkWriter;
import org.duckdb.DuckDBFunctions;
import org.duckdb.DuckDBTableFunction;
import org.duckdb.DuckDBTableFunctionBindInfo;
import org.duckdb.DuckDBTableFunctionBuilder;
import org.duckdb.DuckDBTableFunctionCallInfo;
import org.duckdb.DuckDBTableFunctionInitInfo;
import org.jspecify.annotations.Nullable;

/**
 * A COPY of DuckDB in a thread of its own, whose rows come from chunks that are handed over: the
 * file is made while the caller works out the next rows. Thread-safe.
 *
 * <p>DuckDB must have one thread, this one: it would call Java from others for every 2,048 rows,
 * and attaching them to the Java machine each time takes longer than the work.
 */
final class RunningCopy {
  /** The table function that the statement selects from. */
  static final String ROWS = "rapport_rows()";

  private static final int MOST_WAITING = 2;

  private final List<WrittenType> types;
  private final Deque<Chunk> waiting = new ArrayDeque<>();
  private final Deque<Chunk> free = new ArrayDeque<>();
  private boolean complete;
  private boolean abandoned;
  private boolean ended;
  private @Nullable Throwable failure;

  /**
   * Starts it.
   *
   * @param statement a COPY from {@link #ROWS}
   */
  RunningCopy(DuckDBConnection connection, List<WrittenType> types, String statement)
      throws SQLException {
    this.types = List.copyOf(types);
    try (DuckDBTableFunctionBuilder function = DuckDBFunctions.tableFunction()) {
      function
          .withName(ROWS.substring(0, ROWS.length() - 2))
          .withFunction(new Rows())
          .register(connection);
    }
    Thread.ofPlatform()
        .daemon()
        .name("table-writer")
        .start(() -> {
          Throwable thrown = null;
          try (Statement copy = connection.createStatement()) {
            copy.execute(statement);
          } catch (Throwable e) {
            thrown = e; // the caller throws it
          }
          end(thrown);
        });
  }

  /**
   * Hands over a full chunk; waits while two are ahead of it.
   *
   * @return an empty one
   * @throws SQLException where the COPY has failed or was abandoned
   */
  synchronized Chunk exchange(Chunk full) throws SQLException {
    await(() -> waiting.size() < MOST_WAITING || ended || abandoned);
    checkRunning();
    waiting.add(full);
    notifyAll();
    Chunk empty = free.poll();
    return empty == null ? new Chunk(types) : empty;
  }

  /** Waits until the file is made. */
  synchronized void finish() throws SQLException {
    complete = true;
    notifyAll();
    await(() -> ended || abandoned);
    checkRunning();
  }

  /** Ends it before the file is made, and waits for that. */
  void abandon() {
    synchronized (this) {
      abandoned = true;
      notifyAll();
      await(() -> ended);
    }
  }

  private void checkRunning() throws SQLException {
    if (failure != null) {
      throw failure instanceof SQLException sql ? sql : new SQLException(failure);
    }
    if (abandoned) {
      throw new SQLException("abandoned, as the process ends");
    }
  }

  private synchronized void end(@Nullable Throwable thrown) {
    ended = true;
    failure = thrown;
    notifyAll();
  }

  /** The next chunk with rows; null at the end. */
  private synchronized @Nullable Chunk take() {
    Chunk first = waiting.peek();
    if (first != null && first.isEmitted()) {
      waiting.remove();
      first.clear();
      free.add(first);
      notifyAll();
    }
    await(() -> !waiting.isEmpty() || complete || abandoned);
    if (abandoned) {
      throw new IllegalStateException("abandoned");
    }
    return waiting.peek();
  }

  /** Waits whatever interrupts it: an interrupted caller still gets its file, or none. */
  private void await(BooleanSupplier condition) {
    boolean interrupted = false;
    while (!condition.getAsBoolean()) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private final class Rows implements DuckDBTableFunction<RunningCopy, RunningCopy, RunningCopy> {
    @Override
    public RunningCopy bind(DuckDBTableFunctionBindInfo info) {
      for (int i = 0; i < types.size(); i++) {
        info.addResultColumn("c" + i, types.get(i).lane(0).type());
      }
      return RunningCopy.this;
    }

    @Override
    public RunningCopy init(DuckDBTableFunctionInitInfo info) {
      info.setMaxThreads(1);
      return RunningCopy.this;
    }

    @Override
    public long apply(DuckDBTableFunctionCallInfo info, DuckDBDataChunkWriter writer) {
      Chunk chunk = take();
      return chunk == null ? 0 : chunk.emit(writer);
    }
  }
}
