package dev.rapport.engine.aggregation;

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
import dev.rapport.api.aggregation.Aggregator;
import dev.rapport.api.aggregation.CalendarUnit;
import dev.rapport.api.aggregation.KeyBound;
import dev.rapport.api.aggregation.Window;
import dev.rapport.api.entity.Entity;
import dev.rapport.api.feature.Feature;
import dev.rapport.api.feature.Formula;
import dev.rapport.api.feature.Selection;
import dev.rapport.api.feature.Source;
import dev.rapport.api.schema.Accessor;
import dev.rapport.api.schema.Type;
import dev.rapport.engine.aggregation.fold.Fold;
import dev.rapport.engine.aggregation.fold.Outcome;
import dev.rapport.engine.aggregation.fold.Viewpoint;
import dev.rapport.engine.value.Micros;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** Every aggregation over visits, and visits at random. */
abstract class FoldSamples {
  /** Its components may be null, as columns may. */
  @NullUnmarked
  record Visit(
      String user,
      Instant at,
      Long nights,
      Integer guests,
      Double price,
      String place,
      List<Double> taste) {}

  static final Entity<String> USER = Entity.of("user", String.class);

  static final Source<Visit> VISITS =
      Source.table(Visit.class, "select 1").at(Visit::at).about(USER, Visit::user);

  static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
  static final Duration HALF_LIFE = Duration.ofDays(3);
  static final Instant START = Instant.parse("2026-03-25T10:00:00Z");
  static final Instant NOW = Instant.parse("2026-04-01T09:00:00Z");

  /** How many numbers were added, eight at most, and the last one: the user's own. */
  private record Own() implements Aggregator<Long, List<Long>, String> {
    @Override
    public List<Long> create() {
      return List.of(0L, 0L);
    }

    @Override
    public List<Long> add(List<Long> state, Long value) {
      return List.of(state.getFirst() + 1, value);
    }

    @Override
    public List<Long> merge(List<Long> earlier, List<Long> later) {
      return later.getFirst() == 0
          ? earlier
          : List.of(earlier.getFirst() + later.getFirst(), later.getLast());
    }

    @Override
    public Optional<String> finish(List<Long> state) {
      if (state.getFirst() > 8) {
        throw new ArithmeticException("more than 8 values");
      }
      return state.getFirst() == 0 ? Optional.empty() : Optional.of(state.toString());
    }
  }

  /** A feature, and what it aggregates. */
  record Sample(String name, Feature<?> feature) {
    Formula.Windowed<?, ?> windowed() {
      return (Formula.Windowed<?, ?>) feature.formula();
    }

    Fold fold() {
      return Folds.of(windowed());
    }

    @Nullable Object input(Visit visit) {
      Object value = windowed().input().isPresent() ? of(windowed().input().get(), visit) : visit;
      if (windowed().extremeBy().isPresent()) {
        value = Arrays.asList(of(windowed().extremeBy().get().by(), visit), value);
      }
      return windowed().per().isPresent()
          ? Arrays.asList(of(windowed().per().get(), visit), value)
          : value;
    }

    @SuppressWarnings("unchecked") // all samples are of one source
    private static @Nullable Object of(Accessor<?, ?> component, Visit visit) {
      return ((Accessor<Visit, ?>) component).apply(visit);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static final class Samples {
    private final List<Sample> samples = new ArrayList<>();

    private Selection<Visit> select() {
      return VISITS.feature("f" + samples.size()).inZone(ZONE);
    }

    private <V, A> Samples of(Accessor<Visit, V> input, Aggregation<? super V, A> aggregation) {
      samples.add(
          new Sample(
              aggregation + " of " + input.component().name(),
              select().aggregate(input, aggregation, Window.lifetime())));
      return this;
    }

    private <A> Samples per(Aggregation<? super Long, A> aggregation) {
      Selection.Each<Visit, String> each = select().per(Visit::place);
      for (Selection.Each<Visit, String> one :
          List.of(each, each.newest(2), each.mostFrequent(2))) {
        samples.add(
            new Sample(
                aggregation + " per place, " + one.bound().map(KeyBound::toString).orElse("all"),
                one.aggregate(Visit::nights, aggregation, Window.lifetime())));
      }
      return this;
    }
  }

  static List<Sample> samples() {
    Samples all = new Samples();
    for (Aggregation<Object, ?> any :
        List.<Aggregation<Object, ?>>of(
            count(),
            countRows(),
            countDistinct(),
            countDistinct(3),
            first(),
            firstOfAnyRow(),
            last(),
            lastOfAnyRow(),
            latest(),
            first(3),
            last(3),
            lastDistinct(3),
            lag(0),
            lag(2),
            lag(20),
            seen(),
            sinceFirst(),
            sinceLast(),
            firstTime(),
            lastTime(),
            decayedCount(HALF_LIFE),
            approxCountDistinct(),
            approxCountDistinct(4))) {
      all.of(Visit::nights, any).of(Visit::price, any).of(Visit::place, any);
    }
    for (CalendarUnit unit : CalendarUnit.values()) {
      all.of(Visit::nights, streak(unit));
    }
    for (Aggregation<Number, ?> numbers :
        List.<Aggregation<Number, ?>>of(
            sum(),
            mean(),
            variance(),
            variancePopulation(),
            stddev(),
            stddevPopulation(),
            skew(),
            kurtosis(),
            median(),
            decayedSum(HALF_LIFE),
            approxPercentiles(0, 0.5, 0.9, 1))) {
      all.of(Visit::nights, numbers).of(Visit::guests, numbers).of(Visit::price, numbers);
    }
    all.of(Visit::nights, sumLong()).of(Visit::guests, sumLong());
    ordered(all, Visit::nights);
    ordered(all, Visit::guests);
    ordered(all, Visit::price);
    ordered(all, Visit::place);
    ordered(all, Visit::at);
    all.of(Visit::taste, elementSum()).of(Visit::taste, elementMean());
    all.of(Visit::taste, elementMax()).of(Visit::taste, last(3));
    all.of(Visit::nights, custom(Type.STRING, new Own()));
    for (var by : List.of(minBy(Visit::price), maxBy(Visit::nights), minBy(Visit::place))) {
      all.samples.add(
          new Sample(
              (by.greatest() ? "maxBy " : "minBy ") + by.by().component().name(),
              all.select().aggregate(Visit::nights, by, Window.lifetime())));
    }
    for (var by : List.of(minBy(Visit::price), maxBy(Visit::nights))) {
      all.samples.add(
          new Sample(
              (by.greatest() ? "maxBy " : "minBy ") + by.by().component().name() + " per place",
              all.select().per(Visit::place).aggregate(Visit::guests, by, Window.lifetime())));
    }
    all.per(count()).per(sum()).per(sumLong()).per(last(2)).per(latest()).per(stddev());
    return all.samples;
  }

  private static <V extends Comparable<? super V>> void ordered(
      Samples all, Accessor<Visit, V> input) {
    all.of(input, min()).of(input, max()).of(input, smallest(3)).of(input, largest(3));
    all.of(input, mostFrequent(2)).of(input, histogram()).of(input, histogram(2));
  }

  /** Few different values, a null now and then, oldest first, ties among them. */
  static List<Visit> visits(long seed, int size, boolean wild) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] prices =
        wild
            ? new double[] {
              -0.0,
              0.0,
              seed % 2 == 0 ? Double.NaN : -Double.MAX_VALUE,
              1e300,
              -1e300,
              seed % 2 == 0 ? Double.POSITIVE_INFINITY : Double.MAX_VALUE,
              Double.MIN_VALUE
            }
            : new double[] {-0.0, 0.0, 1.25, 3.5, -7.75, 1e6 + 0.5, 0.1};
    List<Visit> visits = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      visits.add(
          new Visit(
              "ann",
              START.plus(Duration.ofHours(random.nextInt(24 * 7 - 2))),
              random.nextInt(5) == 0 ? null : (Long) (long) random.nextInt(-3, 4),
              random.nextInt(5) == 0 ? null : (Integer) random.nextInt(1, 5),
              random.nextInt(5) == 0 ? null : (Double) prices[random.nextInt(prices.length)],
              random.nextInt(5) == 0 ? null : "place " + random.nextInt(4),
              random.nextInt(5) == 0
                  ? null
                  : List.of(random.nextInt(9) / 4.0, (double) random.nextInt(3))));
    }
    visits.sort(Comparator.comparing(Visit::at));
    return visits;
  }

  /** A fold as its user would write it. */
  record AsAggregator(Sample sample, Fold fold) implements Aggregator<Visit, Object, Outcome> {
    @Override
    public Object create() {
      return fold.create();
    }

    @Override
    public Object add(Object state, Visit visit) {
      return fold.add(state, sample.input(visit), Micros.of(visit.at()));
    }

    @Override
    public Object merge(Object earlier, Object later) {
      return fold.merge(earlier, later);
    }

    @Override
    public Optional<Outcome> finish(Object state) {
      return Optional.of(fold.finish(state, new Viewpoint(Micros.of(NOW), Micros.of(NOW), ZONE)));
    }
  }

  /** Equal, but for the rounding of doubles and the words of a failure. */
  static boolean areClose(Outcome expected, Outcome actual) {
    if (expected instanceof Outcome.Value(Object one)
        && actual instanceof Outcome.Value(Object other)) {
      return areClose(one, other);
    }
    return expected.equals(actual)
        || (expected instanceof Outcome.Failure && actual instanceof Outcome.Failure);
  }

  private static boolean areClose(Object expected, Object actual) {
    if (expected instanceof Double one && actual instanceof Double other) {
      double scale = Math.max(Math.abs(one), Math.abs(other));
      return one.equals(other)
          || (Double.isFinite(scale) && Math.abs(one - other) <= 1e-9 * scale + 1e-12);
    }
    if (expected instanceof List<?> one && actual instanceof List<?> other) {
      return one.size() == other.size()
          && IntStream.range(0, one.size()).allMatch(i -> areClose(one.get(i), other.get(i)));
    }
    if (expected instanceof Map<?, ?> one && actual instanceof Map<?, ?> other) {
      return List.copyOf(one.keySet()).equals(List.copyOf(other.keySet()))
          && areClose(List.copyOf(one.values()), List.copyOf(other.values()));
    }
    return expected.equals(actual);
  }
}
