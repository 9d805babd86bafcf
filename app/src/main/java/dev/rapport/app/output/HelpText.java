package dev.rapport.app.output;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi.Text;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The texts of a help, in lines that end between words: picocli ends them at any mark, in the
 * middle of a moment or a file's name too.
 */
public final class HelpText {
  /** How much further in than the first line of a description the others begin. */
  private static final int INDENT = 2;

  private HelpText() {}

  /** Some options of a command with their descriptions, in columns that suit all of them. */
  public static String options(Help help, List<OptionSpec> options) {
    Help.Layout usual = usual(help);
    var layout =
        new Help.Layout(
            help.colorScheme(),
            usual.textTable(),
            (option, labels, colours) ->
                wrapped(usual.optionRenderer().render(option, labels, colours), usual, colours),
            usual.parameterRenderer());
    layout.addAllOptions(options, help.createDefaultParamLabelRenderer());
    return layout.toString();
  }

  /** The parameters of a command with their descriptions, in the columns of its options. */
  public static String parameters(Help help) {
    Help.Layout usual = usual(help);
    var layout =
        new Help.Layout(
            help.colorScheme(),
            usual.textTable(),
            usual.optionRenderer(),
            (parameter, labels, colours) ->
                wrapped(
                    usual.parameterRenderer().render(parameter, labels, colours), usual, colours));
    layout.addAllPositionalParameters(
        help.commandSpec().positionalParameters(), help.createDefaultParamLabelRenderer());
    return layout.toString();
  }

  private static Help.Layout usual(Help help) {
    return help.createDefaultLayout(
        help.commandSpec().options(),
        help.commandSpec().positionalParameters(),
        help.colorScheme());
  }

  /** Paragraphs over the whole width. */
  public static String paragraphs(Help help, String... paragraphs) {
    int width = help.commandSpec().usageMessage().width();
    return lines(paragraphs).stream()
        .flatMap(line -> TextWidth.wrap(line, width).stream())
        .collect(Collectors.joining("\n", "", paragraphs.length == 0 ? "" : "\n"));
  }

  /** Lines as they are, such as commands that are there to be copied. */
  public static String asIs(String... lines) {
    return lines(lines).stream()
        .collect(Collectors.joining("\n", "", lines.length == 0 ? "" : "\n"));
  }

  private static List<String> lines(String... texts) {
    return Arrays.stream(texts)
        .map(text -> text.replace("%n", "\n"))
        .flatMap(text -> Arrays.stream(text.split("\n", -1)))
        .toList();
  }

  /** Rows of texts, the last of each so short that picocli has nothing to break. */
  private static Text[][] wrapped(Text[][] rows, Help.Layout layout, Help.ColorScheme colours) {
    Help.Column[] columns = layout.textTable().columns();
    Help.Column last = columns[columns.length - 1];
    List<Text[]> wrapped = new ArrayList<>();
    for (Text[] row : rows) {
      String description = row[row.length - 1].plainString();
      List<String> lines = TextWidth.wrap(description, last.width - last.indent - INDENT);
      for (int i = 0; i < lines.size(); i++) {
        Text[] part = new Text[row.length];
        Arrays.fill(part, colours.text(""));
        if (i == 0) {
          System.arraycopy(row, 0, part, 0, row.length);
        }
        String indent = wrapped.isEmpty() ? "" : " ".repeat(INDENT);
        part[part.length - 1] = colours.text(indent + lines.get(i));
        wrapped.add(part);
      }
    }
    return wrapped.toArray(Text[][]::new);
  }
}
