package dev.rapport.engine.catalog;

import static dev.rapport.api.aggregation.Aggregations.countRows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rapport.api.aggregation.Window;
import dev.rapport.api.catalog.Catalog;
import dev.rapport.api.entity.Definition;
import dev.rapport.api.entity.Entity;
import dev.rapport.api.error.CatalogException;
import dev.rapport.api.feature.Feature;
import dev.rapport.api.feature.Source;
import dev.rapport.spi.service.ServiceBindings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is refused of a source that retains only the newest facts of each key. */
final class RetentionCheckTest {
  record Click(String id, String user, Instant at) {}

  private static final Entity<String> USER = Entity.of("user", String.class);
  private static final Source<Click> CLICKS =
      Source.stream(Click.class, "clicks").at(Click::at).about(USER, Click::user);

  private static CheckedCatalog check(Definition... roots) {
    return CheckedCatalog.check(Catalog.of(roots), new DescribedTables(), ServiceBindings.NONE);
  }

  private static List<String> problems(Definition... roots) {
    return catchThrowableOfType(CatalogException.class, () -> check(roots)).problems();
  }

  private static Feature<Long> rows(Source<Click> source, String name, Window window) {
    return source.feature(name).aggregate(countRows(), window);
  }

  @Test
  void at_least_one_fact_is_retained_and_at_most_a_million() {
    for (int n : List.of(0, -1, 1_000_001, Integer.MIN_VALUE)) {
      assertThatThrownBy(() -> CLICKS.retainNewest(n))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "source clicks: retainNewest " + n + " (expected: 1 to 1000000 facts of each key)");
    }
    assertThat(CLICKS.retainNewest(1).retainNewest()).hasValue(1);
    assertThat(CLICKS.retainNewest(1_000_000).retainNewest()).hasValue(1_000_000);
    assertThat(CLICKS.retainNewest()).isEmpty();
  }

  @Test
  void other_limits_stay_as_they_were_said() {
    Duration day = Duration.ofDays(1);
    Source<Click> first = CLICKS.retainNewest(5).retain(day).dropLaterThan(day).named("other");
    Source<Click> last = CLICKS.dropLaterThan(day).retain(day).retainNewest(5).named("other");
    for (Source<Click> source : List.of(first, last)) {
      assertThat(source.retainNewest()).hasValue(5);
      assertThat(source.retain()).contains(day);
      assertThat(source.dropLaterThan()).contains(day);
    }
    assertThat(check(first).sources()).hasSize(1);
  }

  @Test
  void facts_with_ids_are_not_counted() {
    assertThat(problems(CLICKS.id(Click::id).retainNewest(5)))
        .containsExactly(
            "source clicks: retainNewest: on facts with an id, where a correction could bring an"
                + " older fact back (expected: .retain(duration), which bounds memory too; or facts"
                + " without .id(...))");
  }

  @Test
  void a_window_of_more_facts_than_are_retained_is_refused() {
    Source<Click> source = CLICKS.retainNewest(5);
    assertThat(
            problems(
                rows(source, "exactly", Window.lastFacts(5)),
                rows(source, "skipping", Window.lastFacts(3).skipping(2)),
                rows(source, "ever", Window.lifetime()),
                rows(source, "year", Window.last(Duration.ofDays(365))),
                rows(source, "more", Window.lastFacts(6)),
                rows(source, "of_the_day", Window.last(Duration.ofDays(1)).atMost(6)),
                rows(source, "before", Window.lastFacts(3).skipping(3)),
                rows(source, "nothing", Window.lifetime().skipping(5))))
        .containsExactly(
            "feature before: window: lifetime skipping 3 at most 3 over clicks (expected: at most"
                + " the 5 newest facts, which its source retains of each key; or .retainNewest(...)"
                + " for more)",
            "feature more: window: lifetime at most 6 over clicks (expected: at most the 5 newest"
                + " facts, which its source retains of each key; or .retainNewest(...) for more)",
            "feature nothing: window: lifetime skipping 5 over clicks (expected: at most the 5"
                + " newest facts, which its source retains of each key; or .retainNewest(...) for"
                + " more)",
            "feature of_the_day: window: PT24H at most 6 over clicks (expected: at most the 5"
                + " newest facts, which its source retains of each key; or .retainNewest(...) for"
                + " more)");
  }

  @Test
  void both_rules_are_told_of() {
    Source<Click> source = CLICKS.retainNewest(5).retain(Duration.ofHours(1));
    assertThat(problems(rows(source, "both", Window.last(Duration.ofHours(2)).atMost(6))))
        .hasSize(2);
  }
}
