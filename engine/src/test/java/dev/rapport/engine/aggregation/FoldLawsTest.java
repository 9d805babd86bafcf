package dev.rapport.engine.aggregation;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.api.aggregation.Aggregation;
import dev.rapport.api.aggregation.CalendarUnit;
import dev.rapport.testkit.contract.AggregationLaws;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every fold of the engine keeps the laws of aggregations. */
class FoldLawsTest extends FoldSamples {
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

  @ParameterizedTest
  @MethodSource("samples")
  void every_fold_keeps_the_laws(Sample sample) {
    AsAggregator aggregator = new AsAggregator(sample, sample.fold());
    for (long seed = 0; seed < 6; seed++) {
      List<Visit> visits = visits(seed, new SplittableRandom(seed).nextInt(24), seed % 3 == 2);
      AggregationLaws.check(aggregator, visits, seed, FoldLawsTest::areClose);
    }
  }
}
