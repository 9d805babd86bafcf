package dev.rapport.engine.answer;

import static dev.rapport.api.aggregation.Aggregations.custom;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.api.aggregation.Window;
import dev.rapport.api.entity.Entity;
import dev.rapport.api.feature.Feature;
import dev.rapport.api.feature.Source;
import dev.rapport.api.question.Question;
import dev.rapport.api.schema.Type;
import dev.rapport.engine.CountedSum;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A key with many facts, of which every tenth was corrected or deleted days after it was true. */
final class ManyFactsTest {
  private static final int FACTS = 10_000;
  private static final Instant START = Instant.parse("2025-01-01T00:00:00Z");
  private static final Entity<String> USER = Entity.of("user", String.class);

  record Paid(
      String id, long version, String user, Instant at, Instant known, long cents, boolean gone) {}

  private static final Source<Paid> PAID =
      Source.stream(Paid.class, "paid")
          .at(Paid::at)
          .knownAt(Paid::known)
          .id(Paid::id)
          .orderedBy(Paid::version)
          .deletedWhen(Paid::gone)
          .about(USER, Paid::user);

  private static Paid first(int i) {
    Instant at = START.plusSeconds(60L * i);
    return new Paid("p" + i, 1, "ann", at, at, 100, false);
  }

  private static Paid corrected(int i) {
    Paid paid = first(i);
    return new Paid(
        paid.id(), 2, "ann", paid.at(), paid.at().plus(Duration.ofDays(2)), 70, i % 20 == 0);
  }

  @Test
  void are_summarised_all_the_same_and_read_one_by_one_only_where_corrections_are_still_to_come() {
    CountedSum sum = new CountedSum();
    Feature<Long> spent =
        PAID.feature("spent").aggregate(Paid::cents, custom(Type.LONG, sum), Window.lifetime());
    Server server = new Server(Integer.MAX_VALUE, List.of(spent));
    for (int i = 0; i < FACTS; i++) {
      server.push(PAID, first(i));
    }
    for (int i = 0; i < FACTS; i += 10) {
      server.push(PAID, corrected(i));
    }
    Instant later = START.plus(Duration.ofDays(30));
    assertThat(ask(server, spent, later)).isEqualTo(9_000 * 100 + 500 * 70);
    sum.added.set(0);
    assertThat(ask(server, spent, later.plusSeconds(1))).isEqualTo(9_000 * 100 + 500 * 70);
    assertThat(sum.added.get()).isLessThan(10);

    // The corrections of the last two days, 2,880 facts, are not known yet: the 288 blocks of two
    // facts that hold one of these are read fact by fact.
    Instant then = START.plusSeconds(60L * 5_000);
    long expected = 0;
    for (int i = 0; i < 5_000; i++) {
      boolean known = i % 10 == 0 && i < 5_000 - 2_880;
      expected += !known ? 100 : i % 20 == 0 ? 0 : 70;
    }
    sum.added.set(0);
    assertThat(ask(server, spent, then)).isEqualTo(expected);
    assertThat(sum.added.get()).isBetween(570L, 590L);
  }

  @Test
  void so_are_those_of_each_value_of_a_column_where_there_are_few_different_ones() {
    CountedSum sum = new CountedSum();
    Feature<Map<Boolean, Long>> spent =
        PAID.feature("spent")
            .per(Paid::gone)
            .aggregate(Paid::cents, custom(Type.LONG, sum), Window.lifetime());
    Server server = new Server(Integer.MAX_VALUE, List.of(spent));
    for (int i = 0; i < FACTS; i++) {
      server.push(PAID, first(i));
    }
    Instant later = START.plus(Duration.ofDays(30));
    assertThat(ask(server, spent, later)).containsExactly(Map.entry(false, 100L * FACTS));
    sum.added.set(0);
    assertThat(ask(server, spent, later)).containsExactly(Map.entry(false, 100L * FACTS));
    assertThat(sum.added.get()).isLessThan(10);
  }

  private static <T> T ask(Server server, Feature<T> feature, Instant at) {
    return server
        .answering
        .past(List.of(Question.about(USER, "ann").at(at)), List.of(feature))
        .getFirst()
        .get(feature)
        .orElseThrow();
  }
}
