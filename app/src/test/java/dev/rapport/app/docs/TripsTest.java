package dev.rapport.app.docs;

import static dev.rapport.app.docs.Trips.ADVICE;
import static dev.rapport.app.docs.Trips.ENJOYS;
import static dev.rapport.app.docs.Trips.TRAVELLER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.api.question.Context;
import dev.rapport.api.question.Question;
import dev.rapport.engine.dataset.Questions;
import dev.rapport.platform.Options;
import dev.rapport.platform.Rapport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program of the README. */
final class TripsTest {
  @TempDir private Path folder;

  private Options options() throws IOException {
    for (String file : List.of("trips.csv", "questions.csv")) {
      Files.write(folder.resolve(file), Regions.read("docs/examples/trips/" + file));
    }
    return Options.defaults()
        .withDataRoot(folder)
        .withClock(Clock.fixed(Instant.parse("2026-06-01T12:00:00Z"), ZoneOffset.UTC));
  }

  @Test
  void the_program_of_the_readme_does_what_it_says() throws IOException {
    Options options = options();
    Path data = folder.resolve("data");
    Path questions = folder.resolve("questions.csv");
    Path training = folder.resolve("training.csv");

    // docs:begin use
    String prompt;
    try (Rapport rapport = Rapport.open(data, options)) {
      rapport.apply(new Trips()); // into production
      prompt = // what a model reads now
          rapport
              .render(ADVICE, Question.about(TRAVELLER, "ann").saying("Where should I go?"))
              .text();
      rapport // the same at many past moments, for evaluation
          .dataset(Questions.file(questions), ENJOYS)
          .writeCsv(training);
    }
    // docs:end use

    assertThat(prompt.lines())
        .containsExactlyElementsOf(Regions.read("docs/examples/trips/prompt.txt"));
    assertThat(Files.readAllLines(training))
        .containsExactlyElementsOf(Regions.read("docs/examples/trips/training.csv"));
  }

  @Test
  void a_feature_reads_its_answer_now_and_then() throws IOException {
    try (Rapport rapport = Rapport.open(folder.resolve("data"), options())) {
      rapport.use(new Trips());

      // docs:begin past
      Question ann = Question.about(TRAVELLER, "ann");
      Context now = rapport.ask(ann, ENJOYS);
      Context then = rapport.ask(ann.at(Instant.parse("2026-02-01T00:00:00Z")), ENJOYS);

      Optional<List<String>> enjoys = now.get(ENJOYS); // hiking, museums
      Optional<List<String>> enjoyed = then.get(ENJOYS); // museums
      long facts = now.answer(ENJOYS).evidence().facts(); // 3

      Question ben = Question.about(TRAVELLER, "ben");
      List<Context> both = rapport.ask(List.of(ann, ben), ENJOYS); // at one moment
      // docs:end past

      assertThat(enjoys).contains(List.of("hiking", "museums"));
      assertThat(enjoyed).contains(List.of("museums"));
      assertThat(facts).isEqualTo(3);
      assertThat(both).extracting(context -> context.question()).containsExactly(ann, ben);
      assertThat(both.get(0).get(ENJOYS)).isEqualTo(enjoys);
    }
  }
}
