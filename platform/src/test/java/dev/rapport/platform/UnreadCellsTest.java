package dev.rapport.platform;

import static dev.rapport.api.aggregation.Aggregations.countRows;
import static dev.rapport.api.aggregation.Aggregations.latest;
import static dev.rapport.api.aggregation.Window.lifetime;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.api.catalog.Catalog;
import dev.rapport.api.entity.Entity;
import dev.rapport.api.feature.Feature;
import dev.rapport.api.feature.Source;
import dev.rapport.api.question.Question;
import dev.rapport.engine.fact.Intake;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Cells of a Parquet file that can be no value of their component set their rows aside, in the
 * first batch and in later ones, also where no feature reads them.
 */
class UnreadCellsTest {
  enum Status {
    PAID,
    SENT
  }

  record Order(
      String shop, Instant at, double amount, Status status, List<String> items, Set<Long> codes) {}

  record Traced(String shop, Instant at, List<Status> history, List<Instant> days) {}

  private static final Entity<String> SHOP = Entity.of("shop", String.class);

  /** More than Hardwood hands out in one batch. */
  private static final int ROWS = 300_000;

  private static final List<String> SET_ASIDE =
      List.of(
          "row 2: status: \"LOST\" (expected: one of [PAID, SENT])",
          "row 3: items: null (expected: a string)",
          "row 4: codes: null (expected: a long)",
          "row 5: amount: null (expected: a double)",
          "row 7: status: \"LOST\" (expected: one of [PAID, SENT])",
          "row 299991: items: null (expected: a string)",
          "row 299992: codes: null (expected: a long)",
          "row 299993: status: \"GONE\" (expected: one of [PAID, SENT])",
          "row 299994: status: \"LOST\" (expected: one of [PAID, SENT])");

  @TempDir private Path folder;

  @BeforeEach
  void write() throws SQLException {
    try (var connection = DriverManager.getConnection("jdbc:duckdb:");
        var statement = connection.createStatement()) {
      statement.execute(
          """
          copy (select 'a' as shop, timestamp '2026-01-01' as at,
            if(i = 5, null, 1.5::double) as amount,
            case when i in (2, 7, 299994) then 'LOST' when i = 299993 then 'GONE' when i % 3 = 0 then null
              when i % 3 = 1 then 'PAID' else 'SENT' end as status,
            case when i in (3, 7, 299991) then ['x', null, 'y'] when i % 4 = 0 then null
              when i % 4 = 1 then [] else ['x', 'y'] end as items,
            if(i in (4, 299992), [1, null, 1], [i]) as codes,
            if(i = 6, ['PAID', 'LOST'], ['PAID']) as history,
            [if(i = 8, date '3000000-01-01', date '2026-01-01')] as days
          from range(1, 300001) r(i)) to '$/orders.parquet' (row_group_size 20000)
          """
              .replace("$", folder.toString()));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"from 'orders.parquet'", "from 'orders.parquet' where shop = 'a'"})
  void whether_a_row_is_a_fact_does_not_depend_on_how_it_is_read(String sql) {
    Source<Order> orders = Source.table(Order.class, sql).at(Order::at).about(SHOP, Order::shop);
    Feature<Long> count = orders.feature("count").aggregate(countRows(), lifetime());
    List<Feature<?>> more = new ArrayList<>(List.of(count));
    check(count, more);
    more.add(orders.feature("status").aggregate(Order::status, latest(), lifetime()));
    check(count, more);
    more.add(orders.feature("items").aggregate(Order::items, latest(), lifetime()));
    check(count, more);
    more.add(orders.feature("codes").aggregate(Order::codes, latest(), lifetime()));
    check(count, more);
  }

  @ParameterizedTest
  @ValueSource(strings = {"from 'orders.parquet'", "from 'orders.parquet' where shop = 'a'"})
  void elements_that_may_be_no_value_are_looked_at(String sql) {
    Source<Traced> traced =
        Source.table(Traced.class, sql).at(Traced::at).about(SHOP, Traced::shop);
    Feature<Long> count = traced.feature("count").aggregate(countRows(), lifetime());
    Feature<List<Status>> last =
        traced.feature("last").aggregate(Traced::history, latest(), lifetime());
    for (Catalog catalog : List.of(Catalog.of(count), Catalog.of(count, last))) {
      try (Rapport rapport = open()) {
        rapport.apply(() -> catalog);
        Intake intake = Objects.requireNonNull(rapport.intake().get("traced"));
        assertThat(intake.firstSetAside())
            .extracting(Intake.SetAside::toString)
            .containsExactly(
                "row 6: history: \"LOST\" (expected: one of [PAID, SENT])",
                "row 8: days: +3000000-01-01 (expected: an instant, such as 2026-06-01T12:00:00Z)");
        assertThat(intake.acceptedCount()).isEqualTo(ROWS - 2);
      }
    }
  }

  private void check(Feature<Long> count, List<Feature<?>> features) {
    try (Rapport rapport = open()) {
      rapport.apply(() -> Catalog.of(features.toArray(Feature<?>[]::new)));
      Intake orders = Objects.requireNonNull(rapport.intake().get("order"));
      assertThat(orders.firstSetAside())
          .as("with " + features)
          .extracting(Intake.SetAside::toString)
          .containsExactlyElementsOf(SET_ASIDE);
      assertThat(orders.acceptedCount()).isEqualTo(ROWS - SET_ASIDE.size());
      assertThat(rapport.ask(Question.about(SHOP, "a"), count).get(count))
          .contains((long) ROWS - SET_ASIDE.size());
    }
  }

  private Rapport open() {
    return Rapport.open(folder.resolve("data"), Options.defaults().withDataRoot(folder));
  }
}
