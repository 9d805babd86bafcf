package dev.rapport.app.demo;

import dev.rapport.api.error.RapportException;
import dev.rapport.app.session.Folders;
import dev.rapport.app.session.SteppedClock;
import dev.rapport.app.session.TravelExample;
import dev.rapport.engine.Progress;
import dev.rapport.engine.catalog.Nearest;
import dev.rapport.examples.travel.Travel;
import dev.rapport.examples.travel.evaluation.Truth;
import dev.rapport.examples.travel.generator.Generator;
import dev.rapport.platform.Applied;
import dev.rapport.platform.Options;
import dev.rapport.platform.Rapport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The travel example, made up anew and opened at the moment at which its facts end. */
final class TravelSite implements AutoCloseable {
  private final SteppedClock clock = new SteppedClock(Generator.NOW);
  private final Travel catalog;
  private final Generator.Written written;
  private final List<Truth> truths;
  private final Duration generating;
  private final Rapport rapport;

  /** Deletes what an earlier demo left in the example's folder and makes up the facts. */
  TravelSite(TravelExample example, Travel catalog, Progress progress) {
    this.catalog = catalog;
    delete(example.folder());
    example.makeFolders();
    this.rapport =
        Rapport.open(
            example.data(),
            Options.defaults()
                .withDataRoot(example.facts())
                .withClock(clock)
                .withProgress(progress));
    try {
      long began = System.nanoTime();
      this.written = example.generate(rapport.tableWriter());
      this.generating = Duration.ofNanos(System.nanoTime() - began);
      this.truths = Truth.read(written.truth());
    } catch (RuntimeException | Error e) {
      rapport.close();
      throw e;
    }
  }

  private static void delete(Path folder) {
    try {
      Folders.delete(folder);
    } catch (IOException e) {
      throw RapportException.dependency(folder + ": cannot be deleted: " + e.getMessage(), e);
    }
  }

  Applied apply() {
    return rapport.apply(catalog);
  }

  Rapport rapport() {
    return rapport;
  }

  Generator.Written written() {
    return written;
  }

  /** How long it took to make up the facts. */
  Duration generating() {
    return generating;
  }

  List<Truth> truths() {
    return truths;
  }

  /**
   * What a traveller asks, and the place they would truly choose.
   *
   * @throws RapportException of kind {@code USER} for a traveller that there is none of
   */
  Truth truth(String user) {
    return truths.stream()
        .filter(truth -> truth.userId().equals(user))
        .findFirst()
        .orElseThrow(
            () -> Nearest.unknown("--user", user, truths.stream().map(Truth::userId).toList()));
  }

  /** The moment after the live events. */
  void moveOn() {
    clock.moveTo(Generator.LATER);
  }

  @Override
  public void close() {
    rapport.close();
  }
}
