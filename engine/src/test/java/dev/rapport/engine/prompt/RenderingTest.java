package dev.rapport.engine.prompt;

import static dev.rapport.api.prompt.TokenBudget.tokens;
import static dev.rapport.engine.Places.BUDGET;
import static dev.rapport.engine.Places.COUNTRY;
import static dev.rapport.engine.Places.KNOWLEDGE;
import static dev.rapport.engine.Places.PLACES;
import static dev.rapport.engine.Places.TOPICS;
import static dev.rapport.engine.Places.USER;
import static dev.rapport.engine.prompt.PromptCases.constant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rapport.api.error.RapportException;
import dev.rapport.api.feature.Feature;
import dev.rapport.api.feature.Request;
import dev.rapport.api.knowledge.Candidates;
import dev.rapport.api.prompt.Candidate;
import dev.rapport.api.prompt.Prompt;
import dev.rapport.api.prompt.RenderedPrompt;
import dev.rapport.api.question.Question;
import dev.rapport.api.schema.Type;
import dev.rapport.engine.Places.Place;
import dev.rapport.engine.World;
import dev.rapport.spi.model.Tokenizer;
import dev.rapport.testkit.fakes.FakeTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The text of prompts, and what their budgets leave out. */
final class RenderingTest {
  private static final Path CASES = Path.of("src/test/resources/prompts");
  private static final Question ANN = Question.about(USER, "ann");

  static List<String> cases() throws IOException {
    try (Stream<Path> files = Files.list(CASES)) {
      return files.map(file -> file.getFileName().toString().replace(".txt", "")).sorted().toList();
    }
  }

  @Test
  void every_case_has_a_file_and_every_file_a_case() throws IOException {
    assertThat(cases()).containsExactlyInAnyOrderElementsOf(new PromptCases().names());
  }

  /** A file: what it shows, then the text, then its tokens and what was left out. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void the_text_is_that_of_the_case(String name) throws IOException {
    String[] parts = Files.readString(CASES.resolve(name + ".txt")).split("-----\n", -1);
    RenderedPrompt rendered = new PromptCases().render(name);
    StringBuilder footer = new StringBuilder(rendered.tokens() + " tokens");
    rendered.leftOut().forEach(phrase -> footer.append("\nleft out: ").append(phrase));

    assertThat(rendered.text() + "\n").isEqualTo(parts[1]);
    assertThat(footer + "\n").isEqualTo(parts[2]);
  }

  @Test
  void the_same_question_is_the_same_text() {
    PromptCases cases = new PromptCases();
    for (String name : cases.names()) {
      assertThat(cases.render(name).text()).as(name).isEqualTo(cases.render(name).text());
    }
  }

  @Test
  void the_candidates_are_those_of_the_text() {
    PromptCases cases = new PromptCases();
    assertThat(cases.render("travel").candidates())
        .extracting(Candidate::key)
        .containsExactly("Naxos", "Chania", "Athens", "Corfu");
    RenderedPrompt cut = cases.render("budget_two_offers");
    assertThat(cut.candidates()).extracting(Candidate::key).containsExactly("Corfu", "Naxos");
    assertThat(cut.context().answers()).hasSize(1);
  }

  @Test
  void instructions_and_words_are_never_cut() {
    Prompt prompt =
        Prompt.named("travel_level_3")
            .instruct("word ".repeat(2_095))
            .fact("Likes", constant("likes", Type.STRING, "quiet"))
            .within(tokens(2_000));
    try (World world = new World()) {
      assertThatThrownBy(() -> world.rendering().render(prompt, ANN.saying("one two three four")))
          .isInstanceOfSatisfying(
              RapportException.class,
              e -> assertThat(e.kind()).isEqualTo(RapportException.Kind.USER))
          .hasMessage(
              "prompt travel_level_3: 2,100 tokens of instructions and question (expected: at most"
                  + " 2,000; raise within(tokens(...)) or shorten the instructions or the"
                  + " question)");
    }
  }

  @Test
  void what_a_prompt_needs_is_named_before_anything_is_computed() {
    Request<Double> rate = Request.of("rate", Double.class);
    Feature<Double> price = Feature.computed("price", Type.DOUBLE, BUDGET, rate, (b, r) -> b * r);
    Prompt prompt =
        Prompt.named("p").fact("Watched", TOPICS).offer(Candidates.from(KNOWLEDGE).with(price));

    assertThat(Rendering.needs(prompt).keys().keySet()).containsExactly("user");
    assertThat(Rendering.needs(prompt).inputs().keySet()).containsExactly("rate");
    try (World world = PromptCases.places()) {
      Rendering rendering = world.rendering();
      assertThatThrownBy(() -> rendering.render(prompt, ANN))
          .hasMessage("request input rate: missing (expected: a double; feature price needs it)");
      assertThatThrownBy(() -> rendering.render(prompt, Question.aboutNobody().with(rate, 2.0)))
          .hasMessage("key of entity user: missing (expected: a string; feature topics needs it)");
      assertThat(rendering.render(prompt, ANN.with(rate, 2.0)).text()).contains("Athens,170");
    }
  }

  /** As much as fits is written: one piece more would be too much. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void a_budget_is_used_as_far_as_it_goes(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Place[] places =
        IntStream.range(0, 200)
            .mapToObj(i -> Place.of("P" + i, "word ".repeat(random.nextInt(1, 9)), null, null))
            .toArray(Place[]::new);
    try (World world = new World().with(PLACES, places)) {
      Prompt prompt =
          Prompt.named("p")
              .instruct("Choose.")
              .fact("A", constant("a", Type.STRING, "one two three"))
              .fact("B", constant("b", Type.STRING, "four five"))
              .offer(Candidates.from(KNOWLEDGE).top(200).with(COUNTRY));
      AtomicInteger counted = new AtomicInteger();
      Question where = ANN.saying("Where?");
      Rendering rendering = new Rendering(world.answering(), world.knowledge(), counting(counted));
      for (int budget = 8; budget < 1_200; budget += random.nextInt(1, 60)) {
        counted.set(0);
        RenderedPrompt cut = rendering.render(prompt.within(tokens(budget)), where);
        String what = "seed " + seed + ", budget " + budget;
        assertThat(cut.tokens())
            .as(what)
            .isEqualTo(new FakeTokenizer().count(cut.text()))
            .isLessThanOrEqualTo(budget);
        assertThat(counted.get()).as(what).isLessThanOrEqualTo(11); // 2 and log2 of 202
        int rows = cut.candidates().size();
        if (rows < 200 && rows > 0) {
          Place next = place(places, rendering.rank(top(prompt), where).get(rows).key());
          int more = 1 + new FakeTokenizer().count(String.valueOf(next.country()));
          assertThat(cut.tokens() + more).as(what).isGreaterThan(budget);
        }
        assertThat(cut.text()).as(what).contains("Choose.").endsWith("Question: Where?");
      }
    }
  }

  private static Candidates<?> top(Prompt prompt) {
    return ((dev.rapport.api.prompt.Part.Offer) prompt.parts().getLast()).candidates();
  }

  private static Place place(Place[] places, Object key) {
    return Stream.of(places).filter(place -> place.name().equals(key)).findFirst().orElseThrow();
  }

  private static Tokenizer counting(AtomicInteger counted) {
    return new Tokenizer() {
      @Override
      public String name() {
        return "counting";
      }

      @Override
      public int count(String text) {
        counted.incrementAndGet();
        return new FakeTokenizer().count(text);
      }
    };
  }
}
