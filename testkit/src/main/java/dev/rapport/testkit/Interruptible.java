package dev.rapport.testkit;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Commands of tests that send their child process SIGINT. Where whoever started the tests ignores
 * that signal, as a shell does for what it runs in the background, every child ignores it too.
 */
public final class Interruptible {
  /** GNU coreutils has it since 8.31. */
  private static final List<String> RESET = List.of("env", "--default-signal=INT");

  private Interruptible() {}

  /**
   * A command as a process that SIGINT ends by default. The test is skipped where there is none.
   */
  public static List<String> command(List<String> command)
      throws IOException, InterruptedException {
    if (isInterrupted(List.of())) {
      return command;
    }
    assumeTrue(
        isInterrupted(RESET),
        "SIGINT is ignored by whoever started the tests, and there is no env that resets it");
    List<String> reset = new ArrayList<>(RESET);
    reset.addAll(command);
    return reset;
  }

  /** Whether SIGINT ends a shell that is started with a prefix. */
  private static boolean isInterrupted(List<String> prefix)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(prefix);
    command.addAll(List.of("sh", "-c", "kill -INT $$; exit 7"));
    int code =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor();
    return code
        == 130; // 128 and the number of SIGINT: not 7, nor that of an env without the option
  }
}
