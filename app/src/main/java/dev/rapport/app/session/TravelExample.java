package dev.rapport.app.session;

import dev.rapport.api.error.RapportException;
import dev.rapport.examples.travel.generator.Generator;
import dev.rapport.spi.table.TableWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;

/**
 * The folder of the travel example: its made-up facts, the hidden truth beside them, and what
 * Rapport keeps. The example's clock stands still, as its facts end at a moment.
 */
public record TravelExample(Path folder) {
  public Path facts() {
    return folder.resolve("facts");
  }

  /** The folder of what no definition may see. */
  public Path hidden() {
    return folder.resolve("hidden");
  }

  /** What Rapport keeps. */
  public Path data() {
    return folder.resolve("data");
  }

  /** After the last fact, also of those in {@code live}. */
  static Clock clock() {
    return Clock.fixed(Generator.LATER, ZoneOffset.UTC);
  }

  /** Makes the folder of facts, which may be empty. */
  public TravelExample makeFolders() {
    try {
      Files.createDirectories(facts());
    } catch (IOException e) {
      throw RapportException.dependency(facts() + ": cannot be made: " + e.getMessage(), e);
    }
    return this;
  }

  /** Whether the facts are there. */
  public boolean isGenerated() {
    return Files.exists(hidden().resolve("truth.jsonl"));
  }

  /** Makes up the facts. */
  public Generator.Written generate(TableWriter writer) {
    return Generator.standard().write(facts(), hidden(), writer);
  }
}
