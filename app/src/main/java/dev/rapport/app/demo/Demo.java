package dev.rapport.app.demo;

import dev.rapport.api.prompt.Prompt;
import dev.rapport.api.prompt.RenderedPrompt;
import dev.rapport.api.question.Question;
import dev.rapport.app.demo.LevelTexts.Level;
import dev.rapport.app.output.Json;
import dev.rapport.engine.Progress;
import dev.rapport.engine.intake.Receipt;
import dev.rapport.examples.travel.Travel;
import dev.rapport.examples.travel.evaluation.Scoreboard;
import dev.rapport.examples.travel.evaluation.Truth;
import dev.rapport.examples.travel.generator.Generator;
import dev.rapport.platform.Applied;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The steps of the demo and what they yield; what is shown of it is elsewhere. */
final class Demo {
  private static final int MEASURED = 1_000;

  /** The level that the events of the past minutes change. */
  static final int OF_EVENTS = 2;

  private final TravelSite site;
  private final Truth truth;
  private final List<Integer> levels;
  private final TrueRanks ranks;

  Demo(TravelSite site, String user, List<Integer> levels, Progress progress) {
    this.site = site;
    this.truth = site.truth(user);
    this.levels = levels;
    this.ranks = new TrueRanks(site.rapport(), progress);
  }

  Generator.Written written() {
    return site.written();
  }

  Duration generating() {
    return site.generating();
  }

  Truth truth() {
    return truth;
  }

  List<Integer> levels() {
    return levels;
  }

  Applied apply() {
    return site.apply();
  }

  /** The prompts of the levels at the moment of the question. */
  List<Level> ask() {
    return levels.stream().map(level -> new Level(level, render(level))).toList();
  }

  private RenderedPrompt render(int level) {
    return site.rapport().render(Travel.LEVELS.get(level), question());
  }

  /** The traveller of the demo asks now, so that the weather service is asked; the others then. */
  private Question question() {
    Question question = truth.question();
    return asksNow()
        ? new Question(question.keys(), question.inputs(), question.words(), Optional.empty())
        : question;
  }

  /** Whether the question is of the demo's now, and the live events are this traveller's. */
  boolean asksNow() {
    return truth.userId().equals(Generator.TRAVELLER);
  }

  /** Takes in the events of the next minutes: a receipt for each stream. */
  SequencedMap<String, Receipt> ingest() {
    SequencedMap<String, Receipt> receipts = new TreeMap<>();
    site.moveOn();
    site.written()
        .live()
        .forEach((stream, file) ->
            receipts.put(
                stream, site.rapport().ingest(site.rapport().catalog().source(stream), file)));
    return receipts;
  }

  /** Level 2 again, after the events. */
  Level askAgain() {
    return new Level(OF_EVENTS, render(OF_EVENTS));
  }

  /** The scores of each level over the first thousand travellers, each asked at their moment. */
  List<Scoreboard> scoreboards() {
    List<Truth> measured = site.truths().subList(0, Math.min(MEASURED, site.truths().size()));
    return prompts().stream().map(level -> ranks.of(level, measured)).toList();
  }

  /** How many places are ranked. */
  int places() {
    return site.rapport()
        .rank(Scoreboard.everyPlace(prompts().getFirst()), truth.question())
        .size();
  }

  /** The rank of this traveller's true place at each level, as of the question's moment. */
  List<Integer> ownRanks() {
    return prompts().stream()
        .map(level -> ranks.of(level, List.of(truth)).ranks().getFirst())
        .toList();
  }

  private List<Prompt> prompts() {
    return levels.stream().map(Travel.LEVELS::get).toList();
  }

  /** The whole demo as a document. */
  Map<String, @Nullable Object> json() {
    apply();
    List<Object> asked = new ArrayList<>();
    ask().forEach(level -> asked.add(json(level)));
    Map<String, @Nullable Object> document =
        Json.object(
            "notice", Generator.standard().notice(),
            "facts", written().rows(),
            "user", truth.userId(),
            "words", truth.words(),
            "truePlace", truth.place(),
            "levels", asked);
    if (asksNow()) {
      ingest();
      document.put("afterEvents", json(askAgain()));
    }
    document.put("places", places());
    List<Object> scores = new ArrayList<>();
    List<Integer> own = ownRanks();
    List<Scoreboard> all = scoreboards();
    for (int i = 0; i < levels.size(); i++) {
      scores.add(
          Json.object(
              "level", levels.get(i),
              "rank", own.get(i),
              "questions", all.get(i).ranks().size(),
              "meanRank", all.get(i).meanRank(),
              "medianRank", all.get(i).medianRank(),
              "meanReciprocalRank", all.get(i).meanReciprocalRank(),
              "first", all.get(i).hitsAt(1),
              "inFirst5", all.get(i).hitsAt(5),
              "inFirst10", all.get(i).hitsAt(10)));
    }
    document.put("scoreboard", scores);
    return document;
  }

  private static Object json(Level level) {
    return Json.object(
        "level", level.number(),
        "tokens", level.prompt().tokens(),
        "candidates", level.prompt().candidates().stream().map(c -> c.key()).limit(5).toList(),
        "text", level.prompt().text());
  }
}
