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
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.api.aggregation.Aggregation;
import dev.rapport.api.aggregation.Aggregations;
import dev.rapport.api.aggregation.Aggregator;
import dev.rapport.api.aggregation.CalendarUnit;
import dev.rapport.api.aggregation.KeyBound;
import dev.rapport.api.aggregation.Window;
import dev.rapport.api.entity.Entity;
import dev.rapport.api.feature.Feature;
import dev.rapport.api.feature.Formula;
import dev.rapport.api.feature.Selection;
import dev.rapport.api.feature.Source;
import dev.rapport.api.question.Answer;
import dev.rapport.api.question.Question;
import dev.rapport.api.question.Status;
import dev.rapport.api.schema.Accessor;
import dev.rapport.api.schema.Type;
import dev.rapport.engine.aggregation.fold.Fold;
import dev.rapport.engine.aggregation.fold.Outcome;
import dev.rapport.engine.aggregation.fold.Viewpoint;
import dev.rapport.engine.value.Micros;
import dev.rapport.testkit.Delivery;
import dev.rapport.testkit.Scenario;
import dev.rapport.testkit.contract.AggregationLaws;
import dev.rapport.testkit.replay.Replay;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every fold keeps the laws of aggregations and equals the reference. */
class FoldLawsTest {
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

  private static final Entity<String> USER = Entity.of("user", String.class);

  private static final Source<Visit> VISITS =
      Source.table(Visit.class, "select 1").at(Visit::at).about(USER, Visit::user);

  private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
  private static final Duration HALF_LIFE = Duration.ofDays(3);
  private static final Instant START = Instant.parse("2026-03-25T10:00:00Z");
  private static final Instant NOW = Instant.parse("2026-04-01T09:00:00Z");

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
      Fold each =
          windowed()
              .aggregation()
              .map(Folds::of)
              .orElseGet(() -> Folds.extremeBy(windowed().extremeBy().orElseThrow().greatest()));
      return windowed().per().isPresent() ? Folds.per(each, windowed().bound()) : each;
    }

    @Nullable Object input(Visit visit) {
      Object value = windowed().input().isPresent() ? of(windowed().input().get(), visit) : null;
      if (windowed().per().isPresent()) {
        return Arrays.asList(of(windowed().per().get(), visit), value);
      }
      return windowed().extremeBy().isPresent()
          ? Arrays.asList(of(windowed().extremeBy().get().by(), visit), value)
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
    all.per(count()).per(sum()).per(sumLong()).per(last(2)).per(latest()).per(stddev());
    return all.samples;
  }

  private static <V extends Comparable<? super V>> void ordered(
      Samples all, Accessor<Visit, V> input) {
    all.of(input, min()).of(input, max()).of(input, smallest(3)).of(input, largest(3));
    all.of(input, mostFrequent(2)).of(input, histogram()).of(input, histogram(2));
  }

  @Test
  void every_aggregation_there_is_is_among_them() {
    Set<Class<?>> tried =
        samples().stream()
            .flatMap(sample -> sample.windowed().aggregation().stream())
            .collect(toSet())
            .stream()
            .map(Object::getClass)
            .collect(toSet());
    assertThat(tried).containsExactlyInAnyOrder(kinds(Aggregation.class).toArray(Class<?>[]::new));
    Set<Object> forms =
        samples().stream()
            .flatMap(sample -> sample.windowed().aggregation().stream())
            .flatMap(aggregation ->
                Arrays.stream(aggregation.getClass().getRecordComponents())
                    .filter(component -> component.getType().isEnum())
                    .map(component -> form(component, aggregation)))
            .collect(toSet());
    assertThat(forms)
        .contains((Object[]) Aggregation.Spread.Form.values())
        .contains((Object[]) Aggregation.Elementwise.By.values())
        .contains((Object[]) CalendarUnit.values());
  }

  private static Object form(java.lang.reflect.RecordComponent component, Object of) {
    try {
      return component.getAccessor().invoke(of);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }

  /** The records behind a sealed type. */
  private static Stream<Class<?>> kinds(Class<?> sealed) {
    return sealed.isSealed()
        ? Arrays.stream(sealed.getPermittedSubclasses()).flatMap(FoldLawsTest::kinds)
        : Stream.of(sealed);
  }

  /** Few different values, a null now and then, oldest first, ties among them. */
  private static List<Visit> visits(long seed, int size, boolean wild) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] prices =
        wild
            ? new double[] {
              -0.0, 0.0, Double.NaN, 1e300, -1e300, Double.POSITIVE_INFINITY, Double.MIN_VALUE
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
  private record AsAggregator(Sample sample, Fold fold)
      implements Aggregator<Visit, Object, Outcome> {
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

  @ParameterizedTest
  @MethodSource("samples")
  void every_fold_keeps_the_laws(Sample sample) {
    AsAggregator aggregator = new AsAggregator(sample, sample.fold());
    for (long seed = 0; seed < 6; seed++) {
      List<Visit> visits = visits(seed, new SplittableRandom(seed).nextInt(24), seed % 3 == 2);
      AggregationLaws.check(aggregator, visits, seed, FoldLawsTest::areClose);
    }
  }

  @ParameterizedTest
  @MethodSource("samples")
  void every_fold_equals_the_reference(Sample sample) {
    AsAggregator aggregator = new AsAggregator(sample, sample.fold());
    for (long seed = 0; seed < 30; seed++) {
      List<Visit> visits = visits(seed, new SplittableRandom(seed).nextInt(20), seed % 3 == 2);
      Object state = aggregator.create();
      for (Visit visit : visits) {
        state = aggregator.add(state, visit);
      }
      assertThat(aggregator.finish(state).orElseThrow())
          .as("%s, seed %d, %s", sample, seed, visits)
          .matches(
              outcome -> areClose(reference(sample, visits), outcome),
              "equals " + reference(sample, visits));
    }
  }

  private static Outcome reference(Sample sample, List<Visit> visits) {
    Scenario scenario =
        Scenario.asking(List.of(sample.feature), List.of(Question.about(USER, "ann").at(NOW)))
            .with(VISITS, visits.stream().map(visit -> new Delivery<>(visit, NOW)).toList());
    try (Replay replay = new Replay()) {
      Answer<?> answer = replay.answer(scenario).getFirst().answers().getFirst();
      if (answer.status() == Status.ERROR) {
        return new Outcome.Failure("");
      }
      if (answer.status() == Status.NULL) {
        return new Outcome.Null();
      }
      return answer.value() == null ? new Outcome.Absent() : new Outcome.Value(answer.value());
    }
  }

  /** Equal, but for the rounding of doubles and the words of a failure. */
  private static boolean areClose(Outcome expected, Outcome actual) {
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
      return one.equals(other) || Math.abs(one - other) <= 1e-9 * scale + 1e-12;
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

  @ParameterizedTest
  @MethodSource("samples")
  void numbers_in_arrays_fold_as_objects_do(Sample sample) {
    Fold fold = sample.fold();
    Viewpoint at = new Viewpoint(0, 0, ZONE);
    for (long seed = 0; seed < 60; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      int size = seed % 2 == 0 ? random.nextInt(40) : random.nextInt(5_000);
      int from = random.nextInt(size + 1);
      long[] longs = random.longs(size, -1_000, 1_000).toArray();
      double[] doubles = random.doubles(size, -10, 1_000).toArray();
      double[] special = {-0.0, 0.0, Double.NaN, -1e300, Double.POSITIVE_INFINITY};
      for (int i = 0; i < size && seed % 4 > 1; i += 1 + random.nextInt(1 + size / 4)) {
        doubles[i] = special[random.nextInt(1 + (int) (seed % special.length))];
      }
      if (fold instanceof Fold.OfDoubles ofDoubles) {
        Object one = fold.create();
        for (double value : doubles) {
          one = fold.add(one, value, 0);
        }
        Object all = ofDoubles.addDoubles(fold.create(), doubles, 0, from);
        all = ofDoubles.addDoubles(all, doubles, from, size);
        assertSame(sample, fold.finish(one, at), fold.finish(all, at), seed);
      }
      if (fold instanceof Fold.OfLongs ofLongs) {
        Object one = fold.create();
        for (long value : longs) {
          one = fold.add(one, (int) value, 0);
        }
        Object all = ofLongs.addLongs(fold.create(), longs, 0, from, value -> (int) value);
        all = ofLongs.addLongs(all, longs, from, size, value -> (int) value);
        assertSame(sample, fold.finish(one, at), fold.finish(all, at), seed);
      }
    }
  }

  /** To the bit, but for what is made of sums of doubles. */
  private static void assertSame(Sample sample, Outcome one, Outcome all, long seed) {
    boolean rounded = sample.fold() instanceof Spreads || sample.fold() instanceof Sums.Floating;
    assertThat(all)
        .as("%s, seed %d", sample, seed)
        .matches(outcome -> rounded ? areClose(one, outcome) : one.equals(outcome), "is " + one);
  }

  @Test
  void extremes_tell_zeros_apart_and_put_what_is_no_number_last() {
    double[] some = {-0.0, 0.0, Double.NaN, Double.POSITIVE_INFINITY, -1, Double.NEGATIVE_INFINITY};
    Viewpoint at = new Viewpoint(0, 0, ZONE);
    for (Aggregation<Double, Double> extreme :
        List.of(Aggregations.<Double>min(), Aggregations.<Double>max())) {
      Fold.OfDoubles fold = (Fold.OfDoubles) Folds.of(extreme);
      for (int i = 0; i < some.length * some.length * some.length; i++) {
        double[] three = {
          some[i % some.length],
          some[i / some.length % some.length],
          some[i / some.length / some.length]
        };
        Object one = fold.create();
        for (double value : three) {
          one = fold.add(one, value, 0);
        }
        assertThat(fold.finish(fold.addDoubles(fold.create(), three, 0, 3), at))
            .as("%s of %s", extreme, Arrays.toString(three))
            .isEqualTo(fold.finish(one, at));
      }
    }
  }

  @Test
  void values_that_are_all_equal_have_no_variance_at_all() {
    Fold.OfDoubles fold = (Fold.OfDoubles) Folds.of(variance());
    double[] values = new double[3_000];
    Arrays.fill(values, 0.1);
    assertThat(
            fold.finish(
                fold.addDoubles(fold.create(), values, 0, 3_000), new Viewpoint(0, 0, ZONE)))
        .isEqualTo(new Outcome.Value(0.0));
  }

  @Test
  void a_variance_far_from_zero_is_exact() {
    Fold.OfDoubles fold = (Fold.OfDoubles) Folds.of(variancePopulation());
    double[] values = new double[3_000];
    for (int i = 0; i < values.length; i++) {
      values[i] = 1e9 + (i % 3);
    }
    assertThat(
            fold.finish(
                fold.addDoubles(fold.create(), values, 0, 3_000), new Viewpoint(0, 0, ZONE)))
        .matches(outcome -> areClose(new Outcome.Value(2.0 / 3), outcome));
  }
}
