package dev.rapport.engine.slice;

import dev.rapport.api.entity.Entity;
import dev.rapport.api.feature.Feature;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Features that are answered together, in passes over slices of the keys of one entity.
 *
 * @param entity by whose keys sources are read in slices; empty where none is
 * @param sliced the names of these
 * @param whole the names of those that are read whole
 */
public record Round(
    List<Feature<?>> features, Optional<Entity<?>> entity, Set<String> sliced, Set<String> whole) {
  public Round {
    features = List.copyOf(features);
    sliced = Set.copyOf(sliced);
    whole = Set.copyOf(whole);
  }

  /**
   * One round where what has to be read whole takes little enough memory; else several, each for as
   * many features as it can be. A feature that alone reads more has a round of its own.
   *
   * @param bytes about how many each source takes that has to be loaded, by its name
   * @param limit how many bytes may be read whole
   */
  public static List<Round> plan(
      Collection<? extends Feature<?>> asked, Map<String, Long> bytes, long limit) {
    Sizes sizes = new Sizes(bytes);
    Round all = sizes.round(List.copyOf(asked));
    if (sizes.of(all.whole()) <= limit) {
      return List.of(all);
    }
    List<Round> rounds = new ArrayList<>();
    List<Feature<?>> left = new ArrayList<>(asked);
    while (!left.isEmpty()) {
      Round next = sizes.largest(left, limit);
      rounds.add(next);
      left.removeAll(next.features());
    }
    return rounds;
  }

  /** Of the sources that are not loaded yet. */
  private record Sizes(Map<String, Long> bytes) {
    long of(Collection<String> sources) {
      return sources.stream().mapToLong(source -> bytes.getOrDefault(source, 0L)).sum();
    }

    /** One round, by the entity by whose keys most is read in slices. */
    Round round(List<Feature<?>> features) {
      return entities(features).stream()
          .map(entity -> round(features, Optional.of(entity)))
          .filter(round -> of(round.sliced()) > 0)
          .max(Comparator.comparingLong(round -> of(round.sliced())))
          .orElseGet(() -> round(features, Optional.empty()));
    }

    private Round round(List<Feature<?>> features, Optional<Entity<?>> entity) {
      Sliceable by = Sliceable.by(entity, features);
      return new Round(features, entity, toLoad(by.sources()), toLoad(by.whole()));
    }

    private Set<String> toLoad(Set<String> sources) {
      return sources.stream().filter(bytes::containsKey).collect(Collectors.toSet());
    }

    /** The round of the most features of which little enough is read whole; at least of one. */
    Round largest(List<Feature<?>> left, long limit) {
      return entities(left).stream()
          .map(entity -> round(fitting(left, entity, limit), Optional.of(entity)))
          .filter(round -> !round.features().isEmpty())
          .max(Comparator.comparingInt(round -> round.features().size()))
          .orElseGet(() -> round(List.of(left.getFirst())));
    }

    private List<Feature<?>> fitting(List<Feature<?>> left, Entity<?> entity, long limit) {
      List<Feature<?>> fitting = new ArrayList<>();
      for (Feature<?> feature : left) {
        fitting.add(feature);
        if (of(Sliceable.by(Optional.of(entity), fitting).whole()) > limit) {
          fitting.removeLast();
        }
      }
      return fitting;
    }

    private static Collection<Entity<?>> entities(List<Feature<?>> features) {
      Map<String, Entity<?>> byName = new LinkedHashMap<>();
      features.forEach(
          feature -> feature.entities().forEach(entity -> byName.put(entity.name(), entity)));
      return byName.values();
    }
  }
}
