package dev.rapport.engine;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs what others wrote: filters, formulas, aggregations, records, clients of services. Whatever
 * it throws is a failure of that code, told where its value would be, be it an exception, a class
 * that is missing, a failed assertion or code that calls itself without end. Only what says that
 * the machine is at its end, such as too little memory, goes on.
 */
public final class UserCode {
  private UserCode() {}

  /**
   * Code that may throw anything.
   *
   * @param <T> what it comes to
   */
  @FunctionalInterface
  public interface Body<T extends @Nullable Object> {
    T run() throws Throwable;
  }

  /**
   * What code comes to.
   *
   * @param failed takes the reason why it failed
   */
  public static <T extends @Nullable Object> T run(Body<T> code, Function<String, T> failed) {
    try {
      return code.run();
    } catch (Throwable thrown) {
      return failed.apply(reason(thrown));
    }
  }

  /** Why code failed that threw this; throws what is no failure of the code. */
  public static String reason(Throwable thrown) {
    check(thrown);
    if (thrown instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
    return told(thrown);
  }

  /** The same for what was thrown on another thread. */
  public static String reasonElsewhere(Throwable thrown) {
    check(thrown);
    return told(thrown);
  }

  private static String told(Throwable thrown) {
    try {
      return thrown instanceof LinkageError && thrown.getCause() != null
          ? thrown + ": " + thrown.getCause()
          : thrown.toString();
    } catch (Throwable again) { // what it says of itself is code of others too
      check(again);
      return thrown.getClass().getName();
    }
  }

  /** Throws what is no failure of the code that threw it, but of the machine. */
  public static void check(Throwable thrown) {
    if (thrown instanceof VirtualMachineError error && !(thrown instanceof StackOverflowError)) {
      throw error;
    }
  }
}
