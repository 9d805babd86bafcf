package dev.rapport.engine.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.api.entity.Entity;
import dev.rapport.api.feature.Source;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class AllowanceTest {
  record Visit(String who, Instant at) {}

  @Test
  void what_is_needed_is_told_of_all_facts_also_where_only_some_were_read() {
    Source<Visit> visits =
        Source.table(Visit.class, "from 'visits.csv'")
            .at(Visit::at)
            .about(Entity.of("who", String.class), Visit::who);
    assertThat(new Allowance.Exceeded(visits, 450, 1_000).needed(2_000)).isEqualTo(900);
    assertThat(new Allowance.Exceeded(visits, 450, 0).needed(2_000)).isEqualTo(450);
    assertThat(new Allowance.Exceeded(visits, 450, 1_000).needed(0)).isEqualTo(450);
  }
}
