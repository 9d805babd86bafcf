package dev.rapport.app.demo;

import dev.rapport.api.prompt.RenderedPrompt;
import dev.rapport.app.demo.LevelTexts.Level;
import dev.rapport.app.output.ProgressLine;
import dev.rapport.app.output.Style;
import dev.rapport.app.output.Terminal;
import dev.rapport.app.output.TextTable;
import dev.rapport.app.output.Words;
import dev.rapport.engine.intake.Receipt;
import dev.rapport.examples.travel.evaluation.Scoreboard;
import dev.rapport.examples.travel.evaluation.Truth;
import dev.rapport.examples.travel.generator.Generator;
import dev.rapport.platform.Applied;
import dev.rapport.spi.model.ChatModel;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Tells the demo on a terminal, step by step. */
final class DemoText {
  private static final Duration MODEL_LIMIT = Duration.ofMinutes(2);

  private final Demo demo;
  private final Terminal terminal;
  private final ProgressLine progress;
  private final LevelTexts texts;

  DemoText(Demo demo, Terminal terminal, ProgressLine progress) {
    this.demo = demo;
    this.terminal = terminal;
    this.progress = progress;
    this.texts = new LevelTexts(terminal);
  }

  void print(boolean liveWeather, Optional<ChatModel> model) {
    say(Generator.standard().notice());
    say(
        liveWeather
            ? "Weather: the public Open-Meteo server's."
            : "Weather: made up by a local stub that speaks Open-Meteo's API (--live-weather asks"
                + " the real one).");
    heading("From raw facts");
    facts();
    heading("to prompts");
    Truth truth = demo.truth();
    say(truth.userId() + " asks: \"" + truth.words() + "\"");
    List<Level> levels = timed("Asked", demo::ask);
    texts.print(levels);
    heading("The first five places of each level");
    say("* is the place that " + truth.userId() + " would truly choose; only this demo knows it.");
    texts.printCandidates(levels, truth.place());
    if (demo.asksNow() && demo.levels().contains(Demo.OF_EVENTS)) {
      events(levels);
    }
    heading("Does more context help?");
    scores(truth);
    answers(levels, model);
  }

  private void facts() {
    say(
        "Made up "
            + Words.number(demo.written().facts())
            + " facts in "
            + Words.of(demo.generating())
            + ".");
    TextTable table = new TextTable("source", "facts", "set aside");
    Applied applied = timed("Checked, read and applied", demo::apply);
    new TreeMap<>(applied.loaded())
        .forEach((source, intake) ->
            table.row(
                source,
                Words.number(intake.acceptedCount()),
                intake.setAsideCount() == 0 ? "" : Words.number(intake.setAsideCount())));
    table.print(terminal);
  }

  private void events(List<Level> levels) {
    heading("Five minutes later");
    for (Map.Entry<String, Receipt> receipt : demo.ingest().sequencedEntrySet()) {
      say(
          "Took in "
              + Words.number(receipt.getValue().accepted())
              + " new events of the stream "
              + receipt.getKey()
              + ".");
    }
    Level before =
        levels.stream().filter(level -> level.number() == Demo.OF_EVENTS).findFirst().orElseThrow();
    Level after = timed("Asked level 2 again", demo::askAgain);
    change(before.prompt(), after.prompt());
    texts.printCandidates(
        List.of(before.labelled("2 before"), after.labelled("2 now")), demo.truth().place());
  }

  /** The lines of facts that are other than before. */
  private void change(RenderedPrompt before, RenderedPrompt after) {
    List<String> old = before.text().lines().toList();
    String changed =
        after
            .text()
            .lines()
            .filter(line -> line.matches("(Watched|Searched|Looked).*") && !old.contains(line))
            .collect(Collectors.joining("\n"));
    changed.lines().forEach(line -> say(terminal.paint(Style.YELLOW, line)));
  }

  private void scores(Truth truth) {
    int places = demo.places();
    say(
        "At which rank of "
            + Words.number(places)
            + " places stands the one that a traveller would truly choose? The lower, the better;"
            + " chance alone");
    say(
        "would give "
            + String.format(Locale.ROOT, "%.1f", (places + 1) / 2.0)
            + " on average. Each question sees only what was known at its moment.");
    List<Integer> own = demo.ownRanks();
    List<Scoreboard> all = timed("Ranked all places", demo::scoreboards);
    TrueRanks.print(demo.levels(), truth.userId(), own, all, terminal);
    say("Averages over " + Words.number(all.getFirst().ranks().size()) + " synthetic travellers.");
  }

  private void answers(List<Level> levels, Optional<ChatModel> model) {
    heading("What a language model makes of it");
    if (model.isEmpty()) {
      say("No model is configured. Any OpenAI-compatible API does, such as Ollama's:");
      say("  export RAPPORT_LLM_URL=http://localhost:11434/v1 RAPPORT_LLM_MODEL=llama3.2");
      say("  export RAPPORT_LLM_KEY=...    where the API asks for one");
      return;
    }
    for (Level level : levels) {
      say(terminal.paint(Style.BOLD, "Level " + level.number() + ", " + model.get().name() + ":"));
      model
          .get()
          .answer(
              level.prompt().text(),
              MODEL_LIMIT,
              part -> {
                terminal.out().print(part);
                terminal.out().flush();
              });
      say("\n");
    }
  }

  private <T> T timed(String what, Supplier<T> step) {
    long began = System.nanoTime();
    T result = step.get();
    progress.close();
    say(what + " in " + Words.of(Duration.ofNanos(System.nanoTime() - began)) + ".");
    return result;
  }

  private void heading(String text) {
    terminal.out().println();
    terminal
        .out()
        .println(
            terminal.paint(
                Style.CYAN, "── " + text + " " + "─".repeat(Math.max(0, 60 - text.length()))));
    terminal.out().flush();
  }

  private void say(String text) {
    terminal.out().println(text);
    terminal.out().flush();
  }
}
