package dev.rapport.testkit.random;

import static dev.rapport.api.aggregation.Aggregations.approxCountDistinct;
import static dev.rapport.api.aggregation.Aggregations.approxPercentiles;
import static dev.rapport.api.aggregation.Aggregations.count;
import static dev.rapport.api.aggregation.Aggregations.countDistinct;
import static dev.rapport.api.aggregation.Aggregations.countRows;
import static dev.rapport.api.aggregation.Aggregations.custom;
import static dev.rapport.api.aggregation.Aggregations.decayedCount;
import static dev.rapport.api.aggregation.Aggregations.decayedSum;
import static dev.rapport.api.aggregation.Aggregations.elementMax;
import static dev.rapport.api.aggregation.Aggregations.elementMean;
import static dev.rapport.api.aggregation.Aggregations.elementSum;
import static dev.rapport.api.aggregation.Aggregations.first;
import static dev.rapport.api.aggregation.Aggregations.firstOfAnyRow;
import static dev.rapport.api.aggregation.Aggregations.firstTime;
import static dev.rapport.api.aggregation.Aggregations.histogram;
import static dev.rapport.api.aggregation.Aggregations.kurtosis;
import static dev.rapport.api.aggregation.Aggregations.lag;
import static dev.rapport.api.aggregation.Aggregations.largest;
import static dev.rapport.api.aggregation.Aggregations.last;
import static dev.rapport.api.aggregation.Aggregations.lastDistinct;
import static dev.rapport.api.aggregation.Aggregations.lastOfAnyRow;
import static dev.rapport.api.aggregation.Aggregations.lastTime;
import static dev.rapport.api.aggregation.Aggregations.latest;
import static dev.rapport.api.aggregation.Aggregations.max;
import static dev.rapport.api.aggregation.Aggregations.maxBy;
import static dev.rapport.api.aggregation.Aggregations.mean;
import static dev.rapport.api.aggregation.Aggregations.median;
import static dev.rapport.api.aggregation.Aggregations.min;
import static dev.rapport.api.aggregation.Aggregations.minBy;
import static dev.rapport.api.aggregation.Aggregations.mostFrequent;
import static dev.rapport.api.aggregation.Aggregations.seen;
import static dev.rapport.api.aggregation.Aggregations.sinceFirst;
import static dev.rapport.api.aggregation.Aggregations.sinceLast;
import static dev.rapport.api.aggregation.Aggregations.skew;
import static dev.rapport.api.aggregation.Aggregations.smallest;
import static dev.rapport.api.aggregation.Aggregations.stddev;
import static dev.rapport.api.aggregation.Aggregations.stddevPopulation;
import static dev.rapport.api.aggregation.Aggregations.streak;
import static dev.rapport.api.aggregation.Aggregations.sum;
import static dev.rapport.api.aggregation.Aggregations.sumLong;
import static dev.rapport.api.aggregation.Aggregations.variance;
import static dev.rapport.api.aggregation.Aggregations.variancePopulation;

import dev.rapport.api.aggregation.Aggregation;
import dev.rapport.api.aggregation.CalendarUnit;
import dev.rapport.api.aggregation.Series;
import dev.rapport.api.aggregation.Window;
import dev.rapport.api.feature.Feature;
import dev.rapport.api.feature.Selection;
import dev.rapport.api.feature.Source;
import dev.rapport.api.schema.Accessor;
import dev.rapport.api.schema.Type;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;

/** Windowed features: every aggregation over every kind of window, filter and owner. */
final class RandomFeatures {
  private static final Duration FOR_EVER = Duration.ofSeconds(Long.MAX_VALUE);

  private final Pick pick;

  /** Whether the feature in the making is over facts without a time, which have no other window. */
  private boolean lifetimeOnly;

  /** How long the facts of the feature in the making are seen, which its windows keep to. */
  private Duration retained = FOR_EVER;

  /** How many facts of each key are seen. */
  private int newest = Integer.MAX_VALUE;

  /** The zone of a user. */
  private final Feature<String> zone;

  RandomFeatures(Pick pick, Feature<String> zone) {
    this.pick = pick;
    this.zone = zone;
  }

  Window window() {
    if (lifetimeOnly) {
      return Window.lifetime();
    }
    Duration length =
        pick.of(
            Pick.micros(1),
            Duration.ofHours(1),
            Duration.ofDays(1),
            Duration.ofDays(3),
            Duration.ofDays(30),
            Duration.ofDays(80_000));
    Window window =
        switch (pick.upTo(10)) {
          case 0, 1, 2 -> Window.lifetime();
          case 3 -> Window.session(length);
          case 4 -> Window.calendar(unit()).previous(pick.upTo(3));
          default -> Window.last(length);
        };
    if (window.span() instanceof Window.Span.Last && pick.chance(0.3)) {
      window =
          window.every(
              pick.of(
                  Duration.ofMinutes(7), Duration.ofHours(1), Duration.ofDays(1), Pick.micros(3)));
    }
    window = pick.chance(0.1) ? window.atMost(1 + pick.upTo(4)) : window;
    window = pick.chance(0.05) ? window.skipping(1 + pick.upTo(3)) : window;
    if (window.isCounted() && newest < window.skipped() + window.limit().orElse(1)) {
      return Window.lifetime();
    }
    window =
        pick.chance(0.3)
            ? window.offsetBy(pick.of(Pick.micros(1), Duration.ofHours(1), Duration.ofDays(2)))
            : window;
    return window.span() instanceof Window.Span.Last(Duration longest, var _)
            && retained.compareTo(longest.plus(window.offset())) < 0
        ? Window.lifetime()
        : window;
  }

  /** Fixes what windows depend on. */
  private void over(Source<?> source) {
    lifetimeOnly = source.time() instanceof Source.Time.Timeless;
    retained = source.retain().orElse(FOR_EVER);
    newest = source.retainNewest().orElse(Integer.MAX_VALUE);
  }

  private CalendarUnit unit() {
    return pick.of(CalendarUnit.values());
  }

  /** Several windows, each of which may be a calendar's. */
  private Series series() {
    Window newest =
        pick.chance(0.5)
            ? Window.calendar(unit()).previous(pick.upTo(2))
            : Window.last(pick.of(Duration.ofHours(1), Duration.ofDays(1), Duration.ofDays(3)));
    return (pick.chance(0.3) ? newest.offsetBy(Duration.ofHours(1)) : newest)
        .series(1 + pick.upTo(4));
  }

  /** One feature of a source. */
  <R> Feature<?> windowed(Source<R> source, Columns<R> columns, String name) {
    over(source);
    Selection<R> selection =
        zoned(columns.filtered(columns.owned(source.feature(name), pick), pick));
    return switch (pick.upTo(18)) {
      case 12, 13 -> occasions(selection);
      case 14 ->
          lifetimeOnly || retained.compareTo(Duration.ofDays(13)) < 0
              ? facts(selection)
              : repeated(selection, columns);
      case 15 -> distribution(selection, columns);
      case 16 -> selection.aggregate(columns.vector(), elementwise(), window());
      case 0 -> integers(selection, columns.small());
      case 1 -> integers(selection, columns.large());
      case 2, 3 -> floats(selection, columns.calm());
      case 4 -> wild(selection, columns.wild());
      case 5, 6 -> texts(selection, columns.text());
      case 7 -> selection.aggregate(columns.time(), ordered(), window());
      case 8 -> facts(selection);
      case 9 -> extreme(selection, columns);
      default -> per(selection, columns);
    };
  }

  /** A key of a place, for reading through. */
  <R> Feature<Long> key(Source<R> source, Columns<R> columns, String name) {
    over(source);
    return zoned(columns.filtered(source.feature(name).by(RandomSources.USER), pick))
        .aggregate(columns.key(), last(), window());
  }

  /** In a zone, perhaps the user's own, which may be unknown or none at all. */
  private <R> Selection<R> zoned(Selection<R> selection) {
    boolean ofUser =
        selection.by().stream().flatMap(List::stream).anyMatch(RandomSources.USER::equals);
    return ofUser && pick.chance(0.4)
        ? selection.inZone(zone)
        : selection.inZone(ZoneId.of(pick.of(RandomScenarios.ZONES)));
  }

  /** When facts were: over facts without a time, which have none, only whether there were any. */
  private <R> Feature<?> occasions(Selection<R> selection) {
    if (lifetimeOnly) {
      return pick.chance(0.5)
          ? selection.aggregate(seen(), window())
          : selection.aggregate(lag(back()), window());
    }
    int which = pick.upTo(8);
    boolean isOfOldest = which == 2 || which == 3;
    return switch (isOfOldest && forgetsOldest() ? 4 : which) {
      case 0 -> selection.aggregate(seen(), window());
      case 1 -> selection.aggregate(sinceLast(), window());
      case 2 -> selection.aggregate(sinceFirst(), window());
      case 3 -> selection.aggregate(firstTime(), window());
      case 4 -> selection.aggregate(lastTime(), window());
      case 5 -> selection.aggregate(streak(unit()), window());
      case 6 -> selection.aggregate(decayedCount(halfLife()), window());
      default -> selection.aggregate(lag(back()), window());
    };
  }

  private int back() {
    return Math.min(newest - 1, pick.upTo(3));
  }

  /** Whether the first facts of a lifetime are not seen, so that nobody may ask for them. */
  private boolean forgetsOldest() {
    return newest < Integer.MAX_VALUE && retained.equals(FOR_EVER);
  }

  private Duration halfLife() {
    return pick.of(Pick.micros(1), Duration.ofHours(1), Duration.ofDays(3), Duration.ofDays(9_000));
  }

  private <R> Feature<?> repeated(Selection<R> selection, Columns<R> columns) {
    return switch (pick.upTo(7)) {
      case 0 -> selection.aggregate(countRows(), series());
      case 1 -> selection.aggregate(columns.calm(), sum(), series(), 0.0);
      case 2 -> selection.aggregate(columns.large(), sumLong(), series(), -1L);
      case 4 -> selection.aggregate(columns.calm(), maxBy(columns.small()), series(), 0.5);
      case 5 -> selection.per(columns.text()).newest(2).aggregate(countRows(), series());
      case 6 ->
          pick.chance(0.5)
              ? selection.per(columns.key()).aggregate(columns.calm(), sum(), series())
              : selection
                  .per(columns.key())
                  .aggregate(columns.text(), minBy(columns.small()), series());
      default -> selection.aggregate(columns.text(), last(Math.min(2, newest)), series());
    };
  }

  private <R> Feature<?> distribution(Selection<R> selection, Columns<R> columns) {
    return switch (pick.upTo(7)) {
      case 6 -> selection.aggregate(columns.calm(), approxCountDistinct(10), window());
      case 0 -> selection.aggregate(columns.calm(), approxPercentiles(0, 0.5, 0.9), window());
      case 1 -> selection.aggregate(columns.text(), approxCountDistinct(), window());
      case 2 ->
          lifetimeOnly
              ? selection.aggregate(columns.calm(), sum(), window())
              : selection.aggregate(columns.calm(), decayedSum(halfLife()), window());
      case 3 -> selection.aggregate(columns.text(), histogram(1 + pick.upTo(3)), window());
      case 4 -> selection.aggregate(columns.calm(), skew(), window());
      default -> selection.aggregate(columns.calm(), kurtosis(), window());
    };
  }

  private Aggregation<List<? extends Number>, List<Double>> elementwise() {
    return pick.of(List.of(elementSum(), elementMean(), elementMax()));
  }

  private <R> Feature<?> facts(Selection<R> selection) {
    return switch (pick.upTo(4)) {
      case 0 -> selection.aggregate(countRows(), window());
      case 1 -> selection.aggregate(count(), window());
      case 2 -> selection.aggregate(last(Math.min(2, newest)), window());
      default -> selection.aggregate(latest(), window());
    };
  }

  private <R, V extends Number & Comparable<V>> Feature<?> integers(
      Selection<R> selection, Accessor<R, V> column) {
    return switch (pick.upTo(3)) {
      case 0 -> selection.aggregate(column, sumLong(), window());
      case 1 -> selection.aggregate(column, pick.of(sum(), mean(), median()), window());
      default -> selection.aggregate(column, ordered(), window());
    };
  }

  private <R> Feature<?> floats(Selection<R> selection, Accessor<R, Double> column) {
    return pick.chance(0.3)
        ? selection.aggregate(column, ordered(), window())
        : selection.aggregate(column, number(), window());
  }

  private <R> Feature<?> wild(Selection<R> selection, Accessor<R, Double> column) {
    return pick.chance(0.7)
        ? selection.aggregate(column, ordered(), window())
        : selection.aggregate(column, pick.of(sum(), mean()), window());
  }

  private Aggregation<Number, Double> number() {
    return pick.of(
        List.of(
            sum(),
            mean(),
            median(),
            variance(),
            variancePopulation(),
            stddev(),
            stddevPopulation()));
  }

  private <R> Feature<?> texts(Selection<R> selection, Accessor<R, String> column) {
    return pick.chance(0.15)
        ? selection.aggregate(
            column, custom(Type.STRING, new LongestText(pick.chance(0.3))), window())
        : selection.aggregate(column, ordered(), window());
  }

  private <R> Feature<?> extreme(Selection<R> selection, Columns<R> columns) {
    return switch (pick.upTo(4)) {
      case 0 -> selection.aggregate(columns.text(), maxBy(columns.calm()), window());
      case 1 -> selection.aggregate(columns.text(), minBy(columns.small()), window());
      case 2 -> selection.aggregate(columns.calm(), minBy(columns.wild()), window());
      default -> selection.aggregate(columns.large(), maxBy(columns.small()), window());
    };
  }

  private <R> Feature<?> per(Selection<R> selection, Columns<R> columns) {
    return switch (pick.upTo(11)) {
      case 0 -> selection.per(columns.text()).newest(2).aggregate(countRows(), window());
      case 1 -> selection.per(columns.text()).aggregate(columns.calm(), number(), window());
      case 2 -> selection.per(columns.key()).aggregate(columns.large(), sumLong(), window());
      case 3 ->
          selection
              .per(columns.small())
              .mostFrequent(2)
              .aggregate(columns.text(), ordered(), window());
      case 4 -> selection.per(columns.key()).aggregate(columns.calm(), ordered(), window());
      case 5 -> selection.per(columns.text()).aggregate(latest(), window());
      case 7 ->
          selection.per(columns.text()).aggregate(columns.calm(), minBy(columns.wild()), window());
      case 8 ->
          selection
              .per(columns.key())
              .newest(2)
              .aggregate(columns.large(), maxBy(columns.small()), window());
      case 9 -> selection.per(columns.text()).aggregate(columns.vector(), elementwise(), window());
      case 10 ->
          lifetimeOnly
              ? selection.per(columns.text()).aggregate(seen(), window())
              : selection.per(columns.text()).aggregate(decayedCount(halfLife()), window());
      default ->
          selection
              .per(columns.small())
              .aggregate(
                  columns.text(), custom(Type.STRING, new LongestText(pick.chance(0.2))), window());
    };
  }

  /** Any aggregation of values with an order. */
  private <V extends Comparable<? super V>> Aggregation<V, ?> ordered() {
    int n = Math.min(newest, 1 + pick.upTo(4));
    int which = pick.upTo(17);
    boolean isOfOldest = which == 4 || which == 5 || which == 9;
    return switch (isOfOldest && forgetsOldest() ? which + 2 : which) {
      case 0 -> count();
      case 1 -> countRows();
      case 2 -> min();
      case 3 -> max();
      case 4 -> first();
      case 5 -> firstOfAnyRow();
      case 6 -> last();
      case 7 -> lastOfAnyRow();
      case 8 -> latest();
      case 9 -> first(n);
      case 10 -> last(n);
      case 11 -> lastDistinct(n);
      case 12 -> smallest(n);
      case 13 -> largest(n);
      case 14 -> mostFrequent(n);
      case 15 -> countDistinct();
      default -> countDistinct(n);
    };
  }
}
