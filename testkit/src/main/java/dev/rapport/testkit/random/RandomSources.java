package dev.rapport.testkit.random;

import dev.rapport.api.entity.Entity;
import dev.rapport.api.feature.Source;
import java.time.Duration;

/**
 * Sources of the fixed records, with every way of being known, identified, ordered and deleted that
 * the catalog check lets pass. A table reads the Parquet file of its name.
 */
final class RandomSources {
  static final Entity<String> USER = Entity.of("user", String.class);
  static final Entity<Long> PLACE = Entity.of("place", Long.class);

  private final Pick pick;

  RandomSources(Pick pick) {
    this.pick = pick;
  }

  Source<Trip> trips(String name) {
    Source<Trip> source =
        (pick.chance(0.6)
                ? Source.table(Trip.class, "select * from read_parquet('" + name + ".parquet')")
                    .named(name)
                : Source.stream(Trip.class, name))
            .at(Trip::endedAt)
            .about(USER, Trip::user)
            .about(PLACE, Trip::place);
    source = known(pick.chance(0.4) ? source.knownAt(Trip::learnedAt) : source);
    source = pick.chance(0.5) ? source.orderedBy(Trip::version) : source;
    if (pick.chance(0.4)) {
      return counted(source);
    }
    source = source.id(Trip::tripId);
    return pick.chance(0.7) ? source.deletedWhen(Trip::cancelled) : source;
  }

  Source<Click> clicks(String name) {
    Source<Click> source =
        Source.stream(Click.class, name)
            .at(Click::at)
            .about(USER, Click::user)
            .about(PLACE, Click::place);
    source = known(pick.chance(0.3) ? source.knownAt(Click::learnedAt) : source);
    source = pick.chance(0.4) ? source.orderedBy(Click::position) : source;
    if (pick.chance(0.4)) {
      return counted(source);
    }
    source = source.id(Click::clickId);
    return pick.chance(0.6) ? source.deletedWhen(Click::undone) : source;
  }

  Source<Town> towns(String name) {
    Source<Town> source =
        Source.table(Town.class, "select * from read_parquet('" + name + ".parquet')")
            .named(name)
            .about(PLACE, Town::place);
    boolean timeless = pick.chance(0.4);
    source = timeless ? source.timeless() : source.at(Town::since);
    source = pick.chance(0.3) ? source.knownAt(Town::learnedAt) : source;
    source = timeless ? source : known(source);
    if (pick.chance(0.4)) {
      return counted(source);
    }
    source = source.id(Town::place);
    return pick.chance(0.6) ? source.deletedWhen(Town::closed) : source;
  }

  /** Perhaps only the newest facts of each key, of a source whose facts have no ids. */
  private <R> Source<R> counted(Source<R> source) {
    return pick.chance(0.4) ? source.retainNewest(pick.of(1, 3, 12, 150)) : source;
  }

  private <R> Source<R> known(Source<R> source) {
    Source<R> known = source;
    if (source.known() instanceof Source.Known.ByOrigin && pick.chance(0.3)) {
      known =
          source.knownAfter(
              pick.of(Duration.ZERO, Pick.micros(1), Duration.ofHours(6), Duration.ofDays(2)));
    }
    known =
        pick.chance(0.2) ? known.dropLaterThan(pick.of(Duration.ZERO, Duration.ofDays(1))) : known;
    return pick.chance(0.25)
        ? known.retain(pick.of(Duration.ofDays(3), Duration.ofDays(13)))
        : known;
  }
}
