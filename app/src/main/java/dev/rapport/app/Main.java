package dev.rapport.app;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code rapport} command line: exit code 0 done, 1 failed, 2 wrong usage. */
@Command(
    name = "rapport",
    description = "Gives an LLM the context that a best friend would have.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
public final class Main implements Runnable {
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Main()).execute(arguments));
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
