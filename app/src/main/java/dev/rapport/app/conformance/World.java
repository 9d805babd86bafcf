package dev.rapport.app.conformance;

import dev.rapport.api.catalog.Catalog;
import dev.rapport.api.entity.Definition;
import dev.rapport.api.feature.Source;
import dev.rapport.app.session.SteppedClock;
import dev.rapport.engine.catalog.CheckedCatalog;
import dev.rapport.platform.Options;
import dev.rapport.platform.Rapport;
import dev.rapport.testkit.Delivery;
import dev.rapport.testkit.Scenario;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Rapport in a folder of its own, told what a scenario says. Not safe for several threads.
 *
 * <p>Tables are files before the first question. Streams are pushed: those that say when their
 * facts were known at once, as their ingestion time does not count; the others fact by fact, with
 * the clock at the time of ingestion.
 */
final class World implements AutoCloseable {
  private static final Instant END = Instant.parse("9999-12-31T23:59:59.999999Z");

  private final SteppedClock clock = new SteppedClock(Instant.EPOCH);
  private final Rapport rapport;
  private final CheckedCatalog catalog;
  private final List<Push> pending = new ArrayList<>();
  private int next;

  /** A fact that is to be pushed. */
  private record Push(Source<?> source, Delivery<?> delivery) {}

  World(Path folder, Scenario scenario) {
    this(folder, scenario, Options.defaults());
  }

  World(Path folder, Scenario scenario, Options options) {
    TableFiles.write(folder, scenario);
    rapport = Rapport.open(folder.resolve("data"), options.withClock(clock).withDataRoot(folder));
    catalog = rapport.use(() -> Catalog.of(scenario.features().toArray(Definition[]::new)));
    clock.moveTo(earliest(scenario));
    for (Source<?> source : catalog.sources()) {
      if (source.isStream()) {
        take(source, deliveries(source, scenario));
      }
    }
    pending.sort(Comparator.comparing(push -> push.delivery().ingestedAt()));
  }

  Rapport rapport() {
    return rapport;
  }

  /** Pushes what was ingested before a moment, and moves the clock there. */
  void moveTo(Instant moment) {
    while (next < pending.size() && pending.get(next).delivery().ingestedAt().isBefore(moment)) {
      Push push = pending.get(next++);
      clock.moveTo(push.delivery().ingestedAt());
      ingest(push.source(), List.of(push.delivery()));
    }
    clock.moveTo(moment);
  }

  /** Pushes everything, and moves the clock behind it. */
  void moveToEnd() {
    Instant last = pending.isEmpty() ? END : pending.getLast().delivery().ingestedAt();
    moveTo(last.isBefore(END) ? END : last.plusSeconds(1));
  }

  private void take(Source<?> source, List<Delivery<?>> deliveries) {
    if (source.known() instanceof Source.Known.ByOrigin) {
      deliveries.forEach(delivery -> pending.add(new Push(source, delivery)));
    } else {
      ingest(source, deliveries);
    }
  }

  @SuppressWarnings("unchecked") // the deliveries of a source are of its record
  private <R> void ingest(Source<R> source, List<Delivery<?>> deliveries) {
    rapport.ingest(source, deliveries.stream().map(delivery -> (R) delivery.fact()).toList());
  }

  static List<Delivery<?>> deliveries(Source<?> source, Scenario scenario) {
    return scenario.deliveries().entrySet().stream()
        .filter(entry -> entry.getKey().name().equals(source.name()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(List.of());
  }

  /** Before everything that happens. */
  private static Instant earliest(Scenario scenario) {
    Instant earliest = Instant.EPOCH;
    for (List<Delivery<?>> deliveries : scenario.deliveries().values()) {
      for (Delivery<?> delivery : deliveries) {
        if (delivery.ingestedAt().isBefore(earliest)) {
          earliest = delivery.ingestedAt();
        }
      }
    }
    for (var question : scenario.questions()) {
      if (question.at().isPresent() && question.at().get().isBefore(earliest)) {
        earliest = question.at().get();
      }
    }
    return earliest.minusSeconds(1);
  }

  @Override
  public void close() {
    rapport.close();
  }
}
