package dev.rapport.engine.dataset;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Work on one piece after another, on all cores, whose results are taken in the order of the pieces
 * by the thread that adds them. A few pieces are under way at a time. Not thread-safe.
 *
 * @param <P> a piece
 * @param <R> what is made of it
 */
final class Ordered<P, R> implements AutoCloseable {
  private static final long PATIENCE_MILLIS = 200;

  private final Function<P, R> work;
  private final BiConsumer<P, R> taker;
  private final ExecutorService workers;
  private final Runnable waiting;
  private final int most;
  private final Queue<Started<P, R>> started = new ArrayDeque<>();

  private record Started<P, R>(P piece, Future<R> result) {}

  /**
   * Work on pieces.
   *
   * @param waiting is run again and again while a result is waited for
   */
  Ordered(Function<P, R> work, BiConsumer<P, R> taker, Runnable waiting) {
    this.work = work;
    this.taker = taker;
    this.waiting = waiting;
    this.most = mostUnderWay();
    this.workers = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
  }

  /** How many pieces are under way at a time at most. */
  static int mostUnderWay() {
    return 2 * Runtime.getRuntime().availableProcessors();
  }

  /** Starts work on a piece; takes the oldest result where enough is under way. */
  void add(P piece) {
    started.add(new Started<>(piece, workers.submit(() -> work.apply(piece))));
    if (started.size() >= most) {
      take();
    }
  }

  /** Takes all results that are left. */
  void finish() {
    while (!started.isEmpty()) {
      take();
    }
  }

  private void take() {
    Started<P, R> oldest = started.remove();
    try {
      taker.accept(oldest.piece(), result(oldest.result()));
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException failure -> throw failure;
        case Error failure -> throw failure;
        case null, default -> throw new IllegalStateException(e);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while answering", e);
    }
  }

  private R result(Future<R> result) throws ExecutionException, InterruptedException {
    while (true) {
      try {
        return result.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        waiting.run();
      }
    }
  }

  /** Ends the work; what was not taken is lost. */
  @Override
  public void close() {
    workers.shutdownNow();
    workers.close();
  }
}
