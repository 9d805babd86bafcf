package dev.rapport.engine.catalog;

import dev.rapport.api.entity.Definition;
import dev.rapport.api.entity.Entity;
import dev.rapport.api.feature.Feature;
import dev.rapport.api.feature.Service;
import dev.rapport.api.feature.Source;
import dev.rapport.engine.definition.Description;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A feature as a row of a table for people; a text that does not apply is empty.
 *
 * @param kind how the value comes about: windowed, computed, through or service
 * @param sources the names of all sources and services it rests on, through its inputs and
 *     fallbacks too, sorted
 */
public record FeatureRow(
    String name,
    String type,
    List<String> entities,
    String kind,
    List<String> sources,
    String window,
    String aggregation,
    String defaultValue,
    String description,
    String owner,
    List<String> tags) {
  public FeatureRow {
    entities = List.copyOf(entities);
    sources = List.copyOf(sources);
    tags = List.copyOf(tags);
  }

  /** The features of a catalog, by name. */
  public static List<FeatureRow> of(CheckedCatalog catalog) {
    return catalog.features().stream()
        .<FeatureRow>map(FeatureRow::of)
        .sorted(Comparator.comparing(FeatureRow::name))
        .toList();
  }

  /** The row of one feature. */
  public static FeatureRow of(Feature<?> feature) {
    Description description = Description.of(feature);
    return new FeatureRow(
        feature.name(),
        feature.type().toString(),
        feature.entities().stream().map(Entity::name).toList(),
        description.text("kind"),
        sources(feature),
        description.text("window"),
        description.text("aggregation"),
        description.text("default"),
        feature.metadata().description(),
        feature.metadata().owner(),
        List.copyOf(feature.metadata().tags()));
  }

  private static List<String> sources(Feature<?> feature) {
    Set<String> names = new TreeSet<>();
    Set<Definition> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Definition> pending = new ArrayDeque<>(List.of(feature));
    while (!pending.isEmpty()) {
      Definition definition = pending.pop();
      if (seen.add(definition)) {
        if (definition instanceof Source<?> || definition instanceof Service<?, ?>) {
          names.add(definition.name());
        }
        pending.addAll(Description.of(definition).uses());
      }
    }
    return List.copyOf(names);
  }
}
