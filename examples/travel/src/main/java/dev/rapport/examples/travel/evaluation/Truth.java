package dev.rapport.examples.travel.evaluation;

import dev.rapport.api.question.Question;
import dev.rapport.api.schema.GeoPoint;
import dev.rapport.examples.travel.OnTheSpot;
import dev.rapport.examples.travel.Travellers;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a traveller asks at a moment, and which place they would truly choose then.
 *
 * @param words the question in the traveller's words
 * @param lat degrees north, of where the traveller is at that moment
 * @param lon degrees east
 * @param country where that is, as ISO 3166-1 alpha-2
 * @param place the key of the place
 */
public record Truth(
    String userId, Instant at, String words, double lat, double lon, String country, String place) {
  private static final JsonMapper JSON = JsonMapper.shared();

  /** What the traveller asks, of the moment at which they ask. */
  public Question question() {
    return Question.about(Travellers.USER, userId)
        .with(OnTheSpot.HERE, new GeoPoint(lat, lon))
        .with(OnTheSpot.HERE_COUNTRY, country)
        .saying(words)
        .at(at);
  }

  /** The truths of a JSON-lines file, in its order. */
  public static List<Truth> read(Path file) {
    try (var lines = Files.lines(file)) {
      return lines.map(line -> JSON.readValue(line, Truth.class)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes truths as JSON lines. */
  public static void write(Path file, Iterable<Truth> truths) {
    try (BufferedWriter writer = Files.newBufferedWriter(file)) {
      for (Truth truth : truths) {
        writer.write(JSON.writeValueAsString(truth));
        writer.write('\n');
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
