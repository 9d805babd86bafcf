package dev.rapport.examples.travel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.api.prompt.Candidate;
import dev.rapport.api.prompt.Prompt;
import dev.rapport.api.prompt.RenderedPrompt;
import dev.rapport.api.question.Question;
import dev.rapport.examples.travel.evaluation.Scoreboard;
import dev.rapport.examples.travel.evaluation.Truth;
import dev.rapport.examples.travel.generator.Generator;
import dev.rapport.examples.travel.weather.OpenMeteoStub;
import dev.rapport.platform.Options;
import dev.rapport.platform.Rapport;
import dev.rapport.plugins.tables.duckdb.DuckDbTables;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The travel catalog in production, over the facts of 120 synthetic travellers (seed 7). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LevelsTest {
  private static final Clock LATER = Clock.fixed(Generator.LATER, ZoneOffset.UTC);

  private Generator.Written world;
  private List<Truth> truths;
  private OpenMeteoStub weather;
  private Rapport rapport;

  @BeforeAll
  void apply(@TempDir Path folder) {
    Path facts = folder.resolve("facts");
    try (DuckDbTables tables = DuckDbTables.open(folder)) {
      world = new Generator(120, 7).write(facts, folder.resolve("truth"), tables);
    }
    truths = Truth.read(world.truth());
    weather = OpenMeteoStub.start(LATER);
    rapport =
        Rapport.open(
            folder.resolve("data"), Options.defaults().withDataRoot(facts).withClock(LATER));
    rapport.apply(new Travel(weather.uri()));
  }

  @AfterAll
  void close() {
    rapport.close();
    weather.close();
  }

  @Test
  void every_level_brings_the_true_place_nearer_to_the_top() {
    List<Scoreboard> levels = Travel.LEVELS.stream().map(this::scoreboard).toList();
    levels.forEach(level -> System.out.println(level.summary()));
    improves(levels, Scoreboard::meanRank);
    improves(levels, Scoreboard::medianRank);
    improves(levels, level -> -level.meanReciprocalRank());
    improves(levels, level -> -level.hitsAt(10));
  }

  @Test
  void what_happened_after_a_question_does_not_change_its_answer() {
    Question question = truths.getFirst().question();
    List<Object> before = keys(Travel.LEVEL_2, question);
    world.live().forEach((stream, file) -> rapport.ingest(rapport.catalog().source(stream), file));
    assertThat(keys(Travel.LEVEL_2, question)).isEqualTo(before);
    List<Object> after = keys(Travel.LEVEL_2, question.at(Generator.LATER));
    assertThat(before.subList(0, 10)).doesNotContain("bariloche");
    assertThat(after.subList(0, 5)).contains("bariloche", "queenstown");
  }

  @Test
  void the_weather_that_is_answered_now_is_what_will_have_been_recorded() {
    Question now = Question.about(Travellers.USER, Generator.TRAVELLER);
    for (String place : List.of("lisbon", "tokyo")) {
      Question there = now.and(Places.DESTINATION, place);
      assertThat(rapport.ask(there, OnTheSpot.WEATHER).get(OnTheSpot.WEATHER))
          .isEqualTo(
              rapport.ask(there.at(Generator.NOW), OnTheSpot.WEATHER).get(OnTheSpot.WEATHER));
    }
  }

  @Test
  void each_level_tells_the_model_more() {
    List<RenderedPrompt> prompts =
        Travel.LEVELS.stream()
            .map(level -> rapport.render(level, truths.getFirst().question()))
            .toList();
    assertThat(prompts).extracting(RenderedPrompt::tokens).isSorted();
    assertThat(prompts).allSatisfy(prompt -> assertThat(prompt.leftOut()).isEmpty());
    assertThat(prompts.get(0).text()).doesNotContain("Paris");
    assertThat(prompts.get(1).text()).contains("Lives in: Paris");
    assertThat(prompts.get(2).text()).contains("Watched in the past hour: ");
    assertThat(prompts.get(3).text()).contains("°C, ");
  }

  private Scoreboard scoreboard(Prompt level) {
    var places = Scoreboard.everyPlace(level);
    return new Scoreboard(
        truths.stream()
            .map(truth -> rankOf(truth, rapport.rank(places, truth.question())))
            .toList());
  }

  private static int rankOf(Truth truth, List<Candidate> candidates) {
    return Scoreboard.rankOf(truth.place(), candidates).orElse(candidates.size() + 1);
  }

  private List<Object> keys(Prompt level, Question question) {
    return rapport.rank(Scoreboard.everyPlace(level), question).stream()
        .map(Candidate::key)
        .toList();
  }

  private static void improves(List<Scoreboard> levels, ToDoubleFunction<Scoreboard> cost) {
    assertThat(levels.stream().map(cost::applyAsDouble).toList().reversed())
        .isSorted()
        .doesNotHaveDuplicates();
  }
}
