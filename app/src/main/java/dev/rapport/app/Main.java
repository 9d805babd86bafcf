package dev.rapport.app;

import dev.rapport.app.command.RapportCommand;
import dev.rapport.app.output.Terminal;
import dev.rapport.app.session.GlobalOptions;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;

/**
 * The {@code rapport} command line. Exit code: 0 right, 1 the user's mistake, 2 a failure of
 * something outside, 3 a defect of Rapport.
 */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    System.setProperty("java.util.logging.config.class", QuietLogging.class.getName());
    System.exit(run(List.of(arguments), Terminal.ofProcess(System.getenv())));
  }

  /** Runs a command without a terminal and with an empty environment. */
  public static int run(List<String> arguments, PrintStream out, PrintStream err) {
    return run(arguments, Terminal.plain(out, err, Map.of()));
  }

  /** Runs a command; returns the exit code. */
  public static int run(List<String> arguments, Terminal terminal) {
    GlobalOptions options = new GlobalOptions();
    Failures failures = new Failures(terminal, options);
    CommandLine line = RapportCommand.commandLine(options, terminal);
    line.getCommandSpec().versionProvider(new Version());
    line.setParameterExceptionHandler((e, _) -> failures.wrongUse(e));
    line.setExecutionExceptionHandler((e, _, _) -> failures.failed(e));
    int code = execute(line, arguments, failures);
    Optional<String> unwritten = terminal.finish();
    return unwritten.isPresent() ? failures.unwritten(unwritten.get()) : code;
  }

  private static int execute(CommandLine line, List<String> arguments, Failures failures) {
    try {
      return line.execute(arguments.toArray(String[]::new));
    } catch (Error e) { // which picocli lets through
      return failures.failed(e);
    }
  }
}
