package dev.rapport.testkit.replay;

import dev.rapport.api.feature.Source;
import dev.rapport.api.schema.Accessor;
import dev.rapport.testkit.Delivery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All versions of the facts of a source, and which of them a moment sees. */
final class History<R> {
  private final Source<R> source;

  /** For each fact, its versions. */
  private final List<List<Version<R>>> facts = new ArrayList<>();

  /** What moments see that were asked about: questions ask for many features at one moment. */
  private final Map<Long, List<Version<R>>> visible = new HashMap<>();

  private int kept;
  private int redelivered;
  private int setAside;
  private int dropped;
  private int neverKnown;

  History(Source<R> source, List<? extends Delivery<?>> deliveries) {
    this.source = source;
    int arrival = 0;
    for (Delivery<?> delivery : deliveries) {
      take(source.schema().recordClass().cast(delivery.fact()), delivery.ingestedAt(), arrival++);
    }
  }

  Ledger ledger() {
    return new Ledger(kept, redelivered, setAside, dropped, neverKnown);
  }

  /** The facts a question at a moment sees, in total order. */
  List<Version<R>> visibleAt(long moment) {
    return visible.computeIfAbsent(moment, this::scan);
  }

  private List<Version<R>> scan(long moment) {
    List<Version<R>> seen = new ArrayList<>();
    for (List<Version<R>> versions : facts) {
      versions.stream()
          .filter(version -> version.known() < moment)
          .max(Version.ORDER_OF_VERSIONS)
          .filter(inForce -> !inForce.deleted() && inForce.event() < moment)
          .filter(inForce -> isRetained(inForce.event(), moment))
          .ifPresent(seen::add);
    }
    seen.sort(Version.ORDER_OF_FACTS);
    return seen;
  }

  private boolean isRetained(long event, long moment) {
    return source
        .retain()
        .map(length -> event >= Micros.minus(moment, Micros.of(length)))
        .orElse(true);
  }

  private void take(R fact, Instant ingestedAt, int arrival) {
    Long event = eventTime(fact);
    if (event == null) {
      setAside++;
      return;
    }
    Long known = knownTime(fact, event, ingestedAt);
    if (known == null) {
      neverKnown++;
      return;
    }
    if (isTooLate(event, known)) {
      dropped++;
      return;
    }
    Object id = read(source.identity().id(), fact);
    boolean deleted = Boolean.TRUE.equals(read(source.identity().deletedWhen(), fact));
    Version<R> version =
        new Version<>(
            fact, event, known, read(source.identity().sequence(), fact), id, deleted, arrival);
    List<Version<R>> versions = versionsOf(id);
    if (versions.stream().anyMatch(earlier -> earlier.fact().equals(fact))) {
      redelivered++;
    } else {
      versions.add(version);
      kept++;
    }
  }

  private List<Version<R>> versionsOf(@Nullable Object id) {
    if (id != null) {
      for (List<Version<R>> versions : facts) {
        if (id.equals(versions.getFirst().id())) {
          return versions;
        }
      }
    }
    List<Version<R>> versions = new ArrayList<>();
    facts.add(versions);
    return versions;
  }

  private @Nullable Long eventTime(R fact) {
    return switch (source.time()) {
      case Source.Time.At(Accessor<?, Instant> accessor) -> micros(accessor, fact);
      case Source.Time.Timeless() -> Micros.BEGINNING;
      case Source.Time.Undeclared() ->
          throw new IllegalArgumentException(
              source + ": no event time (expected: at(...) or timeless())");
    };
  }

  private @Nullable Long knownTime(R fact, long event, Instant ingestedAt) {
    return switch (source.known()) {
      case Source.Known.At(Accessor<?, Instant> accessor) -> micros(accessor, fact);
      case Source.Known.After after -> Micros.plus(event, Micros.of(after.delay()));
      case Source.Known.ByOrigin() -> source.isStream() ? Micros.of(ingestedAt) : event;
    };
  }

  /** Facts that were true ever are never late. */
  private boolean isTooLate(long event, long known) {
    return event != Micros.BEGINNING
        && known > event
        && Stream.of(source.dropLaterThan(), source.retain())
            .flatMap(Optional::stream)
            .anyMatch(lateness -> Micros.between(event, known) > Micros.of(lateness));
  }

  private @Nullable Long micros(Accessor<?, Instant> accessor, R fact) {
    return read(Optional.of(accessor), fact) instanceof Instant instant ? Micros.of(instant) : null;
  }

  /** The value of a component, null also where no component is declared. */
  private @Nullable Object read(Optional<? extends Accessor<?, ?>> accessor, R fact) {
    return accessor.isPresent() ? value(accessor.get(), fact) : null;
  }

  @SuppressWarnings("unchecked") // a definition's accessors are components of its own record
  static <R> @Nullable Object value(Accessor<?, ?> accessor, R fact) {
    return ((Accessor<R, @Nullable Object>) accessor).apply(fact);
  }
}
