package dev.rapport.engine.aggregation;

import dev.rapport.api.aggregation.Aggregation;
import dev.rapport.api.aggregation.Aggregation.Spread.Form;
import java.util.Comparator;

/** The code behind every aggregation that a definition may name. */
public final class Folds {
  /** A list of no more than so many elements is a compact state. */
  private static final int SMALL = 16;

  private Folds() {}

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
          Fold.of(new Shape(form == Form.KURTOSIS_SAMPLE), true);
      case Aggregation.Spread spread -> Fold.of(new Moments(spread.form()), true);
      case Aggregation.Median _ -> Fold.of(new Ordered.Median(), false);
      case Aggregation.Extreme<?> extreme ->
          Fold.of(new Ordered.Extreme(order(extreme.greatest())), true);
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
      case Aggregation.ApproxCountDistinct<?> _,
          Aggregation.ApproxPercentiles _,
          Aggregation.DecayedSum _,
          Aggregation.DecayedCount<?> _,
          Aggregation.Since<?> _,
          Aggregation.TimeOf<?> _,
          Aggregation.Streak<?> _ ->
          throw new UnsupportedOperationException(aggregation.toString());
      case Aggregation.Custom<?, ?, ?> custom -> Fold.of(custom.aggregator(), true);
    };
  }

  /**
   * The fold of a value that is chosen by another; its input is a list of the two, the other first.
   */
  public static Fold extremeBy(boolean greatest) {
    return new ExtremeByFold(order(greatest));
  }

  /** A map of one fold for each value of a column; its input is a list of column and value. */
  public static Fold per(Fold each) {
    return new PerFold(each);
  }

  /** The better of two comes first. */
  @SuppressWarnings("unchecked") // the definitions ask for a natural order
  private static Comparator<Object> order(boolean greatest) {
    Comparator<Object> natural = (a, b) -> ((Comparable<Object>) a).compareTo(b);
    return greatest ? natural.reversed() : natural;
  }
}
