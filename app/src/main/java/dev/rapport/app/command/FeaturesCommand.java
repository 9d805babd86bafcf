package dev.rapport.app.command;

import dev.rapport.app.output.Json;
import dev.rapport.app.output.Style;
import dev.rapport.app.output.Terminal;
import dev.rapport.app.output.TextTable;
import dev.rapport.app.output.TextTable.Cell;
import dev.rapport.app.output.Words;
import dev.rapport.app.session.GlobalOptions;
import dev.rapport.app.session.Session;
import dev.rapport.app.session.SessionCommand;
import dev.rapport.engine.catalog.CatalogLoader;
import dev.rapport.engine.catalog.CheckedCatalog;
import dev.rapport.engine.catalog.FeatureRow;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "features",
    description = "Lists the features of the catalog.",
    footer = {
      "%nExamples:",
      "  rapport features",
      "  rapport --catalog my/context features --json",
      "  rapport features weather    only those with 'weather' in name, tags or description"
    })
final class FeaturesCommand extends SessionCommand {
  @Parameters(
      paramLabel = "WORD",
      arity = "0..*",
      description = "Only features in whose name, tags or description each of these words is.")
  private List<String> words = List.of();

  FeaturesCommand(GlobalOptions options, Terminal terminal) {
    super(options, terminal);
  }

  @Override
  protected int run(Session session) {
    CheckedCatalog catalog = CheckedCatalog.checkAlone(CatalogLoader.load(session.provider()));
    List<FeatureRow> rows = FeatureRow.of(catalog).stream().filter(this::isMeant).toList();
    if (options().json()) {
      printJson(rows.stream().map(FeaturesCommand::json).toList());
      return 0;
    }
    TextTable table =
        new TextTable(
            "feature", "type", "about", "from", "how", "default", "description", "owner", "tags");
    for (FeatureRow row : rows) {
      table.row(
          List.of(
              new Cell(row.name(), Style.CYAN),
              Cell.of(row.type()),
              Cell.of(row.entities().isEmpty() ? "everybody" : String.join(", ", row.entities())),
              Cell.of(String.join(", ", row.sources())),
              Cell.of(how(row)),
              Cell.of(row.defaultValue()),
              Cell.of(row.description()),
              Cell.of(row.owner()),
              Cell.of(String.join(", ", row.tags()))));
    }
    if (!table.isEmpty()) {
      table.print(terminal());
    }
    session.note(
        Words.count(rows.size(), "feature")
            + (words.isEmpty() ? "" : " of " + catalog.features().size()));
    return 0;
  }

  private boolean isMeant(FeatureRow row) {
    String text =
        (row.name() + " " + row.tags() + " " + row.description()).toLowerCase(Locale.ROOT);
    return words.stream().allMatch(word -> text.contains(word.toLowerCase(Locale.ROOT)));
  }

  private static String how(FeatureRow row) {
    return Stream.of(row.aggregation(), row.window())
        .filter(text -> !text.isEmpty())
        .collect(
            Collectors.collectingAndThen(
                Collectors.joining(", "), how -> how.isEmpty() ? row.kind() : how));
  }

  private static Object json(FeatureRow row) {
    return Json.object(
        "name", row.name(),
        "type", row.type(),
        "about", row.entities(),
        "kind", row.kind(),
        "sources", row.sources(),
        "window", row.window(),
        "aggregation", row.aggregation(),
        "default", row.defaultValue(),
        "description", row.description(),
        "owner", row.owner(),
        "tags", row.tags());
  }
}
