package dev.rapport.engine.knowledge;

import static dev.rapport.api.schema.Condition.atMost;
import static dev.rapport.api.schema.Condition.equalTo;
import static dev.rapport.engine.Places.BUDGET;
import static dev.rapport.engine.Places.COASTAL;
import static dev.rapport.engine.Places.COUNTRY;
import static dev.rapport.engine.Places.KNOWLEDGE;
import static dev.rapport.engine.Places.PLACE;
import static dev.rapport.engine.Places.PLACES;
import static dev.rapport.engine.Places.TOPICS;
import static dev.rapport.engine.Places.USER;
import static dev.rapport.engine.Places.WATCHED;
import static dev.rapport.engine.Places.watched;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.rapport.api.error.RapportException;
import dev.rapport.api.feature.Feature;
import dev.rapport.api.feature.Input;
import dev.rapport.api.feature.Request;
import dev.rapport.api.feature.Service;
import dev.rapport.api.knowledge.Candidates;
import dev.rapport.api.prompt.Candidate;
import dev.rapport.api.prompt.Prompt;
import dev.rapport.api.question.Question;
import dev.rapport.api.schema.Type;
import dev.rapport.engine.Places.Place;
import dev.rapport.engine.World;
import dev.rapport.spi.model.EmbeddingModel;
import dev.rapport.spi.service.ServiceBindings;
import dev.rapport.testkit.fakes.FakeEmbeddingModel;
import dev.rapport.testkit.fakes.FakeFactLog;
import dev.rapport.testkit.fakes.FakeService;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which items are found, and in what order. */
final class KnowledgeBaseTest {
  private static final Question ANN = Question.about(USER, "ann");

  private static final Place ATHENS = Place.of("Athens", "Greece", 85.0, true, "museums");
  private static final Place BERN = Place.of("Bern", "Switzerland", 160.0, false, "hiking");
  private static final Place CORFU = Place.of("Corfu", "Greece", null, true, "hiking", "beach");
  private static final Place DELFT = Place.of("Delft", "Netherlands", 110.0, null, "museums");

  private static World four() {
    return new World().with(PLACES, DELFT, BERN, CORFU, ATHENS).with(WATCHED);
  }

  private static List<Object> keys(List<Candidate> candidates) {
    return candidates.stream().map(Candidate::key).toList();
  }

  private static List<Object> ranked(World world, Candidates<?> candidates, Question question) {
    return keys(world.rendering().rank(candidates, question));
  }

  @Test
  void the_score_is_the_sum_of_its_visible_terms() {
    try (World world = four()) {
      Candidates<String> byBudget =
          Candidates.from(KNOWLEDGE).similarityWeight(2).rankBy(BUDGET.weight(-0.01));
      List<Candidate> all = world.rendering().rank(byBudget, ANN.saying("hiking"));

      assertThat(keys(all)).containsExactly("Corfu", "Bern", "Athens", "Delft");
      Candidate bern = all.get(1);
      assertThat(bern.terms())
          .extracting(Candidate.Term::name, Candidate.Term::weight)
          .containsExactly(
              org.assertj.core.groups.Tuple.tuple("similarity", 2.0),
              org.assertj.core.groups.Tuple.tuple("daily_budget", -0.01));
      assertThat(bern.terms().get(0).contribution()).isEqualTo(2 / Math.sqrt(2), within(1e-6));
      assertThat(bern.terms().get(1).contribution()).isEqualTo(-1.6, within(1e-12));
      assertThat(bern.score()).isEqualTo(2 / Math.sqrt(2) - 1.6, within(1e-6));
      assertThat(bern.context().answers()).isEmpty();
    }
  }

  @Test
  void an_absent_value_counts_nothing_and_meets_no_filter() {
    try (World world = four()) {
      Candidates<String> places = Candidates.from(KNOWLEDGE).similarityWeight(0);
      List<Candidate> all = world.rendering().rank(places.rankBy(BUDGET.weight(1)), ANN);
      assertThat(keys(all)).containsExactly("Bern", "Delft", "Athens", "Corfu");
      assertThat(all.getLast().score()).isZero();
      List<Candidate> cheapest = world.rendering().rank(places.rankBy(BUDGET.weight(-1)), ANN);
      assertThat(cheapest.getFirst().key()).isEqualTo("Corfu");
      assertThat(cheapest.getFirst().terms().getLast().toString()).endsWith("contribution=0.0]");

      assertThat(ranked(world, places.require(BUDGET, atMost(120.0)), ANN))
          .containsExactly("Athens", "Delft");
      assertThat(ranked(world, places.require(COASTAL), ANN)).containsExactly("Athens", "Corfu");
      assertThat(ranked(world, places.require(COASTAL).require(COUNTRY, equalTo("Peru")), ANN))
          .isEmpty();
    }
  }

  @Test
  void true_counts_one_and_what_is_no_number_counts_nothing() {
    Feature<Double> broken =
        Feature.computed(
            "broken", Type.DOUBLE, BUDGET, budget -> budget > 100 ? Double.NaN : 1 / 0.0);
    try (World world = four()) {
      Candidates<String> places =
          Candidates.from(KNOWLEDGE)
              .similarityWeight(0)
              .rankBy(COASTAL.weight(3), broken.weight(1));
      List<Candidate> all = world.rendering().rank(places, ANN);
      assertThat(keys(all)).containsExactly("Athens", "Corfu", "Bern", "Delft");
      assertThat(all).extracting(Candidate::score).containsExactly(3.0, 3.0, 0.0, 0.0);
    }
  }

  @Test
  void ties_go_to_the_smaller_key() {
    try (World world = four()) {
      Candidates<String> places = Candidates.from(KNOWLEDGE);
      assertThat(ranked(world, places, ANN)).containsExactly("Athens", "Bern", "Corfu", "Delft");
      assertThat(ranked(world, places.retrieve(2), ANN)).containsExactly("Athens", "Bern");
      assertThat(ranked(world, places.retrieve(2), ANN.saying("museums")))
          .containsExactly("Athens", "Delft");
    }
  }

  @Test
  void filters_hold_before_the_most_similar_are_retrieved() {
    try (World world = four()) {
      Candidates<String> museums =
          Candidates.from(KNOWLEDGE).retrieve(1).require(COUNTRY, equalTo("Netherlands"));
      assertThat(ranked(world, museums, ANN.saying("Athens museums"))).containsExactly("Delft");
    }
  }

  @Test
  void only_what_is_retrieved_is_scored_by_the_terms() {
    try (World world = four()) {
      Candidates<String> dear = Candidates.from(KNOWLEDGE).retrieve(2).rankBy(BUDGET.weight(1));
      assertThat(ranked(world, dear, ANN.saying("museums"))).containsExactly("Delft", "Athens");
    }
  }

  @Test
  void the_query_is_the_words_and_each_value_that_joins_them() {
    try (World world =
        four().with(WATCHED, watched("ann", "beach", 5), watched("ann", "Corfu", 4))) {
      Candidates<String> like = Candidates.from(KNOWLEDGE).like(TOPICS);
      assertThat(ranked(world, like, ANN)).startsWith("Corfu");
      assertThat(ranked(world, like, Question.about(USER, "bob"))).startsWith("Athens");
      double alone = world.rendering().rank(like, ANN).getFirst().terms().getFirst().contribution();
      assertThat(alone).isEqualTo(2 / Math.sqrt(6), within(1e-6)); // {beach, corfu} in 3 words
      double withWords =
          world
              .rendering()
              .rank(like, ANN.saying("Bern"))
              .getFirst()
              .terms()
              .getFirst()
              .contribution();
      assertThat(withWords).isEqualTo(2 / 3.0, within(1e-6));
    }
  }

  @Test
  void a_past_question_sees_the_items_of_then() {
    Place before =
        Place.of("Split", "Yugoslavia", 10.0, true, "sailing").since("2026-02-01T00:00:00Z");
    Place after =
        Place.of("Split", "Croatia", 90.0, true, "clubbing").since("2026-05-01T00:00:00Z");
    Place later = Place.of("Tirana", "Albania", 50.0, false, "food").since("2026-05-02T00:00:00Z");
    try (World world = new World().with(PLACES, later, after, before)) {
      Candidates<String> places = Candidates.from(KNOWLEDGE);
      Prompt prompt = Prompt.named("p").offer(places.with(COUNTRY));
      Question march =
          Question.aboutNobody().saying("sailing").at(Instant.parse("2026-03-01T00:00:00Z"));

      Candidate then = world.rendering().render(prompt, march).candidates().getFirst();
      assertThat(ranked(world, places, march)).containsExactly("Split");
      assertThat(then.context().get(COUNTRY)).hasValue("Yugoslavia");
      assertThat(then.score()).isPositive();

      Candidate now =
          world
              .rendering()
              .render(prompt, Question.aboutNobody().saying("sailing"))
              .candidates()
              .getFirst();
      assertThat(now.context().get(COUNTRY)).hasValue("Croatia");
      assertThat(now.score()).isZero();
      assertThat(ranked(world, places, Question.aboutNobody())).containsExactly("Split", "Tirana");
      assertThat(ranked(world, places, march.at(Instant.parse("2026-02-01T00:00:00Z")))).isEmpty();
    }
  }

  @Test
  void an_item_that_was_just_pushed_is_offered() {
    try (World world = new World().with(PLACES, ATHENS)) {
      world.prepare(KNOWLEDGE);
      Candidates<String> places = Candidates.from(KNOWLEDGE);
      assertThat(ranked(world, places, ANN)).containsExactly("Athens");
      world.with(PLACES, BERN);
      assertThat(ranked(world, places, ANN.saying("hiking"))).containsExactly("Bern", "Athens");
    }
  }

  @Test
  void a_second_start_embeds_nothing() {
    FakeFactLog.Disk disk = new FakeFactLog.Disk();
    Counting model = new Counting();
    List<Object> first;
    try (World world = new World(disk, model, ServiceBindings.NONE)) {
      world.with(PLACES, ATHENS, BERN, ATHENS);
      assertThat(world.prepare(KNOWLEDGE))
          .containsExactly("embedding places 0/2", "embedding places 2/2");
      assertThat(world.prepare(KNOWLEDGE)).isEmpty();
      first = ranked(world, Candidates.from(KNOWLEDGE), ANN.saying("hiking"));
    }
    assertThat(model.embedded).containsExactly("Athens\nmuseums", "Bern\nhiking", "hiking");

    model.embedded.clear();
    try (World world = new World(disk, model, ServiceBindings.NONE)) {
      world.with(PLACES);
      assertThat(world.prepare(KNOWLEDGE)).isEmpty();
      assertThat(model.embedded).isEmpty();
      assertThat(ranked(world, Candidates.from(KNOWLEDGE), ANN.saying("hiking"))).isEqualTo(first);
      assertThat(ranked(world, Candidates.from(KNOWLEDGE), ANN.saying("hiking"))).isEqualTo(first);
      assertThat(model.embedded).containsExactly("hiking");
    }
  }

  @Test
  void another_model_does_not_read_the_vectors_of_the_first() {
    FakeFactLog.Disk disk = new FakeFactLog.Disk();
    try (World world = new World(disk, new FakeEmbeddingModel(8), ServiceBindings.NONE)) {
      world.with(PLACES, ATHENS).prepare(KNOWLEDGE);
    }
    Counting model = new Counting();
    try (World world = new World(disk, model, ServiceBindings.NONE)) {
      world.with(PLACES).prepare(KNOWLEDGE);
    }
    assertThat(model.embedded).hasSize(1);
  }

  @Test
  void a_service_is_asked_once_for_all_candidates() {
    Service<String, Double> service = Service.of("prices", String.class, Double.class);
    Feature<Double> price = service.feature("price", COUNTRY);
    FakeService<String, Double> prices = new FakeService<>();
    prices.answering("Greece", 9.0).answering("Switzerland", 30.0).answering("Netherlands", 20.0);
    try (World world = new World(ServiceBindings.NONE.with(service, prices))) {
      world.with(PLACES, ATHENS, BERN, CORFU, DELFT);
      Prompt prompt =
          Prompt.named("p")
              .offer(Candidates.from(KNOWLEDGE).rankBy(price.weight(-1)).top(2).with(price));
      List<Candidate> offered =
          world.rendering().render(prompt, Question.aboutNobody()).candidates();

      assertThat(keys(offered)).containsExactly("Athens", "Corfu");
      assertThat(offered.getFirst().context().get(price)).hasValue(9.0);
      assertThat(prices.calls()).hasSize(1);
      assertThat(prices.calls().getFirst())
          .containsExactlyInAnyOrder("Greece", "Switzerland", "Netherlands");
    }
  }

  @Test
  void what_a_ranking_needs_is_named_before_anything_is_computed() {
    Request<Double> limit = Request.of("limit", Double.class);
    Feature<Boolean> affordable =
        Feature.computed("affordable", Type.BOOLEAN, BUDGET, limit, (b, l) -> b <= l);
    try (World world = four()) {
      Candidates<String> places = Candidates.from(KNOWLEDGE).require(affordable);
      assertThatThrownBy(() -> world.rendering().rank(places, ANN))
          .isInstanceOf(RapportException.class)
          .hasMessage(
              "request input limit: missing (expected: a double; feature affordable needs it)");
      assertThatThrownBy(() -> world.rendering().rank(places.like(TOPICS), Question.aboutNobody()))
          .hasMessageContaining("key of entity user: missing");
      assertThat(ranked(world, places, Question.aboutNobody().with(limit, 120.0)))
          .containsExactly("Athens", "Delft");
    }
  }

  /** Equal to sorting all pairs of score and key, whatever the weights. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void the_order_is_that_of_the_scores_and_keys(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    try (World world = new World()) {
      world.with(PLACES);
      List<Place> places = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        Double budget = random.nextInt(5) == 0 ? null : (double) random.nextInt(4);
        Boolean coastal = random.nextInt(5) == 0 ? null : (Boolean) random.nextBoolean();
        places.add(Place.of("place " + random.nextInt(80), "x", budget, coastal, "sun"));
      }
      world.with(PLACES, places.toArray(Place[]::new));
      double byBudget = random.nextInt(-2, 3);
      double byCoast = random.nextInt(-2, 3);
      List<Candidate> all =
          world
              .rendering()
              .rank(
                  Candidates.from(KNOWLEDGE)
                      .similarityWeight(0)
                      .rankBy(BUDGET.weight(byBudget), COASTAL.weight(byCoast)),
                  Question.aboutNobody());

      List<Object> expected =
          places.stream()
              .map(Place::name)
              .distinct()
              .map(name -> places.stream().filter(p -> p.name().equals(name)).toList().getLast())
              .sorted(
                  Comparator.comparingDouble((Place p) ->
                          -(p.budget() == null ? 0 : byBudget * p.budget())
                              - (Boolean.TRUE.equals(p.coastal()) ? byCoast : 0)
                              + 0.0)
                      .thenComparing(Place::name))
              .<Object>map(Place::name)
              .toList();
      assertThat(keys(all)).as("seed %s", seed).isEqualTo(expected);
    }
  }

  @Test
  void a_feature_of_words_and_moment_is_the_questions_own() {
    Feature<Integer> length =
        Feature.computed("length", Type.INTEGER, Input.words(), String::length);
    try (World world = four()) {
      Prompt prompt =
          Prompt.named("p").offer(Candidates.from(KNOWLEDGE).top(1).with(length, COUNTRY));
      Candidate first =
          world.rendering().render(prompt, ANN.saying("Bern")).candidates().getFirst();
      assertThat(first.key()).isEqualTo("Bern");
      assertThat(first.context().get(length)).hasValue(4);
      assertThat(first.context().question().keys()).containsEntry(PLACE.name(), "Bern");
    }
  }

  /** Remembers what it embedded. */
  private static final class Counting implements EmbeddingModel {
    private final FakeEmbeddingModel model = new FakeEmbeddingModel(64);
    private final List<String> embedded = new ArrayList<>();

    @Override
    public String name() {
      return model.name();
    }

    @Override
    public int dimensions() {
      return model.dimensions();
    }

    @Override
    public List<float[]> embed(List<String> texts) {
      embedded.addAll(texts);
      return model.embed(texts);
    }
  }
}
