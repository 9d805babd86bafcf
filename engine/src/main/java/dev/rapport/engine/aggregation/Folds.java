package dev.rapport.engine.aggregation;

import dev.rapport.api.aggregation.Aggregation;
import dev.rapport.api.aggregation.Aggregation.Spread.Form;
import dev.rapport.api.feature.Formula;
import dev.rapport.engine.aggregation.fold.Fold;
import dev.rapport.engine.aggregation.function.ApproxDistinct;
import dev.rapport.engine.aggregation.function.Distinct;
import dev.rapport.engine.aggregation.function.Elements;
import dev.rapport.engine.aggregation.function.Frequencies;
import dev.rapport.engine.aggregation.function.Lists;
import dev.rapport.engine.aggregation.function.Moments;
import dev.rapport.engine.aggregation.function.Ordered;
import dev.rapport.engine.aggregation.function.Percentiles;
import dev.rapport.engine.aggregation.function.Shape;
import dev.rapport.engine.aggregation.time.Decay;
import dev.rapport.engine.aggregation.time.Occasion;
import dev.rapport.engine.aggregation.time.Streaks;
import dev.rapport.engine.value.Micros;
import java.util.Comparator;

/** The code behind every aggregation that a definition may name. */
public final class Folds {
  /** A list of no more than so many elements is a compact state. */
  private static final int SMALL = 16;

  /** A sketch of no more than so many bytes, as a power of two, is a compact state. */
  private static final int SMALL_PRECISION = 12;

  private Folds() {}

  /**
   * The fold of a feature. Its input is a value of the component that is aggregated, or a fact. A
   * value that is chosen by another comes behind that in a list of two, and either comes in a list
   * of two behind the value for which there is an entry in a map.
   */
  public static Fold of(Formula.Windowed<?, ?> windowed) {
    Fold each =
        windowed
            .aggregation()
            .map(Folds::of)
            .orElseGet(
                () -> new ExtremeByFold(order(windowed.extremeBy().orElseThrow().greatest())));
    return windowed.per().isPresent() ? new PerFold(each, windowed.bound()) : each;
  }

  /** The fold of an aggregation. */
  public static Fold of(Aggregation<?, ?> aggregation) {
    return switch (aggregation) {
      case Aggregation.Count<?> _ -> new Counting.OfValues();
      case Aggregation.CountRows<?> _ -> new Counting.OfFacts();
      case Aggregation.Sum _ -> new Sums.Floating(false);
      case Aggregation.SumLong _ -> new Sums.Exact();
      case Aggregation.Mean _ -> new Sums.Floating(true);
      case Aggregation.Spread(Form form)
          when form == Form.SKEW_SAMPLE || form == Form.KURTOSIS_SAMPLE ->
          new Numbers<>(new Shape(form == Form.KURTOSIS_SAMPLE), true);
      case Aggregation.Spread spread -> new Spreads(new Moments(spread.form()));
      case Aggregation.Median _ -> new Numbers<>(new Ordered.Median(), false);
      case Aggregation.Extreme<?> extreme -> new Extreme(extreme.greatest());
      case Aggregation.Extremes<?> extremes ->
          Fold.of(
              new Ordered.Extremes(order(extremes.greatest()), extremes.n()),
              extremes.n() <= SMALL);
      case Aggregation.First<?> first -> new Slots(false, first.anyRow());
      case Aggregation.Last<?> last -> new Slots(true, last.anyRow());
      case Aggregation.Latest<?> _ -> new Slots(true, true);
      case Aggregation.FirstN<?> first ->
          Fold.of(
              new Lists.First(first.n()), first.n() <= SMALL, new Fold.Reach(0, first.n(), false));
      case Aggregation.LastN<?> last when last.distinct() ->
          Fold.of(new Lists.LastDistinct(last.n()), last.n() <= SMALL);
      case Aggregation.LastN<?> last ->
          Fold.of(new Lists.Last(last.n()), last.n() <= SMALL, new Fold.Reach(last.n(), 0, false));
      case Aggregation.MostFrequent<?> most -> Fold.of(new Frequencies(most.n()), false);
      case Aggregation.CountDistinct<?> distinct ->
          Fold.of(new Distinct(distinct.bound()), distinct.bound() <= SMALL);
      case Aggregation.Lag<?>(int back) -> new Lagging(back, back < SMALL);
      case Aggregation.Histogram<?>(int n) ->
          Fold.of(new Frequencies.Counted(new Frequencies(n)), false);
      case Aggregation.Elementwise(var by) -> Fold.of(new Elements(by), true);
      case Aggregation.Seen<?> _ -> new Seeing();
      case Aggregation.ApproxCountDistinct<?>(int precision) ->
          Fold.of(new ApproxDistinct(precision), precision <= SMALL_PRECISION);
      case Aggregation.ApproxPercentiles(var shares) -> Fold.of(new Percentiles(shares), false);
      case Aggregation.DecayedSum(var halfLife) -> new Decay(Micros.of(halfLife), false);
      case Aggregation.DecayedCount<?>(var halfLife) -> new Decay(Micros.of(halfLife), true);
      case Aggregation.Since<?>(boolean last) -> new Occasion(last, true);
      case Aggregation.TimeOf<?>(boolean last) -> new Occasion(last, false);
      case Aggregation.Streak<?>(var unit) -> new Streaks(unit);
      case Aggregation.Custom<?, ?, ?> custom -> Fold.of(custom.aggregator(), true);
    };
  }

  /** The better of two comes first. */
  @SuppressWarnings("unchecked") // the definitions ask for a natural order
  private static Comparator<Object> order(boolean greatest) {
    Comparator<Object> natural = (a, b) -> ((Comparable<Object>) a).compareTo(b);
    return greatest ? natural.reversed() : natural;
  }
}
