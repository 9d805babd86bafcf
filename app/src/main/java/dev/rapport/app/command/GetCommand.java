package dev.rapport.app.command;

import dev.rapport.api.error.RapportException;
import dev.rapport.api.feature.Feature;
import dev.rapport.api.question.Context;
import dev.rapport.app.output.Json;
import dev.rapport.app.output.Terminal;
import dev.rapport.app.session.GlobalOptions;
import dev.rapport.app.session.QuestionOptions;
import dev.rapport.app.session.Session;
import dev.rapport.app.session.SessionCommand;
import dev.rapport.engine.catalog.CheckedCatalog;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "get",
    description = {
      "Answers features for one question: each value with its status, source, event time, age and"
          + " how many facts it rests on."
    },
    footer = {
      "%nExamples:",
      "  rapport get favourite_activities,last_places --about user=ann",
      "  rapport get distance_km --about destination=lisbon --with here='{\"lat\":48.9,\"lon\":2.4}'",
      "  rapport get recent_topics --about user=ann --as-of 2026-06-15T12:30:00Z --json"
    })
final class GetCommand extends SessionCommand {
  @Parameters(
      paramLabel = "FEATURES",
      arity = "1..*",
      description = "Names of features or feature sets, separated by commas or spaces.")
  private List<String> features = List.of();

  @Mixin private QuestionOptions question;

  @Option(names = "--saying", paramLabel = "WORDS", description = "The user's own words.")
  private String words = "";

  GetCommand(GlobalOptions options, Terminal terminal) {
    super(options, terminal);
  }

  @Override
  protected int run(Session session) {
    CheckedCatalog catalog = session.use();
    List<Feature<?>> asked = catalog.featuresOf(names(features));
    Context context = session.rapport().ask(question.question(catalog, words), asked);
    session.progress().close();
    if (options().json()) {
      printJson(Json.context(context));
    } else {
      ContextText.print(context, terminal());
    }
    return answered(session, 0);
  }

  /** Names separated by commas, in one or several arguments. */
  static List<String> names(List<String> arguments) {
    List<String> names =
        arguments.stream()
            .flatMap(argument -> Arrays.stream(argument.split(",", -1)))
            .map(String::strip)
            .filter(name -> !name.isEmpty())
            .toList();
    if (names.isEmpty()) {
      throw RapportException.user(
          "features", "none", "names of features, separated by commas; see 'rapport features'");
    }
    return names;
  }
}
