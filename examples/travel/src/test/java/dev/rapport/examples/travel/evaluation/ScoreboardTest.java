package dev.rapport.examples.travel.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rapport.api.prompt.Candidate;
import dev.rapport.api.prompt.Part;
import dev.rapport.api.prompt.Prompt;
import dev.rapport.api.question.Context;
import dev.rapport.api.question.Question;
import dev.rapport.examples.travel.Travel;
import java.time.Instant;
import java.util.List;
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
  void a_ranking_is_the_offer_of_all_places_alone() {
    for (Prompt level : Travel.LEVELS) {
      Prompt ranking = Scoreboard.rankingOf(level);
      assertThat(ranking.budget()).isEmpty();
      assertThat(ranking.parts())
          .singleElement()
          .isInstanceOfSatisfying(
              Part.Offer.class,
              offer -> {
                assertThat(offer.candidates().top()).isGreaterThan(254);
                assertThat(offer.candidates().shown()).isEmpty();
              });
    }
  }
}
