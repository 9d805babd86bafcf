package dev.rapport.app.command;

import dev.rapport.api.error.CatalogException;
import dev.rapport.app.output.Json;
import dev.rapport.app.output.Style;
import dev.rapport.app.output.Terminal;
import dev.rapport.app.output.Words;
import dev.rapport.app.session.GlobalOptions;
import dev.rapport.app.session.Session;
import dev.rapport.app.session.SessionCommand;
import dev.rapport.engine.catalog.CheckedCatalog;
import java.util.List;
import picocli.CommandLine.Command;

@Command(
    name = "check",
    description = "Checks the catalog and shows every problem at once.",
    footer = {"%nExample:", "  rapport --catalog my/context check"})
final class CheckCommand extends SessionCommand {
  CheckCommand(GlobalOptions options, Terminal terminal) {
    super(options, terminal);
  }

  @Override
  protected int run(Session session) {
    CheckedCatalog catalog;
    try {
      catalog = session.check();
    } catch (CatalogException e) {
      if (!options().json()) {
        throw e;
      }
      printJson(Json.object("problems", e.problems()));
      return 1;
    }
    session.noteEmpty(catalog);
    if (options().json()) {
      printJson(
          Json.object(
              "problems", List.of(),
              "entities", catalog.entities().size(),
              "sources", catalog.sources().size(),
              "features", catalog.features().size(),
              "knowledge", catalog.knowledges().size(),
              "prompts", catalog.prompts().size()));
    } else {
      out()
          .println(
              String.join(
                      ", ",
                      Words.count(catalog.features().size(), "feature"),
                      Words.count(catalog.sources().size(), "source"),
                      Words.count(catalog.entities().size(), "entity"),
                      Words.number(catalog.knowledges().size()) + " knowledge",
                      Words.count(catalog.prompts().size(), "prompt"))
                  + ": "
                  + terminal().paint(Style.GREEN, "no problem"));
    }
    return 0;
  }
}
