package dev.rapport.app.command;

import dev.rapport.api.error.RapportException;
import dev.rapport.api.prompt.Prompt;
import dev.rapport.api.prompt.RenderedPrompt;
import dev.rapport.api.question.Question;
import dev.rapport.app.output.Json;
import dev.rapport.app.output.Style;
import dev.rapport.app.output.Terminal;
import dev.rapport.app.output.Words;
import dev.rapport.app.session.GlobalOptions;
import dev.rapport.app.session.QuestionOptions;
import dev.rapport.app.session.Session;
import dev.rapport.app.session.SessionCommand;
import dev.rapport.engine.catalog.CheckedCatalog;
import dev.rapport.spi.model.ChatModel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "ask",
    description = {
      "Writes the finished prompt for one question; with a language model configured, also its"
          + " answer.",
      "The model is configured by RAPPORT_LLM_URL, RAPPORT_LLM_MODEL and RAPPORT_LLM_KEY: any"
          + " OpenAI-compatible API, such as that of Ollama."
    },
    footer = {
      "%nExamples:",
      "  rapport ask travel_level_1 --about user=ann --saying \"Where should I go this summer?\"",
      "  rapport ask travel_level_1 Somewhere warm, please --about user=ann --explain --no-model"
    })
final class AskCommand extends SessionCommand {
  @Parameters(index = "0", paramLabel = "PROMPT", description = "The name of the prompt.")
  private String prompt;

  @Parameters(
      index = "1..*",
      paramLabel = "WORDS",
      arity = "0..*",
      description = "The user's own words.")
  private List<String> words = List.of();

  @Mixin private QuestionOptions question;

  @Option(
      names = "--saying",
      paramLabel = "WORDS",
      description = "The user's own words, instead of words at the end.")
  private @Nullable String saying;

  @Option(
      names = "--explain",
      description =
          "Show each value of the prompt with what it rests on, and each candidate with the terms"
              + " of its score.")
  private boolean explain;

  @Option(
      names = "--no-model",
      description = "Ask no language model, also where one is configured.")
  private boolean noModel;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "120",
      description = "How long the model may take. Default: ${DEFAULT-VALUE}.")
  private int timeout;

  AskCommand(GlobalOptions options, Terminal terminal) {
    super(options, terminal);
  }

  @Override
  protected int run(Session session) {
    if (saying != null && !words.isEmpty()) {
      throw RapportException.user(
          "--saying", "beside the words " + String.join(" ", words), "one of them");
    }
    CheckedCatalog catalog = session.use();
    Prompt asked = catalog.prompt(prompt);
    Question complete =
        question.question(catalog, saying == null ? String.join(" ", words) : saying);
    Optional<ChatModel> model = noModel ? Optional.empty() : session.model();
    RenderedPrompt rendered = session.rapport().render(asked, complete);
    session.progress().close();
    if (options().json()) {
      printJson(json(rendered, model));
      return answered(session, 0);
    }
    out().println(rendered.text().stripTrailing());
    if (explain) {
      explain(rendered);
    }
    rendered.leftOut().forEach(what -> session.note("left out: " + what));
    model.ifPresent(this::heading);
    model.ifPresent(chat -> {
      chat.answer(rendered.text(), limit(), this::show);
      out().println();
    });
    return answered(session, 0);
  }

  private void heading(ChatModel model) {
    out().println();
    out().println(terminal().paint(Style.BOLD, "-- " + model.name() + " answers:"));
    out().flush();
  }

  private void show(String part) {
    out().print(part);
    out().flush();
  }

  private Duration limit() {
    return Duration.ofSeconds(timeout);
  }

  private void explain(RenderedPrompt rendered) {
    out().println();
    out()
        .println(
            terminal()
                .paint(Style.BOLD, "-- " + Words.count(rendered.tokens(), "token") + ", made of:"));
    ContextText.print(rendered.context(), terminal());
    if (!rendered.candidates().isEmpty()) {
      out().println();
      ContextText.print(rendered.candidates(), terminal());
    }
  }

  private Map<String, @Nullable Object> json(RenderedPrompt rendered, Optional<ChatModel> model) {
    Map<String, @Nullable Object> document =
        Json.object(
            "prompt", rendered.prompt().name(),
            "moment", rendered.context().moment().toString(),
            "text", rendered.text(),
            "tokens", rendered.tokens(),
            "leftOut", rendered.leftOut());
    if (explain) {
      document.put("context", Json.context(rendered.context()));
      document.put("candidates", rendered.candidates().stream().map(Json::candidate).toList());
    }
    model.ifPresent(chat -> {
      document.put("model", chat.name());
      document.put("answer", chat.answer(rendered.text(), limit(), _ -> {}).text());
    });
    return document;
  }
}
