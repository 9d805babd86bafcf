package dev.rapport.engine.plan;

import static dev.rapport.api.aggregation.Aggregations.countRows;
import static dev.rapport.api.schema.Condition.atLeast;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rapport.api.aggregation.Window;
import dev.rapport.api.catalog.Catalog;
import dev.rapport.api.entity.Definition;
import dev.rapport.api.entity.Entity;
import dev.rapport.api.error.RapportException;
import dev.rapport.api.feature.Feature;
import dev.rapport.api.feature.Source;
import dev.rapport.api.knowledge.Candidates;
import dev.rapport.api.knowledge.Knowledge;
import dev.rapport.api.prompt.Prompt;
import dev.rapport.api.schema.Type;
import dev.rapport.engine.catalog.CheckedCatalog;
import dev.rapport.engine.definition.DefinitionKind;
import dev.rapport.engine.plan.Plan.Action;
import dev.rapport.engine.plan.Plan.Backfill;
import dev.rapport.engine.plan.Plan.Change;
import dev.rapport.spi.service.ServiceBindings;
import dev.rapport.spi.table.TableColumn;
import dev.rapport.spi.table.TableReader;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class PlanTest {
  record Trip(String userId, Instant endedAt, int rating) {}

  private static final Entity<String> USER = Entity.of("user", String.class);
  private static final Source<Trip> TRIPS = trips("select * from trips");
  private static final Source<Trip> CLICKS =
      Source.stream(Trip.class, "clicks").at(Trip::endedAt).about(USER, Trip::userId);
  private static final Map<String, String> STAMPS = Map.of("trip", "1", "clicks", "1");

  private static Source<Trip> trips(String sql) {
    return Source.table(Trip.class, sql).at(Trip::endedAt).about(USER, Trip::userId);
  }

  private static Feature<Long> liked(Source<Trip> source, Duration length) {
    return source
        .feature("liked")
        .where(trip -> trip.rating() >= 4)
        .aggregate(countRows(), Window.last(length));
  }

  private static final Feature<Long> LIKED = liked(TRIPS, Duration.ofHours(1));

  private static Feature<Long> twice(Feature<Long> once) {
    return Feature.computed("twice", Type.LONG, once, x -> x * 2);
  }

  private static DeployedCatalog catalog(Definition... roots) {
    return DeployedCatalog.of(
        CheckedCatalog.check(Catalog.of(roots), new AnyTrips(), ServiceBindings.NONE));
  }

  private static Plan plan(DeployedCatalog before, DeployedCatalog next) {
    return Plan.between(Optional.of(before), next, STAMPS, STAMPS);
  }

  @Test
  void the_first_plan_adds_everything_and_reads_every_table() {
    Plan plan = Plan.between(Optional.empty(), catalog(twice(LIKED), CLICKS), Map.of(), STAMPS);

    assertThat(plan.changes())
        .extracting(change -> change.action() + " " + change.kind().label() + " " + change.name())
        .containsExactly(
            "ADD entity user",
            "ADD source clicks",
            "ADD source trip",
            "ADD feature liked",
            "ADD feature twice");
    assertThat(plan.changes().get(3).what())
        .containsExactly(
            "kind: windowed",
            "type: long",
            "source: trip",
            "by: user",
            "where: code",
            "aggregation: countRows",
            "window: 1 h");
    assertThat(plan.backfills()).containsExactly(new Backfill("trip", "new"));
  }

  @Test
  void how_many_facts_a_source_retains_is_part_of_its_meaning() {
    DeployedCatalog before = catalog(CLICKS.retainNewest(10));
    assertThat(plan(before, catalog(CLICKS.retainNewest(20))).changes())
        .containsExactly(
            new Change(
                Action.CHANGE,
                DefinitionKind.SOURCE,
                "clicks",
                List.of("retain newest: 10 -> 20")));
    assertThat(plan(before, catalog(CLICKS)).changes())
        .extracting(Change::what)
        .containsExactly(List.of("retain newest: 10 -> none"));
    assertThat(plan(before, catalog(CLICKS.retainNewest(10))).isEmpty()).isTrue();
  }

  @Test
  void the_same_catalog_again_is_no_plan() {
    DeployedCatalog deployed = DeployedCatalog.fromJson(catalog(twice(LIKED), CLICKS).toJson());
    DeployedCatalog again =
        catalog(CLICKS, twice(liked(trips("select * from trips"), Duration.ofHours(1))));

    assertThat(again.toJson()).isEqualTo(deployed.toJson());
    assertThat(plan(deployed, again).isEmpty()).isTrue();
  }

  @Test
  void a_change_says_what_and_shows_in_what_uses_it() {
    DeployedCatalog before = catalog(twice(LIKED));
    assertThat(plan(before, catalog(twice(liked(TRIPS, Duration.ofHours(2))))).changes())
        .containsExactly(
            new Change(
                Action.CHANGE, DefinitionKind.FEATURE, "liked", List.of("window: 1 h -> 2 h")),
            new Change(
                Action.CHANGE, DefinitionKind.FEATURE, "twice", List.of("feature liked changed")));
    assertThat(
            plan(before, catalog(Feature.computed("twice", Type.LONG, LIKED, x -> x + x)))
                .changes())
        .containsExactly(
            new Change(Action.CHANGE, DefinitionKind.FEATURE, "twice", List.of("code changed")));
    Feature<Long> stricter =
        TRIPS
            .feature("liked")
            .where(trip -> trip.rating() >= 5)
            .aggregate(countRows(), Duration.ofHours(1));
    assertThat(plan(before, catalog(twice(stricter.withDefault(0L)))).changes().getFirst().what())
        .containsExactly("where: code changed", "default: none -> 0");
  }

  @Test
  void a_changed_query_is_read_again() {
    Plan plan =
        plan(catalog(LIKED), catalog(liked(trips("select 1 from trips"), Duration.ofHours(1))));

    assertThat(plan.changes())
        .containsExactly(
            new Change(Action.CHANGE, DefinitionKind.SOURCE, "trip", List.of("sql changed")),
            new Change(
                Action.CHANGE, DefinitionKind.FEATURE, "liked", List.of("source trip changed")));
    assertThat(plan.backfills()).containsExactly(new Backfill("trip", "definition changed"));
  }

  @Test
  void rows_are_read_where_they_changed_or_were_not_read_to_the_end() {
    DeployedCatalog catalog = catalog(LIKED, CLICKS.history("select 2").knownAfter(Duration.ZERO));
    Optional<DeployedCatalog> deployed = Optional.of(catalog);

    assertThat(Plan.between(deployed, catalog, STAMPS, Map.of("trip", "2", "clicks", "2")))
        .isEqualTo(new Plan(List.of(), List.of(new Backfill("trip", "rows changed"))));
    assertThat(Plan.between(deployed, catalog, Map.of(), STAMPS).backfills())
        .containsExactly(
            new Backfill("clicks", "not read yet"), new Backfill("trip", "not read yet"));
    assertThat(Plan.between(deployed, catalog, STAMPS, Map.of()).isEmpty()).isTrue();
  }

  @Test
  void a_prompt_says_which_term_of_its_ranking_changed() {
    Knowledge<String> users = Knowledge.of("users", USER, TRIPS).text(Trip::userId);
    Candidates<String> ranked = Candidates.from(users).rankBy(LIKED.weight(2)).like(LIKED);
    Prompt advice = Prompt.named("advice").instruct("Hello");

    assertThat(
            plan(
                    catalog(advice.offer(ranked)),
                    catalog(
                        advice.offer(
                            Candidates.from(users)
                                .rankBy(LIKED.weight(3))
                                .require(LIKED, atLeast(1L))
                                .top(5))))
                .changes())
        .containsExactly(
            new Change(
                Action.CHANGE,
                DefinitionKind.PROMPT,
                "advice",
                List.of(
                    "part 2 require liked: none -> liked >= 1",
                    "part 2 rank by liked: 2.0 x liked -> 3.0 x liked",
                    "part 2 top: 10 -> 5",
                    "part 2 like: liked -> none")));
  }

  @Test
  void papers_and_removals_are_told_apart() {
    Prompt prompt = Prompt.named("advice").instruct("Hello");
    Plan plan = plan(catalog(LIKED, prompt), catalog(LIKED.ownedBy("ann").tagged("a", "b")));

    assertThat(plan.changes())
        .containsExactly(
            new Change(
                Action.PAPERS,
                DefinitionKind.FEATURE,
                "liked",
                List.of("owner: none -> ann", "tags: none -> a, b")),
            new Change(Action.REMOVE, DefinitionKind.PROMPT, "advice", List.of()));
    assertThat(plan.backfills()).isEmpty();
    assertThat(plan.toJson())
        .isEqualTo(
            """
            {
              "changes" : [ {
                "action" : "papers",
                "kind" : "feature",
                "name" : "liked",
                "what" : [ "owner: none -> ann", "tags: none -> a, b" ]
              }, {
                "action" : "remove",
                "kind" : "prompt",
                "name" : "advice",
                "what" : [ ]
              } ],
              "backfills" : [ ]
            }\
            """);
  }

  @Test
  void what_is_no_deployed_catalog_is_refused() {
    for (String text : List.of("{", "{\"format\":2}", "{\"format\":1}", "[]")) {
      assertThatThrownBy(() -> DeployedCatalog.fromJson(text))
          .as(text)
          .isInstanceOf(RapportException.class)
          .hasMessageStartingWith("deployed catalog: ");
    }
  }

  /** Every query has the columns of a trip. */
  private static final class AnyTrips implements TableReader {
    @Override
    public List<TableColumn> describe(String sql) {
      return List.of(
          new TableColumn("user_id", "VARCHAR", TableColumn.Kind.TEXT),
          new TableColumn("ended_at", "TIMESTAMP", TableColumn.Kind.INSTANT),
          new TableColumn("rating", "INTEGER", TableColumn.Kind.INTEGER));
    }

    @Override
    public String stamp(String sql) {
      return sql;
    }

    @Override
    public void read(String sql, List<String> columns, BatchVisitor visitor) {
      throw new UnsupportedOperationException("columns only");
    }

    @Override
    public void close() {}
  }
}
