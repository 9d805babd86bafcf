package dev.rapport.app.command;

import dev.rapport.app.conformance.ConformanceCommand;
import dev.rapport.app.demo.DemoCommand;
import dev.rapport.app.output.HelpText;
import dev.rapport.app.output.Terminal;
import dev.rapport.app.session.GlobalOptions;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code rapport} itself: without a subcommand it says what there is. */
@Command(
    name = "rapport",
    description = {
      "Gives an LLM the context that a best friend would have.",
      "A folder of .java files defines what is known; Rapport answers it, now or at any past"
          + " moment."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  rapport demo                       see it work",
      "  rapport init my/context            a catalog of your own to start from",
      "  rapport --catalog my/context check",
      "  rapport COMMAND --help             about one command",
      "",
      "Exit codes: 0 right, 1 your mistake, 2 something outside failed, 3 a defect of Rapport."
    })
public final class RapportCommand implements Runnable {
  private static final int READABLE = 100;

  @Spec private CommandSpec spec;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show the version.")
  @SuppressWarnings("UnusedVariable") // picocli reads it
  private boolean version;

  private RapportCommand() {}

  /** The command line with all its commands. */
  public static CommandLine commandLine(GlobalOptions options, Terminal terminal) {
    CommandSpec root = CommandSpec.forAnnotatedObject(new RapportCommand());
    root.addMixin("global", CommandSpec.forAnnotatedObject(options));
    CommandLine line = new CommandLine(root);
    List.of(
            new DemoCommand(options, terminal),
            new InitCommand(options, terminal, Clock.systemUTC()),
            new CheckCommand(options, terminal),
            new PlanCommand(options, terminal),
            new ApplyCommand(options, terminal),
            new FeaturesCommand(options, terminal),
            new IngestCommand(options, terminal),
            new GetCommand(options, terminal),
            new AskCommand(options, terminal),
            new DatasetCommand(options, terminal),
            new ConformanceCommand(options, terminal))
        .forEach(line::addSubcommand);
    line.setUsageHelpWidth(Math.min(READABLE, terminal.columns()));
    line.setColorScheme(Help.defaultColorScheme(terminal.colours() ? Help.Ansi.ON : Help.Ansi.OFF));
    line.setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8));
    showAsDeclared(line);
    return line;
  }

  /** A command's own options first, in the order of the source. */
  private static void showAsDeclared(CommandLine line) {
    line.getCommandSpec().usageMessage().sortOptions(false).sortSynopsis(false);
    Map<String, IHelpSectionRenderer> sections = line.getHelpSectionMap();
    sections.put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, RapportCommand::optionList);
    sections.put(UsageMessageSpec.SECTION_KEY_PARAMETER_LIST, HelpText::parameters);
    sections.put(
        UsageMessageSpec.SECTION_KEY_DESCRIPTION,
        help -> HelpText.paragraphs(help, help.commandSpec().usageMessage().description()));
    sections.put(
        UsageMessageSpec.SECTION_KEY_FOOTER,
        help -> HelpText.asIs(help.commandSpec().usageMessage().footer()));
    line.getSubcommands().values().forEach(RapportCommand::showAsDeclared);
  }

  private static String optionList(Help help) {
    List<OptionSpec> all = help.commandSpec().options();
    List<OptionSpec> own = all.stream().filter(option -> !isGlobal(option)).toList();
    List<OptionSpec> global = all.stream().filter(RapportCommand::isGlobal).toList();
    return HelpText.options(help, own)
        + "Options of every command:\n"
        + HelpText.options(help, global);
  }

  private static boolean isGlobal(OptionSpec option) {
    return option.inherited() || option.scopeType() == CommandLine.ScopeType.INHERIT;
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "command: missing (expected: one such as demo, check or ask)");
  }
}
