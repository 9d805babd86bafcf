package dev.rapport.testkit.replay;

import static dev.rapport.api.aggregation.Aggregations.countRows;
import static dev.rapport.api.aggregation.Aggregations.last;
import static dev.rapport.api.aggregation.Aggregations.sumLong;
import static dev.rapport.testkit.replay.Stays.STREAM;
import static dev.rapport.testkit.replay.Stays.TABLE;
import static dev.rapport.testkit.replay.Stays.ann;
import static dev.rapport.testkit.replay.Stays.answer;
import static dev.rapport.testkit.replay.Stays.arriving;
import static dev.rapport.testkit.replay.Stays.second;
import static dev.rapport.testkit.replay.Stays.stay;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.api.aggregation.Window;
import dev.rapport.api.feature.Feature;
import dev.rapport.api.feature.Source;
import dev.rapport.api.question.Question;
import dev.rapport.api.question.Status;
import dev.rapport.testkit.Scenario;
import dev.rapport.testkit.replay.Stays.Stay;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which facts a question sees. */
class VisibilityTest {
  private static final Duration TEN = Duration.ofSeconds(10);

  private static Feature<Long> rows(Source<Stay> source, Window window) {
    return source.feature("rows").aggregate(countRows(), window);
  }

  private static Feature<List<Long>> nights(Source<Stay> source) {
    return source.feature("nights").aggregate(Stay::nights, last(9), Window.lifetime());
  }

  @Test
  void the_start_of_a_window_is_in_it_and_its_end_is_not() {
    Stay[] stays = {stay(89, 1L), stay(90, 1L), stay(99, 1L), stay(100, 1L)};

    assertThat(answer(rows(TABLE, Window.last(TEN)), ann(100), TABLE, stays).value()).isEqualTo(2);
    assertThat(answer(rows(TABLE, Window.lifetime()), ann(100), TABLE, stays).value()).isEqualTo(3);
    assertThat(answer(rows(TABLE, Window.last(TEN).offsetBy(TEN)), ann(100), TABLE, stays).value())
        .isEqualTo(1);
  }

  @Test
  void a_hop_rounds_the_start_down_before_the_epoch_too() {
    Stay[] stays = {stay(-31, 1L), stay(-30, 1L), stay(-21, 1L)};

    assertThat(answer(rows(TABLE, Window.last(TEN).every(TEN)), ann(-11), TABLE, stays).value())
        .isEqualTo(2);
  }

  @Test
  void the_future_never_leaks() {
    Source<Stay> declared = TABLE.knownAt(Stay::known);
    Stay learnedLater = stay("a", 10, second(50), 1, null);
    Stay neverLearned = stay("b", 10, null, 1, null);

    assertThat(answer(nights(declared), ann(50), declared, learnedLater, neverLearned).value())
        .isEmpty();
    assertThat(answer(nights(declared), ann(51), declared, learnedLater, neverLearned).value())
        .containsExactly(1L);
  }

  @Test
  void a_table_is_known_when_it_was_true_and_a_stream_when_it_was_ingested() {
    assertThat(answer(nights(TABLE), ann(11), TABLE, stay(10, 1L)).value()).hasSize(1);
    assertThat(answer(nights(STREAM), ann(1_000), STREAM, stay(10, 1L)).value()).isEmpty();
    assertThat(answer(nights(STREAM), ann(1_001), STREAM, stay(10, 1L)).value()).hasSize(1);
    Source<Stay> nightly = STREAM.knownAfter(TEN);
    assertThat(answer(nights(nightly), ann(20), nightly, stay(10, 1L)).value()).isEmpty();
    assertThat(answer(nights(nightly), ann(21), nightly, stay(10, 1L)).value()).hasSize(1);
  }

  @Test
  void a_correction_counts_from_when_it_is_known_and_the_past_stays() {
    Source<Stay> source = TABLE.id(Stay::id).knownAt(Stay::known).deletedWhen(Stay::cancelled);
    Stay[] versions = {
      stay("a", 10, second(40), 0, true),
      stay("a", 10, second(20), 1, null),
      stay("a", 5, second(30), 2, false),
    };

    assertThat(answer(nights(source), ann(21), source, versions).value()).containsExactly(1L);
    assertThat(answer(nights(source), ann(30), source, versions).value()).containsExactly(1L);
    assertThat(answer(nights(source), ann(31), source, versions).value()).containsExactly(2L);
    assertThat(answer(nights(source), ann(41), source, versions).value()).isEmpty();
  }

  @Test
  void a_correction_into_the_future_hides_the_fact_until_then() {
    Source<Stay> source = TABLE.id(Stay::id).knownAt(Stay::known);
    Stay[] versions = {stay("a", 10, second(20), 1, null), stay("a", 90, second(30), 2, null)};

    assertThat(answer(nights(source), ann(90), source, versions).value()).isEmpty();
    assertThat(answer(nights(source), ann(91), source, versions).value()).containsExactly(2L);
  }

  @Test
  void a_fact_is_seen_as_long_as_its_source_retains_it() {
    Source<Stay> source = TABLE.id(Stay::id).knownAt(Stay::known).retain(TEN);
    Stay fact = stay("a", 10, second(11), 1, null);
    Stay learnedLate = stay("b", 10, Stays.second(20).plusNanos(1_000), 1, null);

    assertThat(answer(nights(source), ann(20), source, fact, learnedLate).value())
        .containsExactly(1L);
    Source<Stay> longer = TABLE.id(Stay::id).retain(TEN.plusNanos(1_000));
    assertThat(answer(nights(source), ann(21), source, fact).value()).isEmpty();
    assertThat(answer(nights(longer), ann(20), longer, fact).value()).containsExactly(1L);
    Scenario scenario =
        Scenario.asking(List.of(nights(source)), List.of(ann(500)))
            .with(source, arriving(fact, learnedLate));
    assertThat(Replay.ledger(scenario, source).dropped()).isEqualTo(1);
  }

  @Test
  void only_as_many_facts_of_a_key_are_seen_as_its_source_retains() {
    Source<Stay> source = TABLE.knownAt(Stay::known).retainNewest(2);
    Stay[] stays = {
      stay("a", 10, second(11), 1, null),
      stay("b", 20, second(90), 2, null),
      stay("c", 30, second(31), 3, null),
      stay("d", 40, second(41), 4, null),
      new Stay("e", "ben", "rome", second(50), second(51), 5L, null, null),
    };

    assertThat(answer(nights(source), ann(31), source, stays).value()).containsExactly(1L);
    assertThat(answer(nights(source), ann(32), source, stays).value()).containsExactly(3L, 1L);
    assertThat(answer(nights(source), ann(42), source, stays).value()).containsExactly(4L, 3L);
    assertThat(answer(nights(source), ann(91), source, stays).value()).containsExactly(4L, 3L);
    Feature<Long> everybody =
        source.feature("all").global().aggregate(Stay::nights, sumLong(), Window.lifetime());
    assertThat(answer(everybody, ann(91), source, stays).value()).isEqualTo(9L);
  }

  @Test
  void retained_facts_are_counted_before_windows_and_filters() {
    Source<Stay> source = TABLE.retainNewest(2);
    Stay[] stays = {stay(10, 1L), stay(20, 2L), stay(30, 1L), stay(40, 2L)};

    Feature<Long> single =
        source
            .feature("single")
            .where(stay -> stay.nights() == 1)
            .aggregate(countRows(), Window.lifetime());
    assertThat(answer(single, ann(50), source, stays).value()).isEqualTo(1);
    assertThat(
            answer(rows(source, Window.lifetime().offsetBy(TEN)), ann(50), source, stays).value())
        .isEqualTo(1);
    assertThat(answer(rows(source, Window.last(TEN)), ann(50), source, stays).value()).isEqualTo(1);
    Source<Stay> both = source.retain(TEN);
    assertThat(answer(rows(both, Window.lifetime()), ann(50), both, stays).value()).isEqualTo(1);
  }

  @Test
  void a_redelivery_keeps_its_first_known_time() {
    Source<Stay> source = STREAM.id(Stay::id);
    Stay once = stay("a", 10, null, 1, null);
    Stay corrected = stay("a", 10, null, 2, null);

    assertThat(answer(nights(source), ann(2_000), source, once, corrected, once).value())
        .containsExactly(2L);
    assertThat(answer(nights(STREAM), ann(2_000), STREAM, once, once).value()).hasSize(2);
  }

  @Test
  void the_order_of_delivery_does_not_matter_where_facts_have_ids() {
    Source<Stay> source = TABLE.id(Stay::id).orderedBy(Stay::nights);
    Stay a = stay("a", 10, null, 3, null);
    Stay b = stay("b", 10, null, 4, null);
    Stay same = stay("c", 10, null, 3, null);

    assertThat(answer(nights(source), ann(20), source, a, b, same).value())
        .isEqualTo(answer(nights(source), ann(20), source, same, b, a).value())
        .containsExactly(4L, 3L, 3L);
  }

  @Test
  void without_ids_the_later_arrival_is_the_newer() {
    assertThat(answer(nights(TABLE), ann(20), TABLE, stay(10, 5L), stay(10, 3L)).value())
        .containsExactly(3L, 5L);
  }

  @Test
  void rows_without_time_are_set_aside_and_too_late_ones_dropped_and_counted() {
    Source<Stay> source = TABLE.id(Stay::id).knownAt(Stay::known).dropLaterThan(TEN);
    Stay untimed = new Stay("u", "ann", "rome", null, second(1), 1L, null, null);
    Scenario scenario =
        Scenario.asking(List.of(nights(source)), List.of(ann(500)))
            .with(
                source,
                arriving(
                    untimed,
                    stay("a", 10, second(20), 1, null),
                    stay("a", 10, second(20), 1, null),
                    stay("b", 10, second(21), 2, null),
                    stay("c", 10, null, 3, null)));

    assertThat(Replay.ledger(scenario, source)).isEqualTo(new Ledger(1, 1, 1, 1, 1));
    try (Replay replay = new Replay()) {
      assertThat(replay.answer(scenario).getFirst().get(nights(source))).contains(List.of(1L));
    }
  }

  @Test
  void a_null_key_matches_nothing() {
    Stay nobodys = new Stay(null, null, "rome", second(10), null, 1L, null, null);

    assertThat(answer(nights(TABLE), ann(20), TABLE, nobodys).value()).isEmpty();
    Feature<Long> everybody = TABLE.feature("all").global().aggregate(countRows(), TEN);
    assertThat(answer(everybody, ann(20), TABLE, nobodys).value()).isEqualTo(1);
  }

  @Test
  void what_was_true_ever_is_seen_by_every_lifetime_question() {
    Source<Stay> ever =
        Source.table(Stay.class, "select 1").timeless().about(Stays.USER, Stay::user);
    var answer = answer(rows(ever, Window.lifetime()), ann(-1_000_000), ever, stay(10, 1L));

    assertThat(answer.value()).isEqualTo(1);
    assertThat(answer.evidence().eventTime()).isEmpty();
    assertThat(answer.evidence().facts()).isEqualTo(1);
  }

  @Test
  void the_ends_of_time_do_not_wrap() {
    Question last = Question.about(Stays.USER, "ann").at(Instant.MAX);
    Question first = Question.about(Stays.USER, "ann").at(Instant.MIN);
    Window window = Window.last(Duration.ofDays(365)).every(Duration.ofDays(7));

    assertThat(answer(rows(TABLE, window), last, TABLE, stay(10, 1L)).value()).isZero();
    assertThat(answer(rows(TABLE, Window.lifetime()), last, TABLE, stay(10, 1L)).value())
        .isEqualTo(1);
    assertThat(answer(rows(TABLE, window), first, TABLE, stay(10, 1L)).value()).isZero();
    Window longest = Window.last(Duration.ofSeconds(Long.MAX_VALUE));
    assertThat(answer(rows(TABLE, longest), ann(11), TABLE, stay(10, 1L)).value()).isEqualTo(1);
  }

  @Test
  void a_question_without_a_moment_has_no_values_and_says_so() {
    Feature<Long> feature = rows(TABLE, Window.lifetime()).withDefault(7L);
    var answer = answer(feature, Question.about(Stays.USER, "ann"), TABLE, stay(10, 1L));

    assertThat(answer.status()).isEqualTo(Status.ABSENT);
    assertThat(answer.reason()).isEqualTo("the question has no moment");
  }

  @Test
  void the_evidence_names_the_source_the_newest_fact_and_its_age() {
    var answer = answer(nights(TABLE), ann(100), TABLE, stay(10, 1L), stay(40, null), stay(30, 2L));

    assertThat(answer.evidence().source()).isEqualTo("stay");
    assertThat(answer.evidence().eventTime()).isEqualTo(Optional.of(second(40)));
    assertThat(answer.evidence().age()).isEqualTo(Optional.of(Duration.ofSeconds(60)));
    assertThat(answer.evidence().facts()).isEqualTo(3);
  }
}
