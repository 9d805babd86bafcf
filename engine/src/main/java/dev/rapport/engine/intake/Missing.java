package dev.rapport.engine.intake;

import dev.rapport.api.entity.Entity;
import dev.rapport.api.feature.Formula;
import dev.rapport.engine.fact.Staying;
import dev.rapport.engine.value.Micros;
import dev.rapport.engine.window.Lookback;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What has left a store.
 *
 * @param before the event time before which facts are missing whatever their keys
 * @param passed the event time before which facts are missing of keys that have as many newer ones
 *     as the source retains
 * @param from the moment at which these newer ones were known
 * @param owners by whose keys they were counted; with the event time before which some had left
 *     already and were not
 * @param tiled for whom states are kept of facts that are not there one by one
 */
record Missing(
    long before, long passed, long from, Map<List<Entity<?>>, Long> owners, Optional<Tiled> tiled) {
  static final Missing NOTHING =
      new Missing(Micros.BEGINNING, Micros.BEGINNING, Micros.BEGINNING, Map.of(), Optional.empty());

  /**
   * Facts are kept as tiles.
   *
   * @param readers the features for which these are enough
   * @param from the moment from which on they are
   */
  record Tiled(Set<Formula.Windowed<?, ?>> readers, long from) {
    Tiled {
      readers = Set.copyOf(readers);
    }

    boolean spares(Formula.Windowed<?, ?> windowed, long moment) {
      return moment >= from && readers.contains(windowed);
    }
  }

  Missing {
    owners = Map.copyOf(owners);
  }

  boolean isNothing() {
    return before == Micros.BEGINNING && passed == Micros.BEGINNING && tiled.isEmpty();
  }

  /** Whether nothing is missing that a feature uses at a moment and later. */
  boolean spares(Formula.Windowed<?, ?> windowed, long moment) {
    if (isNothing()) {
      return true;
    }
    if (tiled.isPresent() && !tiled.get().spares(windowed, moment)) {
      return false;
    }
    long since = Lookback.since(windowed, moment);
    long counted = owners.getOrDefault(windowed.by(), Micros.NEVER);
    return since >= before && (since >= passed || (moment >= from && since >= counted));
  }

  /** With what leaves now. */
  Missing and(long earlier, Staying staying, Collection<List<Entity<?>>> by, long moment) {
    long until = staying.passedUntil();
    if (until == Micros.BEGINNING) {
      return new Missing(Math.max(before, earlier), passed, from, owners, tiled);
    }
    Map<List<Entity<?>>, Long> all = new HashMap<>();
    by.forEach(owner -> all.put(owner, owners.getOrDefault(owner, passed)));
    return new Missing(
        Math.max(before, earlier), Math.max(passed, until), Math.max(from, moment), all, tiled);
  }

  /** The same where the tiles of others went. */
  Missing tiledFor(Set<Formula.Windowed<?, ?>> readers) {
    return new Missing(
        before, passed, from, owners, tiled.map(there -> new Tiled(readers, there.from())));
  }

  /** With what is kept as tiles from now on, or is of no use to their readers. */
  Missing tiled(long earlier, Set<Formula.Windowed<?, ?>> readers, long moment) {
    long later = Math.max(moment, tiled.map(Tiled::from).orElse(Micros.BEGINNING));
    return new Missing(
        Math.max(before, earlier), passed, from, owners, Optional.of(new Tiled(readers, later)));
  }
}
