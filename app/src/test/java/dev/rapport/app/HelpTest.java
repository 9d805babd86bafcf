package dev.rapport.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.app.command.RapportCommand;
import dev.rapport.app.output.Terminal;
import dev.rapport.app.session.GlobalOptions;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

final class HelpTest {
  @ParameterizedTest
  @ValueSource(ints = {80, 100, 1_000})
  void no_value_is_broken_over_two_lines(int columns) {
    PrintStream nowhere =
        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    Terminal terminal = Terminal.plain(nowhere, nowhere, Map.of()).withColumns(columns);
    CommandLine rapport = RapportCommand.commandLine(new GlobalOptions(), terminal);
    List<CommandLine> all = new ArrayList<>(rapport.getSubcommands().values());
    all.add(rapport);
    assertThat(all).hasSizeGreaterThan(10);
    for (CommandLine command : all) {
      Set<String> shown = new HashSet<>(words(command.getUsageMessage()));
      List<String> broken = new ArrayList<>(said(command.getCommandSpec()));
      broken.removeAll(shown);
      assertThat(broken).as(command.getCommandName()).isEmpty();
    }
  }

  /** The words of all descriptions of a command. */
  private static List<String> said(CommandLine.Model.CommandSpec command) {
    List<String> texts = new ArrayList<>(List.of(command.usageMessage().description()));
    texts.addAll(List.of(command.usageMessage().footer()));
    command.args().forEach(argument -> texts.addAll(List.of(argument.description())));
    return texts.stream()
        .filter(text -> !text.contains("${"))
        .flatMap(text -> words(String.format(text)).stream())
        .toList();
  }

  private static List<String> words(String text) {
    return Arrays.stream(text.split("\\s+")).filter(word -> !word.isEmpty()).toList();
  }
}
