package dev.rapport.examples.travel.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rapport.api.knowledge.Candidates;
import dev.rapport.api.prompt.Candidate;
import dev.rapport.api.prompt.Prompt;
import dev.rapport.api.question.Context;
import dev.rapport.api.question.Question;
import dev.rapport.api.schema.GeoPoint;
import dev.rapport.examples.travel.Travel;
import dev.rapport.examples.travel.weather.Climate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

final class ScoreboardTest {
  @Test
  void a_scoreboard_sums_up_its_ranks() {
    Scoreboard scoreboard = new Scoreboard(List.of(1, 2, 10, 50));
    assertThat(scoreboard.meanRank()).isEqualTo(15.75);
    assertThat(scoreboard.medianRank()).isEqualTo(6);
    assertThat(scoreboard.meanReciprocalRank())
        .isEqualTo((1 + 0.5 + 0.1 + 0.02) / 4, Offset.offset(1e-12));
    assertThat(scoreboard.hitsAt(1)).isEqualTo(0.25);
    assertThat(scoreboard.hitsAt(10)).isEqualTo(0.75);
    assertThat(new Scoreboard(List.of(9, 1, 4)).medianRank()).isEqualTo(4);
    assertThatIllegalArgumentException().isThrownBy(() -> new Scoreboard(List.of()));
  }

  @Test
  void a_rank_counts_from_one() {
    List<Candidate> candidates =
        Stream.of("lisbon", "porto")
            .map(key ->
                new Candidate(
                    key,
                    0,
                    List.of(),
                    new Context(Question.aboutNobody(), Instant.EPOCH, List.of())))
            .toList();
    assertThat(Scoreboard.rankOf("porto", candidates)).hasValue(2);
    assertThat(Scoreboard.rankOf("madrid", candidates)).isEmpty();
  }

  @Test
  void a_ranking_offers_every_place_and_shows_nothing() {
    for (Prompt level : Travel.LEVELS) {
      Candidates<?> ranking = Scoreboard.everyPlace(level);
      assertThat(ranking.top()).isGreaterThan(Climate.ofDestinations().size());
      assertThat(ranking.shown()).isEmpty();
    }
    assertThat(Scoreboard.everyPlace(Travel.LEVEL_3).terms()).hasSize(15);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Scoreboard.everyPlace(Prompt.named("bare")))
        .withMessage("prompt bare: no offer (expected: places to rank)");
  }

  @Test
  void a_truth_asks_as_the_traveller_did() {
    Truth truth = new Truth("ann", Instant.EPOCH, "Where to?", 48.9, 2.4, "FR", "lisbon");
    Question question = truth.question();
    assertThat(question.keys()).containsExactly(Map.entry("user", "ann"));
    assertThat(question.inputs())
        .containsEntry("here", new GeoPoint(48.9, 2.4))
        .containsEntry("here_country", "FR");
    assertThat(question.words()).isEqualTo("Where to?");
    assertThat(question.at()).hasValue(Instant.EPOCH);
  }
}
