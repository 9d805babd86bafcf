package dev.rapport.engine.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.api.feature.Feature;
import dev.rapport.api.question.Context;
import dev.rapport.api.question.Question;
import dev.rapport.api.schema.Type;
import dev.rapport.engine.value.Micros;
import dev.rapport.spi.table.OutputVector;
import dev.rapport.testkit.Scenario;
import dev.rapport.testkit.Scenarios;
import dev.rapport.testkit.random.Variations;
import dev.rapport.testkit.replay.Replay;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What holds of the engine's answers, whatever the scenario. */
enum Law {
  THE_ENGINE_EQUALS_THE_REFERENCE {
    @Override
    Compared on(Scenario scenario, long seed) {
      return compared(replay(scenario), live(scenario, 2));
    }
  },

  A_RESTART_CHANGES_NOTHING {
    @Override
    Compared on(Scenario scenario, long seed) {
      return compared(replay(scenario), new EnginePath(EnginePath.Life.RESTARTED).answer(scenario));
    }
  },

  THE_SIZE_OF_BLOCKS_CHANGES_NOTHING {
    @Override
    Compared on(Scenario scenario, long seed) {
      return compared(live(scenario, 2), live(scenario, seed % 2 == 0 ? 3 : 64));
    }
  },

  /** A dataset's columns in batches of any size, several at a time. */
  BATCHES_CHANGE_NOTHING {
    @Override
    Compared on(Scenario scenario, long seed) {
      return new EnginePath(EnginePath.Life.LIVE)
          .with(scenario, answering -> columns(answering, scenario, 1 + (int) (seed % 13)));
    }
  },

  /** What is true or known at a moment or later, for all questions up to it. */
  WHAT_IS_NOT_SEEN_CHANGES_NOTHING {
    @Override
    Compared on(Scenario scenario, long seed) {
      Instant moment = moment(scenario, seed);
      Scenario more = Variations.withUnseen(scenario, moment, seed);
      List<Context> expected = live(Variations.until(scenario, moment), 2);
      return compared(expected, live(more, 2)).and(compared(expected, replay(more)));
    }
  },

  THE_ORDER_OF_DELIVERY_CHANGES_NOTHING_WHERE_FACTS_HAVE_IDS {
    @Override
    Compared on(Scenario scenario, long seed) {
      Scenario identified = Variations.identified(scenario);
      Scenario shuffled = Variations.shuffled(identified, seed);
      List<Context> expected = live(identified, 2);
      return compared(expected, live(shuffled, 2)).and(compared(expected, replay(shuffled)));
    }
  };

  /** Answers that were compared, and where they differ. */
  record Compared(long answers, List<String> differences) {
    Compared and(Compared other) {
      List<String> all = new ArrayList<>(differences);
      all.addAll(other.differences);
      return new Compared(answers + other.answers, all);
    }
  }

  abstract Compared on(Scenario scenario, long seed);

  /** The answers to the one question of a scenario: in the past, live and in datasets the same. */
  static Context everywhere(Scenario scenario) {
    for (Law law :
        List.of(
            THE_ENGINE_EQUALS_THE_REFERENCE, A_RESTART_CHANGES_NOTHING, BATCHES_CHANGE_NOTHING)) {
      assertThat(law.on(scenario, 0).differences()).as("%s", law).isEmpty();
    }
    return replay(scenario).getFirst();
  }

  private static Instant moment(Scenario scenario, long seed) {
    return scenario.questions().isEmpty()
        ? Instant.EPOCH
        : scenario
            .questions()
            .get((int) (seed % scenario.questions().size()))
            .at()
            .orElse(Instant.EPOCH);
  }

  private static List<Context> replay(Scenario scenario) {
    try (Replay replay = new Replay()) {
      return replay.answer(scenario);
    }
  }

  private static List<Context> live(Scenario scenario, int block) {
    return new EnginePath(EnginePath.Life.LIVE, block).answer(scenario);
  }

  private static Compared compared(List<Context> expected, List<Context> actual) {
    long answers = expected.stream().mapToLong(context -> context.answers().size()).sum();
    return new Compared(answers, Scenarios.differences(expected, actual));
  }

  /** Columns beside single answers: the same to the last bit. */
  private static Compared columns(Answering answering, Scenario scenario, int batch) {
    List<Feature<?>> features = scenario.features();
    List<Context> expected = answering.past(scenario.questions(), features);
    Columns columns = answering.columns(features);
    List<String> differences =
        IntStream.iterate(0, from -> from < expected.size(), from -> from + batch)
            .parallel()
            .boxed()
            .flatMap(from -> {
              int to = Math.min(from + batch, expected.size());
              return differences(
                  columns.of(batch(scenario.questions().subList(from, to))).vectors(),
                  expected.subList(from, to),
                  features)
                  .stream();
            })
            .toList();
    return new Compared((long) expected.size() * features.size(), differences);
  }

  /** Where the columns of all questions differ from answers that were given to them. */
  static List<String> differences(Answering answering, Scenario scenario, List<Context> expected) {
    List<Feature<?>> features = scenario.features();
    return differences(
        answering.columns(features).of(batch(scenario.questions())).vectors(), expected, features);
  }

  private static List<String> differences(
      List<OutputVector> columns, List<Context> expected, List<Feature<?>> features) {
    List<String> differences = new ArrayList<>();
    for (int feature = 0; feature < features.size(); feature++) {
      for (int i = 0; i < expected.size(); i++) {
        @Nullable Object wanted = expected.get(i).answers().get(feature).value();
        @Nullable Object found = value(columns.get(feature), i, features.get(feature).type());
        if (!Objects.equals(wanted, found)) {
          differences.add(
              expected.get(i).question()
                  + ", "
                  + features.get(feature).formula()
                  + ": column "
                  + found
                  + " (expected: "
                  + wanted
                  + ")");
        }
      }
    }
    return differences;
  }

  private static QuestionBatch batch(List<Question> questions) {
    QuestionBatch batch = new QuestionBatch(questions.size());
    for (int i = 0; i < questions.size(); i++) {
      int at = i;
      Question question = questions.get(i);
      question.keys().forEach((entity, key) -> batch.keys(entity)[at] = key);
      question.inputs().forEach((name, value) -> batch.inputs(name)[at] = value);
      batch.words()[i] = question.words();
      question.at().ifPresent(moment -> batch.at(at, Micros.of(moment)));
    }
    return batch;
  }

  private static @Nullable Object value(OutputVector vector, int row, Type<?> type) {
    return switch (vector) {
      case OutputVector.Longs longs when longs.nulls().get(row) -> null;
      case OutputVector.Doubles doubles when doubles.nulls().get(row) -> null;
      case OutputVector.Longs longs when type.equals(Type.INSTANT) ->
          Micros.instant(longs.values()[row]);
      case OutputVector.Longs longs when type.equals(Type.INTEGER) -> (int) longs.values()[row];
      case OutputVector.Longs longs -> longs.values()[row];
      case OutputVector.Doubles doubles -> doubles.values()[row];
      case OutputVector.Objects objects -> objects.values()[row];
      case OutputVector.Texts texts -> texts.dictionary().text(texts.codes()[row]);
    };
  }
}
