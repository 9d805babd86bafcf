package dev.rapport.app;

import dev.rapport.api.error.RapportException;
import dev.rapport.app.output.Interruption;
import dev.rapport.app.output.Style;
import dev.rapport.app.output.Terminal;
import dev.rapport.app.session.GlobalOptions;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Tells what went wrong in a line or two, never as a stack trace, and makes the exit code. */
final class Failures {
  private static final int USER = 1;
  private static final int DEPENDENCY = 2;
  private static final int INTERNAL = 3;

  /** As shells count a process that was ended by Ctrl-C. */
  private static final int INTERRUPTED = 130;

  private final Terminal terminal;
  private final GlobalOptions options;

  Failures(Terminal terminal, GlobalOptions options) {
    this.terminal = terminal;
    this.options = options;
  }

  /** A wrong command, option or argument. */
  int wrongUse(ParameterException e) {
    CommandLine command = e.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    say(message(e));
    List<String> near =
        e instanceof UnmatchedArgumentException unmatched ? unmatched.getSuggestions() : List.of();
    if (!near.isEmpty()) {
      terminal
          .err()
          .println("Did you mean " + String.join(" or ", near.stream().limit(3).toList()) + "?");
    }
    terminal.err().println("See '" + name + " --help'.");
    return USER;
  }

  private static String message(ParameterException e) {
    return String.valueOf(e.getMessage());
  }

  /** What a command threw. */
  int failed(Throwable thrown) {
    if (thrown instanceof Interruption.Interrupted) {
      return INTERRUPTED;
    }
    int code =
        switch (thrown) {
          case RapportException e -> {
            say(String.valueOf(e.getMessage()));
            yield switch (e.kind()) {
              case USER -> USER;
              case DEPENDENCY -> DEPENDENCY;
              case INTERNAL -> {
                defect();
                yield INTERNAL;
              }
            };
          }
          case OutOfMemoryError _ -> {
            say("memory: used up (expected: a larger heap, such as JAVA_TOOL_OPTIONS=-Xmx8g)");
            yield DEPENDENCY;
          }
          default -> {
            say(thrown.toString());
            defect();
            yield INTERNAL;
          }
        };
    if (options.verbose()) {
      if (code == INTERNAL) {
        thrown.printStackTrace(terminal.err());
      } else {
        causes(thrown);
      }
    }
    return code;
  }

  private void defect() {
    terminal
        .err()
        .println(
            "This is a defect of Rapport" + (options.verbose() ? ":" : "; --verbose shows where."));
  }

  private void causes(Throwable thrown) {
    for (Throwable cause = thrown.getCause(); cause != null; cause = cause.getCause()) {
      terminal.err().println("  because: " + cause);
    }
  }

  /** Results that could not be written. */
  int unwritten(String reason) {
    say("standard output: cannot be written: " + reason);
    return DEPENDENCY;
  }

  private void say(String message) {
    terminal.err().println(terminal.paint(Style.RED, "rapport:") + " " + message);
  }
}
