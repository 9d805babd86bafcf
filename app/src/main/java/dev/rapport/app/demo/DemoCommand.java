package dev.rapport.app.demo;

import dev.rapport.api.error.RapportException;
import dev.rapport.app.output.Terminal;
import dev.rapport.app.session.GlobalOptions;
import dev.rapport.app.session.Session;
import dev.rapport.app.session.SessionCommand;
import dev.rapport.app.session.TravelExample;
import dev.rapport.examples.travel.Travel;
import dev.rapport.examples.travel.generator.Generator;
import dev.rapport.spi.model.ChatModel;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows a bland answer become a personal one. */
@Command(
    name = "demo",
    description = {
      "Shows the travel example, from raw facts to prompts: level 0 knows nothing about the"
          + " traveller, 1 past trips, 2 the past hour, 3 where the traveller is and the weather.",
      "The travellers are synthetic; the places are real."
    },
    footer = {
      "%nExamples:",
      "  rapport demo",
      "  rapport demo --user ben --level 3",
      "  RAPPORT_LLM_URL=http://localhost:11434/v1 RAPPORT_LLM_MODEL=llama3.2 rapport demo"
    })
public final class DemoCommand extends SessionCommand {
  @Option(
      names = "--user",
      paramLabel = "NAME",
      defaultValue = Generator.TRAVELLER,
      description =
          "Who asks: ann, ben, cleo, dana, eli, fay or another traveller. Default: ${DEFAULT-VALUE}.")
  private String user = Generator.TRAVELLER;

  @Option(
      names = "--level",
      paramLabel = "0..3",
      description = "Show this level only, its prompt in full.")
  private @Nullable Integer level;

  @Option(
      names = "--live-weather",
      description = "Ask the public Open-Meteo server for the weather, not a local stub.")
  private boolean liveWeather;

  public DemoCommand(GlobalOptions options, Terminal terminal) {
    super(options, terminal);
  }

  @Override
  protected int run(Session session) {
    if (level != null && (level < 0 || level >= Travel.LEVELS.size())) {
      throw RapportException.user("--level", level, "0 to " + (Travel.LEVELS.size() - 1));
    }
    List<Integer> levels =
        level == null ? IntStream.range(0, Travel.LEVELS.size()).boxed().toList() : List.of(level);
    Path data = options().data().orElse(Path.of(".rapport"));
    Travel catalog = liveWeather ? Travel.live() : new Travel();
    Optional<ChatModel> model = session.model();
    try (TravelSite site =
        new TravelSite(new TravelExample(data.resolve("travel")), catalog, session.progress())) {
      Demo demo = new Demo(site, user, levels, session.progress());
      if (options().json()) {
        printJson(demo.json());
      } else {
        new DemoText(demo, terminal(), session.progress()).print(liveWeather, model);
      }
    }
    return 0;
  }
}
