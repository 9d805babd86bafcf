package dev.rapport.engine.window;

import dev.rapport.api.aggregation.Aggregation;
import dev.rapport.api.feature.Formula;
import dev.rapport.api.feature.Selection;
import dev.rapport.api.feature.Source;
import dev.rapport.api.schema.Accessor;
import dev.rapport.api.schema.Column;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

/** Which components of a source's record features read, so that readers can skip the others. */
public final class WantedColumns {
  private WantedColumns() {}

  public static Set<String> of(Formula.Windowed<?, ?> windowed) {
    if (readsWholeFacts(windowed)) {
      return all(windowed.source());
    }
    Set<String> wanted = new HashSet<>(structural(windowed.source()));
    windowed.input().ifPresent(accessor -> add(wanted, accessor));
    windowed.per().ifPresent(accessor -> add(wanted, accessor));
    windowed.extremeBy().ifPresent(extreme -> add(wanted, extreme.by()));
    for (Selection.Test<?> test : windowed.filters()) {
      if (test instanceof Selection.Test.OnColumn<?, ?> on) {
        add(wanted, on.column());
      }
    }
    return wanted;
  }

  public static Set<String> all(Source<?> source) {
    return source.schema().columns().stream().map(Column::name).collect(Collectors.toSet());
  }

  public static Set<String> union(Set<String> some, Set<String> more) {
    Set<String> both = new HashSet<>(some);
    both.addAll(more);
    return both;
  }

  /** The components of times, keys and order. */
  private static Set<String> structural(Source<?> source) {
    Set<String> wanted = new HashSet<>();
    if (source.time() instanceof Source.Time.At at) {
      add(wanted, at.accessor());
    }
    if (source.known() instanceof Source.Known.At at) {
      add(wanted, at.accessor());
    }
    source.about().forEach(about -> add(wanted, about.key()));
    source.identity().sequence().ifPresent(accessor -> add(wanted, accessor));
    source.identity().deletedWhen().ifPresent(accessor -> add(wanted, accessor));
    return wanted;
  }

  /**
   * Ordinary Java looks at whole facts, and so does an aggregation without a column, unless it is
   * enough that there is a fact.
   */
  private static boolean readsWholeFacts(Formula.Windowed<?, ?> windowed) {
    return foldsWholeFacts(windowed)
        || windowed.filters().stream().anyMatch(test -> test instanceof Selection.Test.Code<?>);
  }

  /** Whether what is folded are facts, and not values of a column. */
  static boolean foldsWholeFacts(Formula.Windowed<?, ?> windowed) {
    return windowed.input().isEmpty()
        && windowed.aggregation().stream().anyMatch(WantedColumns::looksAtValues);
  }

  private static boolean looksAtValues(Aggregation<?, ?> aggregation) {
    return !(aggregation instanceof Aggregation.CountRows<?>
        || aggregation instanceof Aggregation.Count<?>
        || aggregation instanceof Aggregation.DecayedCount<?>
        || aggregation instanceof Aggregation.Seen<?>
        || aggregation instanceof Aggregation.Since<?>
        || aggregation instanceof Aggregation.TimeOf<?>
        || aggregation instanceof Aggregation.Streak<?>);
  }

  private static void add(Set<String> wanted, Accessor<?, ?> accessor) {
    wanted.add(accessor.component().name());
  }
}
