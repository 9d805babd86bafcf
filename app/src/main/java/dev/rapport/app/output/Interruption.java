package dev.rapport.app.output;

import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The wish that a command ends, such as by Ctrl-C: long work ends at its next sign of progress, by
 * an exception, so that what it began is taken away. Thread-safe.
 */
public final class Interruption {
  private static final long PATIENCE_SECONDS = 3;
  private static final String CUT_SHORT =
      "rapport: ended before the command was done, by a signal or by code that ends Java; no"
          + " file is left half written, and events that were taken in stay";

  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean wished;

  Interruption() {}

  /** Thrown to end work that somebody wishes to end. */
  public static final class Interrupted extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Interrupted() {
      super("interrupted", null, false, false);
    }
  }

  /** Makes the end of the process such a wish; the process waits for the work to end. */
  void watchProcess(PrintStream err) {
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .unstarted(() -> {
                  if (ended.getCount() > 0) {
                    err.println(CUT_SHORT);
                  }
                  endWork();
                }));
  }

  void endWork() {
    wished = true;
    try {
      ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Ends the work that asks, where that is wished.
   *
   * @throws Interrupted then
   */
  void check() {
    if (wished) {
      throw new Interrupted();
    }
  }

  /** Says that there is no more work. */
  void workEnded() {
    ended.countDown();
  }
}
