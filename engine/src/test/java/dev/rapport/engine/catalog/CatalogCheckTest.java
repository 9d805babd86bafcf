package dev.rapport.engine.catalog;

import static dev.rapport.api.aggregation.Aggregations.countRows;
import static dev.rapport.api.aggregation.Aggregations.latest;
import static dev.rapport.api.aggregation.Window.lifetime;
import static dev.rapport.api.schema.Condition.atLeast;
import static dev.rapport.api.schema.Condition.equalTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rapport.api.entity.Definition;
import dev.rapport.api.entity.Entity;
import dev.rapport.api.entity.Metadata;
import dev.rapport.api.error.RapportException;
import dev.rapport.api.feature.Feature;
import dev.rapport.api.feature.FeatureSet;
import dev.rapport.api.feature.Input;
import dev.rapport.api.feature.Request;
import dev.rapport.api.feature.Source;
import dev.rapport.api.knowledge.Candidates;
import dev.rapport.api.knowledge.Knowledge;
import dev.rapport.api.prompt.Prompt;
import dev.rapport.api.schema.Accessor;
import dev.rapport.api.schema.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every problem that the check finds in a catalog as a whole, in knowledges and in prompts. */
final class CatalogCheckTest extends CheckedTravels {
  @Test
  void a_catalog_holds_what_its_roots_reach_inputs_before_users() {
    Feature<Long> there = SAFETY.of(DESTINATION, LAST_PLACE).withDefault(3L);
    Feature<Double> risk =
        Feature.computed("risk", Type.DOUBLE, there, Input.moment(), (s, now) -> 1.0 / s);
    Prompt prompt =
        Prompt.named("advice")
            .fact("Risk", risk.orElse(Feature.computed("even", Type.DOUBLE, SAFETY, s -> 1d)))
            .offer(Candidates.from(DESTINATIONS).rankBy(SAFETY.weight(2)).like(FAVOURITES));

    CheckedCatalog catalog = check(prompt, FeatureSet.named("all_of_it", FAVOURITES, there));

    assertThat(catalog.features())
        .extracting(Feature::name)
        .containsExactly(
            "safety", "last_place", "safety_of_last_place", "even", "risk", "favourite_activities");
    assertThat(catalog.sources()).extracting(Source::name).containsExactly("place", "trip");
    assertThat(catalog.entities()).containsExactly(DESTINATION, USER);
    assertThat(catalog.knowledges()).containsExactly(DESTINATIONS);
    assertThat(catalog.prompt("advice")).isEqualTo(prompt);
    assertThat(catalog.featuresOf(List.of("risk", "all_of_it", "safety")))
        .extracting(Feature::name)
        .containsExactly("risk", "favourite_activities", "safety_of_last_place", "safety");
  }

  @Test
  void a_wrong_name_is_answered_with_the_nearest() {
    CheckedCatalog catalog = check(FAVOURITES, PLACES, Prompt.named("advice").instruct("Hello"));

    assertThatThrownBy(() -> catalog.feature("favourite_activites"))
        .isInstanceOfSatisfying(
            RapportException.class, e -> assertThat(e.kind()).isEqualTo(RapportException.Kind.USER))
        .hasMessage("feature favourite_activites: unknown (expected: favourite_activities)");
    assertThatThrownBy(() -> catalog.source("xyz"))
        .hasMessage("source xyz: unknown (expected: one of place, trip)");
    assertThatThrownBy(() -> catalog.knowledge("destinations"))
        .hasMessage("knowledge destinations: unknown (expected: none, as the catalog has none)");
    assertThatThrownBy(() -> catalog.prompt("Advise"))
        .hasMessage("prompt Advise: unknown (expected: advice)");
  }

  @Test
  void the_same_definition_may_be_written_twice() {
    CheckedCatalog catalog =
        check(
            SAFETY.of(DESTINATION, LAST_PLACE),
            SAFETY.of(DESTINATION, LAST_PLACE),
            FeatureSet.named("mine", atLeastRated(4), FAVOURITES),
            FeatureSet.named("mine", atLeastRated(4), FAVOURITES));

    assertThat(catalog.features())
        .extracting(Feature::name)
        .containsExactly(
            "safety", "last_place", "safety_of_last_place", "rated", "favourite_activities");
  }

  @Test
  void two_definitions_of_one_name_are_refused_with_what_differs() {
    assertThat(problems(FAVOURITES, FAVOURITES.withDefault(List.of("chess"))))
        .containsExactly(
            "feature favourite_activities: defined twice, with different default (expected: one"
                + " definition of a name; give one of them another name with .named(\"...\"))");
    assertThat(problems(atLeastRated(4), atLeastRated(3)))
        .containsExactly(
            "feature rated: defined twice, with different where (expected: one definition of a"
                + " name; give one of them another name with .named(\"...\"))");
    assertThat(problems(TRIPS, VISITS, Entity.of("user", Long.class)))
        .containsExactly(
            "entity user: defined twice, with different key (expected: one definition of a name;"
                + " give one of them another name in Entity.of)",
            "source trip: defined twice, with different about (expected: one definition of a"
                + " name; give one of them another name with .named(\"...\"))");
    assertThat(problems(Prompt.named("p").instruct("a"), Prompt.named("p").instruct("b")))
        .containsExactly(
            "prompt p: defined twice, with different part 1 (expected: one definition of a name;"
                + " give one of them another name with .as(\"...\"))");
    assertThat(problems(SAFETY, SAFETY.ownedBy("ann")))
        .singleElement()
        .asString()
        .startsWith("feature safety: defined twice, with different owner");
  }

  private static Feature<Long> atLeastRated(int least) {
    return TRIPS
        .feature("rated")
        .where(trip -> trip.rating() >= least)
        .aggregate(countRows(), Duration.ofDays(30));
  }

  @Test
  void a_definition_of_another_class_is_refused() {
    record Mine(String name, Metadata metadata) implements Definition {}

    assertThat(problems(new Mine("mine", Metadata.NONE)))
        .containsExactly(
            "catalog: "
                + Mine.class.getName()
                + " (expected: a prompt, feature, feature set, source, knowledge or another"
                + " definition of Rapport)");
  }

  @Test
  void names_that_meet_in_one_file_differ() {
    assertThat(
            problems(
                Request.of("user", String.class),
                Request.of("at", Instant.class),
                FeatureSet.named("safety", SAFETY),
                USER))
        .containsExactly(
            "feature set safety: also the name of a feature (expected: another name; a set may"
                + " stand where a feature does)",
            "request input at: reserved (expected: another name; the column at of a file of"
                + " questions is the moment)",
            "request input user: also the name of an entity (expected: another name; questions in"
                + " a file have a column for each)");
  }

  @Test
  void a_knowledge_is_about_its_entity_and_searched_by_texts() {
    assertThat(
            problems(
                Knowledge.of("flights", FLIGHT, PLACES).text(Place::safety),
                Knowledge.of("guessed", DESTINATION, PLACES).text(place -> place.name() + "!"),
                new Knowledge<>("empty", DESTINATION, PLACES, List.of(), Metadata.NONE),
                new Knowledge<>(
                    "other",
                    DESTINATION,
                    PLACES,
                    List.of((Accessor<Trip, String>) Trip::activity),
                    Metadata.NONE)))
        .containsExactly(
            "knowledge empty: text: none (expected: a component to search by, with .text(...))",
            "knowledge flights: entity: flight (expected: an entity that source place is about)",
            "knowledge flights: text: safety, long (expected: a string, or a list or set of"
                + " strings)",
            "knowledge guessed: text: accessor: a lambda in "
                + CatalogCheckTest.class.getName()
                + " (expected: a record component such as Trip::endedAt)",
            "knowledge other: text: activity of Trip (expected: a component of Place)");
  }

  @Test
  @SuppressWarnings({"unchecked", "rawtypes"}) // what javac refuses may still come unchecked
  void a_prompt_ranks_by_numbers_about_its_candidates() {
    Feature<String> described =
        PLACES.feature("described").aggregate(Place::description, latest(), lifetime());
    assertThat(
            problems(
                Prompt.named("empty"),
                Prompt.named("advice")
                    .offer(
                        Candidates.from(DESTINATIONS)
                            .require(LAST_PLACE, equalTo("Rome"))
                            .require(
                                (Feature) SAFETY, (dev.rapport.api.schema.Condition) atLeast(4))
                            .rankBy(
                                described.weight(1),
                                Feature.computed("one", Type.DOUBLE, Input.words(), w -> 1d)
                                    .weight(1)))))
        .containsExactly(
            "prompt advice: offer destinations: rankBy: described, string (expected: a number;"
                + " make one of it with Feature.computed)",
            "prompt advice: offer destinations: rankBy: one, which is about nobody (expected: a"
                + " feature about destination, or it is the same for every candidate)",
            "prompt advice: offer destinations: require: last_place, which is about user"
                + " (expected: a feature about destination, or it is the same for every"
                + " candidate)",
            "prompt advice: offer destinations: require: safety >= 4, integer (expected: a long,"
                + " the type of the feature; it would never hold)",
            "prompt empty: parts: none (expected: at least one: .instruct(...), .fact(...) or"
                + " .offer(...))");
  }
}
