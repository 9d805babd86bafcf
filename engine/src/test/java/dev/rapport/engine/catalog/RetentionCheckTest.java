package dev.rapport.engine.catalog;

import static dev.rapport.api.aggregation.Aggregations.countDistinct;
import static dev.rapport.api.aggregation.Aggregations.countRows;
import static dev.rapport.api.aggregation.Aggregations.first;
import static dev.rapport.api.aggregation.Aggregations.firstOfAnyRow;
import static dev.rapport.api.aggregation.Aggregations.firstTime;
import static dev.rapport.api.aggregation.Aggregations.histogram;
import static dev.rapport.api.aggregation.Aggregations.lag;
import static dev.rapport.api.aggregation.Aggregations.largest;
import static dev.rapport.api.aggregation.Aggregations.last;
import static dev.rapport.api.aggregation.Aggregations.lastDistinct;
import static dev.rapport.api.aggregation.Aggregations.mostFrequent;
import static dev.rapport.api.aggregation.Aggregations.sinceFirst;
import static dev.rapport.api.aggregation.Aggregations.sinceLast;
import static dev.rapport.api.aggregation.Aggregations.smallest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rapport.api.aggregation.Aggregation;
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
            "feature of_the_day: window: 1 d at most 6 over clicks (expected: at most the 5"
                + " newest facts, which its source retains of each key; or .retainNewest(...) for"
                + " more)");
  }

  private static <T> Feature<T> ids(String name, Aggregation<String, T> aggregation) {
    return ids(CLICKS.retainNewest(10), name, aggregation, Window.lifetime());
  }

  private static <T> Feature<T> ids(
      Source<Click> source, String name, Aggregation<String, T> aggregation, Window window) {
    return source.feature(name).aggregate(Click::id, aggregation, window);
  }

  private static String ofNewest(String feature, String aggregation) {
    return "feature "
        + feature
        + ": aggregation: "
        + aggregation
        + " over clicks (expected: at most the 10 newest facts, which its source retains of each"
        + " key; or .retainNewest(...) for more)";
  }

  @Test
  void what_a_window_skips_counts_too_and_what_it_does_not_hold_does_not() {
    Source<Click> source = CLICKS.retainNewest(10);
    assertThat(
            problems(
                ids(source, "a", last(8), Window.lifetime().skipping(3)),
                ids(source, "b", lag(9), Window.lifetime().skipping(1)),
                ids(source, "c", first(), Window.lifetime().skipping(1))))
        .hasSize(3)
        .satisfiesExactly(
            a -> assertThat(a).startsWith("feature a: aggregation: last(8)"),
            b -> assertThat(b).startsWith("feature b: aggregation: lag(9)"),
            c -> assertThat(c).startsWith("feature c: aggregation: first of lifetime"));
    check(
        ids(source, "d", last(8), Window.lifetime().skipping(2)),
        ids(source, "e", last(20), Window.lifetime().atMost(5)));
  }

  @Test
  void an_aggregation_of_more_facts_than_are_retained_is_refused() {
    assertThat(
            problems(
                ids("a", last(11)),
                ids("b", lastDistinct(11)),
                ids("c", smallest(11)),
                ids("d", largest(11)),
                ids("e", mostFrequent(11)),
                ids("f", lag(10)),
                ids("g", lag(Integer.MAX_VALUE)),
                ids("h", first(11))))
        .containsExactly(
            ofNewest("a", "last(11)"),
            ofNewest("b", "lastDistinct(11)"),
            ofNewest("c", "smallest(11)"),
            ofNewest("d", "largest(11)"),
            ofNewest("e", "mostFrequent(11)"),
            ofNewest("f", "lag(10)"),
            ofNewest("g", "lag(2147483647)"),
            ofNewest("h", "first(11)"));
    assertThat(
            check(
                    ids("last_10", last(10)),
                    ids("distinct_10", lastDistinct(10)),
                    ids("least", smallest(10)),
                    ids("often", mostFrequent(10)),
                    ids("ninth", lag(9)),
                    ids("counted", histogram()),
                    ids("bounded", histogram(11)),
                    ids("different", countDistinct(1_000)))
                .features())
        .hasSize(8);
  }

  @Test
  void the_first_facts_ever_are_not_those_of_the_newest() {
    Window week = Window.last(Duration.ofDays(7));
    Source<Click> source = CLICKS.retainNewest(10);
    String expected =
        " of lifetime over clicks (expected: a window with a start, as its source retains of each"
            + " key only the 10 newest facts, and the oldest are the first to go)";
    assertThat(
            problems(
                ids("a", first()),
                ids("b", first(2)),
                ids("c", firstOfAnyRow()),
                ids("d", sinceFirst()),
                ids("e", firstTime())))
        .containsExactly(
            "feature a: aggregation: first" + expected,
            "feature b: aggregation: first(2)" + expected,
            "feature c: aggregation: firstOfAnyRow" + expected,
            "feature d: aggregation: sinceFirst" + expected,
            "feature e: aggregation: firstTime" + expected);
    assertThat(
            check(
                    ids("newest", sinceLast()),
                    ids(source, "of_week", first(), week),
                    ids(source, "of_five", first(2), Window.lastFacts(5)))
                .features())
        .hasSize(3);
    Source<Click> timed = source.retain(Duration.ofDays(30));
    assertThat(check(ids(timed, "of_retained", first(), Window.lifetime())).features()).hasSize(1);
  }

  @Test
  void both_rules_are_told_of() {
    Source<Click> source = CLICKS.retainNewest(5).retain(Duration.ofHours(1));
    assertThat(problems(rows(source, "both", Window.last(Duration.ofHours(2)).atMost(6))))
        .hasSize(2);
  }
}
