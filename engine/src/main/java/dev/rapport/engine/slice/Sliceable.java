package dev.rapport.engine.slice;

import dev.rapport.api.entity.Entity;
import dev.rapport.api.feature.Feature;
import dev.rapport.api.feature.Formula;
import dev.rapport.api.feature.Input;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Which of the sources that features read can be read in slices by the keys of an entity: those of
 * which every reading is about the entity's key of the question itself, and not about one that
 * another feature gave.
 */
public final class Sliceable {
  private final Optional<Entity<?>> entity;
  private final Set<String> aboutIt = new HashSet<>();
  private final Set<String> whole = new HashSet<>();
  private final Set<Visited> visited = new HashSet<>();

  private record Visited(Feature<?> feature, boolean replaced) {}

  private Sliceable(Optional<Entity<?>> entity) {
    this.entity = entity;
  }

  /**
   * Looks at what features read.
   *
   * @param entity by whose keys; empty: nothing is read in slices
   * @param asked with what they read themselves
   */
  public static Sliceable by(Optional<Entity<?>> entity, Collection<? extends Feature<?>> asked) {
    Sliceable sources = new Sliceable(entity);
    asked.forEach(feature -> sources.visit(feature, false));
    sources.aboutIt.removeAll(sources.whole);
    return sources;
  }

  /** The names of the sources that can be read in slices. */
  public Set<String> sources() {
    return Set.copyOf(aboutIt);
  }

  /** The names of those that have to be read whole. */
  public Set<String> whole() {
    return Set.copyOf(whole);
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
    return entity.isPresent() && other.name().equals(entity.get().name());
  }
}
