package dev.rapport.engine.intake;

import static dev.rapport.api.aggregation.Aggregations.countRows;
import static dev.rapport.api.aggregation.Aggregations.sum;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.api.aggregation.Window;
import dev.rapport.api.entity.Entity;
import dev.rapport.api.feature.Feature;
import dev.rapport.api.feature.Formula;
import dev.rapport.api.feature.Source;
import dev.rapport.engine.value.Micros;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is said to be there of facts that left as tiles. */
final class MissingTest {
  private static final Entity<String> USER = Entity.of("user", String.class);
  private static final long NOW = Micros.of(Instant.parse("2025-01-01T00:00:00Z"));
  private static final Window WINDOW = Window.last(Duration.ofDays(1)).every(Duration.ofHours(1));

  /** Money spent. */
  record Spent(String user, Instant at, double amount) {}

  private static final Source<Spent> SPENT =
      Source.stream(Spent.class, "spent").at(Spent::at).about(USER, Spent::user);

  private static final Formula.Windowed<?, ?> COUNT =
      windowed(SPENT.feature("count").aggregate(countRows(), WINDOW));
  private static final Formula.Windowed<?, ?> SUM =
      windowed(SPENT.feature("sum").aggregate(Spent::amount, sum(), WINDOW));

  private static Formula.Windowed<?, ?> windowed(Feature<?> feature) {
    return (Formula.Windowed<?, ?>) feature.formula();
  }

  @Test
  void tiles_are_there_for_their_readers_from_their_moment_on() {
    Missing missing = Missing.NOTHING.tiled(Micros.BEGINNING, Set.of(COUNT), NOW);
    assertThat(missing.isNothing()).isFalse();
    assertThat(missing.spares(COUNT, NOW)).isTrue();
    assertThat(missing.spares(COUNT, NOW - 1)).isFalse();
    assertThat(missing.spares(SUM, NOW)).isFalse();
  }

  @Test
  void a_moment_never_goes_back() {
    Missing missing = Missing.NOTHING.tiled(Micros.BEGINNING, Set.of(COUNT), NOW);
    assertThat(missing.tiled(Micros.BEGINNING, Set.of(COUNT), NOW - 10).spares(COUNT, NOW - 1))
        .isFalse();
  }

  @Test
  void who_did_not_read_when_tiles_were_gone_through_finds_none() {
    Missing both = Missing.NOTHING.tiled(Micros.BEGINNING, Set.of(COUNT, SUM), NOW);
    assertThat(both.spares(SUM, NOW)).isTrue();
    Missing one = both.tiledFor(Set.of(COUNT));
    assertThat(one.spares(COUNT, NOW)).isTrue();
    assertThat(one.spares(SUM, NOW)).isFalse();
    assertThat(Missing.NOTHING.tiledFor(Set.of(COUNT)).isNothing()).isTrue();
  }
}
