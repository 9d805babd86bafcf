package dev.rapport.engine.catalog;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rapport.api.aggregation.Aggregations;
import dev.rapport.api.aggregation.Window;
import dev.rapport.api.entity.Entity;
import dev.rapport.api.feature.Code;
import dev.rapport.api.feature.Feature;
import dev.rapport.api.feature.FeatureSet;
import dev.rapport.api.feature.Service;
import dev.rapport.api.feature.Source;
import dev.rapport.api.knowledge.Candidates;
import dev.rapport.api.knowledge.Knowledge;
import dev.rapport.api.prompt.Prompt;
import dev.rapport.api.question.Context;
import dev.rapport.api.question.Question;
import dev.rapport.api.schema.Accessor;
import dev.rapport.api.schema.Condition;
import dev.rapport.api.schema.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A constant used before it is initialised is null: every factory names what it was for. */
@SuppressWarnings("NullAway") // what is refused
class NullArgumentTest {
  record Click(String user, Instant at) {}

  private static final Entity<String> USER = Entity.of("user", String.class);
  private static final Source<Click> CLICKS =
      Source.stream(Click.class, "clicks").at(Click::at).about(USER, Click::user);

  @Test
  void a_missing_duration_or_query_is_refused_by_name() {
    Duration none = null;
    assertThatThrownBy(() -> CLICKS.knownAfter(none))
        .hasMessage("source clicks: knownAfter: null (expected: a duration)");
    assertThatThrownBy(() -> CLICKS.dropLaterThan(none))
        .hasMessage("source clicks: dropLaterThan: null (expected: a duration)");
    assertThatThrownBy(() -> CLICKS.retain(none))
        .hasMessage("source clicks: retain: null (expected: a duration such as ofDays(90))");
    assertThatThrownBy(() -> CLICKS.history(null))
        .hasMessage("source clicks: history: null (expected: a query)");
    assertThatThrownBy(() -> Source.table((Class<Click>) null, "select 1"))
        .hasMessage("record class: null (expected: the class of a record)");
    assertThatThrownBy(() -> Source.table(Click.class, null))
        .hasMessage("table sql: null (expected: a query)");
    assertThatThrownBy(() -> Service.of("rate", String.class, Double.class).withTimeout(none))
        .hasMessage("service rate: timeout: null (expected: a duration)");
    assertThatThrownBy(() -> Window.lifetime().offsetBy(none))
        .hasMessage("window offset: null (expected: a duration)");
    assertThatThrownBy(() -> Window.lifetime().offsetBy(Duration.ofNanos(1)))
        .hasMessage("window offset: 0.000000001 s (expected: zero or more, in whole microseconds)");
  }

  @Test
  void a_missing_value_of_a_condition_is_refused() {
    Double none = null;
    String expected = "condition: null (expected: a value to compare with)";
    assertThatThrownBy(() -> Condition.atLeast(none)).hasMessage(expected);
    assertThatThrownBy(() -> Condition.moreThan(none)).hasMessage(expected);
    assertThatThrownBy(() -> Condition.atMost(none)).hasMessage(expected);
    assertThatThrownBy(() -> Condition.lessThan(none)).hasMessage(expected);
    assertThatThrownBy(() -> Condition.equalTo(none)).hasMessage(expected);
    assertThatThrownBy(() -> Condition.notEqualTo(none)).hasMessage(expected);
    assertThatThrownBy(() -> Condition.between(1.0, none)).hasMessage(expected);
    assertThatThrownBy(() -> Condition.oneOf(Arrays.asList("a", null))).hasMessage(expected);
    assertThatThrownBy(() -> Condition.oneOf(null))
        .hasMessage("condition: one of null (expected: a collection of values)");
  }

  @Test
  void what_a_prompt_or_candidates_lack_is_refused_by_name() {
    FeatureSet none = null;
    Prompt prompt = Prompt.named("advice");
    assertThatThrownBy(() -> prompt.facts(none))
        .hasMessage("prompt: facts: null (expected: a feature set)");
    assertThatThrownBy(() -> prompt.offer(null))
        .hasMessage("prompt: offer: null (expected: candidates)");
    assertThatThrownBy(() -> prompt.within(null))
        .hasMessage("prompt: within: null (expected: a budget such as tokens(2_000))");
    assertThatThrownBy(() -> prompt.tagged((String) null))
        .hasMessage("tag: null (expected: a word)");

    Knowledge.Draft<String, Click> draft = Knowledge.of("people", USER, CLICKS);
    assertThatThrownBy(() -> draft.text(Click::user, (Accessor<Click, String>) null))
        .hasMessage("knowledge people: text: null (expected: a record component)");
    assertThatThrownBy(() -> Candidates.from(draft.text(Click::user)).with(none))
        .hasMessage("candidates: with: null (expected: a feature set)");
  }

  @Test
  void what_a_feature_or_question_lacks_is_refused_by_name() {
    Code.Any<Double> code = _ -> 1.0;
    assertThatThrownBy(() -> Feature.computed("one", Type.DOUBLE, (List<Feature<?>>) null, code))
        .hasMessage("feature one: inputs: null (expected: features or requests)");
    assertThatThrownBy(() -> Question.aboutNobody().at(null))
        .hasMessage("question: at: null (expected: a moment)");
    Context context = new Context(Question.aboutNobody(), Instant.EPOCH, List.of());
    assertThatThrownBy(() -> context.get((Feature<Long>) null))
        .hasMessage(
            "feature: null (expected: a feature; is it a constant used before it is initialised?)");
    assertThatThrownBy(() -> CLICKS.feature("n").aggregate(Aggregations.count(), (Duration) null))
        .hasMessage("feature n: window: null (expected: a duration such as ofDays(30))");
  }
}
