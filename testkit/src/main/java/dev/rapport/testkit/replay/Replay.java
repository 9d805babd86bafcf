package dev.rapport.testkit.replay;

import dev.rapport.api.feature.Source;
import dev.rapport.api.question.Context;
import dev.rapport.testkit.AnswerPath;
import dev.rapport.testkit.Scenario;
import java.util.List;

/**
 * The naive reference: what every answer means, recomputed for every question by sorting and
 * scanning all facts. Other paths are right where they equal it. Where the words of the definitions
 * leave a choice, this is the choice:
 *
 * <ul>
 *   <li>A version is in force at {@code t} if its known time is the newest before {@code t}; then
 *       the larger sequence, the later event time, and at last the content, component by component,
 *       null first. An equal delivery of the same id is a redelivery: the first one counts. A null
 *       id is nobody's: each such row is its own fact.
 *   <li>A fact that was true ever ({@code timeless}) lies at the beginning of time: a window with a
 *       length does not reach it, and it has no event time to show.
 *   <li>The evidence of a windowed feature counts the visible facts of the window that pass the
 *       filters and, with {@code per}, hold a key there; a null input counts too. That of a
 *       computed feature adds up the facts of its inputs, has their newest event time, and their
 *       source where they have one in common. That of a feature read through another is the
 *       target's, or the key's where there is no key.
 *   <li>A filter that fails on a fact that a question sees in the span of a window puts that window
 *       in error, and so does an aggregation that fails on a fact of it. The first rests on no
 *       facts, the second on those of the window. A window of a series that is in error puts the
 *       feature in error, whose facts are those of all the windows.
 *   <li>An input that holds null is like an absent one. An input in error puts the computed feature
 *       in error; as an {@code Optional} it is empty. Fallbacks and defaults stand in for what is
 *       absent, never for null or an error.
 *   <li>{@code minBy} and {@code maxBy} skip facts without a value, like every aggregation. Doubles
 *       are ordered as by {@code Double.compare}: NaN is the greatest, -0.0 is less than 0.0. Of
 *       values that compare as equal, {@code min} and {@code max} give the oldest. A sum is NaN
 *       over NaN or infinities of both signs, else the infinity. {@code mostFrequent} looks for the
 *       latest occurrence in the total order of facts.
 *   <li>In a map of {@code per}, a key whose aggregation has no value is left out; one in error
 *       puts the feature in error.
 *   <li>A recorded answer of a service is used in {@code [t - freshFor, t)}, the newest first.
 *   <li>A key the question does not name leaves the feature absent; a question without a moment has
 *       no values at all, not even defaults.
 * </ul>
 */
public final class Replay implements AnswerPath {
  @Override
  public String name() {
    return "replay";
  }

  @Override
  public List<Context> answer(Scenario scenario) {
    Reading reading = new Reading(scenario);
    return scenario.questions().stream().map(reading::answer).toList();
  }

  /** What became of the deliveries of one source. */
  public static Ledger ledger(Scenario scenario, Source<?> source) {
    return new History<>(source, scenario.deliveries().getOrDefault(source, List.of())).ledger();
  }
}
