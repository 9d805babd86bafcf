package dev.rapport.engine.slice;

import dev.rapport.api.entity.Entity;
import dev.rapport.api.feature.Source;
import dev.rapport.engine.fact.FactShape;
import java.util.Set;

/**
 * Which facts of which sources are read: those about the keys of a slice. Sources that are not
 * named are read whole.
 *
 * @param sources by name; each is about the entity
 */
public record Slicing(Entity<?> entity, Slice slice, Set<String> sources) {
  public Slicing {
    sources = Set.copyOf(sources);
  }

  public boolean appliesTo(Source<?> source) {
    return sources.contains(source.name());
  }

  /** The component that holds the entity's key. */
  int key(FactShape<?> shape) {
    return shape.index(shape.source().about(entity).orElseThrow().key());
  }
}
