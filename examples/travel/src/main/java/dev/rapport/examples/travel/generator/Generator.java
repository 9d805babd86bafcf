package dev.rapport.examples.travel.generator;

import dev.rapport.api.error.RapportException;
import dev.rapport.examples.travel.evaluation.Truth;
import dev.rapport.examples.travel.facts.WeatherReport;
import dev.rapport.examples.travel.weather.Climate;
import dev.rapport.examples.travel.weather.SeededWeather;
import dev.rapport.examples.travel.weather.Weather;
import dev.rapport.spi.table.TableWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SplittableRandom;

/**
 * Makes up travellers and five years of what they did, ending at {@link #NOW}. Each has a hidden
 * taste and a hidden wish; the facts show what came of them, with noise. Which place each would
 * truly choose is written to a folder of its own, which no definition reads.
 *
 * @param travellers how many; those of a smaller world are the first of a larger one
 * @param seed the same seed, the same world
 */
public record Generator(int travellers, long seed) {
  /** The moment at which the made-up history ends. */
  public static final Instant NOW = SeededWeather.NOW;

  /** The moment after the events that {@code live} holds. */
  public static final Instant LATER = NOW.plus(Duration.ofMinutes(5));

  /** The traveller of the demo, who asks at {@link #NOW}. */
  public static final String TRAVELLER = "ann";

  /** How far back the weather is recorded: all questions are younger. */
  private static final Duration WEATHER = Duration.ofDays(9);

  public Generator {
    if (travellers < 1) {
      throw new IllegalArgumentException("travellers: " + travellers + " (expected: 1 or more)");
    }
  }

  /** Two thousand travellers. */
  public static Generator standard() {
    return new Generator(2_000, 7);
  }

  /**
   * What was written.
   *
   * @param rows how many for each file, by its name
   * @param truth the file of the hidden truth
   * @param live for each stream the file of events that the demo's traveller makes after {@link
   *     #NOW}, as JSON lines
   */
  public record Written(SequencedMap<String, Long> rows, Path truth, Map<String, Path> live) {
    public long facts() {
      return rows.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  /** What to tell whoever sees these travellers. */
  public String notice() {
    return "Travellers: %,d, synthetic, made up by a generator (seed %d); the places are real."
        .formatted(travellers, seed);
  }

  /**
   * Writes the facts into a folder, each file whole or not at all, and the hidden truth into
   * another.
   *
   * @throws dev.rapport.api.error.RapportException where a file cannot be written
   */
  public Written write(Path facts, Path hidden, TableWriter writer) {
    World world = World.load(seed);
    List<Truth> truths = new ArrayList<>();
    try {
      Files.createDirectories(facts);
      Files.createDirectories(hidden);
      try (Tables tables = new Tables(writer, facts);
          InputStream places = World.destinations()) {
        for (int number = 0; number < travellers; number++) {
          truths.add(live(world, number, tables));
        }
        weather(world, tables);
        tables.commit();
        Files.copy(
            places, facts.resolve("destinations.jsonl"), StandardCopyOption.REPLACE_EXISTING);
        Path truth = hidden.resolve("truth.jsonl");
        Truth.write(truth, truths);
        return new Written(tables.rows(), truth, Live.write(facts.resolve("live")));
      }
    } catch (IOException e) {
      throw RapportException.dependency(
          "synthetic travellers: cannot be written to " + facts + " and " + hidden + ": " + e, e);
    }
  }

  private Truth live(World world, int number, Tables tables) {
    SplittableRandom chance = new SplittableRandom(seed * 1_000_003 + number).split();
    Person person = Person.of(world, number, NOW, chance);
    double[] seen = new Years(world, person, chance, tables).write();
    double[] worth =
        person
            .utility()
            .of(person.wish(), person.month(), world.kilometresFrom(person.here()), seen);
    boolean soon = person.month() == NOW.atZone(ZoneOffset.UTC).getMonthValue();
    for (int p = 0; p < worth.length && soon; p++) {
      Weather now = SeededWeather.at(world.climates().get(p), person.at());
      worth[p] += person.utility().weather(now, person.wish());
    }
    int choice = Choice.best(worth);
    new Hours(world, person, worth, chance, tables).write(choice, NOW);
    return new Truth(
        person.userId(),
        person.at(),
        person.words(),
        person.here().lat(),
        person.here().lon(),
        world.places().get(person.near()).countryCode(),
        world.places().get(choice).id());
  }

  private static void weather(World world, Tables tables) {
    for (Climate climate : world.climates()) {
      Instant hour = NOW.truncatedTo(ChronoUnit.HOURS);
      for (Instant at = hour.minus(WEATHER); !at.isAfter(hour); at = at.plus(1, ChronoUnit.HOURS)) {
        Weather then = SeededWeather.at(climate, at);
        tables.weather.add(
            new WeatherReport(
                climate.id(),
                at,
                then.temperatureC(),
                then.precipitationMm(),
                then.windKmh(),
                then.weatherCode()));
      }
    }
  }
}
