package dev.rapport.engine.intake;

import dev.rapport.api.entity.Entity;
import dev.rapport.api.feature.Feature;
import dev.rapport.api.feature.Formula;
import dev.rapport.api.feature.Source;
import dev.rapport.api.schema.Column;
import dev.rapport.engine.fact.FactStore;
import dev.rapport.engine.window.WantedColumns;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which sources features read, and what of them. Not thread-safe. */
final class Wanted {
  private final Map<String, Source<?>> sources = new LinkedHashMap<>();
  private final Map<String, Set<String>> columns = new HashMap<>();
  private final Map<String, List<Entity<?>>> owners = new HashMap<>();
  private final Map<String, Set<Formula.Windowed<?, ?>>> readers = new HashMap<>();
  private final Set<String> ever = new HashSet<>();

  /**
   * What features want.
   *
   * @param whole sources of which every component is read
   */
  Wanted(Collection<? extends Feature<?>> features, Collection<? extends Source<?>> whole) {
    for (Feature<?> feature : features) {
      if (feature.formula() instanceof Formula.Windowed<?, ?> windowed) {
        add(windowed);
        owners.putIfAbsent(windowed.source().name(), windowed.by());
      }
    }
    for (Source<?> source : whole) {
      ever.add(source.name());
      sources.put(source.name(), source);
      columns.merge(source.name(), WantedColumns.all(source), WantedColumns::union);
    }
  }

  /** What formulas want of questions about any moment. */
  Wanted(Collection<Formula.Windowed<?, ?>> formulas) {
    formulas.forEach(formula -> {
      add(formula);
      ever.add(formula.source().name());
    });
  }

  private void add(Formula.Windowed<?, ?> windowed) {
    String name = windowed.source().name();
    sources.put(name, windowed.source());
    columns.merge(name, WantedColumns.of(windowed), WantedColumns::union);
    readers.computeIfAbsent(name, _ -> new HashSet<>()).add(windowed);
  }

  /** With what a store keeps of its source. */
  void add(FactStore<?> kept) {
    Source<?> source = kept.source();
    Set<String> names = new HashSet<>();
    for (Column column : source.schema().columns()) {
      if (kept.keeps(column.name())) {
        names.add(column.name());
      }
    }
    columns.merge(source.name(), names, WantedColumns::union);
  }

  Collection<Source<?>> sources() {
    return sources.values();
  }

  Set<String> columns(Source<?> source) {
    return columns.getOrDefault(source.name(), Set.of());
  }

  /** What may leave of the facts of a source. */
  Expiry expiry(Source<?> source) {
    return Expiry.none(readers.getOrDefault(source.name(), Set.of()), ever.contains(source.name()));
  }

  /** By whose keys the facts of a source are brought side by side: of the first feature. */
  Optional<List<Entity<?>>> owners(Source<?> source) {
    return Optional.ofNullable(owners.get(source.name()));
  }
}
