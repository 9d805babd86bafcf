package dev.rapport.engine.window;

import static dev.rapport.api.aggregation.Aggregations.countRows;
import static dev.rapport.api.aggregation.Aggregations.decayedCount;
import static dev.rapport.api.aggregation.Aggregations.lastTime;
import static dev.rapport.api.aggregation.Aggregations.latest;
import static dev.rapport.api.aggregation.Aggregations.seen;
import static dev.rapport.api.aggregation.Aggregations.sinceLast;
import static dev.rapport.api.aggregation.Aggregations.streak;
import static dev.rapport.api.aggregation.Aggregations.sum;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.api.aggregation.CalendarUnit;
import dev.rapport.api.aggregation.Window;
import dev.rapport.api.entity.Entity;
import dev.rapport.api.feature.Feature;
import dev.rapport.api.feature.Formula;
import dev.rapport.api.feature.Source;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Only what features look at is kept of facts. */
final class WantedColumnsTest {
  private static final Entity<String> USER = Entity.of("user", String.class);
  private static final Window EVER = Window.lifetime();

  /** Money spent. */
  record Spent(String user, Instant at, double amount, String note) {}

  private static final Source<Spent> SPENT =
      Source.stream(Spent.class, "spent").at(Spent::at).about(USER, Spent::user);

  private static Set<String> wanted(Feature<?> feature) {
    return WantedColumns.of((Formula.Windowed<?, ?>) feature.formula());
  }

  @Test
  void where_it_is_enough_that_there_is_a_fact_only_keys_and_times_are_kept() {
    for (Feature<?> feature :
        List.of(
            SPENT.feature("f").aggregate(countRows(), EVER),
            SPENT.feature("f").aggregate(sinceLast(), EVER),
            SPENT.feature("f").aggregate(lastTime(), EVER),
            SPENT.feature("f").aggregate(seen(), EVER),
            SPENT.feature("f").aggregate(decayedCount(Duration.ofDays(1)), EVER),
            SPENT.feature("f").inZone(ZoneOffset.UTC).aggregate(streak(CalendarUnit.DAY), EVER))) {
      assertThat(wanted(feature)).containsExactlyInAnyOrder("user", "at");
    }
  }

  @Test
  void what_is_looked_at_is_kept() {
    assertThat(wanted(SPENT.feature("f").aggregate(Spent::amount, sum(), EVER)))
        .containsExactlyInAnyOrder("user", "at", "amount");
    assertThat(wanted(SPENT.feature("f").aggregate(latest(), EVER))).hasSize(4);
    assertThat(
            wanted(
                SPENT.feature("f").where(spent -> spent.amount() > 0).aggregate(sinceLast(), EVER)))
        .hasSize(4);
  }
}
