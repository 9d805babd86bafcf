package dev.rapport.engine.dataset;

import dev.rapport.api.entity.Entity;
import dev.rapport.api.feature.Feature;
import dev.rapport.api.feature.Formula;
import dev.rapport.api.feature.Input;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * Which sources can be read in slices by the keys of an entity: those of which every reading is
 * about the entity's key of the question itself, and not about one that another feature gave.
 */
final class Sliceable {
  private final Entity<?> entity;
  private final Set<String> aboutIt = new HashSet<>();
  private final Set<String> whole = new HashSet<>();
  private final Set<Visited> visited = new HashSet<>();

  private record Visited(Feature<?> feature, boolean replaced) {}

  private Sliceable(Entity<?> entity) {
    this.entity = entity;
  }

  /** The names of the sources. */
  static Set<String> by(Entity<?> entity, Collection<? extends Feature<?>> asked) {
    Sliceable sources = new Sliceable(entity);
    asked.forEach(feature -> sources.visit(feature, false));
    Set<String> sliceable = new HashSet<>(sources.aboutIt);
    sliceable.removeAll(sources.whole);
    return sliceable;
  }

  /**
   * Follows what a feature reads.
   *
   * @param replaced whether it is read about another key of the entity than the question's
   */
  private void visit(Feature<?> feature, boolean replaced) {
    if (!visited.add(new Visited(feature, replaced))) {
      return;
    }
    switch (feature.formula()) {
      case Formula.Windowed<?, ?> windowed -> {
        boolean about = !replaced && windowed.by().stream().anyMatch(this::isTheEntity);
        (about ? aboutIt : whole).add(windowed.source().name());
        feature.inputs().forEach(input -> visit(input, replaced));
      }
      case Formula.Through<?, ?> through -> {
        visit(through.key(), replaced);
        visit(through.target(), replaced || isTheEntity(through.entity()));
      }
      case Formula.Computed<?> _, Formula.Asked<?, ?> _ ->
          feature.inputs().forEach(input -> visit(input, replaced));
    }
    feature.fallbacks().forEach(fallback -> visit(fallback, replaced));
  }

  private void visit(Input<?> input, boolean replaced) {
    switch (input) {
      case Feature<?> feature -> visit(feature, replaced);
      case Input.Optionally<?>(Input<?> inner) -> visit(inner, replaced);
      case dev.rapport.api.feature.Request<?> _, Input.Moment _, Input.Words _ -> {}
    }
  }

  private boolean isTheEntity(Entity<?> other) {
    return other.name().equals(entity.name());
  }
}
